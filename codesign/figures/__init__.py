"""Charts and diagrams as pictures: one message each, readable in grey, the same bytes each time.

Every picture carries alternative text that says the message and the numbers, so nothing is told by a picture alone.
"""

from codesign.figures.bars import employer_bars
from codesign.figures.canvas import ACCENT, FAMILY_COLOURS, GREY, INK, Figure
from codesign.figures.flow import flow
from codesign.figures.growth import growth
from codesign.figures.pathway import pathway
from codesign.figures.rated_tasks import RatedTask, rated_tasks

__all__ = [
    "ACCENT", "FAMILY_COLOURS", "GREY", "INK", "Figure", "RatedTask", "employer_bars", "flow", "growth", "pathway",
    "rated_tasks",
]  # fmt: skip
