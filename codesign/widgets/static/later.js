// Something that is done a little later, and no later than was asked for.

export class Later {
  /** @param {() => void} act */
  constructor(act) {
    this.act = act;
    this.timer = 0;
    this.due = 0;
  }

  /** Do it within so many milliseconds; it stays as it is where it is done sooner. @param {number} milliseconds */
  within(milliseconds) {
    const due = performance.now() + milliseconds;
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.act(), milliseconds);
  }

  /** It is done already, or need not be done. */
  cancel() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}
