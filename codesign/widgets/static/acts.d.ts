// What screens say to Python. An act changes something and is always answered; a question changes nothing.

import type { BoardAct, BoardQuestion } from "./board_types.js";
import type { Value } from "./screen_types.js";
import type { Span } from "./types.js";

interface OnPassage extends Span {
  transcript: string;
  polarity: string;
}

/** A place a code goes to. */
export interface Place {
  family: string;
  parent: string;
}

interface Filters {
  memo: string;
  with_below: boolean;
  [name: string]: string | boolean;
}

export type Act =
  // any screen
  | { action: "undo" | "redo"; transcript?: string }
  // the coding panel; `text` names the text the words were selected in
  | (OnPassage & { action: "code"; code: string; text?: string })
  | (OnPassage & { action: "accept"; code: string; position: number; score: number; text?: string })
  | (OnPassage & { action: "create"; name: string; family: string; spoken: boolean; text?: string })
  | { action: "edit"; transcript: string; coding: string; memo?: string; polarity?: string }
  | { action: "remove"; transcript: string; coding: string; text?: string }
  | (Span & { action: "refuse"; transcript: string; code: string; position: number; score: number; text: string })
  | { action: "code_all"; code: string; polarity: string; passages: (Span & { transcript: string; check: string })[] }
  | { action: "who"; transcript: string; position: number; turn: boolean; role: string; participant: string }
  | { action: "starter" }
  // the codebook; the panel restores too
  | { action: "restore"; code: string }
  | ({ action: "add"; name: string; definition: string } & Place)
  | { action: "rename"; code: string; name: string }
  | ({ action: "move"; code: string } & Place)
  | { action: "describe"; code: string; field: string; words: string }
  | { action: "shift"; code: string; way: string }
  | { action: "merge"; code: string; into: string; texts: string[] }
  | { action: "split"; code: string; name: string; definition: string; codings: string[] }
  | { action: "remove"; code: string; withCodings: boolean }
  // corrected interviews
  | { action: "take"; places: (Span & { coding: string; text: string | undefined })[] }
  | { action: "take_same" }
  | { action: "remove"; coding: string }
  | { action: "turns"; row: string; speaker: string }
  | { action: "remove_turns"; row: string }
  // where coders differ
  | {
      action: "decide";
      item: string;
      decision: string;
      other: string;
      span: number;
      polarity: string;
      reason: string;
      amended: Record<string, string>;
    }
  | { action: "withdraw"; item: string }
  // forms and tables
  | { action: "save"; values: Record<string, string> }
  | { action: "write"; box: string; text: string; author: string }
  | { action: "choose"; choice: string; which: "ours" | "other" | "both" }
  | { action: "put"; rows: { row: string; isNew: boolean; values: Record<string, Value> }[] }
  | { action: "delete"; row: string }
  | { action: "rate"; rater: string; rows: { task: string; values: Record<string, Value> }[] }
  // what stands on page one and for each finding
  | { action: "page"; finding: string; stands: boolean }
  | { action: "stand"; finding: string; passage: string; stands: boolean }
  | { action: "propose"; finding: string }
  // what was found in job postings
  | { action: "judge"; group: string; sentence: string; verdict: string }
  | { action: "propose"; draft: string }
  // tables of survey programs and job boards
  | { action: "take_in"; table: string; columns: Record<string, string>; words: Record<string, Record<string, string>> }
  // employer workbooks
  | { action: "take_in" }
  | { action: "settle"; cell: string; outcome: "settled" | "left out" }
  // occupations and their tasks
  | { action: "link"; framework: string; code: string }
  | { action: "unlink"; item: string }
  | { action: "propose" | "cover" | "take_back"; task: string }
  | { action: "leave_out"; task: string; reason: string }
  // passages found again
  | { action: "export"; ending: string; quotable: boolean; filters: Filters }
  // the task board
  | BoardAct;

export type Question =
  | { type: "hello" | "refresh" | "count" | "look" | "run" | "more" }
  // what stands on page one and for each finding
  | { type: "open"; finding: string }
  // what was found in job postings
  | { type: "open"; group: string }
  | { type: "sides" }
  // the coding panel
  | { type: "open"; transcript: string }
  | { type: "preference"; name: string; value: unknown }
  | { type: "learn"; transcript: string }
  | (Span & { type: "suggest"; name: string; transcript: string })
  | {
      type: "search";
      number: number;
      words: string;
      parts: boolean;
      sentence: boolean;
      reach: string;
      interviewers: boolean;
    }
  | { type: "file"; name: string; number: number; is_first: boolean }
  | { type: "import"; sizes: number[]; kind?: string }
  | { type: "map" | "take"; table: string; columns: Record<string, string> }
  | { type: "leave"; table: string }
  | {
      type: "map";
      table: string;
      kind: string;
      columns: Record<string, string>;
      words: Record<string, Record<string, string>>;
    }
  // occupations
  | { type: "search"; number: number; words: string; framework: string }
  // employer workbooks
  | { type: "make"; sector: string; language: string }
  | { type: "look_over"; sizes: number[] }
  | { type: "forget" }
  // the codebook
  | { type: "preview"; code: string; into?: string }
  | { type: "passages" | "history"; code: string }
  // other screens
  | { type: "open"; item: string }
  | (Span & { type: "look" | "find"; coding: string; words: string | undefined })
  | { type: "find"; filters: Filters; first: number; number: number }
  | { type: "around"; coding: string }
  | { type: "ratings"; rater: string }
  | { type: "check"; values: Record<string, string> }
  // the task board
  | BoardQuestion;
