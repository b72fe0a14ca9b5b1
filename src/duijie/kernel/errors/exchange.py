"""Errors of the exchange between installations."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class ExchangeFileError(DuijieError):
    """A file is no exchange file, or not whole (交换文件有误)."""

    code = "E-EXCHANGE-001"
    what = N_("%(path)s is no whole exchange file: %(why)s.")
    remedy = N_("Export it again; nothing was withdrawn.")
