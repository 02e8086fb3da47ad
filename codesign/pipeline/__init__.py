"""Runs the workbooks in order and keeps the record of the run; the only place that knows papermill."""

from codesign.pipeline.document import Made, make_proposal
from codesign.pipeline.runs import RunResult, run, workbooks

__all__ = ["Made", "RunResult", "make_proposal", "run", "workbooks"]
