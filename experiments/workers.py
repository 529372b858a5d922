"""How many processes work side by side, and how they are started and ended: deaf to Ctrl-C, never without a parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from experiments import asked


def available_processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worker_count(workers: int | str | None) -> int:
    """Return the number of processes asked for, or that of the processors."""
    return available_processors() if workers is None else asked.whole_number("--workers", workers, low=1)


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Start processes in the block that leave Ctrl-C to this one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def end_with_parent() -> None:
    """Wait for the parent of this process to end, and end with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
