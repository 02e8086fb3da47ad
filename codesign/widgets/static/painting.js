// What is painted on the words and beside them, on the turns near the view only: what is far away costs nothing.

/** The codings, the one at hand and the selection, on the turns that are in view or a screen away from it. */
class Painting {
  constructor(panel) {
    this.panel = panel;
    this.painter = new Painter(panel.frame.root);
    this.margin = new Margin(panel);
    this.first = 0;
    this.last = -1;
    panel.cursor.element.addEventListener("scroll", () => this.follow());
    this.resize = new ResizeObserver(() => this.#resized());
    this.resize.observe(panel.cursor.text);
  }

  close() {
    this.resize.disconnect();
    this.painter.clear();
  }

  /** Forget what was drawn: the words on the page are others now. */
  forget() {
    this.painter.clear();
    this.margin.forget();
    this.first = 0;
    this.last = -1;
  }

  // The height changes with the labels; only another width puts words on other lines.
  #resized() {
    const width = this.panel.cursor.text.clientWidth;
    if (width === this.width) return;
    this.width = width;
    this.margin.stale();
    this.draw();
  }

  /** Paint and label the turns near the view; labels may change how many these are. */
  draw() {
    if (!this.panel.transcript?.turns.length) return;
    this.margin.reckon();
    let isNew = true;
    for (let round = 0; isNew && round < 4; round += 1) {
      isNew = this.#look() || round === 0;
      if (isNew) this.margin.draw(this.first, this.last);
    }
    this.paint();
    this.panel.cursor.paintCaret();
  }

  /** Go along with scrolling. */
  follow() {
    if (this.panel.transcript?.turns.length && this.#look()) this.draw();
  }

  paint() {
    const { transcript, shown, codings, cursor, range, current } = this.panel;
    if (!transcript?.turns.length || this.last < 0) return;
    const { start } = transcript.turns[this.first];
    const { end } = transcript.turns[this.last];
    const spans = shown.filter((coding) => coding.start < end && coding.end > start)
      .map((coding) => ({ start: coding.start, end: coding.end, layer: this.#layer(coding) }));
    const here = current && codings.find((coding) => coding.id === current);
    if (here) spans.push({ start: here.start, end: here.end, layer: "current" });
    if (range) spans.push({ ...range, layer: "selection" });
    this.painter.paint(spans, transcript, cursor.paragraphs, [this.first, this.last]);
  }

  #layer(coding) {
    if (coding.pending || coding.going) return "pending";
    const family = this.panel.byId.get(coding.code)?.family;
    return FAMILY_COLOURS[family] ? family : "delivery";
  }

  /** Find the turns from a screen above the view to a screen below it; true where there are others than before. */
  #look() {
    const { element, paragraphs } = this.panel.cursor;
    const view = element.getBoundingClientRect();
    const top = view.top - view.height;
    const bottom = view.bottom + view.height;
    const first = this.#firstTurn((paragraph) => paragraph.parentElement.getBoundingClientRect().bottom >= top);
    const last = Math.max(first, this.#firstTurn((paragraph) => paragraph.parentElement.getBoundingClientRect().top > bottom) - 1);
    const reached = Math.min(last, paragraphs.length - 1);
    const isSame = first === this.first && reached === this.last;
    [this.first, this.last] = [Math.min(first, paragraphs.length - 1), reached];
    return !isSame;
  }

  #firstTurn(isThere) {
    let [low, high] = [0, this.panel.cursor.paragraphs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isThere(this.panel.cursor.paragraphs[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
