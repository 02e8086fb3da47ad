// What holds on our pages beyond what TypeScript knows of the browser: they are HTML, and events come to elements.

/** An event as it comes to one of our elements: it happened to an HTML element within. */
type Happened<E extends Event> = E & { readonly target: HTMLElement };

interface HTMLElement {
  addEventListener<K extends keyof HTMLElementEventMap>(
    name: K,
    listener: (event: Happened<HTMLElementEventMap[K]>) => unknown,
    options?: AddEventListenerOptions,
  ): void;
  closest<E extends Element = HTMLElement>(selectors: string): E | null;
}

interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
  querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface DocumentEventMap {
  "codesign-open-place": CustomEvent<{ from: HTMLElement; transcript: string; start: number; end: number }>;
}
