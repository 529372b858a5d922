"""Limiting cases with known answers: learning from media and contacts, forgetting, barriers, and word that goes round.

Word of mouth without forgetting is in ``test_known_answers.py``. Nothing here is worked out by the model's own rules:
each number comes from the formula that stands in its test. The nine domains are nine processes, so that a share is one
of nine times as many as there are residents; a number is held within four standard errors of it.
"""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
import pytest

from tests.model.alone import EVERYTHING, alone, everybody_with_everybody, four_errors, village
from tests.model.towns import live
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS

DOMAINS = len(DOMAIN_IDS)


def hearing(people: int, ties: Any = (), **more: Any) -> Any:
    """Return a village in which awareness spreads, and nothing else happens."""
    return alone(village(people, 0), ties=list(ties) if isinstance(ties, tuple) else ties, phases="spread", **more)


def knowing(model: Any) -> Any:
    """Tell for each resident and domain whether they know of it."""
    return (model.world.people.known[:, None] >> np.arange(DOMAINS)) & 1 == 1


# ---- each by itself -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fading", [0.02, 0.1])
def test_what_nobody_renews_is_forgotten_geometrically(fading):
    """After t weeks (1 - f)^t of all who knew know still."""
    model = hearing(3000, initial={"known": EVERYTHING}, **{"awareness.fading": fading})
    for week in range(1, 41):
        live(model, 1)
        left = (1.0 - fading) ** week
        assert knowing(model).mean() == pytest.approx(left, abs=four_errors(left, 3000 * DOMAINS)), f"week {week}"


@pytest.mark.parametrize("known", [0, EVERYTHING])
def test_media_and_fading_settle_exponentially(known):
    """Learning m and forgetting f (1 - m) a week, what the media tell at once being no more forgotten that week.

    A linear recursion: A = m/(m + f(1 - m)) in the end, and A + (A0 - A)(1 - m - f(1 - m))^t on the way there, from
    nobody and from everybody.
    """
    media, fading = 0.03, 0.05
    model = hearing(2500, initial={"known": known}, **{"awareness.media": media, "awareness.fading": fading})
    end, pace = media / (media + fading * (1.0 - media)), 1.0 - media - fading * (1.0 - media)
    for week in range(1, 61):
        live(model, 1)
        share = end + (float(known > 0) - end) * pace**week
        assert knowing(model).mean() == pytest.approx(share, abs=four_errors(share, 2500 * DOMAINS)), f"week {week}"


BARRIERS = (0.9, 0.6, 0.4, 0.1)
BARRED: dict[str, Any] = {f"awareness.barrier.{group}": value for group, value in zip(GROUP_IDS, BARRIERS, strict=True)}


def of_four_groups(each: int) -> dict[str, Any]:
    return {"group": np.repeat(np.arange(len(GROUP_IDS)), each)}


def by_group(model: Any, each: int) -> Any:
    """Return how many of each group know of a domain, the first ``each`` being locals and so on."""
    return knowing(model)[: len(GROUP_IDS) * each].reshape(len(GROUP_IDS), -1).mean(axis=1)


def test_a_group_s_barrier_lets_a_part_of_the_media_through():
    """Who is alone learns with m b a week, so that with fading m b/(m b + f(1 - m b)) of a group know in the end."""
    each, media, fading = 1200, 0.05, 0.08
    settings = {"awareness.media": media, "awareness.fading": fading}
    model = hearing(4 * each, initial=of_four_groups(each), **BARRED, **settings)
    live(model, 1)
    for share, barrier in zip(by_group(model, each), BARRIERS, strict=True):
        assert share == pytest.approx(media * barrier, abs=four_errors(media * barrier, each * DOMAINS))
    live(model, 150)
    for share, barrier in zip(by_group(model, each), BARRIERS, strict=True):
        end = media * barrier / (media * barrier + fading * (1.0 - media * barrier))
        assert share == pytest.approx(end, abs=four_errors(end, each * DOMAINS))


def test_the_barrier_is_gone_when_somebody_of_one_s_own_circle_knows():
    """Each has one tie, to somebody who knows of everything and never tells: of the own group, or of the next one."""
    each, media = 1200, 0.1
    people = 4 * each
    for apart, factors in ((0, (1.0,) * 4), (1, BARRIERS)):
        groups = np.repeat(np.arange(4), each)
        given = {
            "group": np.concatenate([groups, (groups + apart) % 4]),
            "known": np.repeat([0, EVERYTHING], people),
        }
        ties = np.column_stack([np.arange(people), np.arange(people) + people])
        still = {"awareness.media": media, "awareness.tie_chance": 0.0}
        model = live(hearing(2 * people, ties, initial=given, **BARRED, **still), 1)
        for share, factor in zip(by_group(model, each), factors, strict=True):
            assert share == pytest.approx(media * factor, abs=four_errors(media * factor, each * DOMAINS))


def test_what_a_contact_tells_gets_through_a_barrier_or_not():
    """Who is told by outreach of a domain learns of it with chance b, and of no other domain."""
    each = 2000
    model = live(hearing(4 * each, initial={**of_four_groups(each), "told": 1}, **BARRED), 1)
    known = knowing(model)
    assert not known[:, 1:].any()
    for share, barrier in zip(known[:, 0].reshape(4, -1).mean(axis=1), BARRIERS, strict=True):
        assert share == pytest.approx(barrier, abs=four_errors(barrier, each))


# ---- word of mouth and fading ---------------------------------------------------------------------------------------

TIES = 10
FADING, MEDIA = 0.02, 0.0015
"""The numbers of magnitudes.md."""


def test_on_a_graph_of_ten_ties_each_week_follows_from_the_one_before():
    """Knowing k neighbors who know, one who does not know learns with 1 - (1 - m)(1 - b)^k and one who does forgets
    with f (1 - m)(1 - b)^k: over all residents, domains and weeks, and apart for those who know and those who do not.

    What one neighbor passes on is all that they know, so that the domains of a resident are not independent: the
    standard error is that of residents' sums over their domains.
    """
    people, beta, media, fading = 800, 0.02, 0.01, 0.1
    graph = nx.random_regular_graph(TIES, people, seed=2)
    neighbors = nx.to_numpy_array(graph, nodelist=range(people))
    settings = {"awareness.tie_chance": beta, "awareness.media": media, "awareness.fading": fading}
    start = np.random.default_rng(1).integers(0, EVERYTHING + 1, people)
    model = hearing(people, graph, initial={"known": start}, **settings)
    off, variance = np.zeros(2), np.zeros(2)
    for _ in range(60):
        knew = knowing(model)
        missed = (1.0 - media) * (1.0 - beta) ** (neighbors @ knew)
        likely = np.where(knew, 1.0 - fading * missed, 1.0 - missed)
        now = knowing(live(model, 1))
        for side, rows in enumerate((knew, ~knew)):
            each = np.where(rows, now - likely, 0.0).sum(axis=1)
            off[side] += each.sum()
            variance[side] += (each**2).sum()
    assert (np.abs(off) < 4.0 * np.sqrt(variance)).all(), off / np.sqrt(variance)


def mean_field(beta: float, media: float) -> float:
    """Return the share who know in the long run if each neighbor knew with that chance, whatever the others do."""
    share = 1.0
    for _ in range(20_000):
        missed = (1.0 - media) * (1.0 - beta * share) ** TIES
        share = share * (1.0 - FADING * missed) + (1.0 - share) * (1.0 - missed)
    return share


def pairs_of_neighbors(beta: float, media: float) -> float:
    """Return the share who know in the long run if two neighbors are followed together, week by week.

    ``both[a, b]`` is how often one of a pair is a and the other b, 1 if they know. The other nine neighbors of each are
    taken to know as often as the neighbor of somebody in that state does (Matsuda et al. 1992; Keeling 1999).
    """
    both = np.full((2, 2), 0.25)
    for _ in range(20_000):
        neighbor_knows = both[:, 1] / both.sum(axis=1)
        missed = (1.0 - media) * (1.0 - beta * neighbor_knows[:, None]) ** (TIES - 1) * (1.0 - beta * np.arange(2))
        knows = np.array([1.0 - missed[0], 1.0 - FADING * missed[1]])
        after = np.stack([1.0 - knows, knows])
        both = np.einsum("iab,jba,ab->ij", after, after, both)
    return float(both[1].sum())


def test_the_two_approximations_are_what_magnitudes_says():
    """magnitudes.md section 3: A = (s/f)(1 - A) + R0 A (1 - A), with R0 = b n/f; in weekly steps within 2 %.

    Following pairs gives less, since who knows is surrounded by others who do and tells them nothing new.
    """
    for reproduction in (0.6, 2.0):
        beta = reproduction * FADING / TIES
        source = MEDIA / FADING
        b = 1.0 - reproduction + source
        continuous = (-b + math.sqrt(b * b + 4.0 * reproduction * source)) / (2.0 * reproduction)
        assert mean_field(beta, MEDIA) == pytest.approx(continuous, rel=0.02)
        assert 0.85 < pairs_of_neighbors(beta, MEDIA) / mean_field(beta, MEDIA) < 0.98


@pytest.mark.parametrize(("reproduction", "within"), [(0.6, 0.04), (2.0, 0.025)])
def test_word_of_mouth_and_fading_settle_where_pairs_of_neighbors_say(reproduction, within):
    """magnitudes.md section 3 on a random graph of ten ties each: R0 = b n/f below its threshold, and above it.

    Within 4 and 2.5 % of what following pairs gives, and below the mean field, which awareness stays below on average
    (Cator and Van Mieghem 2014). Luck moves the mean over 9 domains and 400 weeks of 3,000 residents by 1 and 0.6 %.
    """
    people, beta = 3000, reproduction * FADING / TIES
    settings = {"awareness.tie_chance": beta, "awareness.media": MEDIA, "awareness.fading": FADING}
    ties = np.array(nx.random_regular_graph(TIES, people, seed=5).edges())
    expected = pairs_of_neighbors(beta, MEDIA)
    knows = np.random.default_rng(3).random((people, DOMAINS)) < expected
    start = {"known": (knows << np.arange(DOMAINS)).sum(axis=1)}
    model = live(hearing(people, ties, initial=start, **settings), 150)
    shares = [knowing(live(model, 1)).mean() for _ in range(400)]
    assert np.mean(shares) == pytest.approx(expected, rel=within)
    assert np.mean(shares) < mean_field(beta, MEDIA)


def test_without_media_word_of_mouth_below_its_threshold_dies_out_and_above_it_stays():
    """R0 = 0.6 and 2 on complete graphs: below 1 nobody knows in the end, above it some 1 - 1/R0 of all do.

    In weekly steps A = 1 - (1 - A) e^(-b n A) - A f e^(-b n A), b n A being heard of a week; within 3 %.
    """
    people, fading = 400, 0.1
    for reproduction in (0.6, 2.0):
        beta = reproduction * fading / (people - 1)
        settings = {"awareness.tie_chance": beta, "awareness.fading": fading}
        start = {"known": np.repeat([EVERYTHING, 0], people // 2)}
        model = live(hearing(people, everybody_with_everybody(people), initial=start, **settings), 400)
        shares = [knowing(live(model, 1)).mean() for _ in range(100)]
        share = 0.5
        for _ in range(2000):
            missed = math.exp(-reproduction * fading * share)
            share = 1.0 - (1.0 - share) * missed - share * fading * missed
        assert np.mean(shares) == pytest.approx(share, rel=0.03, abs=1e-9)
        assert (share > 0.4) == (reproduction > 1.0)
