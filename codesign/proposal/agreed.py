"""How far coders agree, in the words that the proposal, workbook 01 and the command have in common."""

from __future__ import annotations

from collections.abc import Mapping

from codesign.agreement import WEAK, Overall
from codesign.phrases import count_of, listed

WEAKEST = 3


def agreement_words(agreement: Overall) -> list[str]:
    """Return what was compared, what the measure means, and what all codes come to, a sentence or two each."""
    if agreement.reason:
        return [f"Agreement between coders: no figure, since {agreement.reason}."]
    many = len(agreement.codes)
    return [
        f"On the {count_of(agreement.interviews, 'interview')} that two or more of them coded, each code was looked at "
        "by itself, answer by answer: did they all give it to the answer, or none of them?",
        "The measure, Krippendorff's alpha, is 1 where coders always agree and 0 where they agree no more than "
        f"chance alone would; a code under {WEAK:.3f} is too weak to rest a conclusion on.",
        f"All codes together reach {agreement.pooled:z.2f}, over {agreement.judgements:,} judgements of a code and an "
        f"answer; {agreement.share:.0%} of these were alike, most often that the code does not apply.",
        f"Single codes reach {agreement.mean:z.2f} on average, and {agreement.weak} of {count_of(many, 'code')} "
        f"{'is' if agreement.weak == 1 else 'are'} under {WEAK:.3f}.",
    ]


def weakest_words(agreement: Overall, names: Mapping[str, str]) -> str:
    """Return the weakest codes by name, with alpha and n; nothing where there is no figure."""
    each = [
        f"{names.get(code.code_id, code.code_id)} {code.alpha:z.2f} ({code.used} of {code.of} answers)"
        for code in agreement.codes[:WEAKEST]
    ]
    return f"Weakest, with the answers to which somebody gave it: {listed(each)}." if each else ""
