"""Check the screens' JavaScript: types by tsc, layout and style by biome, pure parts by Node's own test runner."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from programs import ROOT, TOOLS, biome, node, typescript

TESTS = "tests/js"
CHECKS = (
    ("tsc", typescript, ("--project", ".")),
    ("biome check", biome, ("check", "--error-on-warnings")),
)


def run(name: str, *command: str | Path) -> bool:
    """Run one check, show what it says where it did not pass, and return whether it passed."""
    # The tests find the same programs as this.
    environment = {**os.environ, "TEST_TOOLS": str(TOOLS.resolve())}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    said = done.stdout.decode("utf-8", "replace").strip()
    counts = ", ".join(re.findall(r"^(?:#|ℹ) ((?:tests|pass) \d+)$", said, re.MULTILINE))
    print(f"{name}: {'passed' if done.returncode == 0 else 'did not pass'}{counts and f' ({counts})'}", flush=True)
    if done.returncode:
        print(said, flush=True)
    return done.returncode == 0


def check() -> tuple[list[str], list[str]]:
    """Return which checks did not pass, and which cannot be made on this machine."""
    runtime = node()
    failed, absent = [], []
    for name, find, arguments in CHECKS:
        program = find()
        if runtime is None or program is None:
            absent.append(name)
        elif not run(name, runtime, program, *arguments):
            failed.append(name)
    tests = sorted(str(path.relative_to(ROOT)) for path in (ROOT / TESTS).glob("*.test.js"))
    if runtime is None or typescript() is None:
        absent.append("node --test")
    elif not tests or not run("node --test", runtime, "--test", *tests):
        failed.append("node --test")
    return failed, absent


def main() -> int:
    """Make all checks; where one cannot be made, say so, and let nothing be skipped where CI says so."""
    failed, absent = check()
    if absent:
        print(f"Skipped, since Node or what it needs from npm is not here: {', '.join(absent)}.")
        failed += absent if os.environ.get("CI") == "true" else []
    if failed:
        print(f"JavaScript that did not pass: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
