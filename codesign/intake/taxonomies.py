"""Files of occupational frameworks brought into a study: told by their headings, kept as they came, and recorded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign import schemas
from codesign.errors import CodesignError, RefusedFile
from codesign.intake.received import Received
from codesign.intake.report import ImportReport
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.study import taxonomy_files
from codesign.study.folder import Study

if TYPE_CHECKING:
    from codesign.taxonomies import Part

Tell = Callable[[ImportReport], None]


@dataclass(frozen=True)
class FrameworkFile:
    """A file that was given: whether it was named itself, or stands in a folder that was."""

    name: str
    content: bytes
    is_named: bool = True


def import_taxonomies(
    study: Study, paths: Iterable[Path], *, version: str = "", tell: Tell = lambda _report: None
) -> list[ImportReport]:
    """Bring in files of frameworks, or folders of them, one report a file; one refused stops none of the others.

    `version` is the version of those that do not state one. A file of a folder that is no table is passed over.
    """
    return take_in(study, _files(paths), version=version, tell=tell)


def take_in(
    study: Study, files: Sequence[FrameworkFile], *, version: str = "", tell: Tell = lambda _report: None
) -> list[ImportReport]:
    """Bring in files that were read already; see `import_taxonomies`."""
    stated = version or _stated_beside(files)
    reports = []
    for file in files:
        if not file.is_named and not _is_table(file):
            continue
        reports.append(_reported(study, file, version, stated))
        tell(reports[-1])
    return reports


def refuse_framework(received: Received) -> None:
    """Raise RefusedFile for a framework's file that came as a table of another program, else read as a codebook."""
    from codesign import taxonomies

    seen = taxonomies.recognised(received.headings) if received.kind.is_of_others else None
    if seen is not None:
        raise RefusedFile(
            f"It is a file of {seen.called} ({seen.layout.name}). Bring it in with workbook import STUDY "
            "--taxonomy FILES, or in workbook 03 under “Occupations”. Nothing was changed."
        )


def _files(paths: Iterable[Path]) -> list[FrameworkFile]:
    files = []
    for path in paths:
        inside = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        visible = [one for one in inside if not one.name.startswith((".", "~$"))]
        files += [FrameworkFile(one.name, one.read_bytes(), not path.is_dir()) for one in visible]
    return files


def _is_table(file: FrameworkFile) -> bool:
    place = Path(file.name)
    is_text = place.suffix.lower() == ".txt" and b"\t" not in file.content[:2000]
    return place.suffix.lower() in taxonomy_files.TABLES and not is_text


def _stated_beside(files: Sequence[FrameworkFile]) -> str:
    """Return the version that a text beside the files states, as O*NET's own does."""
    from codesign.taxonomies.rules import rules

    for file in files:
        text = file.content[:4000].decode("utf-8", errors="replace") if not _is_table(file) else ""
        stated = re.search(rules()["read_me"], text)
        if stated:
            return stated["version"]
    return ""


def _reported(study: Study, file: FrameworkFile, version: str, stated: str) -> ImportReport:
    try:
        return ImportReport(file.name, is_in=True, sentences=tuple(_taken_in(study, file, version, stated)))
    except (CodesignError, OSError) as error:
        return ImportReport.refused(file.name, error)


def _taken_in(study: Study, file: FrameworkFile, version: str, stated: str) -> list[str]:
    sha256 = hashlib.sha256(file.content).hexdigest()
    there = {row["sha256"]: row for row in schemas.records(study.folded().table("taxonomies"))}
    if sha256 in there:
        row = there[sha256]
        taxonomy_files.keep(study.folder, row["file"], file.content)
        return [f"It is already here as {row['file']}, {row['holds']}; nothing was changed."]
    part = taxonomy_files.read_part(file.name, file.content)
    own, how = _version_of(part, version, stated)
    others = {row["version"] for row in there.values() if row["holds"] == part.layout} - {own}
    kept_as = taxonomy_files.keep(study.folder, file.name, file.content)
    study.save([Change("put", "taxonomies", _record(part, sha256, own, kept_as))])
    return [
        f"{part.layout}: {part.called}, {how}.",
        f"{count_of(part.row_count, 'row')}, kept as sources/taxonomies/{kept_as}.",
        *([] if part.records else ["It is kept, and nothing of it is searched."]),
        *([_several(sorted(others), own)] if others else []),
        *part.notes,
        *_unended(file),
    ]


def _unended(file: FrameworkFile) -> list[str]:
    """Say that a text may have been cut off: a published one ends with a whole line."""
    is_text = not file.name.lower().endswith(".xlsx")
    if not is_text or file.content.rstrip(b"\0")[-1:] in (b"\n", b"\r"):
        return []
    return ["Its last line does not end, so it may be cut off. Compare its rows with the published file."]


def _version_of(part: Part, given: str, stated: str) -> tuple[str, str]:
    """Return the version of a file, and in words how it is certain."""
    from codesign.taxonomies import UNSTATED, frameworks

    by_headings = frameworks()[part.framework].version
    if part.version and part.version != by_headings:
        return part.version, f"version {part.version}"
    if given:
        return given, f"version {given}, as you said"
    if stated and part.framework == "O*NET":
        return stated, f"version {stated}, as the text beside it says"
    if by_headings:
        return (
            by_headings,
            f"version {by_headings} by its headings; if it is another, say which with --taxonomy-version",
        )
    dated = f"{UNSTATED[0]}{part.until}" if part.until else f"{UNSTATED[1]}{date.today().isoformat()}"  # noqa: DTZ011
    return dated, f"which does not say its version ({dated}); if you know it, say it with --taxonomy-version"


def _record(part: Part, sha256: str, version: str, name: str) -> dict[str, Any]:
    from codesign.taxonomies import frameworks

    return {
        "sha256": sha256,
        "framework": part.called,
        "version": version,
        "holds": part.layout,
        "licence": frameworks()[part.framework].licence,
        "file": name,
        "rows": part.row_count,
        "imported_on": date.today().isoformat(),  # noqa: DTZ011
    }


def _several(others: Sequence[str], version: str) -> str:
    return (
        f"The study has {' and '.join(others)} of it too, beside {version}. Both are kept, the newer one is "
        "searched, and what is linked keeps the version it was linked in."
    )
