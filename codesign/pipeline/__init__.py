"""Runs the workbooks in order and keeps the record of the run; the only place that knows papermill."""
