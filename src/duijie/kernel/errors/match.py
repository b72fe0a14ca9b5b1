"""Errors of matching."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class RequestError(DuijieError):
    """A match request cannot be served (匹配请求有误)."""

    code = "E-MATCH-001"
    what = N_("The request cannot be matched: %(why)s.")
    remedy = N_("%(remedy)s")


class RecordMissingError(DuijieError):
    """A record is not there (记录不存在)."""

    code = "E-MATCH-002"
    what = N_("There is no record “%(record_id)s”.")
    remedy = N_("Check the identifier; `duijie records` shows how many records are there.")
