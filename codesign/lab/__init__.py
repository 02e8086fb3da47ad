"""JupyterLab as the workbooks need it: how it is started, and the extension that lets opening be enough."""

from codesign.lab.start import LABEXTENSIONS, START, lab_command, lab_environment, open_lab

__all__ = ["LABEXTENSIONS", "START", "lab_command", "lab_environment", "open_lab"]
