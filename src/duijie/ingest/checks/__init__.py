"""Checks (校验): the words of a cell → a clean value and what was wrong with it."""

from duijie.ingest.checks.checked import Checked, Checker, Fault
from duijie.ingest.checks.checkers import checker_for
from duijie.ingest.checks.codes import looks_confidential

__all__ = ["Checked", "Checker", "Fault", "checker_for", "looks_confidential"]
