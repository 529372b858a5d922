"""What every agent of the model shares: a genuine Mesa agent whose state lies in the world's columns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, ClassVar, Protocol

import mesa


class Governance(Protocol):
    """What an actor needs of the model that it lives in."""

    world: Any
    place: Any


class _NoIds:
    """Stands where Mesa 3.3 keeps a table of every model ever made, which would keep all of them alive."""

    def __getitem__(self, model: object) -> Iterator[int]:
        return itertools.repeat(0)


class Actor(mesa.Agent):
    """An actor of the subdistrict. ``unique_id`` is given by the model and stays the same after unpickling."""

    _ids: ClassVar[Any] = _NoIds()
    model: Governance
    unique_id: int

    def __init__(self, model: Governance) -> None:
        super().__init__(model)
