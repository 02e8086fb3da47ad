"""run.json: what a run was made from and how it went; written last, in one step, and the truth about the run."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

NAME = "run.json"
DISTRIBUTION = "codesign-workbook"


@dataclass(frozen=True)
class Step:
    """One workbook of a run: status is made, failed or not run."""

    name: str
    status: str
    seconds: float = 0.0
    engine: str = ""


def record(
    *,
    status: str,
    parameters: Mapping[str, Any],
    changes: Mapping[str, Any],
    inputs: Mapping[str, str],
    steps: Sequence[Step],
    started: str,
    finished: str,
    folder: Path,
    sentences: Sequence[str],
) -> bytes:
    """Return the record of a run as bytes; `status` is made or failed."""
    content = {
        "status": status,
        "started": started,
        "finished": finished,
        "parameters": dict(parameters),
        "changes": dict(changes),
        "sentences": list(sentences),
        "workbooks": [asdict(step) for step in steps],
        "results": checksums(results(folder), folder),
        "inputs": dict(inputs),
        "versions": versions(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def results(folder: Path) -> list[Path]:
    """Return the files a run made, in order, without records and notebooks."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".docx", ".pdf", ".csv", ".xlsx", ".json"} and path.name != NAME
    )


def checksums(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the sha256 of each file by its path below `root`."""
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def versions() -> dict[str, str]:
    """Return the versions of Python, this package and the packages it asks for."""
    required = metadata.requires(DISTRIBUTION) or []
    names = sorted({re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0] for line in required if "extra ==" not in line})
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in (DISTRIBUTION, *names)}}
