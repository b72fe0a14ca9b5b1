"""Errors of learning: a file of judgements, runs or predictions that cannot be used."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class LearnFileError(DuijieError):
    """A file that learning or evaluation reads cannot be used (学习评测文件有误).

    `why` names row, field and value where there are any, `remedy` says what to do.
    """

    code = "E-LEARN-001"
    what = N_("The file %(path)s cannot be used: %(why)s.")
    remedy = N_("%(remedy)s")
    exit_code = 1


class EvaluationError(DuijieError):
    """An evaluation cannot be made of what was given (无法评测)."""

    code = "E-LEARN-002"
    what = N_("This cannot be evaluated: %(why)s.")
    remedy = N_("%(remedy)s")


class JudgingError(DuijieError):
    """A judging round cannot go on as asked (标注无法继续)."""

    code = "E-LEARN-003"
    what = N_("Judging “%(name)s” cannot go on: %(why)s.")
    remedy = N_("%(remedy)s")
