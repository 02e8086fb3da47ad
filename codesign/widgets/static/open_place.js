// Opens the panel at a place another screen of the same workbook asks for; whoever takes the event, answers it.

class OpenPlace {
  constructor(panel) {
    this.panel = panel;
    this.listener = (event) => this.#open(event);
    document.addEventListener("codesign-open-place", this.listener);
  }

  close() {
    document.removeEventListener("codesign-open-place", this.listener);
  }

  #open(event) {
    const { root } = this.panel.frame;
    const { from, transcript, start, end } = event.detail;
    const isHere = root.isConnected && root.closest(".jp-Notebook") === from.closest(".jp-Notebook");
    if (event.defaultPrevented || !isHere || !this.panel.interviews.some((interview) => interview.id === transcript)) return;
    event.preventDefault();
    root.scrollIntoView({ block: "start" });
    this.panel.openAt(transcript, start, end);
  }
}
