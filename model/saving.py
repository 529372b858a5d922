"""Saving a model and loading it again, to the bit.

A saved run is one file without any pickle. Its first line is JSON: what the file is, the number of its format, a
fingerprint of the sources that wrote it, and the SHA-256 of all that follows. What follows is a NumPy archive (npz):
an array for every column, and ``state``, JSON text that says where in the model each of them stands and holds
everything that is no array.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from model.compiling import COMPILED_SOURCES, PROJECT_ROOT
from model.describing import Describing, Restoring
from model.rebuilding import described, restored
from vocabulary.messages import RefusalError

if TYPE_CHECKING:
    from model.governance import GovernanceModel

WHAT, FORMAT = "saved run", 1
SOURCES = (*COMPILED_SOURCES, "scenarios")
LONGEST_LINE = 1000
Model = TypeVar("Model", bound="GovernanceModel")


@cache
def fingerprint() -> str:
    """Return the SHA-256 of all sources on which a run depends, the same on every machine."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for file in sorted((PROJECT_ROOT / folder).rglob("*.py")):
            text = file.read_text(encoding="utf-8")  # line ends are those of the machine, and do not count
            digest.update(repr((file.relative_to(PROJECT_ROOT).as_posix(), text)).encode())
    return digest.hexdigest()


# ---- files ----------------------------------------------------------------------------------------------------------


def save(model: GovernanceModel, path: str | Path) -> None:
    """Write a model into a file, which is there whole or not at all."""
    target = Path(path).absolute()
    handle, draft = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(as_bytes(model))
        mask = os.umask(0)
        os.umask(mask)
        Path(draft).chmod(0o666 & ~mask)
        Path(draft).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise


def as_bytes(model: GovernanceModel) -> bytes:
    """Return what a saved run's file holds; the same state gives the same bytes."""
    describe = Describing()
    text = json.dumps(described(model, describe), ensure_ascii=False)
    archive = io.BytesIO()
    np.savez_compressed(archive, state=np.frombuffer(text.encode(), dtype=np.uint8), **describe.arrays)
    body = archive.getvalue()
    head = {"gongzhi": WHAT, "format": FORMAT, "sources": fingerprint(), "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head).encode() + b"\n" + body


def load(kind: type[Model], path: str | Path) -> Model:
    """Return the model that a file holds.

    Raises
    ------
    RefusalError
        If the file cannot be read, is no saved run, is damaged, or was written by other sources or in another format.
    """
    try:
        written = Path(path).read_bytes()
    except OSError as fault:
        raise RefusalError("error.saved_not_read", {"file": path}) from fault
    body = _checked(written, path)
    with np.load(io.BytesIO(body), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    state = json.loads(arrays.pop("state").tobytes())
    return restored(kind, state, Restoring(arrays))


def _checked(written: bytes, path: str | Path) -> bytes:
    """Return a saved run's archive, once its first line has been held against it and against these sources."""
    line, _, body = written.partition(b"\n")
    try:
        head = json.loads(line) if len(line) <= LONGEST_LINE else None
    except ValueError:
        head = None
    if not isinstance(head, dict) or head.get("gongzhi") != WHAT:
        raise RefusalError("error.saved_is_none", {"file": path})
    if head.get("format") != FORMAT:
        raise RefusalError("error.saved_format", {"file": path, "given": head.get("format"), "known": FORMAT})
    if head.get("sha256") != hashlib.sha256(body).hexdigest():
        raise RefusalError("error.saved_damaged", {"file": path})
    if head.get("sources") != fingerprint():
        raise RefusalError("error.saved_sources", {"file": path})
    return body
