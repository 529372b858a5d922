"""Limiting cases with known answers: processes run alone and held against what others derived."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.codes import ATTENDS, CHILD, HOME, IN_COURSE, INACTIVE
from model.accounts import PURPOSES
from model.indicators import ORDER
from model.world import World
from scenarios import OrganizationEntry, Place, load_place
from tests.model.towns import build, live, looking, only, town
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS

STILL = {
    **{f"people.turnover.{group}": 0.0 for group in GROUP_IDS},
    **{f"needs.rate.{domain}": 0 for domain in DOMAIN_IDS},
    **{f"needs.integration_factor.{group}": 0 for group in GROUP_IDS},
    "people.start_aware": 0.0,
    "awareness.media": 0.0,
    "awareness.fading": 0.0,
}
"""Nobody moves, nobody needs anything, nobody knows anything, and nothing is forgotten."""


def village(adults: int, groups: int = 1) -> Place:
    """Return a place of one community and one grid in which only adult locals live."""
    place = load_place("classroom")
    community = replace(
        place.communities[0], residents=adults, grids=1, group_shares=(1.0, 0.0, 0.0, 0.0),
        age_shares=(0.0, 0.0, 0.0, 1.0), party_share=0.0,
    )  # fmt: skip
    entries = tuple(
        OrganizationEntry(f"g{n}", "组", "Group", community.id, "mass", ("mutual_aid",), 0.0, 0.3, False, False)
        for n in range(groups)
    )
    return replace(place, communities=(community,), organizations=entries)


def tie_all(world: World) -> None:
    """Tie everybody to everybody else."""
    people = world.people.size
    others = [[j for j in range(people) if j != i] for i in range(people)]
    world.town = world.town._replace(
        first_tie=np.arange(people + 1, dtype=np.int64) * (people - 1),
        ties=np.array(others, dtype=np.uint32).ravel(),
        layer=np.zeros(people * (people - 1), dtype=np.uint8),
    )


def distances(world: World, seeds: list[int]) -> Any:
    """Return how many ties lie between each resident and the nearest seed; -1 where there is no way."""
    town = world.town
    far = np.full(world.people.size, -1)
    far[seeds] = 0
    queue = deque(seeds)
    while queue:
        i = queue.popleft()
        for j in town.ties[town.first_tie[i] : town.first_tie[i + 1]]:
            if far[j] < 0:
                far[j] = far[i] + 1
                queue.append(int(j))
    return far


def aware(world: World, domain: int) -> Any:
    return (world.people.known >> domain) & 1 == 1


# ---- awareness ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"people.kin_ties": 0, "people.rewired": 0.0, "people.neighbor_ties": 2},
        {"place": "jimingshan", "scale": 0.02},
    ],
    ids=["town", "rings", "jimingshan"],
)
def test_word_of_mouth_reaches_exactly_those_within_distance_t(more):
    place = load_place(more.get("place", "classroom"))
    still = {**STILL, **more, "place": replace(place, standing_policy="departments-only")}
    model = town("departments-only", **{"awareness.tie_chance": 1.0, **still})
    world = model.world
    seeds = {0: [3], 7: [5, world.people.size - 2]}
    for domain, rows in seeds.items():
        for row in rows:
            model.write("known", row, int(world.people.known[row]) | 1 << domain)
    far = {domain: distances(world, rows) for domain, rows in seeds.items()}
    for week in range(1, 12):
        model.step()
        for domain, steps in far.items():
            assert np.array_equal(aware(world, domain), (steps >= 0) & (steps <= week)), f"week {week}"
    assert not np.isin(world.people.known, (0, 1, 1 << 7, 1 | 1 << 7), invert=True).any()
    assert max(steps.max() for steps in far.values()) > 3


def test_without_a_seed_nobody_ever_knows():
    model = town("departments-only", **{"awareness.tie_chance": 1.0, **STILL}, weeks=5)
    assert not model.world.people.known.any()


def test_seen_as_it_happens_word_travels_further_but_only_along_ties():
    still = {**STILL, "awareness.tie_chance": 1.0, "taking_part.sees": "as it happens"}
    model = town("departments-only", **still)
    model.write("known", 3, 1)
    far = distances(model.world, [3])
    model.step()
    heard = aware(model.world, 0)
    assert heard[(far >= 0) & (far <= 1)].all()
    assert heard[far > 1].any()
    assert not heard[far < 0].any()


def test_newly_aware_are_binomial_on_a_complete_graph():
    """Chain-binomial without removal: of N - A unaware each hears with probability 1 - (1 - beta)^A."""
    people, beta, known, weeks = 60, 0.02, 12, 1500
    model = build(village(people), "departments-only", burn_in=0, seed=6, **STILL,
                            **{"awareness.tie_chance": beta})  # fmt: skip
    world = model.world
    tie_all(world)
    newly = []
    with only("spread"):
        for _ in range(weeks):
            world.people.known[:] = 0
            world.people.known[:known] = 1
            model.step()
            newly.append(int(aware(world, 0).sum()) - known)
    chance = 1.0 - (1.0 - beta) ** known
    mean, variance = (people - known) * chance, (people - known) * chance * (1.0 - chance)
    assert np.mean(newly) == pytest.approx(mean, abs=4 * math.sqrt(variance / weeks))
    assert np.var(newly) == pytest.approx(variance, rel=4 * math.sqrt(2 / weeks))


# ---- taking part ----------------------------------------------------------------------------------------------------

NO_NOISE = {
    "taking_part.intercept": -60.0,
    "taking_part.influence": 120.0,
    "taking_part.attention": 1.0,
    "taking_part.spontaneous": 0.0,
}


def riot(second: float) -> int:
    """Return how many of 100 take part in the end, the second-lowest threshold being what is given."""
    model = build(village(100), "fragmented", burn_in=0, seed=2, **STILL, **NO_NOISE,
                            **{"people.start_attends": 0.0, "people.start_volunteers": 0.0})  # fmt: skip
    world = model.world
    tie_all(world)
    world.people.threshold[:] = np.arange(100) / 100.0
    world.people.threshold[1] = second
    world.people.known[:] = 0x1FF
    world.ground.offered[:] = 0x1FF
    world.bodies.places[0] = 1000
    with only("spread", "decide", "attend"):
        live(model, 105)
    return int((world.people.state >= ATTENDS).sum())


def test_thresholds_of_granovetter():
    """With thresholds 0, 1/100, …, 99/100 all take part in the end; without the second, one does (Granovetter 1978)."""
    assert riot(0.01) == 100
    assert riot(0.02) == 1


def test_joining_and_leaving_at_constant_rates_settles_at_their_ratio():
    people, weeks = 1500, 700
    log_odds, leaving = -3.0, 0.02
    settings = {
        **STILL, "taking_part.intercept": log_odds, "taking_part.attention": 1.0, "taking_part.influence": 0.0,
        "taking_part.trust_weight": 0.0, "taking_part.identification_weight": 0.0, "taking_part.match_weight": 0.0,
        "taking_part.aware_weight": 0.0, "taking_part.asked_by_tie": 0.0, "taking_part.spontaneous": 0.0,
        "taking_part.rising": 0.0, "taking_part.leaving": leaving, "people.start_volunteers": 0.0,
        **{f"taking_part.age_cost.{age}": 0.0 for age in AGE_IDS[1:]},
        **{f"taking_part.group_cost.{group}": 0.0 for group in GROUP_IDS},
    }  # fmt: skip
    model = build(village(people), "fragmented", burn_in=0, seed=3, **settings)
    world = model.world
    world.people.known[:] = 0x1FF
    world.ground.offered[:] = 0x1FF
    world.bodies.places[0] = 100_000
    shares = []
    with only("decide", "attend", "change"):
        for week in range(weeks):
            model.step()
            if week >= 200:
                shares.append(float((world.people.state >= ATTENDS).mean()))
    joining = 1.0 / (1.0 + math.exp(-log_odds))
    leaving = 1.0 - math.exp(-leaving)
    exact = joining * (1.0 - leaving) / (joining + leaving - joining * leaving)  # who joins may leave in the same week
    noise = math.sqrt(exact * (1.0 - exact) / people / (len(shares) * (joining + leaving) / 2.0))
    assert np.mean(shares) == pytest.approx(exact, abs=4 * noise)
    assert np.mean(shares) == pytest.approx(joining / (joining + leaving), abs=0.01)


# ---- organizations --------------------------------------------------------------------------------------------------


def test_lifetimes_at_a_constant_hazard_are_geometric():
    groups, hazard = 400, 0.03
    constant = {"organizations.closing": 0.02, "organizations.closing_small": 0.0, "organizations.closing_new": 0.01}
    model = build(village(50, groups), "fragmented", burn_in=0, seed=9, **constant)
    world = model.world
    world.bodies.founded[:] = 30_000  # new for ever, so that both hazards count
    with only("close"):
        live(model, 400)
    closed = world.bodies.closed[:groups]
    assert (closed >= 0).all()
    chance = 1.0 - math.exp(-hazard)
    lives = closed + 1
    assert np.mean(lives) == pytest.approx(1.0 / chance, abs=4 * math.sqrt(1.0 - chance) / chance / math.sqrt(groups))
    for weeks in (10, 30, 60):
        survivors = (1.0 - chance) ** weeks
        error = math.sqrt(survivors * (1.0 - survivors) / groups)
        assert (lives > weeks).mean() == pytest.approx(survivors, abs=4 * error)


# ---- departments alone ----------------------------------------------------------------------------------------------


def test_with_departments_alone_nobody_takes_part_and_departments_meet_what_is_met():
    """No media, so no offers are known: once the window lies behind the burn-in nobody takes part."""
    courses = []

    def look(world: World) -> None:
        courses.append(int((world.needs[: world.open].status == IN_COURSE).sum()))

    with looking(after={"serve": look}):
        model = build(
            "jimingshan",
            "departments-only",
            scale=0.06,
            burn_in=60,
            seed=1,
            **{"awareness.media": 0.0, "asking.hazard.education": 0.3},
        )
        assert model.indicator("participation_rate") > 0.05
        assert courses[-1] > 0, "some are in the middle of a course"
        live(model, 53)
    for name in ("participation_rate", "participation_twice", "participation_this_week", "met_by_others"):
        assert model.indicator(name) == 0.0, name
    met = model.world.tally.sums()
    assert met[1] > 0, "needs are met"
    totals = model.record.totals
    assert (totals[52:, ORDER.index("participation_rate")] == 0.0).all()
    assert (totals[52:, ORDER.index("met_by_others")] == 0.0).all()
    assert (totals[1:, ORDER.index("participation_this_week")] == 0.0).all()
    assert (totals[1:, ORDER.index("activities")][52:] == 0.0).all()


def test_with_departments_alone_from_the_beginning_nothing_is_ever_offered():
    place = replace(load_place("classroom"), standing_policy="departments-only")
    model = town("departments-only", place=place, burn_in=20, scale=0.4, weeks=20)
    world = model.world
    assert (world.people.last < 0).all()
    assert model.indicator("met_by_others") == 0.0
    assert model.indicator("public_dependence") is None, "no organization has any income: its founders' cash is none"
    flows = dict(zip(PURPOSES, world.accounts.flows.tolist(), strict=True))
    paid_by_all = {purpose for purpose, flow in flows.items() if flow}
    assert paid_by_all <= {"start_cash", "casework", "grid_work", "winding_up", "rooms"}, "nothing is offered, bought"
    assert world.project_count == 0, "no project is funded: purchase money goes to casework"
    assert world.extra_casework.sum() > 0.0
    assert ((world.people.state == INACTIVE) | ((world.people.present == HOME) & (world.people.age != CHILD))).all()
