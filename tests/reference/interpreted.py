"""The kernels' own source, run by Python instead of compiled."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from tests.reference.rows import Single, WatchedRow, plain

_DONE: dict[Any, Callable[..., Any]] = {}


def source_of(kernel: Any) -> Any:
    """Return the function that is compiled: the kernel itself where NUMBA_DISABLE_JIT is set."""
    return getattr(kernel, "py_func", kernel)


def is_kernel(thing: object) -> bool:
    """Whether this is a kernel, not a rule."""
    uncompiled = isinstance(thing, FunctionType) and thing.__module__.startswith("model.kernels.")
    return uncompiled or callable(getattr(thing, "py_func", None))


def interpreted(kernel: Any) -> Callable[..., Any]:
    """Return a kernel's source as a Python function in which other kernels are interpreted too."""
    if kernel not in _DONE:
        source = source_of(kernel)
        names: dict[str, Any] = {}
        _DONE[kernel] = FunctionType(source.__code__, names, source.__name__, source.__defaults__)
        for name, thing in source.__globals__.items():
            names[name] = interpreted(thing) if is_kernel(thing) else thing
        names["float"] = as_compiled
    return _DONE[kernel]


def as_compiled(value: Any) -> Any:
    """Return a number as a float; a float32 stays one, as it does when compiled."""
    return value if isinstance(value, Single) else float(value)


def run_plainly(kernel: Any) -> Callable[..., Any]:
    """Return a kernel's source as something that can be called in its place."""
    source = interpreted(kernel)

    def call(*given: Any) -> Any:
        with np.errstate(over="ignore"):  # words of 64 bits are meant to run over
            return source(*(plain(thing, WatchedRow) for thing in given))

    return call


def kernels_of(module: ModuleType) -> dict[str, Any]:
    """Return the kernels that a module names."""
    return {name: thing for name, thing in vars(module).items() if is_kernel(thing)}
