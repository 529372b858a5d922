"""Where compiled kernels are kept on disk, and the decorator that makes them.

Numba's disk cache notices an edit in the file of a kernel, but not in the rules of other files that the
kernel names: it would go on running the old ones. So the cache lies in a folder named by a digest of
every source that can enter compiled code; an edit anywhere there leads to a new, empty folder.
"""

import atexit
import gc
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numba.core import event
from numba.core.caching import FunctionCache

P = ParamSpec("P")
R = TypeVar("R")

PROJECT_ROOT = Path(__file__).resolve().parents[1]
COMPILED_SOURCES = ("vocabulary", "agents", "model")
"""Folders whose text can end up in compiled code: of files with a kernel or rule, and of all that those import."""

FOLDERS_KEPT = 6
SECONDS_KEPT = 3600.0
"""A cache folder goes when six others were used since and it has been left alone for an hour."""

_COMPILES = re.compile(r"^@(kernel|kernel_of|rule)\b", re.MULTILINE)
_IMPORTS = re.compile(r"^(?:from ([\w.]+) import (\([^)]*\)|[^\n]*)|import ([\w.]+))", re.MULTILINE)
_FOLDER_NAME = re.compile(r"gongzhi-[0-9a-f]{16}")
_REMOVING = ".removing"
_NUMBA_SETTINGS: Any = numba.config


def source_digest(root: Path) -> str:
    """Return 16 hexadecimal digits that change with any compiled source, version or processor."""
    digest = hashlib.sha256()
    surroundings = (numba.__version__, np.__version__, sys.version, platform.system(), platform.machine())
    digest.update(repr((surroundings, _processor_name())).encode())
    for file in compiled_files(root):
        digest.update(repr((file.relative_to(root).as_posix(), file.read_bytes())).encode())
    return digest.hexdigest()[:16]


def compiled_files(root: Path) -> list[Path]:
    """Return the files whose text can enter compiled code, in order.

    What is imported for type checkers only, or inside a function, is indented and does not count.
    """
    files = {file: file.read_text("utf-8") for folder in COMPILED_SOURCES for file in (root / folder).rglob("*.py")}
    found = {file for file, text in files.items() if _COMPILES.search(text)}
    waiting = list(found)
    while waiting:
        for file in _imported(root, files[waiting.pop()]):
            if file in files and file not in found:
                found.add(file)
                waiting.append(file)
    return sorted(found)


def _imported(root: Path, text: str) -> Iterator[Path]:
    """Yield the files that a source may import: modules, packages, and modules named after ``import``."""
    for package, names, module in _IMPORTS.findall(text):
        dotted = [module or package, *(f"{package}.{name}" for name in re.findall(r"\w+", names))]
        for name in dotted:
            path = root.joinpath(*name.split("."))
            yield path.with_suffix(".py")
            yield path / "__init__.py"


def _processor_name() -> str:
    """Name the processor that Numba compiles for."""
    from llvmlite import binding  # type: ignore[import-untyped,unused-ignore]

    return str(_NUMBA_SETTINGS.CPU_NAME or binding.get_host_cpu_name())


def _user_cache_folder() -> Path:
    """Return the folder where this system keeps a user's caches."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _candidate_bases(root: Path) -> Iterator[Path]:
    """Yield the folders that may hold the caches, the most wanted first."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(os.environ["NUMBA_CACHE_DIR"]).absolute()
    yield root / ".cache" / "numba"
    with suppress(RuntimeError):  # a user without a home
        yield _user_cache_folder() / "gongzhi" / "numba"


def _can_be_used(folder: Path) -> bool:
    """Make the folder if need be, mark it as in use, and say whether files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def choose_cache_folder(root: Path) -> Path:
    """Return a writable folder for the present sources, and remove folders long out of use.

    Parameters
    ----------
    root
        The project's folder.

    Returns
    -------
    Path
        A folder named by `source_digest`, under `NUMBA_CACHE_DIR` where the user set it, else under
        `.cache/numba` of the project, else under the user's caches. Where none of them can be written,
        in a temporary folder that goes when the program ends.
    """
    name = f"gongzhi-{source_digest(root)}"
    for base in _candidate_bases(root):
        folder = base / name
        if _can_be_used(folder):
            remove_old_folders(base)
            return folder
    temporary = Path(tempfile.mkdtemp(prefix="gongzhi-"))
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    folder = temporary / name
    folder.mkdir()
    return folder


def remove_old_folders(base: Path) -> None:
    """Remove cache folders of earlier sources that no running program is likely to use.

    Safe when several programs start at once: a folder is first renamed, which only one of them can do,
    and whatever fails is left for the next start.
    """
    ours = [folder for folder in base.iterdir() if _FOLDER_NAME.fullmatch(folder.name)]
    by_last_use = sorted(ours, key=_last_use, reverse=True)
    for folder in by_last_use[FOLDERS_KEPT:]:
        if time.time() - _last_use(folder) > SECONDS_KEPT:
            with suppress(OSError):
                folder.rename(folder.with_name(f"{folder.name}.{os.getpid()}{_REMOVING}"))
    for doomed in base.glob(f"gongzhi-*{_REMOVING}"):
        shutil.rmtree(doomed, ignore_errors=True)


def _last_use(folder: Path) -> float:
    """Return when a program last started with this folder, in seconds, or 0 if it has just gone."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


CACHE_FOLDER = choose_cache_folder(PROJECT_ROOT)
"""Where this program's kernels are kept."""


def is_off() -> bool:
    """Say whether the user told Numba to compile nothing: kernels are plain functions then."""
    return bool(_NUMBA_SETTINGS.DISABLE_JIT)


class KernelCache(FunctionCache):  # type: ignore[misc, unused-ignore]
    """A kernel's compiled code on disk, safe for several programs that compile it at once.

    Numba numbers the files of a kernel's variants, from 1. Two programs that compile two variants of it could each
    name theirs 1, and one would be taken for the other. So files bear the number of their program too.
    """

    def save_overload(self, sig: Any, data: Any) -> None:
        """Save the code for one kind of arguments."""
        self._cache_file._data_name_pattern = f"{self._impl.filename_base}.{os.getpid()}-{{number:d}}.nbc"
        super().save_overload(sig, data)  # type: ignore[no-untyped-call, unused-ignore]


class CollectsNoGarbage(event.Listener):  # type: ignore[misc, unused-ignore]
    """Keeps Python from looking for garbage while Numba compiles, which makes much that stays: a ninth of the time."""

    depth = 0
    was_on = False

    def on_start(self, event: Any) -> None:
        """Stop looking for garbage; kernels called by a kernel are compiled within it. Numba lets one thread in."""
        if self.depth == 0:
            self.was_on = gc.isenabled()
            gc.disable()
        self.depth += 1

    def on_end(self, event: Any) -> None:
        """Look again once the outermost kernel is done."""
        self.depth -= 1
        if self.depth == 0 and self.was_on:
            gc.enable()


event.register("numba:compile", CollectsNoGarbage())  # type: ignore[no-untyped-call, unused-ignore]


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function when first called, and keep the result on disk for the next program.

    Parameters
    ----------
    function
        A loop over columns that names rules and draws.

    Returns
    -------
    Callable
        The compiled function. It frees the interpreter's lock while it runs; dividing by zero gives
        infinity or NaN; there is no fast-math, so bits are those of plain Python.
    """
    # Set each time: Numba resets its settings when the environment has changed.
    _NUMBA_SETTINGS.CACHE_DIR = str(CACHE_FOLDER)
    njit: Any = numba.njit
    compiled = njit(nogil=True, error_model="numpy", forceinline=True, no_cfunc_wrapper=True)(function)
    if not is_off():
        compiled._cache = KernelCache(function)  # type: ignore[no-untyped-call, unused-ignore]
    return cast(Callable[P, R], compiled)


def kernel_of(signature: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a small function that many kernels call for one signature only: arguments are converted to it.

    Parameters
    ----------
    signature
        As Numba writes it, such as ``"void(float64[:], int64)"``.
    """

    def compile_it(function: Callable[P, R]) -> Callable[P, R]:
        _NUMBA_SETTINGS.CACHE_DIR = str(CACHE_FOLDER)
        njit: Any = numba.njit
        compiled = njit(signature, cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True)(function)
        return cast(Callable[P, R], compiled)

    return compile_it


def compiled_before(module: str = "*") -> bool:
    """Say whether an earlier program left compiled code for exactly these sources.

    Parameters
    ----------
    module
        Last part of a module's name, such as ``"kernels"``, to ask about its kernels only.
    """
    return next(CACHE_FOLDER.glob(f"*/{module}.*.nbi"), None) is not None
