"""Limiting cases with known answers: what a panel of unbiased judges makes of projects that are all alike."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from agents.project import Project
from model.week import WEEK
from scenarios import PanelEntry
from tests.model.alone import EVERYTHING, alone, village
from tests.model.towns import live
from vocabulary.categories import CRITERIA, JUDGES

GROUPS, PEOPLE, RATED = 300, 4000, 24
"""Residents' groups, residents, and the weeks after which the first round's projects have been rated."""

UNBIASED: dict[str, Any] = {
    **{f"projects.bias.{kind.id}": 0.0 for kind in JUDGES}, "projects.bias_spread": 0.0, "projects.bias_embedded": 0.0,
    "projects.judges": "independent", "projects.judging_hours": 0.05, "projects.judge_capacity": 200.0,
}  # fmt: skip
"""Judges who err only by noise, and have time for all projects."""

FUNDED: dict[str, Any] = {
    "linking.venture_fund": True, "linking.published_rules": True, "linking.published_hours": 1.0,
    "money.venture_pot": 1000.0, "projects.hears_published": 1.0,
    "activation.four_way_panel": True, "activation.judges_per_kind": 1,
    "taking_part.works": 1.0, "taking_part.hours": 10.0,
    "organizations.closing": 0.0, "organizations.closing_small": 0.0, "organizations.closing_new": 0.0,
}  # fmt: skip
"""Every group hears of the fund, has the hours to apply, and can win."""


def projects(groups: int = GROUPS, informed: int = PEOPLE, phases: Any = None, **more: Any) -> list[Project]:
    """Return the projects rated at the end of a first round, in a village of groups that are all alike.

    Each has two volunteers; ``informed`` residents know of what they do.
    """
    kinds: list[Any] = [kind.id for kind in JUDGES]
    pool = tuple(PanelEntry(kind, 100) for kind in kinds)
    place = village(PEOPLE, groups, purchases=(), panel=pool)
    volunteers = range(2 * groups)
    initial = {
        "known": dict.fromkeys(range(informed), EVERYTHING),
        "state": dict.fromkeys(volunteers, 2),
        "organization": {row: row // 2 for row in volunteers},
    }
    model = live(alone(place, initial=initial, phases=phases, **{**UNBIASED, **FUNDED, **more}), RATED)
    return [project for project in model.agents_by_type[Project] if project.score is not None]


AWARENESS_ONLY = {
    f"projects.sees_{kind.id}.{criterion.id}": float(criterion.id == "awareness")
    for kind in JUDGES
    for criterion in CRITERIA
}
"""All judges look at how many know of a project: the same share for all, as all are of one domain and community."""

EXPERTS_ONLY = {f"activation.weight_{kind.id}": float(kind.id == "expert") for kind in JUDGES}
SIGMA = 0.08


@pytest.mark.parametrize(
    ("judges", "settings"),
    [
        (4, {}),
        (16, {"activation.judges_per_kind": 4}),
        (3, {"activation.judges_per_kind": 3, **EXPERTS_ONLY}),
        (2, {"activation.judges_per_kind": 2, "activation.four_way_panel": False}),
    ],
    ids=["one of each kind", "four of each kind", "three experts", "two of the departments"],
)
def test_the_variance_of_a_mean_score_is_that_of_a_judge_over_their_number(judges, settings):
    """dynamics.md: unbiased judges of noise sigma: the mean score of n has variance sigma^2/n.

    Half of the residents know of the projects and nobody else hears of them, so that each is worth 0.5. Mean and
    variance within four standard errors.
    """
    noise = {f"projects.noise.{kind.id}": SIGMA for kind in JUDGES}
    quiet = [phase.name for phase in WEEK if phase.name != "spread"]
    rated = projects(informed=PEOPLE // 2, phases=quiet, **{**AWARENESS_ONLY, **noise, **settings})
    scores = np.array([project.score for project in rated])
    assert scores.size > 200
    variance = SIGMA**2 / judges
    assert scores.mean() == pytest.approx(0.5, abs=4.0 * math.sqrt(variance / scores.size))
    assert scores.var() == pytest.approx(variance, rel=4.0 * math.sqrt(2.0 / scores.size))


ALL_FULL: dict[str, Any] = {
    **{f"projects.noise.{kind.id}": 0.0 for kind in JUDGES}, **{f"projects.bias.{kind.id}": -0.25 for kind in JUDGES},
    "service.quality": 1.0, "projects.reach": 0.001, "activation.star_rating": True,
    "trust.reported": "biased upwards", "trust.reporting_bias": 1.0,
}  # fmt: skip
"""All five criteria are 1. All judges are as strict, so that scores of 0.75 lie within the scale."""

WEIGHTS = [f"activation.weight_{one.id}" for one in (*JUDGES, *CRITERIA)]


@pytest.mark.parametrize("seed", range(4))
def test_weights_change_nothing_when_all_criteria_are_equal(seed):
    """dynamics.md: with all criteria equal the score is the same under any weights of kinds and of criteria."""
    drawn = np.random.default_rng(seed).random(len(WEIGHTS)).tolist()
    rated = projects(groups=20, **{**ALL_FULL, **dict(zip(WEIGHTS, drawn, strict=True))})
    assert len(rated) == 20
    assert [project.score for project in rated] == pytest.approx([0.75] * 20, abs=1e-6)


def test_weights_do_change_scores_when_criteria_differ():
    """The case can fail: where half of the residents do not know, a weight on awareness costs points."""
    quiet = [phase.name for phase in WEEK if phase.name != "spread"]
    weights = {name: float(name.endswith("awareness")) for name in WEIGHTS[len(JUDGES) :]}
    told = projects(groups=20, informed=PEOPLE // 2, phases=quiet, **{**ALL_FULL, **weights})
    assert max(project.score or 0.0 for project in told) < 0.5
