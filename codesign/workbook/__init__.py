"""What a notebook shows and asks: one study, seen through the parameters of the notebook's first cell."""

from codesign.workbook.document import make_proposal
from codesign.workbook.made import Made
from codesign.workbook.notebook import Workbook, open_workbook

__all__ = ["Made", "Workbook", "make_proposal", "open_workbook"]
