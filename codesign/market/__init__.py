"""What stands beside the interviews: job postings read by the sentence, and the learner survey; never overstated.

A match is a sentence in which a verb and what it is done to stand together; people say whether it means the task, and
no share of postings is told before it is known how often the words are right.
"""

from codesign.market.cleaning import plain, sentence_sha256, sentences
from codesign.market.counting import (
    COUNT_COLUMNS,
    MATCH_COLUMNS,
    counted,
    posting_counts,
    posting_matches,
    precisions,
    same_sentence,
)
from codesign.market.dates_and_places import dated_words, day, labelled, order_of
from codesign.market.duplicates import Postings, postings_there
from codesign.market.judging import LEAST_PRECISION, Precision, Verdicts, precision, wilson_interval
from codesign.market.other_wordings import verbs_that_say_the_same
from codesign.market.survey import FINDING_COLUMNS, OTHER_OR_NONE, QUESTIONS, beside, rare_in_words, survey_findings
from codesign.market.trends import DEMAND_COLUMNS, demand, month_range, periods
from codesign.market.unasked import Asked, asked_on_no_task
from codesign.market.wanted import MATCHED_FAMILIES, wanted
from codesign.market.words import stem, terms

__all__ = [
    "COUNT_COLUMNS",
    "DEMAND_COLUMNS",
    "FINDING_COLUMNS",
    "LEAST_PRECISION",
    "MATCHED_FAMILIES",
    "MATCH_COLUMNS",
    "OTHER_OR_NONE",
    "QUESTIONS",
    "Asked",
    "Postings",
    "Precision",
    "Verdicts",
    "asked_on_no_task",
    "beside",
    "counted",
    "dated_words",
    "day",
    "demand",
    "labelled",
    "month_range",
    "order_of",
    "periods",
    "plain",
    "posting_counts",
    "posting_matches",
    "postings_there",
    "precision",
    "precisions",
    "rare_in_words",
    "same_sentence",
    "sentence_sha256",
    "sentences",
    "stem",
    "survey_findings",
    "terms",
    "verbs_that_say_the_same",
    "wanted",
    "wilson_interval",
]
