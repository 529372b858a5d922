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
    is_dropped: bool


class _NoIds:
    """Stands where Mesa 3.3 keeps a table of every model ever made, which would keep all of them alive."""

    def __getitem__(self, model: object) -> Iterator[int]:
        return itertools.repeat(0)


class Actor(mesa.Agent):
    """An actor of the subdistrict. ``unique_id`` is given by the model and stays the same after unpickling."""

    _ids: ClassVar[Any] = _NoIds()
    instead: ClassVar[str] = "it is part of the place; leave it out of the place's tables instead"
    """Why the actor cannot be removed by hand, and what to do instead."""
    model: Governance
    unique_id: int

    def __init__(self, model: Governance) -> None:
        super().__init__(model)

    def remove(self) -> None:
        """Leave the model when it drops all its agents; refuse at any other time, for the world needs the actor.

        Raises
        ------
        ValueError
            In a sentence that says what to do instead.
        """
        if not self.model.is_dropped:
            raise ValueError(f"{type(self).__name__} cannot be removed: {self.instead}")
        self.leave()

    def leave(self) -> None:
        """Leave the model's sets of agents."""
        super().remove()
