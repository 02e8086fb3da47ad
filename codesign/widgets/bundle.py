"""One script and one style sheet per screen, put together from the modules the screen's own file imports.

JupyterLab takes one text per screen. The files of `static` are real modules; here their imports are read, what a file
imports is put before it, and each file is wrapped in a scope of its own, so that two may have private names alike and
none leaves a name on the page. No Node is needed. Understood is what the files need, each at the start of a line:

- `import { name, other } from "./file.js";` above all else, over several lines too;
- `export const`, `export class`, `export function` and `export async function`;
- `export default` with a value, in the file of a screen.

All else that begins with `import` or `export` is refused, and so are `import(…)` and `import.meta` anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

STATIC = resources.files("codesign.widgets") / "static"
DEFAULT = "$default"
GRAMMAR = (
    'Understood are “import { name } from "./file.js";” above all else, and “export” before const, class or function, '
    "or with default before a value."
)

_IMPORT = re.compile(r'import \{\s*([\w$]+(?:,\s*[\w$]+)*),?\s*\} from "\./(\w+\.js)";')
_EXPORT = re.compile(r"export (?=(?:const|class|function|async function) ([\w$]+))")
_DEFAULT = re.compile(r"export default (?!class\b|function\b|async function\b)")
_STATEMENT = re.compile(r"^[ \t]*(?:import|export)\b|\bimport\s*[(.]", re.MULTILINE)
_HEAD = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)


@dataclass(frozen=True)
class Module:
    """One file of a screen: the names it imports, by file, the names it exports, and its text without saying so."""

    file: str
    imports: dict[str, tuple[str, ...]]
    exports: tuple[str, ...]
    body: str

    @property
    def name(self) -> str:
        """The module's name in a bundle."""
        return _name(self.file)

    def wrapped(self) -> str:
        """Return the module in a scope of its own, which gives what it exports."""
        given = f"return {{ {', '.join(self.exports)} }};\n"
        return f"// {self.file}\nconst {self.name} = (() => {{\n{self.body}{given}}})();\n"


@cache
def script(screen: str) -> str:
    """Return the script of a screen as one module, as JupyterLab takes it."""
    return bundle(f"{screen}.js", STATIC)


@cache
def styles(screen: str) -> str:
    """Return the style sheet of a screen: those beside its modules, in the order of these."""
    sheets = [STATIC / module.file.replace(".js", ".css") for module in modules(f"{screen}.js", STATIC)]
    return "\n".join(sheet.read_text("utf-8") for sheet in sheets if sheet.is_file())


def bundle(entry: str, folder: Traversable) -> str:
    """Return a file and all it imports as one module with the same default value."""
    ordered = modules(entry, folder)
    if DEFAULT not in ordered[-1].exports:
        raise ValueError(f"{entry} is no screen: it has no “export default”.")
    return "\n".join([*(module.wrapped() for module in ordered), f"export default {ordered[-1].name}.{DEFAULT};\n"])


def modules(entry: str, folder: Traversable) -> list[Module]:
    """Return a file and all it imports, each once, after what it imports and otherwise in the order of the imports."""
    placed: dict[str, Module] = {}
    _place(entry, folder, placed, ())
    return list(placed.values())


def _place(file: str, folder: Traversable, placed: dict[str, Module], way: tuple[str, ...]) -> None:
    if file in placed:
        return
    if file in way:
        raise ValueError(f"These files import each other in a circle: {' → '.join((*way[way.index(file) :], file))}.")
    if not (folder / file).is_file():
        raise ValueError(f"{way[-1]} imports {file}, which is not there." if way else f"{file} is not there.")
    module = read(file, (folder / file).read_text("utf-8"))
    for imported, names in module.imports.items():
        _place(imported, folder, placed, (*way, file))
        for name in names:
            if name not in placed[imported].exports:
                raise ValueError(f"{file} imports {name} from {imported}, which does not export it.")
    placed[file] = module


def read(file: str, text: str) -> Module:
    """Return a file as a module; raise ValueError with a sentence where it says what is not understood."""
    imports: dict[str, tuple[str, ...]] = {}
    exports: list[str] = []
    pieces: list[str] = []
    head = at = 0
    while begun := _STATEMENT.search(text, at):
        start = begun.start()
        pieces.append(text[at:start])
        head = _HEAD.match(text, head).end()  # type: ignore[union-attr]  # the pattern takes no characters too
        if (statement := _IMPORT.match(text, start)) and start == head and statement[2] not in imports:
            head = statement.end()
            imports[statement[2]] = tuple(re.split(r",\s*", statement[1]))
            pieces.append(f"const {{ {', '.join(imports[statement[2]])} }} = {_name(statement[2])};")
        elif statement := _EXPORT.match(text, start):
            exports.append(statement[1])
        elif statement := _DEFAULT.match(text, start):
            exports.append(DEFAULT)
            pieces.append(f"const {DEFAULT} = ")
        else:
            line = text[start:].splitlines()[0].strip()
            raise ValueError(f"{file}, line {text.count(chr(10), 0, start) + 1}: “{line}” is not understood. {GRAMMAR}")
        at = statement.end()
    return Module(file, imports, tuple(exports), "".join([*pieces, text[at:]]))


def _name(file: str) -> str:
    # A name of a module's own hardly begins so; if one did, JavaScript itself would refuse the bundle.
    return f"${file.removesuffix('.js')}"
