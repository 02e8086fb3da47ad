"""Runs every check of the project, as `make test` does, and names at the end what did not pass.

Checks that read code only run side by side, each told whole as it ends; then the tests run, with two workers.
Words after the command go to pytest: `python tests/tools/checks.py tests/test_coding.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
READING: Mapping[str, Sequence[str]] = {
    "mypy": (PYTHON, "-m", "mypy"),
    "JavaScript": (PYTHON, "tests/tools/javascript.py"),
    "lint-imports": (PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])"),
    "ruff check": (PYTHON, "-m", "ruff", "check"),
    "ruff format": (PYTHON, "-m", "ruff", "format", "--check"),
}
"""What reads code without running it, by name; the slowest first, since two run at a time."""
TESTS: Mapping[str, Sequence[str]] = {"pytest": (PYTHON, "-m", "pytest", "-n", "2")}
"""What runs it; each of these tells its progress itself and has the machine for itself."""


def told(name: str, command: Sequence[str]) -> tuple[str, bool, str]:
    """Run a check quietly and return its name, whether it passed, and all it said."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    words = done.stdout.decode("utf-8", "replace").strip()
    return name, done.returncode == 0, f"== {name}, {time.monotonic() - began:.0f} s\n{words}"


def not_passed(side_by_side: Mapping[str, Sequence[str]], alone: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Run all checks, print what they say, and yield the name of each that did not pass."""
    with ThreadPoolExecutor(max_workers=2) as workers:
        for ended in as_completed([workers.submit(told, *check) for check in side_by_side.items()]):
            name, passed, words = ended.result()
            print(words, flush=True)
            if not passed:
                yield name
    for name, command in alone.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            yield name


def main(words: Sequence[str]) -> str | None:
    """Return the sentence that names what did not pass, or nothing."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two workers with two threads each only wait for each other
    tests = {name: [*command, *words] for name, command in TESTS.items()}
    failed = list(not_passed(READING, tests))
    return f"Not passed: {', '.join(failed)}." if failed else None


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a window of Windows cannot show every sign a tool prints
    sys.exit(main(sys.argv[1:]))
