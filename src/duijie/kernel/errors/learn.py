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


class PromotionRefusedError(DuijieError):
    """A release does not go live, or an earlier one not again (版本变更被拒绝)."""

    code = "E-LEARN-004"
    what = N_("The release “%(release)s” stays as it is: %(why)s.")
    remedy = N_("%(remedy)s")
    exit_code = 1


class JournalDamagedError(DuijieError):
    """The journal of releases was changed or cannot be read (版本日志已损坏)."""

    code = "E-LEARN-005"
    what = N_("The journal of releases %(path)s is damaged at line %(line)s.")
    remedy = N_(
        "Matching goes on as before. Put the file back from a backup, or move it aside: "
        "what is live does not depend on it."
    )


class ReleasesBusyError(DuijieError):
    """Another command is changing what is live (版本正在变更)."""

    code = "E-LEARN-006"
    what = N_("Another command is changing the releases in %(path)s.")
    remedy = N_("Wait until it is done, then run the command again.")


class TrainingRefusedError(DuijieError):
    """There is too little to learn from (无法训练)."""

    code = "E-LEARN-007"
    what = N_("No ranker is trained: %(why)s.")
    remedy = N_("%(remedy)s")
    exit_code = 1
