"""The picture of the packages in docs/architecture.md, drawn from what the code imports.

`python tests/tools/packages.py` draws it anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "architecture.md"
EVERYWHERE = ("errors", "phrases", "schemas")
"""What nearly everything imports: arrows to it would hide the others."""
PLACE = re.compile(r"```mermaid\n.*?```\n", re.DOTALL)


def imports() -> dict[str, set[str]]:
    """Return which packages each package or single module directly below `codesign` imports, by its last name."""
    graph = grimp.build_graph("codesign", cache_dir=None)
    names = sorted(graph.find_children("codesign"))

    def does(importer: str, imported: str) -> bool:
        return importer != imported and graph.direct_import_exists(
            importer=importer, imported=imported, as_packages=True
        )

    return {_last(one): {_last(other) for other in names if does(one, other)} for one in names}


def without_shortcuts(imported: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the imports without those that a longer way leads to as well; only for imports without a circle."""
    below = {name: _below(name, imported) for name in imported}
    return {
        name: {one for one in ones if not any(one in below[other] for other in ones - {one})}
        for name, ones in imported.items()
    }


def picture() -> str:
    """Return the picture as Mermaid's text: an arrow for each import without a longer way, but for EVERYWHERE."""
    arrows = without_shortcuts(imports())
    lines = [
        f"    {name} --> {other}"
        for name in sorted(arrows)
        for other in sorted(arrows[name])
        if other not in EVERYWHERE
    ]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"]) + "\n"


def _last(module: str) -> str:
    return module.rpartition(".")[2]


def _below(name: str, imported: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = list(imported[name])
    while ahead:
        one = ahead.pop()
        if one not in reached:
            reached.add(one)
            ahead += imported[one]
    return reached


if __name__ == "__main__":
    PAGE.write_text(PLACE.sub(lambda _old: picture(), PAGE.read_text("utf-8"), count=1), "utf-8")
