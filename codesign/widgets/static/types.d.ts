// What all screens have in common: the talk with Python, and what elements are made of.

import type { Act } from "./acts.js";
import type { Frame } from "./frame.js";

export type { Act, Question } from "./acts.js";

// elements

export type Content = Node | string | null | undefined;
export type Contents = Content | readonly Content[];
type Listener<K extends keyof HTMLElementTagNameMap, E extends Event> = (
  event: Happened<E> & { readonly currentTarget: HTMLElementTagNameMap[K] },
) => unknown;
type Listeners<K extends keyof HTMLElementTagNameMap> = {
  [Name in keyof HTMLElementEventMap as `on${Name}`]?: Listener<K, HTMLElementEventMap[Name]>;
};
/** Attributes by name; what is null, undefined or false is left out, and true has no value. */
export type Attributes<K extends keyof HTMLElementTagNameMap> = Listeners<K> & {
  [name: string]: string | number | boolean | null | undefined | Listener<K, never>;
};

// the talk with Python

/** The part of an anywidget model that screens use. */
export interface Model {
  on(event: "msg:custom", listener: (message: Told) => void): void;
  off(event: "msg:custom", listener: (message: Told) => void): void;
  send(message: object, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
  /** What JupyterLab tells of the kernel; nothing in other programs. */
  widget_manager?: { kernel?: { status: string; connectionStatus?: string } | null };
}

/** An act as it was sent, and as it waits for its answer. */
export type Change = Act & { type: "change"; id: string; within: string; order: number };

export interface Snapshot {
  type: "snapshot";
  /** Where the browser keeps what waits; empty where nothing tells this study from another. */
  key?: string;
  /** Seconds between two looks at what others did; none where the study cannot be read again. */
  poll?: number;
}

export interface Saved {
  type: "saved";
  id: string;
  at: string;
  said?: string;
  change?: Change;
}

export interface Refused {
  type: "refused";
  id: string;
  sentence: string;
  keep: boolean;
  change?: Change;
}

export interface Trouble {
  type: "trouble";
  sentence: string;
}

/** Something was saved in this workbook: a screen that is seen asks what changed. */
export interface Elsewhere {
  type: "elsewhere";
}

/** Python has a change and begins to work at it. */
export interface Heard {
  type: "heard";
  id: string;
}

/** What Python may tell any screen. Each screen names what else it is told. */
export type Told = Snapshot | Saved | Refused | Trouble | Heard | Elsewhere;

/** What a connection needs of a screen. */
export interface Screen {
  frame: Frame;
  receive(message: { type: string }): unknown;
  replayed?(changes: Change[]): void;
}

export interface ScreenClass {
  new (model: Model, el: HTMLElement): { close(): void };
}

// what several screens show

export interface Span {
  start: number;
  end: number;
}

export interface Family {
  id: string;
  name: string;
  hue: string;
}

/** A code as lists of codes show it. */
export interface Code {
  id: string;
  name: string;
  family: string;
  family_name: string;
  depth: number;
  parent: string;
  definition: string;
  include: string;
  exclude: string;
  example: string;
  /** The number of the key that puts it on; 0 for none. */
  hot: number;
}

export type Choice = [value: string, words: string];
