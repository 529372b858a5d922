"""The folder that a run leaves behind: whole or not at all, and never over another one."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from vocabulary.messages import FailureError, RefusalError, Word

RESULT = "result.json"
OUT_OF_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
REASONS = {
    errno.ENOENT: "nothing_there",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",  # a file is where a folder above it would have to be
    errno.EISDIR: "a_folder",
    errno.EROFS: "read_only",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "quota",
    errno.EIO: "disk_fails",
    errno.ENAMETOOLONG: "name_too_long",
}
"""What the system's usual refusals are called in the catalogue of sentences."""


@dataclass
class Draft:
    """A hidden folder to write into, and the name that it takes (or has taken, once its block has ended)."""

    path: Path
    target: Path


@contextmanager
def new_folder(out: str | Path, *, numbered: bool = False) -> Iterator[Draft]:
    """Give a hidden folder beside ``out`` to write into; it takes the name ``out`` when the block ends well.

    If the block is left by an error, nothing stays.

    Parameters
    ----------
    numbered
        Whether to name the folder ``out-1``, ``out-2``, …: the first that is free in the end.

    Raises
    ------
    RefusalError
        Before the block: if ``out`` already holds something, or cannot be written.
    FailureError
        If the disk fills up in the block.
    """
    target = Path(out).absolute()
    with _reachable(target):
        if not numbered:
            _refuse_taken(target)
        missing = [folder for folder in target.parents if not folder.exists()]
    draft = Draft(_make_beside(target), target)
    try:
        yield draft
        draft.target = _take_number(draft.path, target) if numbered else _take_name(draft.path, target)
    except BaseException as fault:
        shutil.rmtree(draft.path, ignore_errors=True)
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(fault, OSError) and fault.errno in OUT_OF_SPACE:
            raise FailureError(*_unwritten(target, fault)) from fault
        raise


def _refuse_taken(target: Path) -> None:
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists() or target.is_symlink():
        kind = "run" if (target / RESULT).exists() else "folder" if target.is_dir() else "file"
        raise RefusalError(f"error.out_holds_{kind}", {"out": target})


def _make_beside(target: Path) -> Path:
    """Make a hidden folder beside the target, so that giving it its name is one step."""
    with _reachable(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o777 & ~mask)
    return draft


@contextmanager
def _reachable(target: Path) -> Iterator[None]:
    """Turn what the system says of a path that cannot be looked at or written into a refusal."""
    try:
        yield
    except OSError as fault:
        raise RefusalError(*_unwritten(target, fault)) from fault


def _unwritten(target: Path, fault: OSError) -> tuple[str, dict[str, object]]:
    """Return the sentence on a folder that cannot be written, with the reason where it is one of the usual ones."""
    if fault.errno not in REASONS:
        return "error.out_not_written", {"out": target}
    return "error.out_cannot_be_written", {"out": target, "why": Word(f"reason.{REASONS[fault.errno]}")}


def _take_name(draft: Path, target: Path) -> Path:
    _refuse_taken(target)
    with suppress(FileNotFoundError):
        target.rmdir()  # an empty folder may be given as well as none
    return draft.rename(target)


def _take_number(draft: Path, target: Path) -> Path:
    for number in count(1):
        free = target.with_name(f"{target.name}-{number}")
        if not free.exists():
            with suppress(OSError):  # another run took it in this moment
                return draft.rename(free)
    raise AssertionError("numbers do not end")
