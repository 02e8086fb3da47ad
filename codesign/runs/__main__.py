"""Runs a study for a workbook that asked for it: `python -m codesign.runs REQUEST`."""

import json
import sys
from pathlib import Path
from typing import Any

from codesign.errors import CodesignError
from codesign.runs import run


def main(request: str) -> int:
    """Run what `run_apart` asked for and tell it line by line; return the exit code."""
    asked = json.loads(request)
    try:
        result = run(Path(asked["study"]), root=Path(asked["root"]), changes=asked["changes"], progress=_tell)
    except CodesignError as error:
        _say(ok=False, sentences=str(error).splitlines())
        return 1
    _say(ok=result.ok, sentences=result.sentences)
    return 0 if result.ok else 1


def _tell(part: float, words: str) -> None:
    _say(part=part, words=words)


def _say(**message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
