"""Ties that a researcher gives instead of those that the town draws: from a list, an array, or a networkx graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

from model.columns import Array
from model.kernels.awareness import MOST_TIES
from scenarios.faults import shown
from vocabulary.messages import RefusalError

LAYERS = ("neighbors", "kin and work")
"""Names of the residents' layers, in the order of their numbers."""

NAME = "resident:"
"""How the exported graph names residents, before their number."""

End: TypeAlias = tuple[int, int, int]


def own_ties(given: Any, people: int) -> tuple[Array, Array, Array]:
    """Return both ends and the layer of each tie that was given.

    Parameters
    ----------
    given
        A networkx graph, an array of two columns, or ties as ``(one, other)`` or ``(one, other, layer)``. Residents
        are numbered from 0, or named as in the exported graph.
    people
        How many residents there are.

    Raises
    ------
    RefusalError
        In a sentence, if something given is no tie between two residents.
    """
    if _is_graph(given):
        found = _from_rows(_of_graph(given, people))
    elif isinstance(given, np.ndarray) and given.ndim == 2 and given.shape[1] == 2 and given.dtype.kind in "iu":
        ends = given.astype(np.int64)
        found = ends[:, 0], ends[:, 1], np.zeros(len(ends), dtype=np.uint8)
    elif isinstance(given, Iterable) and not isinstance(given, str | Mapping):
        found = _from_rows(_of_list(given))
    else:
        raise RefusalError("error.ties", {"given": shown(given)})
    _check(*found[:2], people)
    return found


def _is_graph(given: Any) -> bool:
    return hasattr(given, "is_directed") and hasattr(given, "edges")


def _from_rows(rows: Iterator[End]) -> tuple[Array, Array, Array]:
    table = np.array(list(rows), dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2].astype(np.uint8)


def _of_list(given: Iterable[Any]) -> Iterator[End]:
    for tie in given:
        if isinstance(tie, str) or not hasattr(tie, "__len__") or len(tie) not in (2, 3):
            raise RefusalError("error.tie", {"given": shown(tie)})
        yield _resident(tie[0]), _resident(tie[1]), _layer(tie[2] if len(tie) == 3 else LAYERS[0])


def _of_graph(graph: Any, people: int) -> Iterator[End]:
    """Yield a graph's ties; its other nodes must be residents too."""
    if graph.is_directed():
        raise RefusalError("error.ties_directed")
    for node in graph:
        _check_end(_resident(node), people)
    for one, other, data in graph.edges(data=True):
        for name in ("strength", "weight"):
            if data.get(name, 1) != 1:
                raise RefusalError("error.tie_strength", {"name": name, "given": shown(data[name])})
        yield _resident(one), _resident(other), _layer(data.get("layer", LAYERS[0]))


def _resident(given: Any) -> int:
    """Return the number of a resident who is given by it, or by the name in the exported graph."""
    if isinstance(given, str) and given.startswith(NAME) and given.removeprefix(NAME).isdecimal():
        return int(given.removeprefix(NAME))
    if isinstance(given, bool) or not isinstance(given, int | np.integer):
        raise RefusalError("error.tie_name", {"given": shown(given), "name": f"{NAME}7"})
    return int(given)


def _layer(given: Any) -> int:
    if given not in LAYERS:
        raise RefusalError("error.tie_layer", {"given": shown(given), "layers": LAYERS})
    return LAYERS.index(given)


def _check(one: Array, other: Array, people: int) -> None:
    for ends in (one, other):
        for end in ends[(ends < 0) | (ends >= people)][:1]:
            _check_end(int(end), people)
    for end in one[one == other][:1]:
        raise RefusalError("error.tie_to_self", {"given": int(end)})
    ties = np.bincount(np.concatenate([one, other]), minlength=1)
    if ties.max() > MOST_TIES:
        found = {"given": int(ties.argmax()), "count": int(ties.max()), "most": MOST_TIES}
        raise RefusalError("error.ties_many", found)


def _check_end(end: int, people: int) -> None:
    if not 0 <= end < people:
        raise RefusalError("error.tie_end", {"given": end, "last": people - 1})
