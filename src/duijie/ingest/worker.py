"""Checking in a process of its own, while this one stores records."""

import os
import pickle
import signal
import struct
import subprocess  # nosec: our own module, no shell
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from duijie.ingest.chunks import CheckedChunk, CheckPlan, checked_chunks
from duijie.kernel.errors import DuijieError, SourceError
from duijie.kernel.words import N_

_LENGTH = struct.Struct("<Q")


def checked_chunks_aside(plan: CheckPlan) -> Iterator[CheckedChunk]:
    """Yield every chunk of the plan's source, read and checked by a process started for it.

    A new interpreter, not a fork: the caller may hold database connections and threads. The
    process checks the next chunk while the caller stores this one, and never runs further ahead.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    worker = subprocess.Popen(
        # -P: the folder we were called in may hold anything, also a file called pickle.py.
        [sys.executable, "-P", "-c", "from duijie.ingest.worker import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert worker.stdin is not None  # noqa: S101  (for the type checker: both are pipes)
    assert worker.stdout is not None  # noqa: S101
    try:
        with suppress(BrokenPipeError):  # it ended at once: `_receive` says so
            _send(worker.stdin, plan)
        while True:
            message = _receive(worker.stdout)
            if isinstance(message, DuijieError):
                raise message
            if message is None:
                return
            if not isinstance(message, tuple):
                raise SourceError(
                    path=plan.source.path,
                    why=N_("the process that read it ended"),
                    remedy=N_("There may be too little memory; start the import again."),
                )
            yield CheckedChunk(*message)
    finally:
        worker.kill()
        worker.wait()
        with suppress(BrokenPipeError):
            worker.stdin.close()
        worker.stdout.close()


def _send(stream: IO[bytes], message: object) -> None:
    packed = pickle.dumps(message, protocol=5)
    stream.write(_LENGTH.pack(len(packed)))
    stream.write(packed)
    stream.flush()


def _receive(stream: IO[bytes]) -> object:
    """Return the next message; False when the other side ended without a word."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return False
    (length,) = _LENGTH.unpack(head)
    packed = stream.read(length)
    if len(packed) < length:
        return False
    return pickle.loads(packed)  # noqa: S301  (from the process that we started)


def serve() -> None:
    """Answer the plan on standard input with its checked chunks on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller ends this process
    # Whatever prints must not get between the messages.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    plan = _receive(sys.stdin.buffer)
    if not isinstance(plan, CheckPlan):
        return
    try:
        for chunk in checked_chunks(plan):
            _send(out, _as_tuple(chunk))
        _send(out, None)
    except DuijieError as error:
        _send(out, error)
    except BrokenPipeError:
        os._exit(0)  # the caller is gone; nothing that is buffered can reach it


def _as_tuple(chunk: CheckedChunk) -> tuple[object, ...]:
    return (
        chunk.last_row, chunk.rows, chunk.record_ids, chunk.values, chunk.problems,
        chunk.blank, chunk.rejected, chunk.repaired_rows, chunk.rejected_ids,
    )  # fmt: skip
