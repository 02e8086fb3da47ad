"""Rules for the wording of tasks and competencies, as sentences a team can act on.

Words and patterns are data, a folder a language (`rules/en`, `rules/fr`). The rules were tried on 18,796 O*NET task
statements: what fails real work is a remark there, never an error. docs/methods.md lists the rules with what they
found.
"""

from codesign.wording.lexicon import language_of
from codesign.wording.problems import competency_problems, task_problems
from codesign.wording.rules import LABEL_WORDS, STATEMENT_WORDS, Remark, task_remarks
from codesign.wording.setting_aside import open_remarks, reasons, remarks_set_aside, wording_sha256

__all__ = [
    "LABEL_WORDS",
    "STATEMENT_WORDS",
    "Remark",
    "competency_problems",
    "language_of",
    "open_remarks",
    "reasons",
    "remarks_set_aside",
    "task_problems",
    "task_remarks",
    "wording_sha256",
]
