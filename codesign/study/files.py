"""Writing whole files so that a crash, a full disk or an open program never leaves half of one."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from pathlib import Path

from codesign.errors import SaveError, StudyError, why_refused

# Windows lets another program (Defender, OneDrive, Excel) hold a file for a moment: access denied, sharing, lock.
HELD = (5, 32, 33)
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: beside it first, to the disk, then in its place; SaveError tells why not."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _keep_mode(path, beside)
            _replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise SaveError(
            f"{path.name} could not be written: {why_refused(error)}. What was there before is as it was. "
            f"{_advice(error, path.parent)}"
        ) from error


def outside_studies(path: Path, root: Path, study: Path) -> Path:
    """Return where something made would lie; StudyError where that is among what was received and decided."""
    place = path.resolve()
    if any(place.is_relative_to(folder.resolve()) for folder in (root / "interview_data", study)):
        raise StudyError(
            f"Nothing that is made may lie in the folder of a study: {path} is in one. What is there is as it was. "
            "Name another place. Nothing was written."
        )
    return place


def write_once(path: Path, content: bytes) -> None:
    """Write a received file that must never change again; SaveError when another file stands there."""
    if path.exists():
        if path.read_bytes() == content:
            return
        raise SaveError(
            f"{path.name} is already there with other content. Received files are never changed; "
            "give the new file another name."
        )
    write_whole(path, content)


def _advice(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return f"Make room on the disk of {folder}, and try again."
    return f"Close the file if it is open elsewhere, see that you may write to {folder}, and try again."


def _keep_mode(path: Path, beside: Path) -> None:
    # mkstemp makes a file only its owner can read; team mates would be locked out of a shared folder.
    if path.exists():
        shutil.copymode(path, beside)
    else:
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)


def _replace(beside: Path, path: Path) -> None:
    for wait in WAITS:
        try:
            os.replace(beside, path)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in HELD:
                raise
            time.sleep(wait)
    os.replace(beside, path)
