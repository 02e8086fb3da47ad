"""study.yaml: read as parameters, written with every parameter explained."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from codesign import parameters
from codesign.errors import ParameterError, StudyError

_SPECIAL = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


_LINE = "a line before it is not closed, has a colon too many, or does not stand under the one above it"
_SIGN = "a value begins with a sign that has a meaning of its own; put the value in quotes"
_WHY = {
    "'\\t'": "there is a tab; use spaces",
    "expected <block end>": _LINE,
    "mapping values are not allowed": _LINE,
    "escape": "a backslash stands in double quotes; write / instead of it",
    "unexpected end of stream": "a quotation mark is not closed",
    "expected ',' or": "a bracket is not closed",
    "node content": "a bracket is not closed",
    "expected ':'": "a name has no colon behind it",
    "cannot start any token": _SIGN,
    "undefined alias": _SIGN,
    "constructor for the tag": _SIGN,
}


def read_settings(path: Path) -> dict[str, Any]:
    """Return study.yaml as a mapping; raise with line and column where it cannot be read."""
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise StudyError(
            f"{path.name}{place} cannot be read: {_why(error)}. Nothing was changed; put the line right and try again."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(f"{path} cannot be read. Is the folder a study? `workbook new NAME` makes one.") from error
    if not isinstance(values, Mapping):
        raise ParameterError(f"{path.name} must hold lines such as “sector: hydrogen”; nothing was run.")
    return _without_dates(values)


def settings_text(chosen: parameters.Parameters) -> str:
    """Return study.yaml for the parameters, one line each with its description."""
    lines = ["# The parameters of this study. Managers may change them here or in 00_start_here."]
    for name, field in parameters.Parameters.model_fields.items():
        value = getattr(chosen, name)
        if isinstance(value, BaseModel):
            lines += ["", f"{name}:  # {field.description}", *_lines(value, indent="  ")]
        else:
            lines.append(f"{name}: {_written(value)}  # {field.description}")
    return "\n".join(lines) + "\n"


def _why(error: yaml.YAMLError) -> str:
    problem = str(getattr(error, "problem", None) or "")
    reasons = (words for part, words in _WHY.items() if part in problem)
    return next(reasons, "it is no text of names and values, such as “sector: hydrogen”")


def _written(value: Any) -> str:
    """Return a value as YAML reads it back: what it takes for a line end or refuses is written as a code."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_written(name)}: {_written(one)}" for name, one in value.items()) + "}"
    if isinstance(value, float) and "." not in repr(value):
        return repr(value).replace("e", ".0e")  # 1e-12 is text in YAML, 1.0e-12 a number
    return _SPECIAL.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _lines(model: BaseModel, indent: str) -> list[str]:
    return [
        f"{indent}{name}: {_written(getattr(model, name))}  # {field.description}"
        for name, field in type(model).model_fields.items()
    ]


def _without_dates(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn dates written without quotes back into text, as papermill and the schema expect."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            result[str(name)] = _without_dates(value)
        else:
            result[str(name)] = value.isoformat() if isinstance(value, date) else value
    return result
