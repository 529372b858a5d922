"""Where the reference engine takes the place of the compiled kernels."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

from tests.reference.interpreted import kernels_of, run_plainly
from tests.reference.rows import plain

WITHIN = ("model", "agents")
"""Whose modules call kernels."""


def callers() -> list[Any]:
    """Return the modules that call kernels; a kernel's own module does not, as it is left whole."""
    import model.governance  # noqa: F401  brings all of them

    found = [module for name, module in sys.modules.items() if name.split(".")[0] in WITHIN]
    return [module for module in found if not module.__name__.startswith("model.kernels.")]


@contextmanager
def in_place_of_kernels(stand_in: Callable[[Any], Callable[..., Any]]) -> Iterator[None]:
    """Let something else stand wherever a kernel is called."""
    with ExitStack() as stack:
        for module in callers():
            for name, kernel in kernels_of(module).items():
                stack.enter_context(mock.patch.object(module, name, stand_in(kernel)))
        yield


def interpreting() -> Any:
    """Return a context in which the kernels' own source is run, not compiled."""
    return in_place_of_kernels(run_plainly)


def walking_one_by_one() -> Any:
    raise NotImplementedError
