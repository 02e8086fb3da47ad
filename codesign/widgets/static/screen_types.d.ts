// What each screen but the coding panel is told, and what its parts give each other.

import type { Act, Choice, Code, Family, Refused, Saved, Snapshot, Span, Trouble } from "./types.js";

export type { Act, Change, Choice, Code, Contents, Family, Question, Refused, Span } from "./types.js";

export type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type ReadAnew<Rest> = Snapshot & Rest;

// what only a person can write

export interface Box {
  box: string;
  prompt: string;
  text: string;
  author: string;
  limit: number;
}

/** A box on the page: what is saved of it, sent, and was refused last. */
export interface BoxPart {
  text: HTMLTextAreaElement;
  author: HTMLInputElement;
  count: HTMLElement;
  state: HTMLElement;
  limit: number;
  saved: { text: string; author: string };
  sent?: { text: string; author: string; id: string } | null;
  refused?: string;
}

/** One of two texts for a box, as it is signed. */
export interface OfferedText {
  text: string;
  author: string;
  written_on: string;
  file?: string;
}

/** A box with two texts: the study's, and one that came back in a Word file. */
export interface TextChoice {
  choice: string;
  box: string;
  title: string;
  sector: string;
  ours: OfferedText;
  other: OfferedText;
}

export type Boxes = ReadAnew<{ boxes: Box[]; choices: TextChoice[]; empty: string }>;
export type SavedBox = Saved & { box: Box | null; choices?: TextChoice[]; said: string };
export type AuthorMessage = Boxes | SavedBox | Refused | Trouble;

// what stands on page one and for each finding

export interface OfferedPassage {
  id: string;
  number: string;
  words: string;
  who: string;
  polarity: string;
  note: string;
  stands: boolean;
}

export interface OfferedFinding {
  id: string;
  number: string;
  question: string;
  statement: string;
  count: string;
  /** Whether it stands on page one. */
  page: boolean;
  quotes: string;
  /** Whether its passages were chosen here, so that the choice can be given up. */
  own: boolean;
  /** What was chosen and is not printed any more, and what counts and is not quoted; empty for none. */
  lost: string;
  unquoted: string;
}

export interface OfferedEvidence {
  empty: string;
  findings: OfferedFinding[];
  /** The passages of the findings that are open. */
  passages: Record<string, OfferedPassage[]>;
  /** Whether page one was chosen here. */
  own: boolean;
  about: string;
}

export type EvidenceMessage =
  | ReadAnew<OfferedEvidence>
  | ({ type: "rows" } & OfferedEvidence)
  | { type: "passages"; passages: OfferedEvidence["passages"] }
  | (Saved & OfferedEvidence & { said: string })
  | Refused
  | Trouble;

// what was found in job postings

export interface FoundSentence {
  id: string;
  /** The sentence in pieces: words, and "mark" where the match rests on them. */
  parts: [string, string][];
  where: string;
  verdict: string;
  note: string;
  /** Whether only the verb is another. */
  near: boolean;
}

export interface SoughtGroup {
  id: string;
  number: string;
  label: string;
  kind: string;
  /** In how many postings, empty where that may not be told. */
  share: string;
  judged: string;
  unread: number;
  found: string;
  /** Whether in all its sentences only the verb is another. */
  near: boolean;
}

/** Work that could become a task. */
export interface ScanSide {
  draft: string;
  named: string;
  sentence: string;
  made: boolean;
}

export interface Scanned {
  empty: string;
  about: string;
  groups: SoughtGroup[];
  silent: { number: string; label: string; kind: string; why: string }[];
  sentences: Record<string, FoundSentence[]>;
  sides: { postings?: ScanSide[]; interviews?: ScanSide[] } | null;
}

export type ScanMessage =
  | ReadAnew<Scanned>
  | ({ type: "rows" } & Scanned)
  | (Saved & Scanned & { said: string })
  | Refused
  | Trouble;

// tables of survey programs and job boards

/** A column as it is read now; `part` and `task` are a proposal where it is not decided. */
export interface ColumnAsRead {
  letter: string;
  heading: string;
  example: string;
  part: string;
  task: string;
  decided: boolean;
  why: string;
}

export interface AnswersInWords {
  part: string;
  title: string;
  /** Each answer, how often it was given, and the number it means or seems to mean. */
  answers: [string, number, string][];
  confirmed: boolean;
}

/** A table that waits, and what would come in. */
export interface TableAsRead {
  table: string;
  name: string;
  kind: string;
  /** What a column can hold: name, title, and whether it is about a task. */
  parts: [string, string, boolean][];
  tasks: [number: string, label: string][];
  columns: ColumnAsRead[];
  words: AnswersInWords[];
  sentences: string[];
  asides: string[];
  /** How many cells more are set aside than are named. */
  more: number;
  fits: boolean;
}

export interface TablesOffered {
  kinds: Choice[];
  introduced: string;
  largest: number;
  most: number;
  tables: TableAsRead[];
}

/** What a card needs of the screen it is on. */
export interface TablesScreen {
  kinds: Choice[];
  map(card: object): void;
  take(card: object): void;
  leave(card: object): void;
}

export type MappedTablesMessage =
  | ReadAnew<TablesOffered>
  | { type: "opened"; tables: TableAsRead[]; failed: string[] }
  | ({ type: "mapped" } & TableAsRead)
  | (Saved & { table: string; name: string; sentences: string[] })
  | Refused
  | Trouble;

// employer workbooks

export interface WaitingCell {
  aside_id: string;
  place: string;
  about: string;
  asked: string;
  value: string;
  why: string;
  what_to_do: string;
}

export interface FileReport {
  name: string;
  /** Whether it came in, or would. */
  fits: boolean;
  verdict: string;
  sentences: string[];
}

export interface Employers {
  about: string;
  empty: string;
  headings: string[];
  /** A row a workbook, a cell a heading. */
  workbooks: string[][];
  waiting: WaitingCell[];
  sectors: string[];
  languages: [tag: string, name: string][];
}

export type EmployerMessage =
  | ReadAnew<Employers & { most: number }>
  | ({ type: "rows" } & Employers)
  | ({ type: "made"; sentences: string[]; ok: boolean } & Employers)
  | { type: "looked_over"; reports: FileReport[]; fits: boolean; failure: string }
  | (Saved & Employers & { said: string; reports: FileReport[] })
  | Refused
  | Trouble;

// occupations

export interface FrameworkChoice {
  value: string;
  label: string;
}

export interface OccupationResult {
  framework: string;
  code: string;
  title: string;
  level: string;
  /** The beginning of its definition. */
  line: string;
  /** The words for which it ranks, and where they stand. */
  why: string;
  /** The link to it, empty for none. */
  linked: string;
}

export interface LinkedOccupation {
  id: string;
  framework: string;
  code: string;
  title: string;
  version: string;
  sector: string;
  /** Whether the framework has it, so that its tasks can be shown. */
  there: boolean;
}

export interface OccupationTask {
  id: string;
  text: string;
  kind: string;
  state: "covered" | "alike" | "missing" | "proposed" | "left";
  status: string;
  /** Whether somebody decided, and not the words alone. */
  answered: boolean;
  /** The task of the board that is nearest, empty for none. */
  nearest: string;
}

export interface OfferedOccupations {
  empty: string;
  /** Whether files can be brought in here. */
  imports: boolean;
  about: string;
  frameworks: FrameworkChoice[];
  linked: LinkedOccupation[];
  open: string;
  tasks: { title: string; about: string; rows: OccupationTask[] } | null;
}

export type OccupationsMessage =
  | ReadAnew<OfferedOccupations>
  | ({ type: "rows" } & OfferedOccupations)
  | (Saved & OfferedOccupations & { said: string })
  | { type: "results"; number: number; results: OccupationResult[] }
  | { type: "suggested"; suggested: OccupationResult[] }
  | { type: "imported"; reports: { name: string; is_in: boolean; sentences: string[] }[]; failed: string }
  | Refused
  | Trouble;

// the codebook

export interface CountedCode extends Omit<Code, "hot" | "family_name"> {
  /** The family it is shown in: that of the code it stands below. */
  group: string;
  employers: number;
  interviews: number;
  codings: number;
  coders: number;
}

/** What one act asks before it is done. */
export interface SheetPart {
  title: string;
  body: HTMLElement[];
  /** What the button says. */
  does: string;
  act(): Act;
  /** Ask for what nobody said yet, and tell whether it is asked for. */
  asks?(): boolean;
  receive?(message: CodebookMessage): void;
}

/** A line of the tree: a family, or a code. */
export interface TreeItem {
  id: string;
  family: Family;
  level: number;
  name: string;
  parents: boolean;
  code?: CountedCode;
  /** How many codes a family has. */
  number?: number;
}

export interface RemovedCode {
  id: string;
  name: string;
  person: string;
  at: string;
  words: string;
  codings: number;
  coders: number;
  named: boolean;
}

/** What has an id and a name, for the acts that need no more of a code. */
export type Named = Pick<CountedCode, "id" | "name"> & Partial<CountedCode>;

export interface Book {
  codes: CountedCode[];
  of: number;
  gone: RemovedCode[];
  problems: { sentence: string; codes: string[] }[];
  undo: string;
  redo: string;
}

export interface CodedPassage {
  id: string;
  transcript: string;
  coder: string;
  polarity: string;
  words: string;
}

export interface Preview {
  type: "preview";
  code: string;
  into?: string;
  sentences: string[];
  texts: { name: string; title: string; words: string }[];
  codings?: number;
}

export interface CodeHistory {
  type: "history";
  code: string;
  rows: { words: string; person: string; at: string }[];
}

export type Codebook = ReadAnew<Book & { families: Family[]; empty: string; can: { undo: boolean; redo: boolean } }>;
export type SavedCode = Saved & Book & { code: string };
/** A field of the chosen code. */
export interface CodeEntry {
  input: Input;
  wrong: HTMLElement;
}

export type CodebookMessage =
  | Codebook
  | ({ type: "state" } & Book)
  | SavedCode
  | Refused
  | Trouble
  | CodeHistory
  | Preview
  | { type: "passages"; code: string; rows: CodedPassage[] };

export type SheetKind = "new" | "below" | "merge" | "split" | "remove";
export type CodeText = "definition" | "include" | "exclude" | "example";
export type CodeField = "name" | "place" | CodeText;

// corrected interviews

export type Words = [words: string, isSame: boolean];

export interface WaitingCoding extends Span {
  id: string;
  interview: string;
  code: string;
  coder: string;
  memo: string;
  kind: string;
  why: string;
  old: Words[];
  new: Words[];
  before: string;
  after: string;
  text: string;
}

export interface WaitingTurns {
  id: string;
  interview: string;
  speaker: string;
  who: string;
  old: string;
}

export interface Excerpt extends Span {
  type: "excerpt";
  id: string;
  /** Null where the words were not found. */
  words: string | null;
  from: number;
  text: string;
  said?: string;
}

export interface WaitingRows {
  items: WaitingCoding[];
  turns: WaitingTurns[];
  total: number;
  same: number;
  said?: string;
}

export type CorrectionsMessage =
  | ReadAnew<WaitingRows & { nothing: string }>
  | ({ type: "page" } & WaitingRows)
  | (Saved & WaitingRows)
  | Refused
  | Trouble
  | Excerpt;

// forms

export interface Field {
  name: string;
  label: string;
  help: string;
  value: string | null;
  locked?: boolean;
  options?: Option[] | null;
}

export interface FieldGroup {
  title: string;
  fields: Field[];
}

export interface Option {
  value: string | number;
  label: string;
}

export type Wrong = Record<string, string>;
export type FormStart = ReadAnew<{ title: string; button: string; groups: FieldGroup[] }>;
export type SavedForm = Saved & { wrong: Wrong; said: string };
export type FormMessage = FormStart | SavedForm | Refused | Trouble | { type: "checked"; wrong: Wrong };

// tables

export type Value = string | number | null;
export type Values = Record<string, Value>;

export interface Column {
  name: string;
  title: string;
  help: string;
  numeric: boolean;
  long: boolean;
  key: boolean;
  locked: boolean;
  options?: Option[] | null;
  /** The rows of which a cell names several, with semicolons between them. */
  several?: Option[] | null;
  /** What is offered beside whatever else may be typed. */
  suggested?: string[];
  /** Whether it holds a rating. */
  rating?: boolean;
  /** What a new row begins with. */
  start?: Value;
  /** A part of the key that may stay empty: a new row is not saved before it was left. */
  waits?: boolean;
  /** An id that the workbook gives where none is typed. */
  given?: boolean;
}

export interface GridRow {
  id: string;
  name?: string;
  values: Values;
  /** A heading above the row. */
  group?: string;
  isNew?: boolean;
  problems?: Wrong;
  /** The columns that wait for an answer. */
  pending?: Set<string>;
}

export type RowChange = [row: GridRow, values: Record<string, string | number>];

/** What a table needs of its screen. */
export interface GridOwner {
  /** `isPasted` where the rows are whole, and not still being typed. */
  commit(changes: RowChange[], isPasted?: boolean): void;
  rowName(row: GridRow): string | undefined;
  redraw(): void;
  say(text: string): void;
  key?(event: Happened<KeyboardEvent>, row: GridRow | undefined, column: Column): boolean;
  moved?(): void;
  blank?(): GridRow;
}

export interface Draft extends GridRow {
  isNew: true;
  problems: Wrong;
  pending: Set<string>;
  /** Whether it was a row that somebody else deleted: it is not saved until the person says so. */
  isLost?: boolean;
  /** Whether it waits until it is left. */
  isHeld?: boolean;
}

/** What was refused in a row: the values as they were typed, and what is wrong with each. */
export interface Refusals {
  values: Values;
  problems: Wrong;
}

export interface Cell {
  row: number;
  column: number;
}

export interface RowNews {
  changed?: GridRow[];
  gone?: string[];
  /** The row above each row that is new or stands elsewhere now; empty for the first. */
  after?: Record<string, string>;
  order?: string[];
}

export interface UndoWords {
  undo: string;
  redo: string;
}

export type Rows = UndoWords & {
  rows: GridRow[];
  columns: Column[];
  title: string;
  folded: boolean;
  empty: string;
  can: { undo: boolean; redo: boolean };
};
/** `own` where it comes of what this person did. */
export type TableNews = { type: "news"; own: boolean; became: Record<string, string>; columns?: Column[] } & RowNews &
  UndoWords;
export type SavedRows = Saved & {
  done: string[];
  became: Record<string, string>;
  wrong: { row: string; problems: Wrong; values: Values; gone: boolean }[];
};
export type TableMessage = ReadAnew<Rows> | TableNews | SavedRows | Refused | Trouble;

export interface Ratings {
  empty?: string;
  columns?: Column[];
  rows?: GridRow[];
  raters?: { value: string; label: string }[];
  rater?: string;
  ratings: Record<string, Record<string, Values>>;
  scales?: [name: string, words: string][];
  said?: string;
  wrong?: Record<string, Refusals>;
}

export type RatingMessage =
  | ReadAnew<Ratings>
  | ({ type: "rows" | "ratings" } & Ratings)
  | (Saved & Ratings)
  | Refused
  | Trouble;

// passages found again

export interface FoundPassage extends Span {
  id: string;
  interview: string;
  who: string;
  time: string;
  words: string;
  code: string;
  hue: string;
  coders: string;
  polarity: string;
  consent: string;
  memos: string[];
}

export interface Said {
  speaker: string;
  role: string;
  /** The words before, the passage, the words after. */
  parts: [before: string, words: string, after: string];
}

export interface Filter {
  name: string;
  label: string;
  values: string[];
}

export type PassagesStart = ReadAnew<{ codes: Code[]; families: Choice[]; choices: Filter[]; empty: string }>;
export type Found = { type: "found"; said: string; total: number; first: number; rows: FoundPassage[] };
export type Around = { type: "around"; id: string; turns: Said[] };
export type PassagesMessage = PassagesStart | Found | Around | (Saved & { said: string }) | Refused | Trouble;

// where coders differ

export interface Difference {
  id: string;
  transcript: string;
  code: string;
  position: number;
  kind: string;
  coders: string[];
  others: string[];
  characters: number;
  decision: string;
  time: string;
  words: string;
}

export interface PutCoding {
  code: string;
  words: string;
  polarity: string;
  memo: string;
}

export interface PutBy {
  coder: string;
  codings: PutCoding[];
}

/** A code of the codebook, or what is known of one that is not in it. */
export type DecisionCode = Pick<Code, "id" | "name"> & Partial<Code>;

export interface Decided {
  code_id: string;
  decision: string;
  other_code_id: string;
  agreed_polarity: string;
  reason: string;
  decided_by: string;
  span: number;
}

export interface WholeDifference extends Difference {
  about: string;
  turns: Said[];
  put: PutBy[];
  spans: { label: string; words: string }[];
  decided: Decided | null;
}

export interface Differences {
  put?: Difference[];
  removed?: string[];
  codes?: Code[];
  said?: string;
}

export type ReconcileStart = ReadAnew<{
  codes: Code[];
  kinds: [kind: string, words: string][];
  polarities: string[];
  items: Difference[];
  empty: string;
}>;
export type NewDifferences = ({ type: "items"; id?: undefined } | Saved) & Differences;
export type ReconcileMessage =
  | ReconcileStart
  | ({ type: "item" } & WholeDifference)
  | NewDifferences
  | Refused
  | Trouble;

// the run

export interface RunState {
  running: boolean;
  part: number;
  words: string;
  result: string;
  ok: boolean;
}

export type RunMessage =
  | ReadAnew<RunState & { label: string; what: string }>
  | ({ type: "state" } & RunState)
  | Saved
  | Refused
  | Trouble;

// results

/** Words as they are, or an element with its attributes and what is within. */
export type Piece = string | [tag: keyof HTMLElementTagNameMap, attributes: Record<string, string>, within: Piece[]];

/** A result; without elements it is as it was. `failure` says why it could not be drawn as it stands. */
export interface ShownResult {
  elements?: Piece[];
  failure: string;
}

export type ResultMessage =
  | (ReadAnew<{ title: string }> & ShownResult)
  | ({ type: "result" } & ShownResult)
  | { type: "looking" };
