"""Set up what the checks need beside Python, where this machine allows it, and say which are skipped."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

from programs import TOOLS, Program, axe, biome, chromium, missing, typescript, word_validator

HERE = Path(__file__).resolve().parent
MANIFESTS = ("package.json", "package-lock.json", ".npmrc")


def run(*command: str, folder: Path | None = None) -> bool:
    """Run a command, show what went wrong if it fails, and return whether it succeeded."""
    print("  " + " ".join(command), flush=True)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=folder, stdin=subprocess.DEVNULL, check=False
        )
    except OSError as error:
        print(f"    {error.strerror or error}")
        return False
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        told = [line for line in lines if line.startswith("E:") or "error" in line.lower()][:3] or lines[-3:]
        print("\n".join("    " + line.strip() for line in told))
    return done.returncode == 0


def may_use_apt() -> bool:
    """Return whether this is Debian or Ubuntu and the person may install packages."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install_packages(programs: list[Program]) -> None:
    """Install Debian's packages of the missing programs, one program at a time so that one failure stops no other."""
    wanted = [program.packages for program in programs if program.packages]
    if not is_pinned() and shutil.which("npm") is None:
        wanted.append(("npm",))
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    # Without Error-Mode a list that cannot be fetched is no error, and the packages are then "not found".
    update = ("apt-get", "update", "-q", "-o", "APT::Update::Error-Mode=any")
    if wanted and not any(run(*update) for _ in range(3)):
        print("  The lists of packages could not be brought up to date; going on with the old ones.")
    for packages in wanted:
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", *packages)


def install_browser() -> None:
    """Download Playwright's own Chromium, for the person who runs this."""
    run(sys.executable, "-m", "playwright", "install", "chromium")


def install_packages_of_npm() -> None:
    """Download what the checks take from npm into the tools folder, as pinned in package-lock.json."""
    if shutil.which("npm") is None:
        return
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in MANIFESTS:
        shutil.copyfile(HERE / name, TOOLS / name)
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=TOOLS)


def is_pinned() -> bool:
    """Return whether what is installed from npm is what is pinned today."""
    kept = TOOLS / "package-lock.json"
    is_same = kept.exists() and filecmp.cmp(HERE / "package-lock.json", kept, shallow=False)
    return is_same and all(find() is not None for find in (word_validator, axe, typescript, biome))


def advice(program: Program) -> str:
    """Return which checks are skipped without a program, and how to get it."""
    packages = " ".join(program.packages or ("npm",))
    return f"  {program.tests}: needs {program.name}. Debian, as root: apt-get install {packages}. {program.advice}."


def set_up() -> None:
    """Install what is missing and can be had."""
    absent = missing()
    if absent:
        print("Setting up for the tests: " + ", ".join(program.name for program in absent), flush=True)
    if absent and may_use_apt():
        install_packages(absent)
    if chromium() is None:
        install_browser()
    if not is_pinned():
        install_packages_of_npm()


if __name__ == "__main__":
    set_up()
    if left := missing():
        print("\n".join(["Skipped on this machine:", *map(advice, left)]))
