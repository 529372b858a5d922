"""Where the reference engine takes the place of the compiled kernels."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np

from tests.reference import (
    activities,
    asking,
    awareness,
    contacts,
    feelings,
    judging,
    likely,
    luck,
    money,
    needs,
    organizations,
    people,
    project_work,
    projects,
    roles,
    routing,
    services,
    taking_part,
    ties,
)
from tests.reference.interpreted import kernels_of, run_plainly, source_of
from tests.reference.rows import plain

WITHIN = ("model", "agents")
"""Whose modules call kernels."""
NO_LIFE = ("model.numerics",)
"""What has a kernel of its own beside the week's: how this machine reckons, of which a fingerprint is made."""
SUBJECTS = (
    activities, asking, awareness, contacts, feelings, judging, likely, money, needs, organizations, people,
    project_work, projects, roles, routing, services, taking_part, ties,
)  # fmt: skip
"""Where the walks are: each bears the name of the kernel that it stands in for, and takes what that is given."""


def draw_one(now: Any) -> float:
    return luck.one(now.key, now.process, now.identity, now.week, now.part)


def draw_each(now: Any) -> Any:
    return np.array([luck.one(now.key, now.process, who, now.week, now.part) for who in now.identities.tolist()])


def walk_for(kernel: Any) -> Callable[[Any], Any] | None:
    """Return what stands in for a kernel, if there is something."""
    name = kernel.__name__
    if name in ("draw_one", "draw_each"):
        return {"draw_one": draw_one, "draw_each": draw_each}[name]
    return next((vars(subject)[name] for subject in SUBJECTS if name in vars(subject)), None)


def walk(kernel: Any) -> Callable[..., Any]:
    """Return a function to call in a kernel's place: the walk is given by name what the kernel takes."""
    stand_in = walk_for(kernel)
    if stand_in is None:
        raise LookupError(f"the reference engine has nothing in the place of {kernel.__name__}")
    names = tuple(inspect.signature(source_of(kernel)).parameters)

    def call(*given: Any) -> Any:
        return stand_in(SimpleNamespace(**dict(zip(names, map(plain, given), strict=True))))

    return call


def callers() -> list[ModuleType]:
    """Return the modules that call kernels in a life; those of the kernels themselves are left as they are."""
    import model.governance  # noqa: F401  brings all of them

    found = [module for name, module in sys.modules.items() if name.split(".")[0] in WITHIN]
    return [module for module in found if not module.__name__.startswith(("model.kernels.", *NO_LIFE))]


def kernels_called() -> list[tuple[ModuleType, str, Any]]:
    """Return, for each module that calls kernels, under which names it knows which; all of them were imported."""
    return [
        (module, name, kernel)
        for module in callers()
        for name, kernel in kernels_of(module).items()
        if name not in ("add", "draw_four")  # called by kernels only
    ]


@contextmanager
def in_place_of_kernels(stand_in: Callable[[Any], Callable[..., Any]]) -> Iterator[None]:
    """Let something else stand wherever a kernel is called."""
    with ExitStack() as stack:
        for module, name, kernel in kernels_called():
            stack.enter_context(mock.patch.object(module, name, stand_in(kernel)))
        yield


def walking_one_by_one() -> Any:
    """Return a context in which models live without compiled code: one resident, body or need at a time."""
    return in_place_of_kernels(walk)


def interpreting() -> Any:
    """Return a context in which the kernels' own source is run, not compiled."""
    return in_place_of_kernels(run_plainly)
