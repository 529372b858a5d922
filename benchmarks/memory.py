"""What is kept of each resident: state and network, column by column, and what for.

A column counts as far as it grows with the residents: two towns of the same place, one of half the size, are laid side
by side, and the difference in bytes is divided by that in residents. What phases use for a moment is not state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from benchmarks.lived import lived, residents_of
from benchmarks.measuring import FailedError, Result
from benchmarks.whole import PLACE

LEFT_OUT = {"model", "place", "settings", "organizations", "project_agents", "values"}
"""Attributes of the world that hold no columns of residents: bodies' agents, and what was read from files."""
PADDING = "padding"
WORTH_TELLING = 0.005


def measure(quick: bool) -> Result:
    """Return bytes per resident by column."""
    found = per_resident(0.05 if quick else 0.5, 0.1 if quick else 1.0)
    if unexplained := [name for name in found if name not in WHY]:
        raise FailedError(f"nothing says why {unexplained[0]} is needed: say it in benchmarks/memory.py")
    return {"rows": {"memory": sum(found.values())}, "columns": {name: round(size, 3) for name, size in found.items()}}


def per_resident(scale: float, larger: float) -> dict[str, float]:
    """Return the bytes by which each column grows with a resident more, the largest first."""
    small, large = (lived(PLACE, scale=each) for each in (scale, larger))
    more = residents_of(large) - residents_of(small)
    before, after = bytes_of(small.world), bytes_of(large.world)
    growth = {name: (size - before.get(name, 0)) / more for name, size in after.items()}
    return {name: size for name, size in sorted(growth.items(), key=lambda e: (-e[1], e[0])) if size > WORTH_TELLING}


def bytes_of(world: Any) -> dict[str, int]:
    """Return the bytes of each column that a world holds; an array that is held twice counts once."""
    found: dict[str, int] = {}
    seen: set[int] = set()
    for name, array in arrays_in("", world):
        whole = array
        while isinstance(whole.base, np.ndarray):
            whole = whole.base
        if id(whole) in seen:
            continue
        seen.add(id(whole))
        for column, share in shares_of(whole.dtype).items():
            key = f"{name}.{column}" if column else name
            found[key] = found.get(key, 0) + whole.size * share
    return found


def arrays_in(name: str, thing: Any) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    """Yield all arrays that something holds, each with where it is: ``town.ties``."""
    inner: Mapping[str, Any] = {}
    if isinstance(thing, np.ndarray):
        yield name, thing
    elif hasattr(thing, "_asdict"):
        inner = thing._asdict()
    elif isinstance(thing, dict):
        inner = {str(key): value for key, value in thing.items()}
    elif isinstance(thing, list | tuple):
        inner = {str(at): value for at, value in enumerate(thing)}
    elif type(thing).__module__.split(".")[0] == "model":
        inner = {key: value for key, value in vars(thing).items() if key not in LEFT_OUT}
    for key, value in inner.items():
        yield from arrays_in(f"{name}.{key}".lstrip("."), value)


def shares_of(kind: np.dtype[Any]) -> dict[str, int]:
    """Return the bytes of an entry by column; what lies unused between columns is ``PADDING``."""
    if kind.names is None:
        return {"": kind.itemsize}
    sizes = {name: kind[name].itemsize for name in kind.names}
    unused = kind.itemsize - sum(sizes.values())
    return {**sizes, **({PADDING: unused} if unused else {})}


WHY: Mapping[str, str] = {}
