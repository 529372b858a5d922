"""Which offer residents choose, by whom it is left, and who stands first in line for its places."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from agents.codes import EVENT
from agents.rules.taking_part import wait, wait_at_least
from model.columns import BODY, RESIDENT, columns
from model.compiling import kernel
from model.kernels.offers import choose_offer, list_offers, mean_waits, queue_up
from model.randomness import history_key, unit
from tests.model.alone import alone, village
from tests.reference.interpreted import run_plainly

RESIDENTS = 40_000
OPENNESS = 0.4
KEY = history_key(5)


@kernel
def choose_all(
    people: Any, bodies: Any, places: Any, first: Any, listed: Any, p: Any, openness: float, key: Any, week: int,
    chosen: Any,
) -> None:  # fmt: skip
    """Write what each resident chooses."""
    means = np.empty((8, bodies.size))
    for row, company in ((0, 1.0), (4, 1.0 - openness)):
        by_company = p.company_choice * company
        mean_waits(bodies, places, p, p.legitimacy_choice, p.reputation_choice, by_company, means[row : row + 4])
    offers = list_offers(bodies, places, first, listed, p, means)
    for i in range(people.size):
        chosen[i] = choose_offer(people[i], 1_000 + i, offers, key, week)


@kernel
def waits_of(luck: Any, mean: float, found: Any) -> None:
    for k in range(luck.size):
        found[0, k], found[1, k] = wait_at_least(luck[k], mean), wait(luck[k], mean)


@pytest.fixture(scope="module")
def weights() -> Any:
    return alone(village(10)).world.values.compiled.taking_part


def offering(many: int) -> Any:
    """Return organizations of one community that differ in all that appeals; their identities are no row numbers."""
    bodies = columns(BODY, many)
    luck = np.random.default_rng(3)
    bodies.identity[:] = 100 + 7 * np.arange(many)
    bodies.domain[:] = np.arange(many) % 3
    bodies.legitimacy[:], bodies.reputation[:] = luck.random(many), luck.random(many)
    bodies.company[:] = luck.random((many, 4))
    return bodies


def residents(many: int = RESIDENTS, **columns_of: Any) -> Any:
    people = columns(RESIDENT, many)
    people.group[:] = 2
    people.interest[:] = 0b010
    for name, value in columns_of.items():
        getattr(people, name)[:] = value
    return people


def choices(people: Any, bodies: Any, p: Any, places: Any = None, week: int = 9, call: Any = choose_all) -> Any:
    """Return what each resident chooses where every organization, or each with places, can be chosen."""
    chosen = np.zeros(people.size, np.int64)
    first, listed = np.array([0, bodies.size]), np.arange(bodies.size)
    places = np.ones(bodies.size, np.int64) if places is None else places
    call(people, bodies, places, first, listed, p, OPENNESS, KEY, week, chosen)
    return chosen


def shares(bodies: Any, p: Any, company: float) -> Any:
    """Return the softmax of what appeals to the residents above."""
    score = p.legitimacy_choice * bodies.legitimacy + p.reputation_choice * bodies.reputation
    score = score + company * bodies.company[:, 2] + np.where(bodies.domain == 1, p.interest_choice, 0.0)
    return np.exp(score) / np.exp(score).sum()


@pytest.mark.parametrize("many", [2, 7, 40])
@pytest.mark.parametrize("contact", [0, EVENT])
def test_offers_are_chosen_in_the_shares_of_a_softmax(weights, many, contact):
    bodies = offering(many)
    found = np.bincount(choices(residents(contact=contact), bodies, weights), minlength=many)
    company = weights.company_choice * (1.0 - OPENNESS if contact else 1.0)
    assert 0.001 < stats.chisquare(found, RESIDENTS * shares(bodies, weights, company)).pvalue < 0.999
    other = weights.company_choice * (1.0 if contact else 1.0 - OPENNESS)
    assert stats.chisquare(found, RESIDENTS * shares(bodies, weights, other)).pvalue < 0.001


def test_an_organization_more_changes_only_the_choices_of_those_who_choose_it(weights):
    bodies = offering(12)
    with_all = choices(residents(), bodies, weights)
    for other in range(12):
        places = np.ones(12, np.int64)
        places[other] = 0
        without = choices(residents(), bodies, weights, places)
        chose = with_all == other
        assert 0 < chose.sum() < RESIDENTS
        assert (without[~chose] == with_all[~chose]).all()
        assert (without[chose] != other).all()
        assert len(set(without[chose].tolist())) == 11


def test_where_an_organization_stands_in_the_list_is_nothing_to_a_choice(weights):
    bodies = offering(12)
    turned = bodies[::-1].copy()
    assert (choices(residents(), turned, weights) == 11 - choices(residents(), bodies, weights)).all()


def test_a_choice_says_nothing_about_the_next_weeks_or_the_neighbors(weights):
    bodies = offering(8)
    now, then = (choices(residents(), bodies, weights, week=week) for week in (9, 10))
    for one, other in ((now, then), (now[1:], now[:-1]), (now[: RESIDENTS // 2], now[RESIDENTS // 2 :])):
        table = np.bincount(one * 8 + other, minlength=64).reshape(8, 8)
        assert 0.001 < stats.chi2_contingency(table).pvalue < 0.999


def test_without_places_nothing_is_chosen(weights):
    bodies = offering(5)
    assert (choices(residents(10), bodies, weights, np.zeros(5, np.int64)) == -1).all()


def test_plain_python_chooses_the_same(weights):
    bodies, people = offering(30), residents(200)
    people.group[:] = np.arange(200) % 4
    people.interest[:] = np.arange(200) % 8
    people.contact[::5] = EVENT
    plain = choices(people, bodies, weights, call=run_plainly(choose_all))
    assert (plain == choices(people, bodies, weights)).all()


def test_the_bound_is_below_the_wait_for_every_kind_of_luck():
    words = np.concatenate([np.arange(3_000), 2**32 - 1 - np.arange(3_000), np.arange(0, 2**32, 999_983)])
    luck = np.array([unit(np.uint64(word)) for word in words.tolist()])
    for mean in (1e-200, 0.37, 1.0, 1e200):
        found = np.empty((2, luck.size))
        waits_of(luck, mean, found)
        assert (found[0] < found[1]).all()
        plain = [(wait_at_least(u, mean), wait(u, mean)) for u in luck[::101].tolist()]
        assert np.array(plain).T.tolist() == found[:, ::101].tolist()


def test_places_go_by_draw_where_there_are_too_few():
    luck = np.random.default_rng(4)
    at = luck.integers(0, 6, 300)
    line = (at << 32) | luck.integers(0, 50, 300)
    places = np.array([0, 10, 40, 1_000, -3, 1])
    begins, order = queue_up(line, places)
    assert sorted(order.tolist()) == list(range(300))
    for o, most in enumerate(places.tolist()):
        queue = order[begins[o] : begins[o + 1]].tolist()
        assert sorted(queue) == np.flatnonzero(at == o).tolist()
        if most > 0:
            assert queue[:most] == sorted(queue, key=lambda k: (line[k], k))[:most] or len(queue) <= most
