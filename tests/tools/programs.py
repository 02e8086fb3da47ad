"""The programs some tests need beside Python: where they are, what is tested with them, how a person gets them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(os.environ.get("TEST_TOOLS") or ROOT / ".tools")
PLAYWRIGHT = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"


@dataclass(frozen=True)
class Program:
    """One program: the tests that use it, Debian's packages of it, and what to do where it cannot be installed here."""

    name: str
    tests: str
    packages: tuple[str, ...]
    advice: str
    find: Callable[[], Path | None]


def output(command: list[str]) -> str | None:
    """Return what a command prints, or None if it cannot be run or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def first(candidates: Iterable[str | None], *, runs: bool = False) -> Path | None:
    """Return the first candidate that is on the path or at that place, and that tells its version if `runs`."""
    for candidate in candidates:
        place = shutil.which(candidate) if candidate else None
        if place and (not runs or output([place, "--version"]) is not None):
            return Path(place)
    return None


def chromium() -> Path | None:
    """Return a Chromium or Chrome that starts: the one CHROMIUM names, the system's, or Playwright's own."""
    system = (
        os.environ.get("CHROMIUM"),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    )
    return first(system, runs=True) or first([(output([sys.executable, "-c", PLAYWRIGHT]) or "").strip()], runs=True)


def soffice() -> Path | None:
    """Return LibreOffice's command."""
    return first(["soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"])


def pdftoppm() -> Path | None:
    """Return poppler's command that makes pictures of PDF pages."""
    return first(["pdftoppm"])


def fonts() -> Path | None:
    """Return fontconfig's list command if it knows the two font families of the proposal."""
    families = output(["fc-list", ":", "family"]) or ""
    return first(["fc-list"]) if "Carlito" in families and "DejaVu Sans" in families else None


def word_validator() -> Path | None:
    """Return the Open XML SDK validator under the tools folder."""
    places = sorted((TOOLS / "node_modules" / "@xarsh").glob("ooxml-validator-*/ooxml-validator*"))
    return first(str(place) for place in places)


def axe() -> Path | None:
    """Return axe-core's script under the tools folder."""
    return _of_npm("axe-core/axe.min.js")


def node() -> Path | None:
    """Return Node's command."""
    return first(["node", "nodejs"], runs=True)


def typescript() -> Path | None:
    """Return TypeScript's compiler under the tools folder, which checks the types of JavaScript."""
    return _of_npm("typescript/bin/tsc")


def biome() -> Path | None:
    """Return biome under the tools folder, which holds the layout and style of JavaScript."""
    return _of_npm("@biomejs/biome/bin/biome")


def _of_npm(name: str) -> Path | None:
    script = TOOLS / "node_modules" / name
    return script if script.is_file() else None


PROGRAMS = (
    Program(
        "chromium",
        "Tests of the workbooks and widgets in a browser",
        ("chromium",),
        "Elsewhere: install Chrome, or name a Chromium in the variable CHROMIUM",
        chromium,
    ),
    Program(
        "soffice",
        "Tests of the proposal as PDF",
        ("libreoffice-writer",),
        "macOS: brew install --cask libreoffice",
        soffice,
    ),
    Program(
        "pdftoppm",
        "Tests of the proposal's pages as pictures",
        ("poppler-utils",),
        "macOS: brew install poppler",
        pdftoppm,
    ),
    Program(
        "fonts",
        "No test, but pages may break elsewhere",
        ("fonts-crosextra-carlito", "fonts-dejavu-core", "fontconfig"),
        "macOS: brew install fontconfig font-carlito font-dejavu",
        fonts,
    ),
    Program(
        "word_validator",
        "Tests of the proposal with Microsoft's Open XML SDK",
        (),
        "Elsewhere: install Node.js 18 or newer, then run this again",
        word_validator,
    ),
    Program(
        "axe",
        "Tests of the screens' accessibility with axe-core",
        (),
        "Elsewhere: install Node.js 18 or newer, then run this again",
        axe,
    ),
    Program(
        "node",
        "Unit tests of the screens' JavaScript",
        ("nodejs",),
        "Elsewhere: install Node.js 18 or newer, then run this again",
        node,
    ),
    Program(
        "typescript",
        "Types of the screens' JavaScript",
        (),
        "Elsewhere: install Node.js 18 or newer, then run this again",
        typescript,
    ),
    Program(
        "biome",
        "Layout and style of the screens' JavaScript",
        (),
        "Elsewhere: install Node.js 18 or newer, then run this again",
        biome,
    ),
)


def missing() -> list[Program]:
    """Return the programs that are not on this machine."""
    return [program for program in PROGRAMS if program.find() is None]
