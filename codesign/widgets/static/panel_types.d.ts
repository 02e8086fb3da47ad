// What the coding panel is told, and what its parts give each other.

import type { CodingCard } from "./coding_card.js";
import type { CodingWalk } from "./coding_walk.js";
import type { Frame } from "./frame.js";
import type { CodePopover } from "./popover.js";
import type { Transcript } from "./transcript.js";
import type { Change, Code, Refused, Saved, Snapshot, Span, Trouble } from "./types.js";

export type { Act, Change, Choice, Code, Content, Contents, Span } from "./types.js";

// what is shown

export type Unit = "grapheme" | "word" | "sentence";
/** What a selection may grow to. */
export type Whole = "sentence" | "paragraph" | "turn";
export type Piece = [start: number, end: number, isWord: boolean];

/** A turn of an interview. Offsets count UTF-16 units of the whole text. */
export interface Turn extends Span {
  text: string;
  speaker: string;
  role: string;
  time: string;
  /** How the words are cut, kept once it is known. */
  pieces?: Partial<Record<Unit, Piece[]>>;
}

export interface Coding extends Span {
  id: string;
  code: string;
  coder: string;
  mine: boolean;
  polarity: string;
  memo: string;
  /** Sent, and not answered yet. */
  pending?: boolean;
  /** Being removed, which is not answered yet. */
  going?: boolean;
}

/** A span to be painted, in the layer of its family or state. */
export interface Layered extends Span {
  layer: string;
}

export interface Interview {
  id: string;
  about: string;
}

export interface GoneCode {
  id: string;
  name: string;
  family: string;
  person: string;
  at: string;
}

/** A code of the codebook, or one that is gone and of which no more is known than its name. */
export type KnownCode = Pick<Code, "id" | "name" | "family"> & Partial<Code>;

/** Where a person was in an interview. */
export interface Place {
  anchor: number;
  focus: number;
  top: number;
}

export interface Preferred {
  first_steps?: boolean;
  keys?: Record<string, string[]>;
  place?: Place & { transcript: string };
  single_keys?: boolean;
  suggestions?: boolean;
}

/** The lines on which a passage begins and ends, and the column they stand in. */
export interface Lines {
  from: DOMRect;
  to: DOMRect;
  reading: DOMRect;
}

export interface Seen {
  top: number;
  bottom: number;
}

export interface Line extends Seen {
  left: number;
}

// messages

export interface Progress {
  of: number;
  counts: Record<string, number>;
  done: Record<string, { coded: number; answers: number }>;
  presence?: string;
  took?: number;
}

export interface Delta {
  transcript: string;
  put: Coding[];
  removed: string[];
  codes?: Code[];
  said?: string;
}

export interface Start extends Snapshot, Progress {
  person: string;
  codes: Code[];
  families: [id: string, name: string][];
  interviews: Interview[];
  open: string;
  empty: string;
  preferences?: Preferred;
  remembers?: boolean;
  people?: { id: string; about: string }[];
  roles?: [role: string, words: string][];
}

export interface Opened {
  type: "interview";
  id: string;
  about: string;
  turns: Turn[];
  /** The mark of the text in use. */
  text: string;
  codings: Coding[];
}

export type SavedCoding = Saved & Delta;
export type NewCodings = { type: "codings"; change?: undefined; id?: undefined } & Delta;

export interface Hit extends Span {
  transcript: string;
  check: string;
  codes: string[];
  hidden: number;
  pieces: [words: string, isMarked: boolean][];
}

export interface Suggested {
  code: string;
  why: string;
  position: number;
  score: number;
}

export interface SuggestedNow {
  type: "suggestions";
  name: string;
  rows: Suggested[];
  said: string;
  waits: boolean;
}

export interface Offer {
  files: string[];
  largest: number;
  most: number;
  command: string;
  looks: boolean;
  codes: boolean;
}

export interface Report {
  name: string;
  is_in: boolean;
  sentences: string[];
}

/** How a table of another program would be read. */
export interface Reading {
  kind: string;
  headings: string[];
  chosen: Record<string, string>;
  sentences: string[];
  fits: boolean;
}

export interface OfferedTable extends Reading {
  table: string;
  name: string;
}

export interface Imported {
  type: "imported";
  reports: Report[];
  failed: string;
  tables: OfferedTable[];
  taken?: string;
}

export type PanelMessage = (
  | Start
  | Opened
  | ({ type: "progress" } & Progress)
  | SavedCoding
  | NewCodings
  | Refused
  | Trouble
  | SuggestedNow
  | { type: "found"; number: number; passages: Hit[]; said: string }
  | Imported
  | ({ type: "mapped"; table: string } & Reading)
  | { type: "looked"; said: string }
  | { type: "gone"; gone: GoneCode[] }
) & { gone?: GoneCode[]; starting?: Offer };

// parts and commands

/** What a key does, or keys that are only explained. */
export interface Command {
  says: string;
  /** The keys as they are shown, where these are not its own. */
  shown?: string[];
  /** What it is called under the panel. */
  brief?: string;
  /** Its name in the preferences; what has none cannot be changed. */
  name?: string;
  keys?: string[];
  act?: (event: KeyPress) => unknown;
  /** Whether it acts in dialogs too. */
  anywhere?: boolean;
}

export type NamedCommand = Command & Required<Pick<Command, "name" | "keys" | "act">>;
export type KeyPress = Happened<KeyboardEvent>;
/** What of a press says which key it was. */
export type Pressed = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

/** What a part of the panel may have. */
export interface Part {
  receive?(message: PanelMessage): boolean;
  commands?(): NamedCommand[];
  tools?(): HTMLElement[];
  opened?(interview: Opened): void;
  changed?(): void;
  escape?(event: KeyPress): boolean;
  close?(): void;
}

/** What the text cursor needs of where it stands: the panel, or the sample of the first steps. */
export interface Reader {
  readonly transcript: Transcript;
  readonly frame: Pick<Frame, "say">;
  readonly popover: Pick<CodePopover, "close" | "polarity">;
  readonly card: Pick<CodingCard, "close" | "keep">;
  readonly walk: Pick<CodingWalk, "goTo">;
  current: string | null;
  codingsAt(offset: number, how?: { ends?: boolean }): Coding[];
  openPopover(how: { typing: boolean }): void;
  redraw(): void;
  paint(): void;
}

/** A code offered above those found, and why. */
export interface Offered {
  code: KnownCode;
  why: string;
  act: () => unknown;
  refuse: () => unknown;
}

/** A row of the popover. */
export interface Match {
  code?: KnownCode;
  label?: string;
  why?: string;
  act: () => unknown;
  refuse?: () => unknown;
}

// rows that are kept while what they show is the same

export interface CodeRow {
  sign: string;
  count: HTMLElement;
  button?: HTMLElement;
}

export interface InterviewRow {
  sign: string;
  share: HTMLElement;
  told: HTMLElement;
  button?: HTMLElement;
}

/** A row of the list of codings: a coding, or an answer without any. */
export type Item = Coding | (Turn & { id?: undefined });

export interface ItemRow<What extends Item = Item> {
  sign: string;
  item: What;
  element: HTMLElement;
  place: HTMLElement;
  /** A memo written on a coding that waits; it is saved when that is. */
  memo?: string;
}

/** A passage that was found, by a name of its own. */
export type FoundHit = Hit & { name: string };

/** The first and the last of the turns near the view. */
export type Near = [first: number, last: number];

/** An act that puts a coding on, as it was sent. */
export type Putting = Change & { action: "code" | "create" | "accept" };
