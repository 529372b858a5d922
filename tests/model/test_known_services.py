"""Limiting cases with known answers: a department's queue week by week, and coverage when nothing is scarce."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from model.kernels.needs import RING
from scenarios import DepartmentEntry, OrganizationEntry
from tests.model.alone import AT_ONCE, EVERYTHING, alone, four_errors, village
from tests.model.towns import live
from vocabulary.categories import DOMAIN_IDS

# ---- the weekly queue -----------------------------------------------------------------------------------------------

QUEUE: dict[str, Any] = {
    **AT_ONCE, "asking.to_organization": 0.0,
    **{f"service.department_hours.{domain}": 4.0 for domain in DOMAIN_IDS},
    **{f"service.department_quality.{domain}": 1.0 for domain in DOMAIN_IDS},
    "cases.escalated_hours": 1.0, "cases.duplicate_hours": 1.0, "service.carry_departments": 0.0,
}  # fmt: skip
"""A case takes four hours, and hours that are not needed in a week are gone."""

TEN_HOURS: dict[str, Any] = {f"service.department_hours.{domain}": 10.0 for domain in DOMAIN_IDS}
PEOPLE = 2000
SINGLE = tuple((domain,) for domain in DOMAIN_IDS)
POOLED = (DOMAIN_IDS[:4], DOMAIN_IDS[4:8], DOMAIN_IDS[8:])


def desks(load: float, mandates: tuple[tuple[str, ...], ...], seed: int = 1, **more: Any) -> Any:
    """Return a town of departments that serve one case a week and domain; each domain has ``load`` cases a week.

    2,000 residents have at most a need a week each, so that cases are Poisson to one in a thousand.
    """
    offices = tuple(
        DepartmentEntry(f"d{n}", "部门", "Office", domains, 208.0 * len(domains)) for n, domains in enumerate(mandates)
    )
    a_week = -math.log(1.0 - len(DOMAIN_IDS) * load / PEOPLE)
    proneness = a_week * 52_000.0 / (len(DOMAIN_IDS) * AT_ONCE[f"needs.rate.{DOMAIN_IDS[0]}"])
    return alone(
        village(PEOPLE, 0, departments=offices, purchases=(), standing_policy="departments-only"), seed=seed,
        policy="departments-only", phases=("supply", "draw_needs", "ask", "route", "serve", "age"),
        initial={"proneness": proneness, "propensity": 1e9}, **{**QUEUE, **more},
    )  # fmt: skip


def arrivals_and_waiting(model: Any, weeks: int) -> tuple[Any, Any]:
    """Return by week and department how many cases arose, and how many were left waiting at the week's end."""
    world, mandate = model.world, model.world.departments.mandate
    offices = len(model.place.departments)
    arose, waiting = np.zeros((weeks, offices)), np.zeros((weeks, offices))
    for week in range(weeks):
        model.step()
        arose[week] = np.bincount(mandate, weights=world.arisen[world.week % RING, :, 0], minlength=offices)
        waiting[week] = np.bincount(mandate[world.needs[: world.open].domain], minlength=offices)
    return arose, waiting


def stationary_wait(load: float, servers: int) -> float:
    """Return the mean wait in weeks of Poisson cases of which ``servers`` are served a week, in order.

    Cases left at the week's end follow Q' = max(Q + A - c, 0) (Lindley 1952); their mean in the long run, over the
    cases of a week, is the wait (Little 1961).
    """
    most, cases = 1500, np.arange(60)
    poisson = np.exp(cases * math.log(load * servers) - load * servers - [math.lgamma(k + 1.0) for k in cases])
    waiting = np.zeros(most)
    waiting[0] = 1.0
    for _ in range(20_000):
        arrived = np.convolve(waiting, poisson)
        after = np.zeros(most)
        after[0] = arrived[: servers + 1].sum()
        after[1:] = arrived[servers + 1 : servers + most]
        if np.abs(after - waiting).sum() < 1e-12:
            break
        waiting = after
    return float(waiting @ np.arange(most)) / (load * servers)


def test_the_numbers_of_the_weekly_queue():
    """dynamics.md: waits of 2.000 and 0.3861 weeks at load 0.8, of 9.500 and 2.2447 at load 0.95."""
    assert stationary_wait(0.8, 1) == pytest.approx(0.8 / (2.0 * 0.2), abs=1e-4)
    assert stationary_wait(0.8, 4) == pytest.approx(0.3861, abs=1e-4)
    assert stationary_wait(0.95, 1) == pytest.approx(9.500, abs=1e-3)
    assert stationary_wait(0.95, 4) == pytest.approx(2.2447, abs=1e-3)


@pytest.mark.parametrize("load", [0.8, 0.95])
@pytest.mark.parametrize(("mandates", "servers"), [(SINGLE, (1,) * 9), (POOLED, (4, 4, 1))], ids=["single", "pooled"])
def test_a_department_serves_what_it_can_each_week_and_no_more(load, mandates, servers):
    """Lindley 1952, case by case: the cases left are exactly max(left before + arisen - c, 0), in each week."""
    arose, waiting = arrivals_and_waiting(desks(load, mandates), 300)
    left = np.zeros(len(servers))
    for week in range(300):
        left = np.maximum(left + arose[week] - servers, 0.0)
        assert np.array_equal(waiting[week], left), f"week {week}"
    assert waiting.max() > 3


def test_the_wait_that_the_model_reports_is_that_of_its_cases():
    """Little 1961: over a year in which the queue is empty at both ends, waits add up to the cases left each week."""
    model = desks(0.6, (DOMAIN_IDS,))
    model.step()
    arose, waiting = arrivals_and_waiting(model, 52)
    begin = model.indicator("response_weeks")
    assert waiting[-1, 0] == 0.0
    assert begin == pytest.approx(waiting.sum() / arose.sum(), rel=1e-9)


def test_cases_arise_as_a_poisson_process():
    """Mean and variance of a week's cases are the load, and no week tells of the next; within four standard errors."""
    arose, _ = arrivals_and_waiting(desks(0.8, SINGLE, seed=4), 600)
    weeks = arose.size
    assert arose.mean() == pytest.approx(0.8, abs=4.0 * math.sqrt(0.8 / weeks))
    assert arose.var() == pytest.approx(0.8, rel=4.0 * math.sqrt((2.0 + 1.0 / 0.8) / weeks))
    off = arose - arose.mean()
    assert (off[1:] * off[:-1]).mean() / arose.var() == pytest.approx(0.0, abs=4.0 / math.sqrt(weeks))


def test_a_department_saves_hours_until_its_largest_case_is_done():
    """With 40 hours a case and 4 a week it serves one case in ten weeks, for all that it carries nothing else over."""
    larger = {"cases.duplicates": 1.0, "cases.duplicate_hours": 4.0, "ties.start": 0.0, **TEN_HOURS}
    arose, waiting = arrivals_and_waiting(desks(0.5, SINGLE, 1, **larger), 101)
    served = arose.sum(axis=0) - waiting[-1]
    assert (served == 10).all()


STATIONARY = [
    pytest.param(0.8, SINGLE, 2.000, 1_500, 1, 0.30, id="0.8, one desk, short"),
    pytest.param(0.8, POOLED, 0.3861, 1_500, 1, 0.30, id="0.8, four desks, short"),
    pytest.param(0.8, SINGLE, 2.000, 30_000, 3, 0.04, id="0.8, one desk", marks=pytest.mark.nightly),
    pytest.param(0.8, POOLED, 0.3861, 30_000, 3, 0.05, id="0.8, four desks", marks=pytest.mark.nightly),
    pytest.param(0.95, SINGLE, 9.500, 30_000, 3, 0.12, id="0.95, one desk", marks=pytest.mark.nightly),
    pytest.param(0.95, POOLED, 2.2447, 30_000, 3, 0.15, id="0.95, four desks", marks=pytest.mark.nightly),
]
"""Load, departments, known wait, weeks, seeds, and a tolerance of 3.5 to 4 standard errors.

Nine single desks, or two departments of four desks each, run side by side. The relative standard error of the mean
wait over 1,500 weeks is 8 % at load 0.8; over 3 x 30,000 weeks it is 1 %, and at load 0.95 3 % and 4 %.
"""


@pytest.mark.parametrize(("load", "mandates", "known", "weeks", "seeds", "within"), STATIONARY)
def test_the_stationary_wait(load, mandates, known, weeks, seeds, within):
    """dynamics.md, instead of evidence.md X9: cases left over cases arisen, the first 200 weeks left out."""
    queues = [n for n, domains in enumerate(mandates) if len(domains) == len(mandates[0])]
    cases, left = 0.0, 0.0
    for seed in range(1, seeds + 1):
        arose, waiting = arrivals_and_waiting(desks(load, mandates, seed), weeks)
        cases += arose[200:, queues].sum()
        left += waiting[200:, queues].sum()
    assert left / cases == pytest.approx(known, rel=within)


# ---- coverage -------------------------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    **AT_ONCE, **{f"service.department_quality.{domain}": 1.0 for domain in DOMAIN_IDS}, "service.quality": 1.0,
    "organizations.closing_staffed": 0.0,
}  # fmt: skip
SERVING = ("note_who_runs", "open_rooms", "supply", "draw_needs", "ask", "route", "serve", "age")


def test_departments_without_limit_cover_everything_at_once():
    """dynamics.md: capacity unlimited, all ask at once, quality 1, no lapse, culture apart: coverage 100 %."""
    offices = (DepartmentEntry("d0", "部门", "Office", DOMAIN_IDS, 1e9),)
    place = village(500, 0, departments=offices, purchases=(), standing_policy="departments-only")
    initial = {"propensity": 1e9, "known": EVERYTHING}
    model = live(
        alone(place, policy="departments-only", initial=initial, **{**GOOD, "asking.to_organization": 0.0}), 60
    )
    assert model.indicator("coverage_without_culture") == 1.0
    assert model.indicator("response_weeks") == 0.0
    assert model.indicator("met_by_others") == 0.0
    assert model.indicator("coverage_ever") == 1.0


def served_by_organizations(course: float, **more: Any) -> Any:
    """Return a village after a year in which a professional body of every domain serves whoever asks."""
    body = OrganizationEntry("pro", "机构", "Body", "", "professional", DOMAIN_IDS, 2000.0, 1.0, True, False)
    place = replace(village(500, 0, purchases=()), organizations=(body,))
    asks = {"asking.to_organization": 1.0, "asking.right_guess": 1.0, "service.course": course}
    initial = {"propensity": 1e9, "known": EVERYTHING}
    return live(alone(place, initial=initial, phases=SERVING, **{**GOOD, **asks, **more}), 60)


def test_organizations_without_limit_cover_everything_within_the_service_time():
    """The same case with an organization: all are served at once, and courses end after their weeks.

    A need counts as covered if it is met within 12 weeks: courses of 12 weeks are in time and those of 13 are not.
    """
    courses = ("education", "integration")
    model = served_by_organizations(12.0)
    assert model.indicator("coverage_without_culture") == 1.0
    assert model.indicator("met_by_others") == 1.0
    assert model.indicator("response_weeks") == 0.0
    late = {line[2]: line[3] for line in served_by_organizations(13.0).breakdown() if line[0] == "service_coverage"}
    for domain in set(DOMAIN_IDS) - {"culture"}:
        assert late[domain] == (0.0 if domain in courses else 1.0), domain


def test_a_service_that_fails_half_of_the_time_covers_less():
    """The case can fail: with quality 0.5 and no second chance within the time, coverage is not 100 %."""
    half = {"service.quality": 0.5, "service.quality_skill": 0.0, "service.quality_drive": 0.0}
    assert served_by_organizations(12.0, **half).indicator("coverage_without_culture") < 1.0


@pytest.mark.parametrize(("skill", "drive"), [(0.0, 0.5), (0.6, 0.0), (0.6, 1.0), (1.0, 0.5)])
def test_a_service_is_good_as_skill_and_drive_make_it_and_trust_and_memory_follow(skill, drive):
    """magnitudes.md section 3: quality 0.2 + 0.5 skill + 0.2 (drive - 1/2); within four standard errors.

    Who was served well closes a fifth of the gap of trust to 1 and three tenths of that of memory; who was served
    badly loses a tenth of trust, and three tenths of memory. Exact, from 0.6 and from 0.5.
    """
    people = 3000
    body = OrganizationEntry("pro", "机构", "Body", "", "professional", ("mutual_aid",), 2000.0, skill, True, False)
    place = replace(village(people, 0, purchases=()), organizations=(body,))
    settings: dict[str, Any] = {
        **GOOD, "asking.to_organization": 1.0, "asking.right_guess": 1.0, "asking.own_memory": 0.3,
        "service.quality": 0.2, "service.quality_skill": 0.5, "service.quality_drive": 0.2,
        "service.minimum_skill.mutual_aid": 0.0, "taking_part.start_drive": drive, "trust.met": 0.2, "trust.badly": 0.1,
        **{f"needs.rate.{domain}": 100 * (domain == "mutual_aid") for domain in DOMAIN_IDS},
    }  # fmt: skip
    initial = {"proneness": 1e6, "propensity": 1e9, "known": EVERYTHING, "trust": 0.6, "memory": 0.5}
    world = live(alone(place, initial=initial, phases=SERVING[:-1], **settings), 1).world
    badly = np.isin(np.arange(people), world.needs[: world.open].who)
    quality = 0.2 + 0.5 * skill + 0.2 * (drive - 0.5)
    assert 1.0 - badly.mean() == pytest.approx(quality, abs=four_errors(quality, people))
    assert world.people.trust[~badly] == pytest.approx(0.6 + 0.2 * 0.4, abs=1e-6)
    assert world.people.memory[~badly] == pytest.approx(0.5 + 0.3 * 0.5, abs=1e-6)
    assert world.people.trust[badly] == pytest.approx(0.6 * 0.9, abs=1e-6)
    assert world.people.memory[badly] == pytest.approx(0.5 * 0.7, abs=1e-6)
