"""One program at a time writes a study: an exclusive lock, which its holder's death releases, and the holder's name."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from vocabulary.messages import FailureError, RefusalError

LOCK, HOLDER = "lock", "holder.json"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a study's folder.

    Raises
    ------
    RefusalError
        At once, naming the holder, if another program has it.
    FailureError
        If the folder cannot be written.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RefusalError("error.study_held", {"store": folder, **holder(folder)}) from None
    except (OSError, NotImplementedError) as fault:
        raise FailureError("error.study_not_written", {"store": folder, "reason": _reason(fault)}) from fault
    try:
        _sign(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink()
        lock.release()


def _sign(folder: Path) -> None:
    """Write down who holds the lock."""
    name = {"pid": os.getpid(), "host": platform.node(), "since": now()}
    try:
        (folder / HOLDER).write_text(json.dumps(name), encoding="utf-8")
    except OSError as fault:
        raise FailureError("error.study_not_written", {"store": folder, "reason": _reason(fault)}) from fault


def holder(folder: Path) -> dict[str, object]:
    """Return process, host and time of whoever holds, or held, the lock; question marks where that is not known."""
    unknown: dict[str, object] = {"pid": "?", "host": "?", "since": "?"}
    try:
        read = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return unknown
    return {**unknown, **read} if isinstance(read, dict) else unknown


def is_held(folder: Path) -> bool:
    """Tell whether a living program holds the lock."""
    if not (folder / HOLDER).exists():
        return False
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    lock.release()
    return False


def now() -> str:
    """Return the time, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _reason(fault: BaseException) -> str:
    return getattr(fault, "strerror", None) or str(fault)
