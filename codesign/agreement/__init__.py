"""Agreement between coders, in numbers that say when they mean nothing.

Every coefficient takes a table of units: one row a unit, one column a coder, missing values as NaN or None; the
table holds nothing else. Each comes back as a number that also carries the units and coders it rests on and,
where it is NaN, the reason. `by_code` puts them beside each code of a study, on respondents' words only.
`disagreements` lists where coders differ, and `reconciled` reads codings through what the team decided about that.
"""

from codesign.agreement.codes import COEFFICIENTS, by_code, laid_out
from codesign.agreement.coefficients import (
    Coefficient,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from codesign.agreement.disagreements import KINDS, disagreements, reconciled, with_decisions
from codesign.agreement.families import by_code_of_family, by_family
from codesign.agreement.intervals import bootstrap_interval
from codesign.agreement.overall import WEAK, Overall, overall
from codesign.agreement.unitizing import Unitizing, unitizing_alpha

__all__ = [
    "COEFFICIENTS",
    "KINDS",
    "WEAK",
    "Coefficient",
    "Overall",
    "Unitizing",
    "bootstrap_interval",
    "by_code",
    "by_code_of_family",
    "by_family",
    "cohen_kappa",
    "disagreements",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "laid_out",
    "overall",
    "percent_agreement",
    "reconciled",
    "scott_pi",
    "unitizing_alpha",
    "with_decisions",
]
