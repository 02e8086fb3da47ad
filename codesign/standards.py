"""The program's definition in open formats, as plain data: an Open Badges 3.0 achievement and a CASE 1.1 package.

These describe what would be awarded; nothing here issues a credential. Ids follow from the study and the row, so the
same study gives the same files. Sources: 1EdTech Open Badges 3.0 (Achievement) and CASE 1.1 (CFPackage).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import parameters as run_parameters
from codesign import program, schemas
from codesign.parameters import Parameters

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:codesign-workbook")
MIDNIGHT = "T00:00:00Z"
NO_DATE = "1970-01-01"
CASE_VERSION = "1.1"


def files(
    competencies: pd.DataFrame,
    criteria: pd.DataFrame,
    assessments: pd.DataFrame,
    alignments: pd.DataFrame,
    parameters: Parameters,
) -> dict[str, dict[str, Any]]:
    """Return the files by name: open_badges_achievement.json and case_package.json.

    `competencies`, `criteria` and `assessments` are those of the run, with the columns of their tables.
    """
    return {
        "open_badges_achievement.json": achievement(competencies, assessments, alignments, parameters),
        "case_package.json": case_package(competencies, criteria, parameters),
    }


def achievement(
    competencies: pd.DataFrame, assessments: pd.DataFrame, alignments: pd.DataFrame, parameters: Parameters
) -> dict[str, Any]:
    """Return the Achievement of Open Badges 3.0: what is awarded, for what, shown how, aligned to what.

    Hours stand in the criteria's narrative: the standard has no field for them, and an unknown one would be lost.
    """
    own = parameters.program
    result: dict[str, Any] = {
        "id": _urn(parameters, "achievement"),
        "type": ["Achievement"],
        "achievementType": "MicroCredential" if parameters.credential == "microcredential" else "Certificate",
        "name": run_parameters.title(parameters),
        "description": _description(competencies, parameters),
        "criteria": {"narrative": _narrative(competencies, assessments, parameters)},
        "inLanguage": parameters.language,
        "version": own.version,
        "alignment": [
            *_competency_alignments(competencies, parameters),
            *_framework_alignments(alignments, parameters),
        ],
    }
    if own.cip:
        result["fieldOfStudy"] = f"CIP Canada 2021 {own.cip}"
    if own.credits:
        result["creditsAvailable"] = own.credits
    if own.awarding_body or own.institution:
        result["creator"] = {
            "id": _urn(parameters, "issuer"),
            "type": ["Profile"],
            "name": own.awarding_body or own.institution,
        }
    return result


def case_package(competencies: pd.DataFrame, criteria: pd.DataFrame, parameters: Parameters) -> dict[str, Any]:
    """Return a CASE 1.1 package: competencies as items, performance criteria as items below them."""
    changed = (parameters.data_date or NO_DATE) + MIDNIGHT
    document = {
        "identifier": _uuid(parameters, "document"),
        "uri": _urn(parameters, "document"),
        "caseVersion": CASE_VERSION,
        "creator": parameters.program.institution or "Program team",
        "title": run_parameters.title(parameters),
        "language": parameters.language,
        "version": parameters.program.version,
        "adoptionStatus": "Draft",
        "lastChangeDateTime": changed,
    }
    rows = [(row["competency_id"], row["statement"], "Competency", "") for row in competencies.to_dict("records")]
    rows += [
        (row["criterion_id"], row["text"], "Performance criterion", row["competency_id"])
        for row in criteria.to_dict("records")
    ]
    return {
        "CFDocument": document,
        "CFItems": [_item(parameters, identity, text, kind, changed) for identity, text, kind, _ in rows],
        "CFAssociations": [
            _child_of(parameters, identity, text, parent, place, changed)
            for place, (identity, text, _, parent) in enumerate(rows, start=1)
        ],
    }


def _item(parameters: Parameters, identity: str, text: str, kind: str, changed: str) -> dict[str, Any]:
    return {
        "identifier": _uuid(parameters, identity),
        "uri": _urn(parameters, identity),
        "fullStatement": text,
        "humanCodingScheme": identity,
        "CFItemType": kind,
        "language": parameters.language,
        "lastChangeDateTime": changed,
    }


def _child_of(
    parameters: Parameters, identity: str, text: str, parent: str, place: int, changed: str
) -> dict[str, Any]:
    above = parent or "document"
    title = parent or run_parameters.title(parameters)
    return {
        "identifier": _uuid(parameters, f"{identity} is child of {above}"),
        "uri": _urn(parameters, f"{identity} is child of {above}"),
        "associationType": "isChildOf",
        "sequenceNumber": place,
        "originNodeURI": _node(parameters, identity, text),
        "destinationNodeURI": _node(parameters, above, title),
        "lastChangeDateTime": changed,
    }


def _node(parameters: Parameters, name: str, title: str) -> Mapping[str, str]:
    return {"title": title, "identifier": _uuid(parameters, name), "uri": _urn(parameters, name)}


def _competency_alignments(competencies: pd.DataFrame, parameters: Parameters) -> list[dict[str, Any]]:
    return [
        {
            "type": ["Alignment"],
            "targetType": "CFItem",
            "targetName": row["title"],
            "targetDescription": row["statement"],
            "targetCode": row["competency_id"],
            "targetUrl": _urn(parameters, row["competency_id"]),
        }
        for row in competencies.to_dict("records")
    ]


def _framework_alignments(alignments: pd.DataFrame, parameters: Parameters) -> list[dict[str, Any]]:
    """Return what the program is aligned to in this run: no occupation of one sector in a run on all."""
    own = program.aligned(alignments, parameters.sector)
    has_noc = own["framework"].str.startswith(program.NOC).any()
    carried = [] if has_noc else [{"framework": f"{program.NOC} 2021", "code": code} for code in parameters.program.noc]
    return [
        {
            "type": ["Alignment"],
            "targetType": "ext:Occupation" if row["framework"].startswith(program.NOC) else "ext:Framework",
            "targetName": row["title"] or row["code"],
            "targetCode": row["code"],
            "targetFramework": " ".join(part for part in (row["framework"], row["version"]) if part),
            "targetUrl": row["url"] or _urn(parameters, f"{row['framework']} {row['code']}"),
        }
        for row in pd.concat([own, schemas.frame("alignments", carried)]).to_dict("records")
    ]


def _description(competencies: pd.DataFrame, parameters: Parameters) -> str:
    job = run_parameters.role(parameters)
    shown = "; ".join(competencies["title"]) or "no competency drafted yet"
    return f"Assessed competencies{f' for {job}' if job else ''}: {shown}."


def _narrative(competencies: pd.DataFrame, assessments: pd.DataFrame, parameters: Parameters) -> str:
    hours = run_parameters.hours(parameters)
    parts = [
        parameters.program.award_rule,
        f"{hours:g} hours." if hours else "",
        *(f"{row['competency_id']}: {row['statement']}" for row in competencies.to_dict("records")),
        *(f"Assessed by {row['method']}: {row['title']}." for row in assessments.to_dict("records")),
    ]
    return "\n".join(part for part in parts if part) or "Not yet drafted."


def _uuid(parameters: Parameters, name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "|".join([parameters.study, parameters.sector, parameters.region, name])))


def _urn(parameters: Parameters, name: str) -> str:
    return f"urn:uuid:{_uuid(parameters, name)}"
