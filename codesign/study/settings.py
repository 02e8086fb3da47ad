"""study.yaml: read as parameters, written with every parameter explained."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from codesign import parameters
from codesign.errors import ParameterError, StudyError


def read_settings(path: Path) -> dict[str, Any]:
    """Return study.yaml as a mapping; raise with line and column where it cannot be read."""
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise StudyError(
            f"{path.name}{place} cannot be read: {getattr(error, 'problem', '')}. "
            "Nothing was changed; put the line right and try again."
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
            lines.append(f"{name}: {json.dumps(value, ensure_ascii=False)}  # {field.description}")
    return "\n".join(lines) + "\n"


def _lines(model: BaseModel, indent: str) -> list[str]:
    return [
        f"{indent}{name}: {json.dumps(getattr(model, name), ensure_ascii=False)}  # {field.description}"
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
