"""Runs the workbooks in order and keeps the record of the run; the only place that knows papermill."""

from codesign.runs.chain import RunResult, run
from codesign.runs.execution import workbooks

__all__ = ["RunResult", "run", "workbooks"]
