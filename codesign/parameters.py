"""The parameters of a study and of a run: one schema for study.yaml, the form, the command line and papermill."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from codesign.errors import ParameterError
from codesign.schemas import Date

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Noc = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
MOST_OF_BADGE = 40
Badge = Annotated[str, StringConstraints(max_length=MOST_OF_BADGE)]
Cip = Annotated[str, StringConstraints(pattern=r"^(\d{2}\.\d{4})?$")]


class Program(BaseModel):
    """Facts about the program that are typed once; the proposal carries them unchanged."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
    title: Text = Field("", description="title of the program")
    sector_titles: dict[str, str] = Field(default_factory=dict, description="title for a run on one sector")
    short_title: Badge = Field("", description="badge title, at most 40 characters")
    sector_short_titles: dict[str, Badge] = Field(
        default_factory=dict, description="badge title for a run on one sector, at most 40 characters"
    )
    institution: Text = Field("", description="name of the college or polytechnic")
    unit: Text = Field("", description="school or department")
    contact: Text = Field("", description="who answers questions")
    return_to: Text = Field(
        "", description="where employers send their workbooks back: an address, or a person and how"
    )
    return_by: Date = Field("", description="until when employers are asked to send them back, YYYY-MM-DD")
    awarding_body: Text = Field("", description="who awards the credential")
    credit: Literal["credit", "non-credit"] = Field("non-credit", description="credit or non-credit")
    level: Text = Field("", description="level, as the institution names it")
    role: Text = Field("", description="the job the program prepares for")
    sector_roles: dict[str, str] = Field(default_factory=dict, description="job for a run on one sector")
    cip: Cip = Field("", description="CIP Canada 2021 code, such as 15.0503")
    noc: list[Noc] = Field(
        default_factory=list, max_length=3, description="up to three NOC 2021 codes, five digits each"
    )
    start_on: Date = Field("", description="first delivery, YYYY-MM-DD")
    hours: Annotated[float, Field(ge=0, le=5000)] = Field(0, description="total hours")
    sector_hours: dict[str, float] = Field(default_factory=dict, description="total hours for a run on one sector")
    weeks: Annotated[float, Field(ge=0, le=500)] = Field(0, description="length in weeks")
    credits: Annotated[float, Field(ge=0)] = Field(0, description="credits; 0 for non-credit")
    delivery: Text = Field("", description="in person, hybrid, online, at work")
    location: Text = Field("", description="where it is delivered")
    award_rule: Text = Field("", description="what share of competencies must be shown")
    tuition: Annotated[float, Field(ge=0)] = Field(0, description="tuition for one learner, Canadian dollars")
    review_years: Annotated[int, Field(ge=0, le=5)] = Field(0, description="years until the first review")
    badge: Text = Field("", description="badge platform and verification")
    expiry: Text = Field("", description="when the credential expires, if it does")
    ethics: Text = Field("", description="ethics route: quality assurance, or research ethics board with its number")
    retention_until: Date = Field("", description="when interviews are destroyed, YYYY-MM-DD")
    version: Text = Field("1", description="version of this proposal")


class Parameters(BaseModel):
    """What a manager changes from run to run; `program` holds the rest."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
    study: Text = Field("", description="name of the study's folder in interview_data")
    sector: Text = Field("", description="only evidence of this sector; empty for all sectors")
    region: Text = Field("", description="only evidence of this region; empty for all regions")
    credential: Text = Field("microcredential", description="what is proposed: microcredential, certificate, ...")
    edition: Literal["committee", "public"] = Field(
        "committee", description="who reads it; public is stricter with small groups"
    )
    small_group: Annotated[int, Field(ge=3, le=20)] = Field(
        5, description="groups smaller than this are not broken down"
    )
    cut_off: Annotated[float, Field(ge=1, le=5)] = Field(
        3.0, description="mean rating from which a task counts as important, frequent or difficult"
    )
    rule: Text = Field("dif", description="rule that selects tasks: dif, onet-core, or a file in templates/rules")
    data_date: Date = Field("", description="date of the evidence, printed in the proposal, YYYY-MM-DD")
    sample: bool = Field(False, description="true for a sample study: every output is marked SAMPLE")
    language: Literal["en-CA"] = Field("en-CA", description="language of the proposal")
    template: Text = Field("proposal.docx", description="Word template in templates/")
    program: Program = Field(default_factory=Program, description="facts about the program")


def checked(values: Mapping[str, Any]) -> Parameters:
    """Return the parameters, or raise one ParameterError that tells every unknown name and every value not allowed."""
    try:
        return Parameters.model_validate(dict(values))
    except ValidationError as error:
        raise ParameterError("\n".join(_sentence(detail) for detail in error.errors())) from error


def overlaid(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with `changes` laid over it; mappings are overlaid name by name, None means no change."""
    result = {**base}
    for name, value in changes.items():
        if isinstance(value, Mapping):
            below = base.get(name)
            result[name] = overlaid(below if isinstance(below, Mapping) else {}, value)
        elif value is not None:
            result[name] = value
    return result


OF_SECTOR: Mapping[str, str] = {
    "title": "sector_titles",
    "short_title": "sector_short_titles",
    "role": "sector_roles",
    "hours": "sector_hours",
}
"""What a sector may have of its own: the name for the whole program, and that of the values by sector."""


def refuse_without_effect(chosen: Parameters, own: Parameters) -> None:
    """Raise ParameterError where a run gives a value for the whole program and its sector's own value stands."""
    sentences = [
        f"“program.{name}” has no effect here: the sector {chosen.sector} has its own, "
        f"“{getattr(chosen.program, by_sector)[chosen.sector]}”. Give “program.{by_sector}.{chosen.sector}” instead. "
        "Nothing was run."
        for name, by_sector in OF_SECTOR.items()
        if chosen.sector in getattr(chosen.program, by_sector)
        and getattr(chosen.program, name) != getattr(own.program, name)
    ]
    if sentences:
        raise ParameterError("\n".join(sentences))


def unknown_name(name: str, existing: Iterable[str]) -> str:
    """Return the sentence for a parameter that does not exist, with the nearest one that does."""
    return f"There is no parameter “{name}”.{nearest(name, existing)} Nothing was run."


def nearest(name: str, existing: Iterable[str]) -> str:
    """Return “ Did you mean …?”, or the names there are when none is near."""
    names = {str(one).lower(): str(one) for one in existing}
    near = difflib.get_close_matches(str(name).lower(), names, n=1, cutoff=0.6)
    return f" Did you mean “{names[near[0]]}”?" if near else f" There are: {', '.join(names.values()) or 'none'}."


def names() -> list[str]:
    """Return the names of the parameters of a run."""
    return list(Parameters.model_fields)


def program_names() -> list[str]:
    """Return the names inside `program`."""
    return list(Program.model_fields)


def written_for(row_sector: str, sector: str, region: str = "") -> str:
    """Return for what wider part of the study than this run a person's words or decision were written; "" for none.

    >>> written_for("", "hydrogen"), written_for("hydrogen", "hydrogen"), written_for("", "", "Calgary region")
    ('all sectors', '', 'all regions')
    """
    wider = ["sectors"] if sector and row_sector != sector else []
    return f"all {' and '.join([*wider, *(['regions'] if region else [])])}" if wider or region else ""


def title(parameters: Parameters) -> str:
    """Return the program's title for this run: the sector's own where it has one."""
    return parameters.program.sector_titles.get(parameters.sector, parameters.program.title) or "Untitled program"


def short_title(parameters: Parameters) -> str:
    """Return the badge's title for this run: the sector's own, its title where that is short enough, else none.

    The badge of the whole program is not that of a sector that has a title of its own.
    """
    program, sector = parameters.program, parameters.sector
    chosen = program.sector_short_titles.get(sector) or program.sector_titles.get(sector, program.short_title)
    return chosen if len(chosen) <= MOST_OF_BADGE else ""


def hours(parameters: Parameters) -> float:
    """Return the program's total hours for this run."""
    return parameters.program.sector_hours.get(parameters.sector, parameters.program.hours)


def role(parameters: Parameters) -> str:
    """Return the job the program prepares for in this run."""
    return parameters.program.sector_roles.get(parameters.sector, parameters.program.role)


def _sentence(detail: Any) -> str:
    place = ".".join(str(part) for part in detail["loc"])
    existing = program_names() if place.startswith("program.") else names()
    if detail["type"] == "extra_forbidden":
        return unknown_name(str(detail["loc"][-1]), existing)
    value = "empty" if detail["input"] in (None, "") else f"“{detail['input']}”"
    return f"The parameter “{place}” cannot be {value}: {_allowed(detail)}. Nothing was run."


def _allowed(detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    sentences = {
        "string_type": "it must be text; in study.yaml write it in quotes",
        "float_type": "it must be a number, without quotes",
        "int_type": "it must be a whole number, without quotes",
        "bool_type": "it must be true or false",
        "date_impossible": "there is no such day",
        "list_type": 'it must be a list, such as ["72302", "72402"]',
        "literal_error": f"choose {context.get('expected')}",
        "too_long": f"at most {context.get('max_length')} are allowed",
        "string_too_long": f"at most {context.get('max_length')} characters are allowed",
        "greater_than_equal": f"{context.get('ge')} is the least allowed",
        "less_than_equal": f"{context.get('le')} is the most allowed",
    }
    patterns = {r"^\d{5}$": "it must be five digits", r"^(\d{4}-\d{2}-\d{2})?$": "write YYYY-MM-DD"}
    if kind == "string_pattern_mismatch":
        return patterns.get(context["pattern"], "it must look like 15.0503")
    if kind in ("model_type", "dict_type"):
        return "it must hold lines of its own, each with a name and a value"
    return sentences.get(kind, str(detail["msg"]).lower())
