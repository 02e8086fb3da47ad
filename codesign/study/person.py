"""Who sits at this computer: a name the person gives once, and a name for the device that never changes."""

from __future__ import annotations

import getpass
import json
import os
import platform
import re
import unicodedata
import uuid
from pathlib import Path
from typing import Any

from codesign.errors import SaveError
from codesign.study.files import write_whole


def slug(name: str, *, longest: int = 48) -> str:
    """Return a name as lower-case ASCII letters, digits and hyphens, safe as a file name everywhere."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:longest].strip("-")
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    return f"{short}-x" if short in reserved else short


def remembered_person() -> str:
    """Return the name given on this computer, or the login name where none was given."""
    given = os.environ.get("CODESIGN_PERSON") or _read("person")
    return given or _login()


def remember_person(name: str) -> str:
    """Keep the name for this computer and return it; an empty name is refused with ValueError."""
    # A Mac may type é as two characters: the same name, and else a second coder.
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not slug(name):
        raise ValueError("Write your name with at least one letter or digit.")
    _write("person", name)
    return name


def device() -> str:
    """Return a short name for this computer, made once and kept."""
    name = _read("device")
    if name:
        return name
    made = f"{slug(platform.node(), longest=12) or 'device'}-{uuid.uuid4().hex[:4]}"
    _write("device", made)
    return made


def remembered_preferences(person: str) -> dict[str, Any]:
    """Return how a person likes the screens on this computer: their own keys, what they have seen, where they were."""
    try:
        preferences = json.loads(_read(_preferences(person)) or "{}")
    except ValueError:
        return {}
    return preferences if isinstance(preferences, dict) else {}


def remember_preference(person: str, name: str, value: object) -> None:
    """Keep one preference of a person on this computer; None forgets it."""
    preferences = {**remembered_preferences(person), name: value}
    _write(_preferences(person), json.dumps({key: one for key, one in preferences.items() if one is not None}))


def ready_text(name: str) -> str:
    """Return what was kept ready on this computer under a name, so that it need not be worked out again; else ""."""
    return _read(name)


def remember_ready_text(name: str, text: str) -> None:
    """Keep something ready on this computer; it can be deleted at any time, and is worked out again then."""
    _write(name, text)


def _preferences(person: str) -> str:
    return f"preferences-{slug(person) or 'someone'}.json"


def _home() -> Path:
    return Path(os.environ.get("CODESIGN_HOME") or Path.home() / ".codesign-workbook")


def _read(name: str) -> str:
    try:
        return (_home() / name).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _write(name: str, value: str) -> None:
    try:
        write_whole(_home() / name, value.encode())
    except (OSError, SaveError):
        # A home that cannot be written costs a new name next time, nothing else.
        return


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "someone"
