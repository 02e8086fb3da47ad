"""What is typed as NAME=VALUE: parameters, with the type of the schema and never of the look, and columns of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args, get_origin

from codesign import parameters
from codesign.errors import ParameterError, StudyError

YES, NO = ("true", "yes", "1"), ("false", "no", "0")


def assigned(assignments: Iterable[str]) -> dict[str, Any]:
    """Return the parameters given as `name=value`, with the types of the schema.

    A name inside `program` may be written with or without it: `program.hours=40`, `hours=40`. Lists are separated by
    commas; one value of a list by sector is `program.sector_titles.hydrogen=Title`. ParameterError tells every
    name that does not exist; whether a value is allowed is checked with all the others.
    """
    result: dict[str, Any] = {}
    wrong: list[str] = []
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        try:
            _assign(result, name.strip(), text.strip(), has_value=bool(equals))
        except ParameterError as error:
            wrong.append(str(error))
    if wrong:
        raise ParameterError("\n".join(wrong))
    return result


def chosen_columns(given: str) -> dict[str, str]:
    """Return the columns named as OURS=THEIRS,...; StudyError where one has no equals sign.

    >>> chosen_columns("importance A1=How important, would you say,employer=D")
    {'importance A1': 'How important, would you say', 'employer': 'D'}
    """
    pairs = [pair.partition("=") for pair in re.split(r",(?=\s*[\w.' -]+=)", given) if pair.strip()]
    if any(not sign for _, sign, _ in pairs):
        raise StudyError(f"“{given}” is not understood. Write for example: --columns quote=Content,code=Tag")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _assign(result: dict[str, Any], name: str, text: str, *, has_value: bool) -> None:
    if not has_value:
        raise ParameterError(f"“{name}” has no value: write -p {name or 'name'}=value. Nothing was run.")
    first, *rest = name.split(".")
    if not rest and first in parameters.Parameters.model_fields and first != "program":
        result[first] = _typed(parameters.Parameters.model_fields[first].annotation, text)
        return
    inside = rest if first == "program" else [first, *rest]
    if not inside or inside[0] not in parameters.Program.model_fields:
        names = parameters.program_names() if first == "program" else [*parameters.names(), *parameters.program_names()]
        raise ParameterError(parameters.unknown_name(".".join(inside) or name, names))
    _assign_program(result.setdefault("program", {}), inside, text)


def _assign_program(program: dict[str, Any], path: list[str], text: str) -> None:
    annotation = parameters.Program.model_fields[path[0]].annotation
    if get_origin(annotation) is dict:
        if len(path) < 2:
            raise ParameterError(
                f"“{path[0]}” needs a sector: write -p program.{path[0]}.SECTOR=value. Nothing was run."
            )
        program.setdefault(path[0], {})[".".join(path[1:])] = _typed(get_args(annotation)[1], text)
    else:
        program[".".join(path)] = _typed(annotation, text)


def _typed(annotation: Any, text: str) -> Any:
    """Return the text as the type asked for, or as it is, so that the check can say what is wrong with it."""
    if get_origin(annotation) is list:
        return [part.strip() for part in text.split(",") if part.strip()]
    if annotation is bool:
        return True if text.lower() in YES else False if text.lower() in NO else text
    if annotation in (int, float):
        try:
            return annotation(text)
        except ValueError:
            return text
    return text
