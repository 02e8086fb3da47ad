"""Screens for the workbooks: live in JupyterLab, an escaped table everywhere else; data and a callback in."""

from codesign.widgets.interviews import coding_panel
from codesign.widgets.screen import Screen

__all__ = ["Screen", "coding_panel"]
