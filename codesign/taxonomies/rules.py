"""The data file of the frameworks: their layouts, licences and words."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

RULES: dict[str, Any] = yaml.safe_load(
    resources.files("codesign").joinpath("rules", "taxonomies.yaml").read_text(encoding="utf-8")
)
ORDINARY = frozenset(str(word) for word in RULES["ordinary"])
LEVELS: dict[str, str] = RULES["levels"]
