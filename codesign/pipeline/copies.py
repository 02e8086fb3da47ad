"""What goes between a study and the files people have open: its own copies of the workbooks, and texts from Word."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign.errors import RunError, why_refused

if TYPE_CHECKING:
    import pandas as pd

    from codesign.journal import Change
    from codesign.study import Study


def workbook_copies(study: Path, root: Path) -> str:
    """Put copies of the workbooks that name this study into outputs and return the path of the first, from the root.

    A copy is made again when its workbook has changed; a person's own parameters in it last until then.
    """
    from codesign.pipeline.runs import workbooks

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


def new_author_texts(docx: bytes, author_texts: pd.DataFrame) -> dict[str, str]:
    """Return what people typed into the author boxes of a proposal and no row of author_texts has, by box."""
    from codesign import word

    known = {(box, _words(text)) for box, text in zip(author_texts["box"], author_texts["text"], strict=True)}
    written: dict[str, str] = word.author_texts(docx)
    return {box: text for box, text in written.items() if text.strip() and (box, _words(text)) not in known}


def author_text_changes(study: Study, path: Path, sector: str) -> list[Change]:
    """Return the changes that take the texts typed into a proposal in Word into the study."""
    from codesign import readers
    from codesign.journal import Change

    content = path.read_bytes()
    readers.preflight(path.name, content)
    found = new_author_texts(content, study.read()["author_texts"])
    said: dict[str, Any] = {"sector": sector, "author": study.person, "written_on": date.today().isoformat()}  # noqa: DTZ011
    return [Change("put", "author_texts", {"box": box, "text": text, **said}) for box, text in found.items()]


def _words(text: str) -> str:
    return " ".join(text.split())
