"""The data file of the frameworks: their layouts, licences and words."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def rules() -> dict[str, Any]:
    """Return the data file; read when a framework is first asked for, as most studies have none."""
    path = resources.files("codesign").joinpath("rules", "taxonomies.yaml")
    result: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return result


@cache
def ordinary() -> frozenset[str]:
    """Return the words that tell nothing of an occupation."""
    return frozenset(str(word) for word in rules()["ordinary"])
