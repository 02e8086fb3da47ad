// What the extension uses of JupyterLab, and nothing else of it.

/** A cell with code: what it says, and the heading above it. */
interface CodeCell {
  source: string;
  heading: string;
}

/** What is known of a workbook of ours: its parameters' names, and a fingerprint of each other cell with code. */
interface Workbook {
  parameters: readonly string[];
  cells: readonly string[];
}

interface Signal<Told> {
  connect(hear: (sender: unknown, told: Told) => void): void;
  disconnect(hear: (sender: unknown, told: Told) => void): void;
}

interface LabWidget {
  readonly node: HTMLElement;
  readonly isDisposed: boolean;
  readonly disposed: Signal<void>;
  dispose(): void;
  addClass(name: string): void;
  hasClass(name: string): boolean;
  toggleClass(name: string, force?: boolean): boolean;
}

interface CellModel {
  readonly type: string;
  readonly id: string;
  readonly executionCount?: number | null;
  readonly outputs?: { toJSON(): { data?: Record<string, unknown> }[] };
  readonly sharedModel: { getSource(): string };
  getMetadata(name: string): unknown;
}

interface CellWidget extends LabWidget {
  readonly model: CellModel;
  inputHidden: boolean;
}

interface NotebookModel {
  dirty: boolean;
  readonly cells: Iterable<CellModel>;
  getMetadata(name: string): unknown;
}

interface NotebookWidget extends LabWidget {
  readonly model: NotebookModel | null;
  readonly widgets: readonly CellWidget[];
}

interface Kernel {
  readonly info: Promise<{ language_info: { name: string } }>;
  requestCommInfo(content: { target_name?: string }): Promise<{ content: { status: string; comms?: object } }>;
}

interface SessionContext {
  readonly ready: Promise<void>;
  readonly session: { readonly kernel: Kernel | null } | null;
}

interface NotebookPanel extends LabWidget {
  readonly content: NotebookWidget;
  readonly context: { readonly path: string; readonly ready: Promise<void> };
  readonly revealed: Promise<void>;
  readonly sessionContext: SessionContext;
  readonly toolbar: { insertBefore(at: string, name: string, widget: LabWidget): boolean };
  readonly contentHeader: { addWidget(widget: LabWidget): void; fit(): void };
}

interface NotebookTracker {
  readonly currentWidget: NotebookPanel | null;
  readonly currentChanged: Signal<NotebookPanel | null>;
  readonly widgetAdded: Signal<NotebookPanel>;
  forEach(act: (panel: NotebookPanel) => void): void;
}

interface Executed {
  notebook: NotebookWidget;
}

interface NotebookActions {
  readonly executionScheduled: Signal<Executed>;
  readonly selectionExecuted: Signal<Executed>;
  runCells(notebook: NotebookWidget, cells: readonly CellWidget[], session: SessionContext): Promise<boolean>;
}

interface Command {
  label: string;
  isToggled?: () => boolean;
  isEnabled?: () => boolean;
  isVisible?: () => boolean;
  execute: (options: Record<string, string>) => unknown;
}

interface Application {
  readonly commands: {
    addCommand(id: string, command: Command): void;
    execute(id: string, options?: Record<string, unknown>): Promise<unknown>;
    notifyCommandChanged(id: string): void;
  };
}

interface Palette {
  addItem(item: { command: string; category: string }): void;
}

interface ToolbarButton extends LabWidget {
  pressed: boolean;
}

/** The parts of JupyterLab that are shared with extensions, as far as this one uses them. */
interface Lab {
  actions: NotebookActions;
  tracker: unknown;
  palette: unknown;
  Widget: new (options: { node: HTMLElement }) => LabWidget;
  ToolbarButton: new (options: {
    label: string;
    tooltip: string;
    pressedTooltip: string;
    pressed: boolean;
    onClick: () => void;
  }) => ToolbarButton;
}

type ShareScope = Record<string, Record<string, { get(): Promise<() => Record<string, unknown>>; loaded?: unknown }>>;
