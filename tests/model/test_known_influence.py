"""Limiting cases with known answers: how many neighbors it takes, who is asked by whom, and who comes to an event.

Influence by share is in ``test_known_answers.py`` and ``test_known_networks.py``. Nothing here is worked out by the
model's own rules; a share is held within four standard errors of its formula.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest

from agents.codes import EVENT, PARTY
from tests.model.alone import (
    ALIKE,
    EVERYTHING,
    NO_NOISE,
    ORGANIZERS,
    TAKING_PART,
    UNLIMITED,
    alone,
    crowd,
    four_errors,
    taking_part,
    village,
)
from tests.model.towns import live, with_levers
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS

# ---- how many neighbors it takes ------------------------------------------------------------------------------------

SIDE = 20
GRAPHS: dict[str, Any] = {
    "square lattice": nx.convert_node_labels_to_integers(
        nx.grid_2d_graph(SIDE, SIDE, periodic=True), ordering="sorted"
    ),
    "ring, radius 3": nx.circulant_graph(SIDE * SIDE, (1, 2, 3)),
    "random": nx.gnm_random_graph(SIDE * SIDE, 5 * SIDE * SIDE, seed=4),
}
"""Graphs of 400."""


def contagion(graph: Any, seed: Any, **more: Any) -> Any:
    """Return a village in which a few take part, and nobody leaves; own thresholds would let nobody else begin."""
    state = {**dict.fromkeys(seed, 1), **dict.fromkeys(range(len(graph), len(graph) + ORGANIZERS), 2)}
    settings = {**NO_NOISE, "taking_part.asked_by_tie": 0.0, **more}
    return crowd(len(graph), graph, initial={"threshold": 5.0, "state": state}, **settings)


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("needed", [1, 2, 3])
def test_by_count_who_begins_is_who_has_so_many_neighbors_taking_part(name, needed):
    """Chalupa, Leath and Reich 1979, bootstrap percolation: week by week exactly who it reaches, until it stops.

    The seed is a tenth of all where two are needed, a third where three are, and one of them where one is enough.
    """
    graph = GRAPHS[name]
    ends = nx.to_numpy_array(graph, nodelist=range(len(graph)))
    seed = np.random.default_rng(2).choice(len(graph), {1: 1, 2: 40, 3: 130}[needed], replace=False).tolist()
    model = contagion(graph, seed, **{"taking_part.influence_rule": "count", "taking_part.influence_count": needed})
    active = np.zeros(len(graph), dtype=bool)
    active[seed] = True
    for week in range(1, 26):
        active |= ends @ active >= needed
        assert np.array_equal(taking_part(live(model, 1)), active), f"week {week}"
    assert active.sum() > len(seed)


@pytest.mark.parametrize("name", GRAPHS)
def test_simple_contagion_goes_one_step_a_week(name):
    """One neighbor is enough, whatever the count: in week t exactly those take part who are within t steps of one."""
    graph = GRAPHS[name]
    steps = nx.single_source_shortest_path_length(graph, 7)
    far = np.array([steps.get(node, 10_000) for node in range(len(graph))])
    model = contagion(graph, [7], **{"taking_part.influence_rule": "simple", "taking_part.influence_count": 10})
    for week in range(1, 26):
        assert np.array_equal(taking_part(live(model, 1)), far <= week), f"week {week}"


def asking(each: int, most: int, **more: Any) -> Any:
    """Return a village in which so many each are tied to 0, 1, ..., ``most`` who take part, these coming last.

    There are twenty sets of those, since one resident has 4,095 ties at most.
    """
    people, sets = (most + 1) * each, 20
    ties = [
        (k * each + n, people + n % sets * most + one) for k in range(most + 1) for n in range(each) for one in range(k)
    ]
    first = people + sets * most
    state = {**dict.fromkeys(range(people, first), 1), **dict.fromkeys(range(first, first + ORGANIZERS), 2)}
    initial = {"threshold": 5.0, "state": state, **more.pop("initial", {})}
    return crowd(first, ties, initial=initial, **{**ALIKE, **more})


def test_influence_adds_to_the_log_odds_of_whom_it_reaches():
    """Tied to k who take part, one joins with L(-2 + 1.5) where k is at least two, and with L(-2) otherwise."""
    each, most = 2500, 3
    odds = {"taking_part.intercept": -2.0, "taking_part.influence": 1.5}
    rule = {"taking_part.influence_rule": "count", "taking_part.influence_count": 2}
    model = live(asking(each, most, **odds, **rule), 1)
    joined = taking_part(model)[: (most + 1) * each].reshape(most + 1, each).mean(axis=1)
    for k, share in enumerate(joined):
        likely = 1.0 / (1.0 + math.exp(2.0 - 1.5 * (k >= 2)))
        assert share == pytest.approx(likely, abs=four_errors(likely, each)), f"{k} neighbors"


# ---- being asked ----------------------------------------------------------------------------------------------------

ASKERS = 6
ASKED: dict[str, Any] = {
    "taking_part.attention": 0.9, "taking_part.influence": 0.0, "taking_part.intercept": -1.0,
    "taking_part.aware_weight": 0.5, "taking_part.asked_weight": 2.0,
}  # fmt: skip


@pytest.mark.parametrize("by_tie", [0.03, 0.15])
@pytest.mark.parametrize("aware", [False, True])
def test_k_active_ties_ask_with_k_hazards_and_who_is_asked_joins_more(by_tie, aware):
    """q = 1 - e^(-a k) are asked by k ties; of them L(x + 2) join, of the others L(x) if they know of an offer.

    x = -1, and 0.5 more for who knows; everybody thinks of it with chance 0.9. Who knows of nothing and is not asked
    does not come.
    """
    each = 1000
    initial = {"known": EVERYTHING if aware else 0}
    model = live(asking(each, ASKERS, initial=initial, **ASKED, **{"taking_part.asked_by_tie": by_tie}), 1)
    joined = taking_part(model)[: (ASKERS + 1) * each].reshape(ASKERS + 1, each).mean(axis=1)
    x = -1.0 + 0.5 * aware
    when_asked, alone = 1.0 / (1.0 + math.exp(-x - 2.0)), aware / (1.0 + math.exp(-x))
    for k, share in enumerate(joined):
        asked = 1.0 - math.exp(-by_tie * k)
        likely = 0.9 * (asked * when_asked + (1.0 - asked) * alone)
        assert share == pytest.approx(likely, abs=four_errors(likely, each)), f"{k} ties"


WITH_EVENTS = (
    "note_who_runs", "receive_income", "open_rooms", "work", "supply", "spread", "plan_brand_events",
    "hold_activities", "decide", "attend", "feel",
)  # fmt: skip


def with_events(turnout: float, openness: float) -> dict[str, Any]:
    """Return what makes a brand event with places for a tenth of all residents each week."""
    policy = with_levers(
        "fragmented", activation__brand_projects=True, activation__events_per_year=52, activation__event_size=0.1
    )
    return {
        "policy": policy, "phases": WITH_EVENTS, "taking_part.event_turnout": turnout,
        "activation.event_openness": openness, "activation.event_hours_per_place": 0.005,
    }  # fmt: skip


@pytest.mark.parametrize("spoken_to", [0.0, 0.3])
def test_ties_and_an_event_ask_apart_from_each_other(spoken_to):
    """Who was at a brand event the week before is asked with 1 - (1 - e) e^(-a k); they know of nothing."""
    each = 6000
    settings = {**ASKED, **with_events(10.0, 1.0), "taking_part.asked_by_tie": 0.15}
    spoken = {"activation.event_asks": spoken_to, "activation.event_tells": 0.0}
    model = live(asking(each, ASKERS // 2, initial={"known": 0}, **{**settings, **spoken}), 1)
    people = (ASKERS // 2 + 1) * each
    rows = model.world.people[:people]
    visited = (rows.contact & EVENT > 0) & (rows.state == 0)
    joined = taking_part(live(model, 1))[:people] & visited
    for k in range(ASKERS // 2 + 1):
        of = slice(k * each, (k + 1) * each)
        many = int(visited[of].sum())
        assert many > 300
        likely = 0.9 * (1.0 - (1.0 - spoken_to) * math.exp(-0.15 * k)) / (1.0 + math.exp(-1.0))
        assert joined[of].sum() / many == pytest.approx(likely, abs=four_errors(likely, many)), f"{k} ties"


# ---- a brand event --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("turnout", "openness"), [(0.4, 0.0), (0.9, 0.6), (0.9, 1.0)])
def test_adults_turn_up_at_a_brand_event_as_its_size_and_their_barriers_say(turnout, openness):
    """With places for a tenth of all, 0.1 t e^(-(1 - o) cost) turn up, cost being that of age and group.

    Fewer than there are places for, so that all who come find one; nobody takes part otherwise.
    """
    each = 1500
    ages, groups = (0.0, 0.7, 1.2), (0.0, 0.4, 0.3, 0.9)
    age, group = (np.repeat(level.ravel(), each) for level in np.meshgrid((1, 2, 3), range(4), indexing="ij"))
    people = age.size
    settings: dict[str, Any] = {
        **ALIKE, **with_events(turnout, openness), "taking_part.intercept": -60.0,
        **{f"taking_part.age_cost.{name}": cost for name, cost in zip(AGE_IDS[1:], ages, strict=True)},
        **{f"taking_part.group_cost.{name}": cost for name, cost in zip(GROUP_IDS, groups, strict=True)},
    }  # fmt: skip
    given = {"age": dict(enumerate(age.tolist())), "group": dict(enumerate(group.tolist()))}
    model = live(crowd(people, [], initial=given, **settings), 1)
    came = model.world.people.last[:people] == model.world.week
    for cost in sorted({a + g for a in ages for g in groups}):
        of = np.isclose(np.array(ages)[age - 1] + np.array(groups)[group], cost)
        likely = 0.1 * turnout * math.exp(-(1.0 - openness) * cost)
        assert came[of].mean() == pytest.approx(likely, abs=four_errors(likely, int(of.sum()))), f"cost {cost}"


# ---- which offer ----------------------------------------------------------------------------------------------------

OFFERS = ("mutual_aid", "culture", "education")
EACH_RUN_BY = 4
RAISED_FOR = 30


def choosing(seed: int, **more: Any) -> Any:
    """Return a village of three groups of one domain each, of which the first is led by a Party member.

    Residents are locals and migrants in turn, and interested in none, one, or two of the domains; they come last.
    """
    people = 4000
    place = village(people + EACH_RUN_BY * len(OFFERS), len(OFFERS))
    entries = tuple(replace(one, domains=(name,)) for one, name in zip(place.organizations, OFFERS, strict=True))
    home = replace(place.communities[0], group_shares=(0.5, 0.5, 0.0, 0.0))
    place = replace(place, organizations=entries, communities=(home,))
    run_by = np.repeat(np.arange(len(OFFERS)), EACH_RUN_BY)
    rows = np.arange(people)
    bits = [1 << DOMAIN_IDS.index(name) for name in OFFERS]
    interests = np.array([0, bits[0], bits[1], bits[1] | bits[2]])
    initial = {
        "known": EVERYTHING,
        "state": np.concatenate([[3], np.full(run_by.size - 1, 2), np.zeros(people, int)]),
        "organization": np.concatenate([run_by, np.full(people, -1)]),
        "marks": np.concatenate([[PARTY], np.zeros(run_by.size - 1 + people, int)]),
        "group": np.concatenate([np.zeros(run_by.size, int), rows % 2]),
        "interest": np.concatenate([np.zeros(run_by.size, int), interests[rows // 2 % 4]]),
    }
    policy = with_levers("fragmented", activation__red_grid=True)
    return alone(place, ties=[], seed=seed, policy=policy, initial=initial, **{**UNLIMITED, **ALIKE, **more})


@pytest.mark.parametrize("only", ["legitimacy", "reputation", "company", "interest", "all"])
def test_offers_are_chosen_in_proportion_to_the_exponential_of_their_appeal(only):
    """McFadden 1974: exp(score) / sum of exp(scores), a score being 2 L + 1.5 R + 1.2 C, and 1 where it interests.

    Legitimacy is that of a group with a Party member at its head, 1 - e^(-s d (1 - (1 - v)^t)), and 0 of the others.
    Company is 0.4 for the group around whose people it formed, and 0.3 in either case, as half of all live there.
    Reputation, which ratings alone move, is written into the world: 0.1, 0.5 and 0.9.
    """
    weights = {"legitimacy": 2.0, "reputation": 1.5, "company": 1.2, "interest": 1.0}
    for name in weights:
        weights[name] *= only in (name, "all")
    settings: dict[str, Any] = {
        **{f"taking_part.{name}_choice": weight for name, weight in weights.items()}, "taking_part.core": 0.4,
        "activation.depth_of_leader": 0.3, "embedding.depth_speed": 0.1, "embedding.legitimacy_slope": 5.0,
        "activation.goose_pull": 0.0, "taking_part.intercept": 10.0,
    }  # fmt: skip
    legitimate = 1.0 - math.exp(-5.0 * 0.3 * (1.0 - 0.9**RAISED_FOR))
    reputations = np.array([0.1, 0.5, 0.9])
    chosen, likely = np.zeros((2, 4, 3)), np.zeros((2, 4, 3))
    variance = np.zeros((2, 4, 3))
    for seed in (1, 2, 3):
        model = choosing(seed, phases=("note_who_runs", "work", "embed_organizations"), **settings)
        model = live(model, RAISED_FOR).fork(model.policy, phases=TAKING_PART)
        bodies = model.world.bodies
        bodies.reputation[:3] = reputations
        formed_around = bodies.company[:3].argmax(axis=1)
        people = live(model, 1).world.people[EACH_RUN_BY * 3 :]
        came = people.organization >= 0
        assert came.mean() > 0.999
        for group in range(2):
            company = 0.6 * 0.5 + 0.4 * (formed_around == group)
            for kind in range(4):
                of = (np.arange(people.size) % 2 == group) & (np.arange(people.size) // 2 % 4 == kind) & came
                interested = np.array([kind == 1, kind >= 2, kind == 3])
                score = weights["legitimacy"] * np.array([legitimate, 0.0, 0.0]) + weights["interest"] * interested
                score += weights["reputation"] * reputations + weights["company"] * company
                share = np.exp(score) / np.exp(score).sum()
                chosen[group, kind] += np.bincount(people.organization[of], minlength=3)
                likely[group, kind] += of.sum() * share
                variance[group, kind] += of.sum() * share * (1.0 - share)
    off = (chosen - likely) / np.sqrt(variance)
    assert np.abs(off).max() < 4.0, off
