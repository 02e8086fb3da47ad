// What the task board is told, what it says, and what its parts give each other.

import type { Refused, Saved, Snapshot, Trouble } from "./types.js";

export interface BoardDuty {
  id: string;
  /** A letter, as people call it; empty for the tasks without a duty. */
  number: string;
  title: string;
  weight: string;
  about: string;
  remark: string;
  tasks: string[];
}

export interface BoardDecision {
  kind: string;
  words: string;
  by: "rule" | "team";
  reason: string;
}

export interface BoardCard {
  id: string;
  number: string;
  was: string;
  label: string;
  statement: string;
  evidence: string;
  for: number;
  of: number;
  qualifies: number;
  contradicts: number;
  rating: string;
  decision: BoardDecision;
  marks: string[];
  missing: string[];
  remarks: number;
  entry: boolean | null;
  /** Tasks that say nearly the same. */
  alike: string[];
  /** What a team mate did to it at the same time; empty for nothing. */
  choice?: string;
}

export interface ListItem {
  id: string;
  text: string;
  evidence: string;
}

export interface SideList {
  kind: string;
  title: string;
  items: ListItem[];
}

/** A task as one calls it. */
export interface NamedTask {
  id: string;
  number: string;
  label: string;
}

export interface Proposal {
  id: string;
  text: string;
  who: string;
  duty: string;
  under: string;
  alike: NamedTask[];
}

export interface Scale {
  name: string;
  title: string;
  /** What its ends mean: "1 minor to 5 critical". */
  anchors: string;
}

export interface Offer {
  value: string;
  label: string;
}

/** All of a board; an answer carries the parts that changed. */
export interface BoardParts {
  empty: string;
  title: string;
  about: string;
  /** Those that changed. */
  duties: BoardDuty[];
  /** Which duties there are, in order. */
  order: string[];
  /** Those that changed, by id. */
  cards: Record<string, BoardCard>;
  gone: string[];
  lists: SideList[];
  proposals: Proposal[];
  /** The number of passages on no task. */
  waiting: number;
  undo: { undo: string; redo: string };
  raters: Offer[];
  scales: Scale[];
  decisions: { value: string; words: string }[];
  can_make_all: number;
  /** Whether numbers do not follow the order, and may. */
  can_number: boolean;
}

// what is asked for

export interface Remark {
  rule: string;
  level: string;
  sentence: string;
  set_aside: { by: string; on: string; reason: string } | null;
}

export interface Quote {
  codings: string[];
  words: string;
  who: string;
  polarity: string;
  transcript: string;
  start: number;
  end?: number;
  note: string;
}

export interface RatedScale {
  scale: string;
  title: string;
  mean: string;
  n: number;
  counts: number[];
  agree: string;
  said: string;
}

/** What an opened card shows beside what every card shows. */
export interface CardBody {
  was: string;
  quotes: Quote[];
  remarks: Remark[];
  ratings: RatedScale[];
  criticality: string;
  rule: string;
  flips: string;
  decision: BoardDecision & { why?: string };
  used: string[];
  own: Record<string, Record<string, string>>;
  comments: { who: string; text: string }[];
  stale: string;
  joined_with: string[];
  /** What is not counted, and why; empty for nothing. */
  uncounted?: string;
  /** Where raters and interviews differ; empty where they do not. */
  apart?: string;
}

export interface TrayPassage {
  id: string;
  codings: string[];
  words: string;
  who: string;
  code: string;
  family: string;
  polarity: string;
  /** The numbers of the tasks it is on. */
  on: string[];
}

export interface TrayGroup {
  id?: string;
  title: string;
  family?: string;
  passages: TrayPassage[];
}

export interface TrayAnswer {
  type: "tray";
  by: string;
  find: string;
  groups: TrayGroup[];
  more: number;
  of: number;
}

export interface OpenedAnswer {
  type: "opened";
  task: string;
  card: BoardCard;
  body: CardBody;
}

export interface RemarksAnswer {
  type: "remarks";
  for: string;
  remarks: Remark[];
}

export interface DraftAnswer {
  type: "draft";
  for: string;
  label: string;
  statement: string;
  words: string;
  alike: NamedTask[];
}

export type BoardMessage =
  | (Snapshot & BoardParts)
  | ({ type: "rows"; bodies?: Record<string, CardBody> } & Partial<BoardParts>)
  | (Saved & Partial<BoardParts> & { made?: string[]; bodies?: Record<string, CardBody> })
  | OpenedAnswer
  | TrayAnswer
  | RemarksAnswer
  | DraftAnswer
  | Refused
  | Trouble;

// what it says

export interface SplitPart {
  label: string;
  statement: string;
  codings: string[];
}

export type BoardAct =
  | { action: "undo" | "redo" }
  | { action: "add_duty"; title: string; after: string }
  | { action: "word_duty"; duty: string; title: string }
  | { action: "move_duty"; duty: string; place: number }
  | { action: "drop_duty"; duty: string; keep_tasks: boolean }
  | { action: "add_task"; duty: string; label: string; statement: string; place: number; codings: string[] }
  | { action: "word"; task: string; label?: string; statement?: string }
  | { action: "entry"; task: string; value: boolean | null }
  | { action: "move"; tasks: string[]; duty: string; place: number }
  | { action: "merge"; tasks: string[]; into: string; label: string; statement: string }
  | { action: "split"; task: string; parts: SplitPart[] }
  | { action: "drop"; tasks: string[] }
  | { action: "link"; codings: string[]; task: string }
  | { action: "unlink"; codings: string[]; task: string }
  | { action: "make_all" | "number_anew" }
  | { action: "decide"; task: string; decision: string; reason: string }
  | { action: "set_aside"; task: string; rule: string; reason: string }
  | { action: "rate"; task: string; rater: string; values: Record<string, string> }
  | { action: "list_add"; kind: string; text: string; place: number; codings: string[] }
  | { action: "list_word"; item: string; text: string }
  | { action: "list_move"; item: string; place: number }
  | { action: "list_drop"; item: string }
  | { action: "list_link"; item: string; codings: string[] }
  | {
      action: "propose";
      proposal: string;
      outcome: string;
      task?: string;
      duty?: string;
      label?: string;
      statement?: string;
      reason?: string;
    };

export type BoardQuestion =
  | { type: "open" | "close"; task: string }
  | { type: "tray"; by: string; find: string; all: boolean; from: number }
  | { type: "remarks"; for: string; task: string; label: string; statement: string }
  | { type: "draft"; for: string; codings: string[] };

// what its parts give each other

/** Where a task, a duty or several go. */
export interface Spot {
  duty: string;
  place: number;
}

/** What is asked of the cards that are shown. */
export interface Filter {
  words: string;
  /** Empty, `missing`, `thin`, `wording`, `alike`, or `decision ` with a kind. */
  show: string;
}

/** One that can be picked from a list. */
export interface Pick {
  id: string;
  number: string;
  words: string;
  note: string;
}

export type Way = "left" | "right" | "up" | "down";

/** What a sheet asks for: words, a longer text, or one of several. */
export interface SheetField {
  name: string;
  label: string;
  kind: "line" | "text" | "choice";
  value: string;
  choices?: Offer[];
  hint?: string;
  /** Whether remarks on the wording are asked for while it is typed. */
  worded?: boolean;
  isNeeded?: boolean;
  /** The field whose proposed words no longer belong, once something is typed here. */
  voids?: string;
}

export interface Sheet {
  /** What it is about: what was typed for the same before stands there again. */
  name: string;
  title: string;
  about?: string;
  fields: SheetField[];
  /** Elements below the fields. */
  more?: HTMLElement[];
  does: string;
  act(values: Record<string, string>): BoardAct | null;
  /** The task whose wording is asked about. */
  task?: string;
  done?(): void;
}
