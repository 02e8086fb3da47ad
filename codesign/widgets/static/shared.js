// What every screen shares: building elements, the frame with its save light, and the talk with Python.
// This file is put in front of each screen's own file, so that a screen is one module and nothing is fetched.

/** Put these children into an element, moving only what is not in its place: what has the focus keeps it. */
function putChildren(parent, children) {
  const kept = new Set(children);
  [...parent.children].forEach((child) => { if (!kept.has(child)) child.remove(); });
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] || null);
  });
}

/** Make an element. Text is always text: a string child becomes a text node, never markup. */
function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const key = (...names) => names.map((name) => h("kbd", { class: "cw-key" }, name));

const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** Changes that Python has not yet answered, kept in the browser so that a restart loses none of them. */
class Waiting {
  constructor() {
    this.prefix = null;
    this.changes = new Map();
  }

  open(prefix) {
    this.prefix = `codesign-workbook:${prefix}:`;
    const found = [];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const name = localStorage.key(i);
        if (name.startsWith(this.prefix)) found.push(JSON.parse(localStorage.getItem(name)));
      }
    } catch {
      // A browser that forbids storage still saves; it only cannot keep what was not answered.
    }
    found.filter((change) => !this.changes.has(change.id)).sort((a, b) => a.order - b.order)
      .forEach((change) => this.changes.set(change.id, change));
  }

  #name(change) {
    return `${this.prefix}${change.place || ""}:${change.id}`;
  }

  add(change) {
    this.changes.set(change.id, change);
    try {
      if (this.#kept()) localStorage.setItem(this.#name(change), JSON.stringify(change));
    } catch {
      // As above.
    }
  }

  /** Without a place of its own a study's changes must not reach another study, so they wait in this page only. */
  #kept() {
    return this.prefix !== null;
  }

  remove(id) {
    const change = this.changes.get(id);
    this.changes.delete(id);
    try {
      if (change) localStorage.removeItem(this.#name(change));
    } catch {
      // As above.
    }
    return change;
  }

  get size() {
    return this.changes.size;
  }
}

const ANSWER_WITHIN = 2000;
const OPEN_WITHIN = 8000;
const RUN_AGAIN = "In the menu Run choose “Run All Cells”";

/**
 * The talk with Python: hello, then a snapshot; every change is a message that must be answered. A change is called
 * saved only when Python says so; until then it waits here and in the browser's own storage.
 */
class Connection {
  constructor(model, screen) {
    this.model = model;
    this.screen = screen;
    this.waiting = new Waiting();
    this.timers = new Map();
    this.listener = (message) => this.#receive(message);
    model.on("msg:custom", this.listener);
    this.opening = setTimeout(() => screen.frame.waits(
      `This screen opens when the workbook has run its cells. If nothing is running: ${RUN_AGAIN.replace("In", "in")}. ` +
      "What you saved is safe."), OPEN_WITHIN);
    this.#post({ type: "hello" });
  }

  close() {
    this.model.off("msg:custom", this.listener);
    clearTimeout(this.opening);
    clearInterval(this.polling);
    this.timers.forEach(clearTimeout);
    this.screen.frame.close();
  }

  poll(seconds) {
    if (this.polling) return;
    this.polling = setInterval(() => this.#look(), seconds * 1000);
    this.screen.frame.root.addEventListener("focusin", (event) => {
      if (!this.screen.frame.root.contains(event.relatedTarget)) this.#look();
    });
  }

  // Only a screen that can be seen asks what others did: a workbook has many.
  #look() {
    const { top, bottom, height } = this.screen.frame.root.getBoundingClientRect();
    const seen = document.visibilityState === "visible" && height > 0 && bottom > 0 && top < window.innerHeight;
    if (seen && !this.waiting.size) this.ask({ type: "refresh" });
  }

  /** Ask for something that need not wait in the browser: another interview, what team mates did; bytes go beside it. */
  ask(message, buffers) {
    return this.#post(message, buffers);
  }

  /** Send a change and return its id; it waits until it is answered. */
  change(content, place = "") {
    const change = { ...content, type: "change", id: newId(), place, order: Date.now() };
    this.waiting.add(change);
    this.screen.frame.saving();
    this.#send(change);
    return change.id;
  }

  sendAgain() {
    this.screen.frame.saving();
    this.waiting.changes.forEach((change) => this.#send(change));
  }

  #send(change) {
    clearTimeout(this.timers.get(change.id));
    if (!this.#post(change)) return;
    this.timers.set(change.id, setTimeout(() => this.#unanswered(), ANSWER_WITHIN));
  }

  #post(message, buffers) {
    try {
      this.model.send(message, undefined, buffers);
      return true;
    } catch {
      this.#unanswered();
      return false;
    }
  }

  #unanswered() {
    const number = this.waiting.size;
    const what = number
      ? `Not saved: ${counted(number, "change waits", "changes wait")} in this browser because the workbook does not answer.`
      : "Not connected: the workbook was restarted or has stopped.";
    this.screen.frame.trouble(`${what} ${RUN_AGAIN}; ${number ? "they are then saved" : "this screen then opens again"}.`,
      number ? () => this.sendAgain() : null);
  }

  #receive(message) {
    if (message.type === "snapshot") this.#opened(message);
    if (message.type === "saved" || message.type === "refused") this.#answered(message);
    if (message.type === "trouble") this.#failed(message.sentence);
    this.screen.receive(message);
    if (message.type === "snapshot") this.#replay();
  }

  // A question that failed: nothing of what was saved or waits is touched by it.
  #failed(sentence) {
    clearTimeout(this.opening);
    this.screen.frame.trouble(sentence);
  }

  #opened(message) {
    clearTimeout(this.opening);
    this.screen.frame.ready();
    if (message.key) this.waiting.open(message.key);
    if (message.poll) this.poll(message.poll);
  }

  #replay() {
    if (!this.waiting.size) return;
    this.screen.replayed?.([...this.waiting.changes.values()]);
    this.sendAgain();
  }

  // What is kept need not be done again: the sentence says how many changes wait, and where.
  #kept(sentence) {
    const waits = counted(this.waiting.size, "change waits", "changes wait");
    return `${sentence.replace(" Put it right and do it again.", " Put it right, then choose “Try again”.")} ${waits} in this browser.`;
  }

  #answered(message) {
    clearTimeout(this.timers.get(message.id));
    this.timers.delete(message.id);
    if (message.type === "saved" || !message.keep) message.change = this.waiting.remove(message.id);
    if (message.type === "refused") {
      const again = message.keep ? () => this.sendAgain() : null;
      this.screen.frame.trouble(message.keep ? this.#kept(message.sentence) : message.sentence, again, { stays: !message.keep });
    } else if (!this.waiting.size) this.screen.frame.saved(message.at);
  }
}

/** The outside of every screen: title line, save light, the banner for trouble, and one polite voice. */
class Frame {
  constructor(el, name, title) {
    this.closing = new AbortController();
    this.light = h("span", { class: "cw-light", role: "status" }, "Opening …");
    this.heading = h("strong", { class: "cw-heading" }, title);
    this.about = h("span", { class: "cw-about" });
    this.tools = h("span", { class: "cw-tools" });
    this.header = h("div", { class: "cw-header" }, this.heading, this.about, this.tools, this.light);
    this.banner = h("div", { class: "cw-banner", role: "alert", hidden: true });
    this.body = h("div", { class: "cw-body" });
    this.footer = h("div", { class: "cw-footer" });
    this.voice = h("div", { class: "cw-unseen", "aria-live": "polite" });
    this.root = h("section", {
      class: `cw cw-${name}`, tabindex: 0, "aria-label": title,
      "data-lm-suppress-shortcuts": "true", onkeydown: (event) => this.#keep(event), onpointerdown: () => this.#press(),
    }, this.header, this.banner, this.body, this.footer, this.voice);
    this.#holdFocus();
    el.append(this.root);
  }

  // A button that is switched off or taken away while it has the focus leaves it with the page, where JupyterLab takes
  // the next letter for a command to the notebook. So it goes to the screen, unless the person went elsewhere.
  #holdFocus() {
    const leave = (event) => { if (!this.root.contains(event.target)) this.isIn = false; };
    const watch = new MutationObserver(() => { if (this.isIn) requestAnimationFrame(() => setTimeout(() => this.#takeBack())); });
    this.root.addEventListener("focusin", () => { this.isIn = true; });
    ["focusin", "pointerdown"].forEach((name) => document.addEventListener(name, leave, { capture: true, signal: this.closing.signal }));
    watch.observe(this.root, { subtree: true, childList: true, attributeFilter: ["disabled", "hidden"] });
    this.closing.signal.addEventListener("abort", () => watch.disconnect());
  }

  #takeBack() {
    const { activeElement } = document;
    if (this.isIn && this.root.isConnected && (!activeElement || activeElement === document.body)) this.root.focus({ preventScroll: true });
  }

  close() {
    this.closing.abort();
  }

  // JupyterLab must not act on keys meant for this screen: single letters insert, change and delete cells.
  #keep(event) {
    event.stopPropagation();
    const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (save) {
      event.preventDefault();
      this.say(this.hasSave ? "Press Save to keep what you typed." : "Every change is saved as you make it.");
    }
  }

  say(text) {
    this.voice.textContent = "";
    requestAnimationFrame(() => { this.voice.textContent = text; });
  }

  #light(text, state) {
    this.light.replaceChildren(h("span", { class: "cw-dot", "aria-hidden": "true" }), text);
    this.light.dataset.state = state;
  }

  ready() {
    this.#settled();
    this.#light("Ready", "ready");
  }

  saving() {
    this.stays = false;
    this.#light("Saving …", "saving");
  }

  saved(at) {
    this.#settled();
    this.#light(at ? `Saved ${at}` : "Ready", at ? "saved" : "ready");
  }

  /** Say that nothing is wrong yet, only slow. */
  waits(sentence) {
    this.#light("Waiting …", "saving");
    this.banner.dataset.state = "waits";
    this.banner.replaceChildren(h("span", {}, sentence));
    this.#showBanner(true);
  }

  trouble(sentence, again = null, { stays = false } = {}) {
    this.stays = stays;
    this.#light(/^Not (connected|shown)/.exec(sentence)?.[0] || "Not saved", "trouble");
    const button = again && h("button", { type: "button", class: "cw-button", onclick: again }, "Try again");
    const close = h("button", { type: "button", class: "cw-link", onclick: () => { this.stays = false; this.#showBanner(false); } }, "Close");
    this.banner.dataset.state = "trouble";
    this.banner.replaceChildren(h("span", {}, sentence), h("span", { class: "cw-banner-tools" }, button || "", close));
    this.#showBanner(true);
  }

  // What was refused stays told until it is closed or something else is done; team mates' work does not take it away.
  #settled() {
    if (!this.stays) this.#showBanner(false);
  }

  // The banner moves what stands below it, so it neither comes nor goes while a person holds the pointer down.
  #press() {
    this.pressing?.abort();
    this.pressing = new AbortController();
    const release = () => {
      this.pressing.abort();
      setTimeout(() => this.#showBanner(this.hasBanner));
    };
    ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, release, { signal: this.pressing.signal }));
  }

  #showBanner(isThere) {
    this.hasBanner = isThere;
    const isPressed = this.pressing && !this.pressing.signal.aborted;
    if (!isPressed) this.banner.hidden = !isThere;
  }

  /** What of the body is in view: not scrolled away, and not outside the window. */
  seen() {
    let { top, bottom } = this.body.getBoundingClientRect();
    // JupyterLab's body has no height and yet clips nothing.
    for (let element = this.root.parentElement; element && element !== document.body; element = element.parentElement) {
      if (getComputedStyle(element).overflowY === "visible") continue;
      const box = element.getBoundingClientRect();
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { top: Math.max(top, 0), bottom: Math.min(bottom, window.innerHeight) };
  }

  empty(sentence, ...further) {
    this.body.replaceChildren(h("div", { class: "cw-empty-screen" }, h("p", { class: "cw-empty" }, sentence), ...further));
  }
}
