"""What a team asks of its codings: which codes stand where, together, with whom, and how strongly.

Every function takes evidence, the table of `coding.attributed`: words of respondents only, with who said them.
"""

from codesign.analysis.meeting import co_occurrence
from codesign.analysis.stretches import code_by_interview, stretches

__all__ = ["co_occurrence", "code_by_interview", "stretches"]
