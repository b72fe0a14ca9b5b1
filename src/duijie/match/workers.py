"""Workers (工作进程) of a batch: threads over one engine, or processes that each open their own."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from duijie.match.engine import Engine

Block = TypeVar("Block")
Answer = TypeVar("Answer")
Reopen = Callable[[], Engine]


def in_threads(
    engine: Engine, work: Callable[[Engine, Block], Answer], blocks: Iterable[Block], workers: int
) -> Iterator[Answer]:
    """Yield the answer to each block in order, worked on by threads of this process."""
    with ThreadPoolExecutor(workers, thread_name_prefix="duijie-batch") as pool:
        yield from _in_order(pool, partial(work, engine), blocks, workers)


def in_processes(
    reopen: Reopen, work: Callable[[Engine, Block], Answer], blocks: Iterable[Block], workers: int
) -> Iterator[Answer]:
    """Yield the answer to each block in order; each process opens an engine of its own.

    Processes are started anew, not forked: an open index has threads, which a fork would lose.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_open, initargs=(reopen,)
    ) as pool:
        try:
            yield from _in_order(pool, partial(_worked, work), blocks, workers)
        finally:
            pool.shutdown(cancel_futures=True)


def _in_order(
    pool: Executor, work: Callable[[Block], Answer], blocks: Iterable[Block], workers: int
) -> Iterator[Answer]:
    """Yield answers in the order of their blocks; only a few blocks are under way at once."""
    under_way: deque[Future[Answer]] = deque()
    for block in blocks:
        under_way.append(pool.submit(work, block))
        if len(under_way) > 2 * workers:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


_opened: list[Engine] = []


def _open(reopen: Reopen) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the parent alone
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _opened[:] = [reopen()]


def _worked(work: Callable[[Engine, Block], Answer], block: Block) -> Answer:
    return work(_opened[0], block)


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, however it did."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
