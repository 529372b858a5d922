"""Spreads replicates over processes: the same results whatever their number, and no process left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from experiments.progress import Progress
from vocabulary.messages import FailureError

Result = TypeVar("Result")
Task = Callable[[Callable[[], None], int], Result]
LOOK_SECONDS = 0.25

_counter: Any = None  # in a worker: the histories that all workers have done so far


def available_processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(task: Task[Result], replicates: int, workers: int, progress: Progress) -> list[Result]:
    """Run a task for each replicate and return what it gave, in the order of the replicates.

    Parameters
    ----------
    task
        Takes a function to call after each history, and the number of a replicate. With more than one worker it goes to
        other processes, so it must be picklable.
    workers
        With one, everything runs in this process.

    Raises
    ------
    FailureError
        If a worker was killed.
    """
    workers = min(workers, replicates)
    if workers == 1:
        return [task(progress.advance, replicate) for replicate in range(replicates)]
    context = multiprocessing.get_context("spawn")
    counter = context.Value("q", 0)
    with _pool(context, counter, workers) as pool:
        with interrupts_ignored():  # processes start here, and must leave Ctrl-C to this one
            futures = [pool.submit(_run_in_worker, partial(task, _tick), replicate) for replicate in range(replicates)]
        try:
            return _results(futures, counter, progress)
        except BrokenProcessPool as fault:
            raise FailureError("error.worker_lost") from fault


def _results(futures: Sequence[Future[Result]], counter: Any, progress: Progress) -> list[Result]:
    """Move the progress bar until all is done; raise the first error at once."""
    left: set[Future[Result]] = set(futures)
    while left:
        done, left = wait(left, timeout=LOOK_SECONDS, return_when=FIRST_EXCEPTION)
        progress.reach(counter.value)
        for future in done:
            future.result()
    return [future.result() for future in futures]


@contextmanager
def _pool(context: Any, counter: Any, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that ends with the block, at once if the block was left by an error."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker, initargs=(counter,))
    try:
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - others:
            child.kill()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


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


def _prepare_worker(counter: Any) -> None:
    """Leave Ctrl-C to the parent, and end with it, however it ends."""
    global _counter
    _counter = counter
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Wait for the parent of this process to end, and end with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run_in_worker(task: Callable[[int], Result], replicate: int) -> Result:
    return task(replicate)


def _tick() -> None:
    with _counter.get_lock():
        _counter.value += 1
