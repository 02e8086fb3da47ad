// Codes that are gone while codings still have them: their codings show the old name, and a line above brings one back.

class GoneCodes {
  constructor(panel) {
    this.panel = panel;
    this.codes = [];
    this.element = h("div", { class: "cw-gone", hidden: true });
    panel.frame.banner.after(this.element);
  }

  receive(message) {
    if (message.gone) this.#show(message.gone);
    if (message.type !== "gone") return false;
    this.codes.forEach((code) => this.panel.byId.set(code.id, code));
    this.panel.redraw();
    return true;
  }

  #show(gone) {
    const focused = this.element.contains(document.activeElement);
    this.codes = gone.map((code) => ({ ...code, name: `${code.name} (removed by ${code.person || "somebody"})` }));
    this.element.replaceChildren(...gone.map((code) => h("p", {},
      `Code removed by ${code.person || "somebody"}, ${code.at}: “${code.name}”. Its codings are kept and count nowhere. `,
      h("button", { type: "button", class: "cw-link", "aria-label": `Bring back “${code.name}”`, onclick: () => this.#restore(code) }, "Bring back"))));
    this.element.hidden = !gone.length;
    if (!focused) return;
    if (gone.length) this.element.querySelector("button").focus();
    else this.panel.cursor.take();
  }

  #restore(code) {
    this.panel.connection.change({ action: "restore", code: code.id }, "");
  }
}
