"""In which domains people took part lately: a week in a byte, forgotten before the byte comes again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.codes import HOME, NEVER
from model.columns import RESIDENT, columns
from model.kernels.roles import forget_domains
from model.kernels.survey import MEASURES, PART, SETTLED, survey_domains
from model.kernels.taking_part import take_part
from model.living import feel
from model.tally import WINDOW
from model.week import WEEK
from tests.model.towns import town
from vocabulary.calendar import WEEKS_A_QUARTER, is_quarter_end
from vocabulary.categories import DOMAIN_IDS

ADULT, DOMAINS = 2, len(DOMAIN_IDS)


def somebody() -> Any:
    """Return one adult who has always lived here and has not taken part."""
    people = columns(RESIDENT, 1)
    people.present[:], people.age[:], people.since[:], people.last[:] = HOME, ADULT, NEVER, NEVER
    return people


def counted(people: Any, week: int) -> list[float]:
    """Return, by domain, whether the survey of a week counts somebody as taking part."""
    found = np.zeros((DOMAINS, len(MEASURES)))
    survey_domains(people, week, max(0, week - WINDOW + 1), found)
    assert (found[:, SETTLED] == people.size).all()
    return [float(many) for many in found[:, PART]]


def test_somebody_who_took_part_once_counts_for_52_weeks_and_then_never_again():
    people = somebody()
    take_part(people, 0, 4, 100)
    only = [float(d == 4) for d in range(DOMAINS)]
    for week in range(100, 100 + 3 * 255):
        if is_quarter_end(week):
            forget_domains(people, week, WINDOW)
        assert counted(people, week) == (only if week < 100 + WINDOW else [0.0] * DOMAINS), week


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.001, 0.1))
def test_the_survey_counts_those_who_took_part_within_52_weeks(seed, often):
    luck, people, last = np.random.default_rng(seed), somebody(), np.full(DOMAINS, NEVER)
    for week in range(3 * 255):
        for d in np.flatnonzero(luck.random(DOMAINS) < often):
            take_part(people, 0, int(d), week)
            last[d] = week
        if is_quarter_end(week):
            forget_domains(people, week, WINDOW)
        assert counted(people, week) == (last >= max(0, week - WINDOW + 1)).astype(float).tolist()


@pytest.mark.parametrize("phases", [None, [phase.name for phase in WEEK if phase.act is not feel]])
def test_a_quarter_ends_without_a_mark_of_before_the_last_year_whatever_phases_are_lived(phases):
    model = town(weeks=WINDOW, phases=phases)
    model.world.people.last_by_domain[:] = 1  # week 0
    for _ in range(WEEKS_A_QUARTER):
        model.step()
    assert model.world.people.last_by_domain.any()
    assert not (model.world.people.last_by_domain == 1).any()
