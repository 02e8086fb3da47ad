// The button that runs everything, with its progress and result.

class RunButton {
  constructor(model, el) {
    this.frame = new Frame(el, "run", "Run");
    this.button = h("button", { type: "button", class: "cw-button cw-main", onclick: () => this.#run() });
    this.bar = h("div", { class: "cw-progress", role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100, hidden: true }, h("span"));
    this.words = h("span", { class: "cw-words-of", role: "status" });
    this.result = h("div", { class: "cw-outcome", role: "status" });
    this.what = h("p", { class: "cw-small" });
    this.frame.body.append(h("div", { class: "cw-runs" }, this.what, h("div", { class: "cw-run-line" }, this.button, this.bar, this.words), this.result));
    this.connection = new Connection(model, this);
  }

  close() {
    this.connection.close();
  }

  receive(message) {
    if (message.type === "snapshot") {
      this.button.textContent = message.label;
      this.frame.heading.textContent = message.label;
      this.frame.root.setAttribute("aria-label", message.label);
      this.what.textContent = message.what;
    }
    if (message.type === "snapshot" || message.type === "state") this.#state(message);
  }

  #run() {
    this.connection.ask({ type: "run" });
  }

  #state(message) {
    const percent = Math.round(100 * message.part);
    this.button.disabled = message.running;
    this.bar.hidden = !message.running;
    this.bar.firstChild.style.width = `${percent}%`;
    this.bar.setAttribute("aria-valuenow", percent);
    this.words.textContent = message.running ? `${percent} % · ${message.words}` : "";
    this.frame.light.textContent = message.running ? "Running …" : message.result ? message.words : "Ready";
    this.frame.light.dataset.state = message.running ? "saving" : message.result ? (message.ok ? "saved" : "trouble") : "ready";
    this.result.replaceChildren(...message.result.split("\n").filter(Boolean).map((line) => h("p", { class: message.ok ? "" : "cw-stopped" }, linked(line))));
  }
}

/** A line of text in which files under outputs are links to this JupyterLab's own copy of them. */
function linked(line) {
  const base = serverAddress();
  const pieces = [];
  let last = 0;
  for (const found of line.matchAll(/[^\s“”"]*?(outputs\/[^“”"\n]*?\.(?:docx|pdf|xlsx|csv|json|ipynb))/g)) {
    pieces.push(line.slice(last, found.index), h("a", { href: `${base}files/${found[1].split("/").map(encodeURIComponent).join("/")}`, target: "_blank" }, found[1]));
    last = found.index + found[0].length;
  }
  return [...pieces, line.slice(last)];
}

function serverAddress() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl || "/";
  } catch {
    return "/";
  }
}

export default {
  render({ model, el }) {
    const screen = new RunButton(model, el);
    return () => screen.close();
  },
};
