"""What could not be tested for lack of data that is not part of the project, told in one line at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

NO_REAL_DATA = "needs the folder ../shared/data, which is not part of the project"


def is_announced(reason: str, environment: Mapping[str, str]) -> bool:
    """Return whether a test may be left out in CI too: where a public machine says that it has no real interviews."""
    return NO_REAL_DATA in reason and environment.get("SHARED_DATA") == "absent"


def left_out(skipped: Sequence[pytest.TestReport]) -> Iterator[str]:
    """Yield the sentence that tells how many tests need real interviews; nothing where none was left out."""
    if count := sum(NO_REAL_DATA in str(report.longrepr) for report in skipped):
        tests = "1 test of real interviews was" if count == 1 else f"{count} tests of real interviews were"
        yield f"{tests} left out: ../shared/data is not here."
