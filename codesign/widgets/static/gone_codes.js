// Codes that are gone while codings still have them: their codings show the old name, and a line above brings one back.

import { h } from "./shared.js";

/** @import { CodingPanel } from "./coding_panel.js" */
/** @import { GoneCode, KnownCode, PanelMessage } from "./panel_types.js" */

export class GoneCodes {
  /** @param {CodingPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {KnownCode[]} */
    this.codes = [];
    this.element = h("div", { class: "cw-gone", hidden: true });
    panel.frame.note(this.element);
  }

  /** @param {PanelMessage} message */
  receive(message) {
    if (message.gone) this.#show(message.gone);
    if (message.type !== "gone") return false;
    this.codes.forEach((code) => this.panel.byId.set(code.id, code));
    this.panel.redraw();
    return true;
  }

  /** @param {GoneCode[]} gone */
  #show(gone) {
    const focused = this.element.contains(document.activeElement);
    this.codes = gone.map((code) => ({ ...code, name: `${code.name} (removed by ${code.person || "somebody"})` }));
    this.element.replaceChildren(
      ...gone.map((code) =>
        h(
          "p",
          {},
          `Code removed by ${code.person || "somebody"}, ${code.at}: “${code.name}”. Its codings are kept and count nowhere. `,
          h(
            "button",
            {
              type: "button",
              class: "cw-link",
              "aria-label": `Bring back “${code.name}”`,
              onclick: () => this.#restore(code),
            },
            "Bring back",
          ),
        ),
      ),
    );
    this.element.hidden = !gone.length;
    if (!focused) return;
    if (gone.length) this.element.querySelector("button")?.focus();
    else this.panel.cursor.take();
  }

  /** @param {GoneCode} code */
  #restore(code) {
    this.panel.connection.change({ action: "restore", code: code.id }, "");
  }
}
