"""Errors of the index and its encoders."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class IndexMissingError(DuijieError):
    """There is no index yet (尚未建立索引)."""

    code = "E-INDEX-001"
    what = N_("There is no index in %(path)s yet.")
    remedy = N_("Please run: duijie index build")


class IndexDamagedError(DuijieError):
    """The index cannot be read (索引已损坏)."""

    code = "E-INDEX-002"
    what = N_("The index in %(path)s is damaged: %(detail)s.")
    remedy = N_("Nothing is lost: it is derived from the records. Please run: duijie index build")


class IndexBusyError(DuijieError):
    """Another process is writing the index (索引正被占用)."""

    code = "E-INDEX-003"
    what = N_("Another process is writing the index in %(path)s.")
    remedy = N_("Wait until it is done, then run the command again.")


class IndexOutdatedError(DuijieError):
    """The index has another schema version (索引版本过旧)."""

    code = "E-INDEX-004"
    what = N_("The index has version %(have)s; version %(need)s is needed.")
    remedy = N_("Please run: duijie index build")


class FilterSyntaxError(DuijieError):
    """A filter cannot be read (筛选条件有误)."""

    code = "E-INDEX-005"
    what = N_("The filter “%(text)s” cannot be read at position %(position)s: %(why)s.")
    remedy = N_("Write for example: %(example)s")


class ReleaseError(DuijieError):
    """A model release is missing, corrupt or incompatible (模型版本不可用)."""

    code = "E-INDEX-006"
    what = N_("The model release “%(release)s” cannot be used: %(why)s.")
    remedy = N_("%(remedy)s")


class EncoderError(DuijieError):
    """An encoder failed or answered nonsense (编码器出错)."""

    code = "E-INDEX-007"
    what = N_("The encoder “%(encoder)s” failed: %(why)s.")
    remedy = N_("%(remedy)s")
