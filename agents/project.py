"""Projects: what organizations do with money that a round awarded, as one state machine (C6-C8, D1, D2, D4)."""

from __future__ import annotations

from agents.base import Actor, Governance
from vocabulary.categories import DOMAIN_IDS

PURCHASE, VENTURE = 0, 1
"""Whose money: a department's purchase, or the venture fund."""

SET, CALL, SELECT, EXECUTE, SUPERVISE, RATE, PAY, CLOSED = range(8)
PHASES = ("set", "call", "select", "execute", "supervise", "rate", "pay", "closed")
"""A round begins with its agenda being set; a project answers the call, is selected or not, is executed and supervised
week by week, discussed and rated, paid the rest, and closed."""

NEXT = {
    SET: (CALL,),
    CALL: (SELECT, CLOSED),
    SELECT: (EXECUTE, CLOSED),
    EXECUTE: (SUPERVISE, CLOSED),
    SUPERVISE: (EXECUTE, RATE, CLOSED),
    RATE: (EXECUTE, PAY),
    PAY: (CLOSED,),
    CLOSED: (),
}
"""What may follow on each phase. A project comes into being under the agenda that was set, as its organization answers
the call; what is not selected is closed; what is selected is executed from the week after. A contract is rated in its
last weeks and goes on to its end; a body that dissolves closes its projects."""


class Project(Actor):
    """A view of a project's row. Its methods are its events."""

    instead = "it ends in its own time, or in the week after the organization that does it has been closed"

    def __init__(self, model: Governance, row: int) -> None:
        self.row = row
        super().__init__(model)

    def move_to(self, phase: int) -> None:
        """Go on to a phase.

        Raises
        ------
        ValueError
            If that phase does not follow on the present one.
        """
        now = int(self._column("phase"))
        if phase not in NEXT[now]:
            raise ValueError(f"a project does not go from {PHASES[now]} to {PHASES[phase]}")
        self.model.world.projects.phase[self.row] = phase
        if phase == CLOSED:
            self.leave()

    def _column(self, name: str) -> float:
        return float(self.model.world.projects[name][self.row])

    @property
    def phase(self) -> str:
        """The phase that it is in."""
        return PHASES[int(self._column("phase"))]

    @property
    def is_venture(self) -> bool:
        """Whether the venture fund pays for it; else a department's purchase money does."""
        return bool(self._column("kind") == VENTURE)

    @property
    def organization(self) -> int:
        """Slot of the organization that does it."""
        return int(self._column("body"))

    @property
    def domain(self) -> str:
        """Its domain."""
        return DOMAIN_IDS[int(self._column("domain"))]

    @property
    def budget(self) -> float:
        """Yuan awarded, at the model's scale."""
        return self._column("budget") / 100.0

    @property
    def paid(self) -> float:
        """Yuan paid so far, at the model's scale."""
        return self._column("paid") / 100.0

    @property
    def stars(self) -> int | None:
        """Stars, 1 to 5, once it has been rated under star rating."""
        return int(self._column("stars")) or None

    @property
    def score(self) -> float | None:
        """Score of the appraisal, 0 to 1, once it has been rated."""
        return self._column("score") if self._column("rated") >= 0 else None

    @property
    def delivered_quality(self) -> float | None:
        """Quality delivered, 0 to 1, once it has been rated."""
        return self._column("quality") if self._column("rated") >= 0 else None
