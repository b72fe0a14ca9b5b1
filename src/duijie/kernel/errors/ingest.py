"""Errors that stop a whole import; a bad row is a `Problem`, never an error."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class SourceError(DuijieError):
    """A file cannot be read at all (文件无法读取)."""

    code = "E-INGEST-001"
    what = N_("The file %(path)s cannot be read: %(why)s.")
    remedy = N_("%(remedy)s")
    exit_code = 1


class SourcePathError(SourceError):
    """There is no file to be read where the call says (路径有误): the call is wrong, not data."""

    code = "E-INGEST-003"
    exit_code = 2


class MappingError(DuijieError):
    """A column mapping does not fit (列映射有误)."""

    code = "E-INGEST-002"
    what = N_("The column mapping does not fit: %(why)s.")
    remedy = N_("%(remedy)s")
    exit_code = 1
