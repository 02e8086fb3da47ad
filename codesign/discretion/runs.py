"""What may be told of a run on one sector or region, where the whole study is told of as well."""

from __future__ import annotations

import pandas as pd

from codesign import schemas
from codesign.discretion.consent import taking_part
from codesign.discretion.counts import shown_groups
from codesign.discretion.groups import bodies_of, interviewed, may_be_told
from codesign.parameters import Parameters


def is_too_small(participants: pd.DataFrame, parameters: Parameters) -> bool:
    """Return whether a run on one sector or region would tell of fewer employers than a group must have."""
    employers = bodies_of(participants, "sector")["employer"].nunique()
    return bool(parameters.sector or parameters.region) and employers < parameters.small_group


def may_leave_the_team(whole: schemas.Tables, parameters: Parameters) -> bool:
    """Return whether a run may be told of to those who also see one of the whole study; see `may_be_told`.

    `whole` are the tables of the study, whatever the sector and region of the run.
    """
    scope = {"sector": parameters.sector, "region": parameters.region}
    chosen = {column: group for column, group in scope.items() if group}
    return not chosen or may_be_told(taking_part(interviewed(whole)), chosen, parameters.small_group)


def without_small_sectors(evidence: pd.DataFrame, participants: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Return the evidence with no sector named that is too small to be told apart.

    The sector of the run is named, since everybody is of it.
    """
    sectors = {parameters.sector, *shown_groups(participants, "sector", parameters.small_group)}
    return evidence.assign(sector=evidence["sector"].where(evidence["sector"].isin(sectors), ""))
