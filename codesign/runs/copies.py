"""A study's own copies of the workbooks, which name it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from codesign.errors import RunError, why_refused

if TYPE_CHECKING:
    pass


def workbook_copies(study: Path, root: Path) -> str:
    """Put copies of the workbooks that name this study into outputs and return the path of the first, from the root.

    A copy is made again when its workbook has changed; a person's own parameters in it last until then.
    """
    from codesign.runs.execution import workbooks

    sources = workbooks(root)
    folder = root / "outputs" / study.name / "workbooks"
    named = study.name if study.parent == root / "interview_data" else str(study)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in sources:
            target = folder / source.name
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                target.write_text(_for_study(source, named), encoding="utf-8")
    except OSError as error:
        raise RunError(
            f"The workbooks cannot be copied to {folder}: {why_refused(error)}. Nothing was opened, and the "
            "study is as it was. Put it right, and try again."
        ) from error
    return (folder / sources[0].name).relative_to(root).as_posix()


def _for_study(source: Path, study: str) -> str:
    notebook = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            cell["source"] = [_named(line, study) for line in "".join(cell["source"]).splitlines(keepends=True)]
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _named(line: str, study: str) -> str:
    name, _, comment = line.partition("#")
    return (
        f"study = {json.dumps(study, ensure_ascii=False)}  # {comment.strip()}\n"
        if name.startswith("study =")
        else line
    )
