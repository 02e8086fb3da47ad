// The outside of every screen: its title, its save light, what went wrong, and what it says aloud.

import { focused, h } from "./shared.js";

/** @import { Content } from "./types.js" */

/** The outside of every screen: title line, save light, the banner for trouble, and one polite voice. */
export class Frame {
  /** @param {HTMLElement} el @param {string} name @param {string} title */
  constructor(el, name, title) {
    this.closing = new AbortController();
    /** Whether the person works here, so that a focus that is lost comes back. */
    this.isIn = false;
    /** Whether what is typed is kept by a button and not as it is typed. */
    this.hasSave = false;
    this.hasBanner = false;
    this.stays = false;
    /** @type {AbortController | undefined} */
    this.pressing = undefined;
    this.light = h("span", { class: "cw-light", role: "status" }, "Opening …");
    this.heading = h("strong", { class: "cw-heading" }, title);
    this.about = h("span", { class: "cw-about" });
    this.tools = h("span", { class: "cw-tools" });
    this.header = h("div", { class: "cw-header" }, this.heading, this.about, this.tools, this.light);
    this.banner = h("div", { class: "cw-banner", role: "alert", hidden: true });
    this.body = h("div", { class: "cw-body" });
    this.footer = h("div", { class: "cw-footer" });
    this.voice = h("div", { class: "cw-unseen", "aria-live": "polite" });
    this.root = h(
      "section",
      {
        class: `cw cw-${name}`,
        tabindex: 0,
        "aria-label": title,
        "data-lm-suppress-shortcuts": "true",
        onkeydown: (event) => this.#keep(event),
        onpointerdown: () => this.#press(),
      },
      this.header,
      this.banner,
      this.body,
      this.footer,
      this.voice,
    );
    this.#holdFocus();
    el.append(this.root);
  }

  // A button that is switched off or taken away while it has the focus leaves it with the page, where JupyterLab takes
  // the next letter for a command to the notebook. So it goes to the screen, unless the person went elsewhere.
  #holdFocus() {
    /** @param {Event} event */
    const leave = (event) => {
      if (!this.root.contains(/** @type {Node} */ (event.target))) this.isIn = false;
    };
    const watch = new MutationObserver(() => {
      if (this.isIn) requestAnimationFrame(() => setTimeout(() => this.#takeBack()));
    });
    this.root.addEventListener("focusin", () => {
      this.isIn = true;
    });
    ["focusin", "pointerdown"].forEach((name) =>
      document.addEventListener(name, leave, { capture: true, signal: this.closing.signal }),
    );
    watch.observe(this.root, { subtree: true, childList: true, attributeFilter: ["disabled", "hidden"] });
    this.closing.signal.addEventListener("abort", () => watch.disconnect());
  }

  #takeBack() {
    const held = focused();
    if (this.isIn && this.root.isConnected && (!held || held === document.body))
      this.root.focus({ preventScroll: true });
  }

  close() {
    this.closing.abort();
  }

  // JupyterLab must not act on keys meant for this screen: single letters insert, change and delete cells.
  /** @param {KeyboardEvent} event */
  #keep(event) {
    event.stopPropagation();
    const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (save) {
      event.preventDefault();
      this.say(this.hasSave ? "Press Save to keep what you typed." : "Every change is saved as you make it.");
    }
  }

  /** @param {string} text */
  say(text) {
    this.voice.textContent = "";
    requestAnimationFrame(() => {
      this.voice.textContent = text;
    });
  }

  /** Say on the page itself whether there is something that it does not show yet. @param {boolean} isDue */
  drawingIsDue(isDue) {
    this.root.toggleAttribute("data-drawing", isDue);
  }

  /** @param {string} text @param {string} state */
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

  /** @param {string} at */
  saved(at) {
    this.#settled();
    this.#light(at ? `Saved ${at}` : "Ready", at ? "saved" : "ready");
  }

  /** Say that nothing is wrong yet, only slow. @param {string} sentence */
  waits(sentence) {
    this.#light("Waiting …", "saving");
    this.banner.dataset.state = "waits";
    this.banner.replaceChildren(h("span", {}, sentence));
    this.#showBanner(true);
  }

  /** Say that it takes its time, and is not lost. */
  stillSaving() {
    this.#light("Still saving …", "saving");
  }

  /**
   * @param {string} sentence @param {(() => void) | null} [again]
   * @param {{ stays?: boolean, lead?: { words: string, act: () => void } }} [how] `lead` leads to what is wrong.
   */
  trouble(sentence, again = null, { stays = false, lead } = {}) {
    this.stays = stays;
    this.#light(/^Not (connected|shown)/.exec(sentence)?.[0] || "Not saved", "trouble");
    const button = again && h("button", { type: "button", class: "cw-button", onclick: again }, "Try again");
    const way = lead && h("button", { type: "button", class: "cw-button", onclick: lead.act }, lead.words);
    const close = h(
      "button",
      {
        type: "button",
        class: "cw-link",
        onclick: () => {
          this.stays = false;
          this.#showBanner(false);
        },
      },
      "Close",
    );
    this.banner.dataset.state = "trouble";
    this.banner.replaceChildren(
      h("span", {}, sentence),
      h("span", { class: "cw-banner-tools" }, way || "", button || "", close),
    );
    this.#showBanner(true);
  }

  // What was refused stays told until it is closed or something else is done; team mates' work does not take it away.
  #settled() {
    if (!this.stays) this.#showBanner(false);
  }

  // The banner moves what stands below it, so it neither comes nor goes while a person holds the pointer down.
  #press() {
    this.pressing?.abort();
    const pressing = new AbortController();
    this.pressing = pressing;
    const release = () => {
      pressing.abort();
      setTimeout(() => this.#showBanner(this.hasBanner));
    };
    ["pointerup", "pointercancel"].forEach((name) =>
      document.addEventListener(name, release, { signal: pressing.signal }),
    );
  }

  /** @param {boolean} isThere */
  #showBanner(isThere) {
    this.hasBanner = isThere;
    const isPressed = this.pressing && !this.pressing.signal.aborted;
    if (!isPressed) this.banner.hidden = !isThere;
  }

  // its parts -----

  /** Call the screen this, for those too who only hear it. @param {string} title */
  call(title) {
    this.heading.textContent = title;
    this.root.setAttribute("aria-label", title);
  }

  /** Name what is open, and say a few words about it. @param {string} name @param {string} about */
  open(name, about) {
    this.heading.textContent = name;
    this.tell(about);
  }

  /** Say a few words beside the title. @param {string} about */
  tell(about) {
    this.about.textContent = about;
  }

  /** Fold away all but the title line, or show it. @param {boolean} isFolded */
  fold(isFolded) {
    this.body.hidden = isFolded;
    this.footer.hidden = isFolded;
  }

  get isFolded() {
    return this.body.hidden;
  }

  /** Say in the light how far something is. @param {string} words @param {string} state */
  shine(words, state) {
    this.light.textContent = words;
    this.light.dataset.state = state;
  }

  /** Put buttons and choices into the title line. @param {...HTMLElement} tools */
  offer(...tools) {
    this.tools.append(...tools);
  }

  /** Show or hide the tools of the title line. @param {boolean} isOffered */
  offers(isOffered) {
    this.tools.hidden = !isOffered;
  }

  /** Say below what keys do, and what else is to be known. @param {...HTMLElement} keys */
  explain(...keys) {
    this.footer.append(...keys);
  }

  /** Put elements between the title line and the body. @param {...HTMLElement} notes */
  note(...notes) {
    this.banner.after(...notes);
  }

  /** Show this, and nothing else. @param {...HTMLElement} parts */
  show(...parts) {
    this.body.replaceChildren(...parts);
  }

  /** Lay something over what is shown, or below it. @param {...HTMLElement} parts */
  add(...parts) {
    this.body.append(...parts);
  }

  /** Do this with every key that is pressed here. @param {(event: Happened<KeyboardEvent>) => unknown} act */
  pressed(act) {
    this.root.addEventListener("keydown", act);
  }

  /** Do this when a person comes here from elsewhere on the page. @param {() => void} act */
  entered(act) {
    this.root.addEventListener("focusin", (event) => {
      if (!this.has(event.relatedTarget)) act();
    });
  }

  /** Fill the whole window, or go back to the page; return which it is now. */
  fillWindow() {
    const { root } = this;
    // What is shown as a popover stands above all of the page, whatever clips or holds the screen in it.
    const isWhole = root.popover !== "manual";
    root.popover = isWhole ? "manual" : null;
    if (isWhole) root.showPopover();
    // Chromium draws nothing within a container that became a popover and crossed a width at once, until it is laid out anew.
    root.style.display = "none";
    root.getBoundingClientRect();
    root.style.display = "";
    return isWhole;
  }

  // where it is -----

  /** Whether something is in this screen. @param {EventTarget | null} element */
  has(element) {
    return element instanceof Node && this.root.contains(element);
  }

  /** Whether something is the screen itself and none of its parts. @param {EventTarget | null} element */
  is(element) {
    return element === this.root;
  }

  /** Whether it is on the page, in the same notebook as another element. @param {HTMLElement} other */
  isBeside(other) {
    return this.root.isConnected && this.root.closest(".jp-Notebook") === other.closest(".jp-Notebook");
  }

  focus() {
    this.root.focus();
  }

  /** Scroll the page to this screen. */
  bringIntoView() {
    this.root.scrollIntoView({ block: "start" });
  }

  /** Whether a person can see any of it. */
  get isSeen() {
    const { top, bottom, height } = this.root.getBoundingClientRect();
    return document.visibilityState === "visible" && height > 0 && bottom > 0 && top < window.innerHeight;
  }

  /** Where its body is. */
  get box() {
    return this.body.getBoundingClientRect();
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

  /** Show that nothing is here yet, and what to do. @param {string} sentence @param {...Content} further */
  empty(sentence, ...further) {
    this.body.replaceChildren(
      h("div", { class: "cw-empty-screen" }, h("p", { class: "cw-empty" }, sentence), ...further),
    );
  }
}
