"""Logs (日志): one JSON object a line on the standard error output, each with its request."""

import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

import orjson

# The id of the request that is being answered; "" outside of one.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# What a library may put beside a line and what must not be kept: the request holds cookies.
_LEFT_OUT = frozenset({"request", "server_time", "exc_text"})


class JsonLines(logging.Formatter):
    """A log record as one JSON object: when, how grave, where, what, and what stands beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        beside = {
            name: value
            for name, value in vars(record).items()
            if name not in _OWN and name not in _LEFT_OUT
        }
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _without_address(record),
        }
        request_id = REQUEST_ID.get()
        if request_id:
            line["request_id"] = request_id
        if record.exc_info:
            line["error"] = "".join(traceback.format_exception(*record.exc_info))
        return orjson.dumps(line | beside, default=str).decode()


def _without_address(record: logging.LogRecord) -> str:
    """Return what a line says, with the route for the address, which may hold a secret link."""
    said, request = record.getMessage(), getattr(record, "request", None)
    path = getattr(request, "path", "")
    if len(path) < len("/x/"):
        return said
    match = getattr(request, "resolver_match", None)
    return said.replace(path, f"/{match.route}" if match else "/…")


def log_to_stderr(level: str = "INFO") -> None:
    """Let the process write its log lines to the standard error output."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[stream], force=True)
    # Each answer is logged once by our own middleware, with its request.
    logging.getLogger("django.server").setLevel(logging.WARNING)
    logging.getLogger("django.request").setLevel(logging.ERROR)
