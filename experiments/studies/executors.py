"""Where runs are lived: in this process, in threads, in processes of their own, or on a cluster.

Each is an executor of the standard library, so that any other one with that interface fits. Processes have one more
gift: a worker that dies, or is ended for taking too long, takes exactly one task with it, and says so.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, InvalidStateError, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

from experiments.workers import end_with_parent, interrupts_ignored
from vocabulary.messages import RefusalError

IN_PROCESS, THREADS, PROCESSES, DASK = "in-process", "threads", "processes", "dask"
NAMES = (IN_PROCESS, THREADS, PROCESSES, f"{DASK}:tcp://HOST:PORT")
GRACE_SECONDS = 5.0
"""What a worker gets beyond a limit, to say itself that it was passed; and a dead one, to be noticed as such."""
START_SECONDS = 60.0
"""What a new worker gets on top, to start, to read the libraries, and to compile what is not on disk."""
CONNECT_SECONDS = 10
MEGABYTE = 1_000_000


class LostWorkerError(Exception):
    """A worker ended in the middle of its task: ``cause`` is ``lost`` or ``time``."""

    def __init__(self, cause: str, detail: str) -> None:
        super().__init__(cause, detail)
        self.cause, self.detail = cause, detail


class InProcess(Executor):
    """Runs what is submitted at once, in this process."""

    capacity = 1

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function and return its future, which is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:
            future.set_exception(fault)
        return future


class Slot:
    """A process of its own, and the task that it is at."""

    def __init__(self, memory_mb: int | None) -> None:
        self.memory_mb = memory_mb
        self.pool: ProcessPoolExecutor | None = None
        self.process: Any = None
        self.future: Future[Any] | None = None
        self.end = self.dead_since = 0.0
        self.overtime = self.broken = False

    @property
    def free(self) -> bool:
        """Whether nothing is at work here."""
        return self.future is None or self.future.done()

    def submit(self, seconds: float, fn: Callable[..., Any], args: Any, kwargs: Any) -> Future[Any]:
        """Hand a task to the process, which is started if need be."""
        if self.broken:
            self.drop()
        outer: Future[Any] = Future()
        self.future, self.overtime, self.dead_since = outer, False, 0.0
        self.end = time.monotonic() + seconds + GRACE_SECONDS + (0.0 if self.pool else START_SECONDS)
        try:
            inner = self._started(fn, args, kwargs)
        except BrokenProcessPool:  # it died between two tasks: nothing was lost
            self.drop()
            self.end += START_SECONDS
            inner = self._started(fn, args, kwargs)
        inner.add_done_callback(lambda done: self._hand_on(done, outer))
        return outer

    def _started(self, fn: Callable[..., Any], args: Any, kwargs: Any) -> Future[Any]:
        if self.pool is not None:
            return self.pool.submit(fn, *args, **kwargs)
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(1, mp_context=context, initializer=prepare_worker, initargs=(self.memory_mb,))
        others = set(multiprocessing.active_children())
        with interrupts_ignored():  # it starts here, and must leave Ctrl-C to this process
            inner = self.pool.submit(fn, *args, **kwargs)
        self.process = next(iter(set(multiprocessing.active_children()) - others), None)
        return inner

    def _hand_on(self, inner: Future[Any], outer: Future[Any]) -> None:
        """Give what the pool gave to whoever waits."""
        fault = None if inner.cancelled() else inner.exception()
        if isinstance(fault, BrokenProcessPool):
            fault = self._lost()
        elif inner.cancelled():
            fault = LostWorkerError(cause="lost", detail="cancelled")
        with suppress(InvalidStateError):  # it was given up before
            outer.set_exception(fault) if fault else outer.set_result(inner.result())

    def _lost(self) -> LostWorkerError:
        """Return how the process ended, and note that its pool is broken.

        It is let go later: this may be called from a thread of the pool that holds its lock, and whoever shuts it down
        or drops it there waits for ever.
        """
        process = self.process
        if process is not None:
            process.join(GRACE_SECONDS)
        self.broken = True
        if self.overtime:
            return LostWorkerError(cause="time", detail="the worker was ended: the run took longer than its limit")
        return LostWorkerError(cause="lost", detail=ended_how(None if process is None else process.exitcode))

    def watch(self) -> None:
        """End a process that is over its time; give up on one that is dead and has not been noticed."""
        if self.free or self.process is None:
            return
        now = time.monotonic()
        if now > self.end and not self.overtime:
            self.overtime = True
            self.process.kill()
        if self.process.is_alive():
            return
        self.dead_since = self.dead_since or now
        if now > self.dead_since + GRACE_SECONDS:
            future, fault = self.future, self._lost()
            with suppress(InvalidStateError):
                assert future is not None
                future.set_exception(fault)

    def drop(self) -> None:
        """Let go of the pool, so that the next task starts a new one."""
        pool, self.pool, self.broken = self.pool, None, False
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def kill(self) -> None:
        """End the process at once."""
        if self.process is not None and self.process.is_alive():
            self.process.kill()
            self.process.join(GRACE_SECONDS)


class Processes(Executor):
    """Processes, each for itself: what happens to one concerns none of the others."""

    def __init__(self, workers: int, memory_mb: int | None = None) -> None:
        self.slots = [Slot(memory_mb) for _ in range(workers)]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a task to a process that is free.

        Raises
        ------
        RuntimeError
            If all are at work: whoever submits keeps no more tasks in flight than there are workers.
        """
        seconds = max((getattr(arg, "seconds", 0.0) for arg in args), default=0.0) or threading.TIMEOUT_MAX
        free = [slot for slot in self.slots if slot.free]
        if not free:
            raise RuntimeError("all workers are at work")
        slot = next((slot for slot in free if slot.pool is not None), free[0])
        return slot.submit(seconds, fn, args, kwargs)

    def watch(self) -> None:
        """Look after the processes; to be called now and then."""
        for slot in self.slots:
            slot.watch()

    def kill(self) -> None:
        """End all processes at once, whatever they are at."""
        for slot in self.slots:
            slot.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes end. Those that are idle go at once."""
        for slot in self.slots:
            if not slot.free:
                slot.kill()
            slot.drop()
        for slot in self.slots:
            if slot.process is not None and wait:
                slot.process.join(GRACE_SECONDS)
                slot.kill()


def prepare_worker(memory_mb: int | None) -> None:
    """Leave Ctrl-C to the parent, end with it, however it ends, and keep to a limit of memory (on Linux)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    if memory_mb is not None and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory_mb * MEGABYTE, memory_mb * MEGABYTE))


def ended_how(code: int | None) -> str:
    """Return in words how a process ended."""
    if code is None:
        return "the worker ended"
    if code >= 0:
        return f"the worker ended with exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    return f"the worker was killed ({name}), perhaps for want of memory" if code == -9 else f"the worker died ({name})"


def open_executor(name: str, workers: int, memory_mb: int | None = None) -> Executor:
    """Return the executor of a name.

    Raises
    ------
    RefusalError
        If there is none of that name, or what it needs is not installed or does not answer.
    """
    if name == IN_PROCESS:
        return InProcess()
    if name == THREADS:
        return ThreadPoolExecutor(workers, thread_name_prefix="run")
    if name == PROCESSES:
        return Processes(workers, memory_mb)
    if name.startswith(f"{DASK}:"):
        return _dask(name.removeprefix(f"{DASK}:"))
    raise RefusalError("error.study_executor", {"given": name, "known": NAMES})


def _dask(address: str) -> Executor:
    try:
        from distributed import Client
    except ImportError:
        raise RefusalError("error.study_no_dask") from None
    try:
        client: Any = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as fault:
        raise RefusalError("error.study_no_scheduler", {"given": f"{DASK}:{address}", "reason": fault}) from fault
    return Cluster(client)


class Cluster(Executor):
    """The workers of a dask scheduler."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.executor = client.get_executor(pure=False)

    @property
    def capacity(self) -> int:
        """Threads of all workers that are there now."""
        threads: dict[str, int] = self.client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a task to the cluster."""
        future: Future[Any] = self.executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take back what has not been done, and leave the cluster."""
        self.executor.shutdown(wait=False)
        self.client.close()


def capacity(executor: Executor, workers: int) -> int:
    """Return how many tasks an executor is given at once."""
    return int(getattr(executor, "capacity", workers))
