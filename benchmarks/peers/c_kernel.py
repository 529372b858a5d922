"""The C kernel: compiled on the spot with the machine's own compiler, to hold others against."""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.skipping import SkippedError
from benchmarks.peers.spec import (
    INDICATORS,
    START_QUALITY,
    Array,
    Run,
    Town,
    members_by_organization,
    ties_by_resident,
)

NAME = "C"
LINE = "a loop in C over compact arrays, single precision, fast-math, a cheap hash for the draws"
SOURCE = Path(__file__).with_name("kernel.c")
COMPILING = ("-O3", "-march=native", "-ffast-math", "-fopenmp-simd", "-fPIC", "-c")
LINKING = ("-shared",)
"""Without -ffast-math: linked with it, a library takes the smallest numbers from the whole program that loads it."""


@cache
def library() -> Any:
    """Compile the kernel and load it.

    Raises
    ------
    SkippedError
        Where there is no compiler, or it fails.
    """
    compiler = next((found for name in (os.environ.get("CC"), "cc", "gcc", "clang") if (found := which(name))), None)
    if compiler is None:
        raise SkippedError("there is no C compiler on this machine (cc, gcc or clang)")
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compiled, linked = str(folder / "kernel.o"), str(folder / "kernel.so")
    for words in ((*COMPILING, str(SOURCE), "-o", compiled), (*LINKING, compiled, "-o", linked, "-lm")):
        if subprocess.run([compiler, *words], capture_output=True, check=False).returncode:
            raise SkippedError("the C compiler of this machine refuses the kernel")
    return ctypes.CDLL(linked)


def which(name: str | None) -> str | None:
    """Return where a program is, if it is on this machine."""
    return shutil.which(name) if name else None


def at(array: Array) -> ctypes.c_void_p:
    """Return where an array begins."""
    return ctypes.c_void_p(array.ctypes.data)


def begin(town: Town, seed: int) -> Run:
    """Lay the town out for the kernel and return what lives its weeks."""
    run = library().run
    ties, members = ties_by_resident(town), members_by_organization(town)
    organization = town.organization.astype(np.int32)
    flags = [town.aware.astype(np.uint8), town.aware.astype(np.uint8)]
    trust, need = town.trust.astype(np.float32), np.full(town.residents, -1, np.int8)
    quality = np.full(town.organizations, START_QUALITY, np.float32)
    sums = np.zeros((town.organizations, len(INDICATORS)))
    lived = 0

    def live(weeks: int) -> Array:
        nonlocal lived
        rows = np.empty((weeks, len(INDICATORS)))
        run(
            ctypes.c_long(weeks), ctypes.c_long(town.residents), ctypes.c_long(town.organizations), at(ties.first),
            at(ties.entries), at(organization), at(members.first), at(members.entries), at(flags[0]), at(flags[1]),
            at(trust), at(need), at(quality), at(sums), at(rows), ctypes.c_uint64(seed), ctypes.c_uint64(lived),
        )  # fmt: skip
        if weeks % 2:
            flags.reverse()
        lived += weeks
        return rows

    return live
