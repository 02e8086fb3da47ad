"""Makes the two files of the extension for JupyterLab that are made: `python tests/tools/labextension.py`.

`fingerprints.js` holds what the extension knows each workbook by: what is not named there is not run by itself.
`remoteEntry.js` is the extension as JupyterLab takes it, one script that puts a container on the page. Both are kept:
only who changes a workbook's code or the extension needs this, and a test says when. Node is not needed.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from codesign.lab import LABEXTENSIONS
from codesign.widgets import bundle

ROOT = Path(__file__).resolve().parents[2]
WORKBOOKS = ROOT / "workbooks"
NAME = "codesign-opening"
SOURCE = LABEXTENSIONS.parent / "extension"
FINGERPRINTS = SOURCE / "fingerprints.js"
BUILT = LABEXTENSIONS / NAME / "static" / "remoteEntry.js"
COMMAND = "python tests/tools/labextension.py"
PARAMETERS = "parameters"
MADE = f"// Made by `{COMMAND}`; not to be changed by hand.\n\n"


def fingerprints(workbooks: Path) -> str:
    """Return the module that holds, for each workbook, its parameters' names and a fingerprint of each cell of code."""
    known = {path.stem: _known(json.loads(path.read_text("utf-8"))) for path in sorted(workbooks.glob("*.ipynb"))}
    lines = "".join(_lines(name, **workbook) for name, workbook in known.items())
    return f"{MADE}export const WORKBOOKS = {{\n{lines}}};\n"


def _known(notebook: Mapping[str, Any]) -> dict[str, list[str]]:
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    (parameters,) = [cell for cell in cells if _has_parameters(cell)]
    lines = ast.parse("".join(parameters["source"])).body
    return {
        "parameters": [line.targets[0].id for line in lines],  # type: ignore[attr-defined]
        "cells": [PARAMETERS if _has_parameters(cell) else _fingerprint("".join(cell["source"])) for cell in cells],
    }


def _has_parameters(cell: Mapping[str, Any]) -> bool:
    return PARAMETERS in cell["metadata"].get("tags", [])


def _fingerprint(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8")).hexdigest()


def _lines(name: str, parameters: list[str], cells: list[str]) -> str:
    prints = "".join(f"      {json.dumps(one)},\n" for one in cells)
    return f'  "{name}": {{\n    parameters: {json.dumps(parameters)},\n    cells: [\n{prints}    ],\n  }},\n'


def built(source: Path) -> str:
    """Return the extension as one script: its modules in a scope of their own, then its container."""
    modules = bundle.modules("container.js", source)
    wrapped = "\n".join(module.wrapped() for module in modules)
    place = f"(globalThis._JUPYTERLAB ??= {{}})[{json.dumps(NAME)}] = {modules[-1].name}.{bundle.DEFAULT};\n"
    return f"{MADE}(() => {{\n{wrapped}\n{place}}})();\n"


def main() -> None:
    """Make both files anew."""
    FINGERPRINTS.write_text(fingerprints(WORKBOOKS), encoding="utf-8", newline="\n")
    BUILT.write_text(built(SOURCE), encoding="utf-8", newline="\n")
    print(f"Made {FINGERPRINTS.relative_to(ROOT)} and {BUILT.relative_to(ROOT)}.")


if __name__ == "__main__":
    sys.exit(main())
