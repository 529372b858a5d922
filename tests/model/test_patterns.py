"""Measures of base rates against plain counts, kept by looking at the world between the phases of the week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.codes import ATTENDS, BY_THEMSELVES, CHILD, HOME, MOST_REQUESTS, NEVER, PARTY, VOLUNTEERS, WHEN_ASKED
from model.kernels.taking_part import JOINS, asked
from model.patterns import Opening, measures, requests
from model.randomness import CONSIDERS, MOVES, draws4
from model.tally import PERSON_TIMES, PROJECT_PLACES, TICKETS
from model.world import World
from tests.model.towns import live, looking, town
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS

BEFORE, YEAR = 20, 52
NOBODY_ASKS: dict[str, Any] = {f"asking.hazard.{domain}": 0.0 for domain in DOMAIN_IDS}
NOBODY_MOVES: dict[str, Any] = {f"people.turnover.{group}": 0.0 for group in GROUP_IDS}
NOBODY_INVITES: dict[str, Any] = {
    "taking_part.asked_by_tie": 0.0,
    "taking_part.asked_by_outreach": 0.0,
    "taking_part.asked_at_activity": 0.0,
    "activation.visit_asks": 0.0,
    "activation.event_asks": 0.0,
    "embedding.alliance_asks": 0.0,
}
ONLY_THEY_ASK: dict[str, Any] = {
    **{f"asking.found.{domain}": 0.0 for domain in DOMAIN_IDS},
    "asking.outreach_finds": 0.0,
    "activation.visit_finds": 0.0,
}


class Invitations:
    """Who came how, seen from outside: each joining and each rise, with whether the draws say that they were asked."""

    def __init__(self) -> None:
        self.came: dict[int, int] = {}
        self.rose: dict[int, int] = {}

    def kept(self) -> Any:
        return looking(
            before={"change": self.remember}, after={"move": self.forget, "decide": self.joined, "change": self.risen}
        )

    def forget(self, world: World) -> None:
        for row in np.flatnonzero(world.people.since == world.week):
            self.came.pop(int(row), None)
            self.rose.pop(int(row), None)

    def joined(self, world: World) -> None:
        v: Any = world.values.compiled
        for row in np.flatnonzero(world.wish == JOINS):
            luck = draws4(world.key, CONSIDERS, int(world.town.names[row]), world.week)[1]
            invited = luck < asked(world.people, int(row), v.taking_part, v.activation, v.embedding)
            self.came[int(row)] = WHEN_ASKED if invited else BY_THEMSELVES

    def remember(self, world: World) -> None:
        self.before = world.people.state.copy()

    def risen(self, world: World) -> None:
        p: Any = world.values.taking_part
        for row in np.flatnonzero((self.before == ATTENDS) & (world.people.state == VOLUNTEERS)):
            self.rose[int(row)] = world.week
            luck = draws4(world.key, MOVES, int(world.town.names[row]), world.week)[1]
            if world.people.placed[row] >= 0 and luck < p.asked_at_activity:
                self.came[int(row)] = WHEN_ASKED


@pytest.fixture(scope="module")
def year() -> tuple[Any, Opening, Invitations]:
    invitations = Invitations()
    with invitations.kept():
        model = live(town("full", scale=0.5), BEFORE)
        opening = Opening.of(model.world)
        live(model, YEAR)
    return model, opening, invitations


def stayed(model: Any, opening: Opening) -> list[int]:
    p = model.world.people
    return [
        i for i in range(p.size) if p.present[i] == HOME and p.since[i] <= opening.week and opening.present[i] == HOME
    ]


def test_those_who_stayed_are_those_who_did_not_come_in_the_year(year):
    model, opening, _ = year
    assert stayed(model, opening) == list(np.flatnonzero(opening.stayed(model.world)))
    assert 0 < len(stayed(model, opening)) < (model.world.people.present == HOME).sum()


def test_one_time_reporters_are_those_who_asked_once(year):
    model, opening, _ = year
    made = [int(model.world.people.requests[i]) - int(opening.requests[i]) for i in stayed(model, opening)]
    found = measures(opening, model.world)
    assert found["one_time_reporters"] == made.count(1) / sum(one > 0 for one in made)
    assert found["own_requests"] == pytest.approx(1000 * sum(made) / len(made))
    assert max(made) > 1


def test_a_request_is_a_ticket_that_nobody_else_raised():
    model = town("full", scale=0.5, **ONLY_THEY_ASK, **NOBODY_MOVES)
    opening = Opening.of(model.world)
    live(model, YEAR)
    assert requests(opening, model.world).sum() == model.world.tally.sums()[TICKETS] > 50


def test_what_others_find_is_no_request():
    model = live(town("full", scale=0.5, **NOBODY_ASKS), 52)
    assert model.world.people.requests.sum() == 0
    assert model.world.tally.sums()[TICKETS] > 20


def test_a_count_of_requests_stays_at_255():
    model = town("full", scale=0.5, **ONLY_THEY_ASK, **NOBODY_MOVES)
    model.world.people.requests[:] = MOST_REQUESTS - 1
    made = live(model, YEAR).world.people.requests
    assert set(made.tolist()) == {MOST_REQUESTS - 1, MOST_REQUESTS}


def test_newcomers_begin_with_no_requests():
    model = live(town("full", **{f"people.turnover.{group}": 0.95 for group in GROUP_IDS}), 52)
    p = model.world.people
    new = (p.since == model.world.week) & (p.present == HOME)
    assert new.any()
    assert set(p.rose[new]) == {NEVER}
    assert p.requests[new].max() <= 1  # the week of coming counts


def test_party_odds_are_those_of_a_table_of_four(year):
    model, opening, _ = year
    p = model.world.people
    cells = {(member, part): 0 for member in (True, False) for part in (True, False)}
    for i in stayed(model, opening):
        if p.age[i] != CHILD:
            cells[bool(p.marks[i] & PARTY), p.last[i] > opening.week] += 1
    odds = cells[True, True] / cells[True, False] / (cells[False, True] / cells[False, False])
    assert measures(opening, model.world)["party_odds"] == pytest.approx(odds)


def test_odds_without_members_are_not_defined():
    model = town("full")
    model.world.people.marks[:] = 0
    opening = Opening.of(model.world)
    found = measures(opening, live(model, 2).world)
    assert np.isnan(found["party_odds"])


def test_volunteers_who_leave_are_those_who_are_neither_volunteer_nor_leader_at_the_end(year):
    model, opening, _ = year
    were = [i for i in stayed(model, opening) if opening.state[i] >= VOLUNTEERS]
    left = [i for i in were if model.world.people.state[i] < VOLUNTEERS]
    assert left
    assert measures(opening, model.world)["volunteers_leaving"] == len(left) / len(were)


def test_recruits_who_were_asked_are_those_whom_the_draws_say_were_asked(year):
    model, opening, seen = year
    p = model.world.people
    new = [i for i, week in seen.rose.items() if week > opening.week and p.present[i] == HOME and i in seen.came]
    invited = [i for i in new if seen.came[i] == WHEN_ASKED]
    assert 0 < len(invited) < len(new)
    assert measures(opening, model.world)["asked_recruits"] == len(invited) / len(new)


def test_where_nobody_asks_no_recruit_was_asked():
    model = town("full", scale=0.5, **{"taking_part.rising": 0.01}, **NOBODY_INVITES)
    opening = Opening.of(model.world)
    assert measures(opening, live(model, YEAR).world)["asked_recruits"] == 0.0


def test_the_fund_pays_for_its_places(year):
    model, opening, _ = year
    counted = model.world.tally.sums()
    found = measures(opening, model.world)["paid_by_fund"]
    assert found == counted[PROJECT_PLACES] / counted[PERSON_TIMES] > 0
    without = live(town("fragmented"), 26)
    assert measures(Opening.of(without.world), without.world)["paid_by_fund"] == 0.0


def test_measuring_changes_nothing():
    one, other = town("full", weeks=4), town("full", weeks=4)
    opening = Opening.of(one.world)
    live(one, 4)
    measures(opening, one.world)
    assert live(one, 2).digest() == live(other, 6).digest()
