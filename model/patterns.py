"""What base rates of real places say and no indicator shows, read off the residents over a year. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.codes import CHILD, HOME, PARTY, SEEN_COMING, VOLUNTEERS, WHEN_ASKED
from model.columns import Array
from model.indicators import divided
from model.tally import PERSON_TIMES, PROJECT_PLACES

if TYPE_CHECKING:
    from model.world import World


@dataclass(frozen=True)
class Opening:
    """How residents stood when the year opened."""

    week: int
    present: Array
    since: Array
    state: Array
    requests: Array

    @classmethod
    def of(cls, world: World) -> Opening:
        """Note how residents stand now."""
        p = world.people
        return cls(world.week, p.present.copy(), p.since.copy(), p.state.copy(), p.requests.copy())

    def stayed(self, world: World) -> Array:
        """Mark those who live here now and did when the year opened."""
        p = world.people
        return np.asarray((p.present == HOME) & (self.present == HOME) & (p.since == self.since))


def measures(opening: Opening, world: World) -> dict[str, float]:
    """Return the measures of the time since the opening; NaN where one is not defined.

    ``paid_by_fund`` and all that indicators count cover the last 52 weeks: let a year go by.
    """
    return {
        "one_time_reporters": one_time_reporters(opening, world),
        "own_requests": own_requests(opening, world),
        "party_odds": party_odds(opening, world),
        "volunteers_leaving": volunteers_leaving(opening, world),
        "asked_recruits": asked_recruits(opening, world),
        "paid_by_fund": paid_by_fund(world),
    }


def requests(opening: Opening, world: World) -> Array:
    """Return how often each of those who stayed asked for help since the opening; a count stays at 255."""
    stayed = opening.stayed(world)
    return np.asarray(world.people.requests[stayed].astype(np.int64) - opening.requests[stayed])


def one_time_reporters(opening: Opening, world: World) -> float:
    """Return the share that asked once, of those who stayed and asked."""
    made = requests(opening, world)
    return divided(float((made == 1).sum()), float((made > 0).sum()))


def own_requests(opening: Opening, world: World) -> float:
    """Return how often those who stayed asked for help, per 1,000 of them."""
    made = requests(opening, world)
    return divided(1000.0 * float(made.sum()), float(made.size))


def party_odds(opening: Opening, world: World) -> float:
    """Return members' odds of having taken part of their own will over those of others, of adults who stayed."""
    p = world.people
    adults = opening.stayed(world) & (p.age != CHILD)
    member, part = (p.marks & PARTY) > 0, p.last > opening.week
    inside = float((adults & member & part).sum()), float((adults & member & ~part).sum())
    outside = float((adults & ~member & part).sum()), float((adults & ~member & ~part).sum())
    return divided(inside[0] * outside[1], inside[1] * outside[0])


def volunteers_leaving(opening: Opening, world: World) -> float:
    """Return the share of the volunteers and leaders at the opening who stayed and are neither now."""
    were = opening.stayed(world) & (opening.state >= VOLUNTEERS)
    return divided(float((were & (world.people.state < VOLUNTEERS)).sum()), float(were.sum()))


def asked_recruits(opening: Opening, world: World) -> float:
    """Return the share that had been asked, of residents who began to volunteer and whose coming was seen.

    Whoever was asked when they joined or when they began to volunteer had been asked. How those came who took part
    before the first week of the burn-in nobody saw.
    """
    p = world.people
    new = (p.present == HOME) & (p.rose > opening.week) & (p.marks & SEEN_COMING > 0)
    return divided(float((new & (p.marks & WHEN_ASKED > 0)).sum()), float(new.sum()))


def paid_by_fund(world: World) -> float:
    """Return the places that the venture fund paid for over all person-times."""
    counted = world.tally.sums()
    return divided(float(counted[PROJECT_PLACES]), float(counted[PERSON_TIMES]))
