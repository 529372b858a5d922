"""What the world shows: a formula for each declared indicator."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import STAFFED
from agents.project import CLOSED, PURCHASE
from model import tally as t
from model.columns import Array, total
from model.kernels import survey as s
from model.kernels.due import add_up_due
from model.tally import WINDOW
from vocabulary.calendar import MONTHS_A_YEAR, WEEKS_A_YEAR
from vocabulary.categories import CULTURE, DOMAIN_IDS, GROUP_IDS
from vocabulary.indicators import INDICATORS

if TYPE_CHECKING:
    from model.world import World


@dataclass(frozen=True)
class View:
    """One line of sight: the whole place, or a community, group or domain.

    ``counted`` holds counters over the window, of which there are ``weeks``, ``people`` the survey; ``dimension`` is
    ``""`` for the whole, ``at`` the place within the dimension.
    """

    world: World
    counted: list[float]
    people: list[float]
    dimension: str
    at: int
    weeks: int
    due: Due

    def ratio(self, over: int, under: int) -> float:
        """Return one counter over another."""
        return divided(self.counted[over], self.counted[under])

    def share(self, over: int, under: int) -> float:
        """Return one survey measure over another."""
        return divided(self.people[over], self.people[under])

    def a_year(self, counter: int) -> float:
        """Return a counter per year."""
        return divided(self.counted[counter] * WEEKS_A_YEAR, self.weeks)

    @cached_property
    def organizations(self) -> Array:
        """Marks the living organizations in view that are awake."""
        b = self.world.bodies
        alive = (b.alive > 0) & (b.dormant == 0)
        if self.dimension == "community":
            return np.asarray(alive & (b.community == self.at))
        if self.dimension == "domain":
            return np.asarray(alive & (b.domain == self.at))
        return np.asarray(alive)


def divided(over: float, under: float) -> float:
    """Return a quotient, or NaN where it is not defined."""
    return over / under if under > 0 else math.nan


@dataclass(frozen=True)
class Due:
    """Needs that arose in the window and were due, and those of them met in time, by domain and by cell.

    Cells are the total, each community, each group; both are lists by cell of lists by domain.
    """

    met: list[list[int]]
    arisen: list[list[int]]

    @classmethod
    def of(cls, world: World) -> Due:
        """Add up the window's weeks of birth: the last 52, less those too recent to be due."""
        p: Any = world.values.needs
        _, domains, cells = world.arisen.shape
        met, due = np.zeros((2, cells, domains), dtype=np.int64)
        add_up_due(world.in_time, world.arisen, p.time_to_meet, world.week, WINDOW, met, due)
        return cls(met.tolist(), due.tolist())

    def share(self, domains: list[int], cell: int) -> float:
        """Return the share met in time in some domains and a cell."""
        met, arisen = self.met[cell], self.arisen[cell]
        return divided(sum(met[d] for d in domains), sum(arisen[d] for d in domains))


def coverage(view: View, domains: list[int]) -> float:
    """Return the share of needs, of those that arose in the window and were due, met in time."""
    first_group = 1 + view.world.communities
    cell = {"": 0, "community": 1 + view.at, "group": first_group + view.at, "domain": 0}[view.dimension]
    return view.due.share([view.at] if view.dimension == "domain" else domains, cell)


def coverage_equity(view: View) -> float:
    """Return the worst group's coverage over the best group's."""
    first_group = 1 + view.world.communities
    groups = [view.due.share(ALL, first_group + g) for g in range(len(GROUP_IDS))]
    known = [share for share in groups if share == share]
    return divided(min(known), max(known)) if known else float("nan")


def mean_of(column: Array, chosen: Array) -> float:
    """Return the mean of a column over chosen rows, or NaN without any."""
    return divided(total(column[chosen]), int(np.count_nonzero(chosen)))


def diversity(view: View) -> float:
    """Return the chance that two organizations differ in their main domain (Simpson)."""
    counts = np.bincount(view.world.bodies.domain[view.organizations], minlength=len(DOMAIN_IDS)).tolist()
    return 1.0 - divided(sum(n * n for n in counts), sum(counts) ** 2) if any(counts) else math.nan


def survival(view: View) -> float:
    """Return the share of organizations of a year ago, or of the beginning, that still exist."""
    b, used = view.world.bodies, slice(view.world.slots_used)
    then = max(view.world.week - WINDOW, 0)
    alive, old = b.alive[used] > 0, b.founded[used] <= then
    existed = old & (alive | (b.closed[used] > then))
    return divided(int(np.count_nonzero(old & alive)), int(np.count_nonzero(existed)))


def served_fit(view: View) -> float:
    """Return how well hours served fit open needs: 1 minus half the sum of differences of shares."""
    w = view.world
    served, opened = np.add.reduce(w.served, axis=0), np.add.reduce(w.opened, axis=0)
    opened[:, CULTURE] = 0.0
    all_served, all_opened = total(served), total(opened)
    if all_served <= 0 or all_opened <= 0:
        return math.nan
    return 1.0 - 0.5 * total(np.abs(served / all_served - opened / all_opened))


def professionalism_trained(view: View) -> float:
    """Return the mean professionalism of the three trained audiences: groups, cadres, social workers."""
    w = view.world
    staffed = w.bodies.kind == STAFFED
    means = [
        mean_of(w.bodies.skill, view.organizations & ~staffed),
        total(w.ground.cadre_skill) / w.communities,
        mean_of(w.bodies.skill, view.organizations & staffed),
    ]
    known = [mean for mean in means if mean == mean]
    return divided(math.fsum(known), len(known))


def score_tracks_quality(view: View) -> float:
    """Return the rank correlation (Spearman) of scores and delivered quality, over projects rated in the window."""
    w = view.world
    rated = w.projects.rated[: w.project_count]
    recent = np.flatnonzero(rated > max(-1, w.week - WINDOW))
    return _known_correlation(w.projects.score[recent].tobytes(), w.projects.quality[recent].tobytes())


@lru_cache(maxsize=64)
def _known_correlation(scores: bytes, qualities: bytes) -> float:
    """Return the rank correlation of two columns: the same for many weeks, since projects are rated now and then."""
    return rank_correlation(np.frombuffer(scores), np.frombuffer(qualities))


def rank_correlation(one: Array, other: Array) -> float:
    """Return Spearman's rank correlation, equal values sharing their mean rank; NaN below three pairs."""
    if one.size < 3:
        return float("nan")
    a, b = ranks(one) - (one.size + 1) / 2.0, ranks(other) - (one.size + 1) / 2.0
    spread = math.sqrt(total(a * a) * total(b * b))
    return total(a * b) / spread if spread > 0.0 else float("nan")


def ranks(values: Array) -> Array:
    """Return ranks from 1 on; equal values share their mean rank."""
    in_order = np.sort(values)
    below, not_above = np.searchsorted(in_order, values), np.searchsorted(in_order, values, side="right")
    return np.asarray((below + not_above + 1) / 2.0)


def owed(view: View) -> float:
    """Return what organizations have claimed and not been paid, and what contracts have earned and not claimed."""
    w = view.world
    t, n = w.projects, w.project_count
    running = np.flatnonzero((t.kind[:n] == PURCHASE) & (t.phase[:n] != CLOSED))
    earned = int((t.earned[running] - t.claimed[running]).sum())
    return (earned + sum(claim[3] for claim in w.claims)) / 100.0 / w.scale


def reported_satisfaction(view: View) -> float:
    """Return the sense of gain as reported: as felt, or biased upwards where an office is scored on it (C8)."""
    felt = view.share(s.GAIN, s.HOMES)
    v = view.world.values
    p: Any = v.trust
    a: Any = v.activation
    scored = float(a.star_rating[-1]) if p.reported else 0.0
    return float(felt + p.reporting_bias * scored * (1.0 - felt))


def ended(view: View) -> float:
    """Return how many needs ended in the window."""
    c = view.counted
    return c[t.MET] + c[t.LAPSED] + c[t.CLOSED_ESCALATED] + c[t.LEFT]


ALL = list(range(len(DOMAIN_IDS)))
WITHOUT_CULTURE = [d for d in ALL if d != CULTURE]
FORMULAS: dict[str, Callable[[View], float]] = {
    "participation_rate": lambda v: v.share(s.PART, s.SETTLED),
    "service_coverage": lambda v: coverage(v, ALL),
    "participation_with_mobilized": lambda v: v.share(s.PART_OR_MOBILIZED, s.SETTLED),
    "participation_twice": lambda v: v.share(s.TWICE, s.SETTLED),
    "participation_this_week": lambda v: v.share(s.THIS_WEEK, s.ADULTS),
    "coverage_without_culture": lambda v: coverage(v, WITHOUT_CULTURE),
    "coverage_ever": lambda v: divided(v.counted[t.MET], ended(v)),
    "sense_of_gain": lambda v: v.share(s.GAIN, s.HOMES),
    "sense_of_happiness": lambda v: v.share(s.HAPPINESS, s.HOMES),
    "sense_of_safety": lambda v: v.share(s.SAFETY, s.HOMES),
    "resolved_at_source": lambda v: divided(v.counted[t.MET], v.counted[t.MET] + v.counted[t.ESCALATIONS]),
    "met_by_others": lambda v: v.ratio(t.MET_BY_OTHERS, t.MET),
    "fitting_services": lambda v: v.ratio(t.FITTING, t.SERVICES),
    "fragmented_cases": lambda v: v.ratio(t.CASES_FRAGMENTED, t.CASES),
    "cross_group_participation": lambda v: v.ratio(t.CROSS_TIES, t.TIES),
    "response_weeks": lambda v: v.ratio(t.RESPONSE_WEEKS, t.RESPONSES),
    "coverage_equity": coverage_equity,
    "organizations": lambda v: float(np.count_nonzero(v.organizations)),
    "organization_diversity": diversity,
    "organization_survival": survival,
    "organization_membership": lambda v: v.share(s.MEMBERS, s.ADULTS),
    "domains_taken_up": lambda v: v.ratio(t.DOMAINS_TAKEN_UP, t.ORGANIZATION_WEEKS) * 100.0 * WEEKS_A_YEAR,
    "public_dependence": lambda v: divided(
        v.counted[t.PUBLIC_INCOME], v.counted[t.PUBLIC_INCOME] + v.counted[t.OTHER_INCOME]
    ),
    "social_money": lambda v: v.ratio(t.OTHER_INCOME, t.PUBLIC_YUAN),
    "autonomy": lambda v: mean_of(v.world.bodies.autonomy, v.organizations),
    "legitimacy": lambda v: mean_of(v.world.bodies.legitimacy, v.organizations),
    "public_cost": lambda v: v.a_year(t.PUBLIC_YUAN) / v.world.scale,
    "cost_per_need_met": lambda v: v.ratio(t.PUBLIC_YUAN, t.MET),
    "unpaid_hours": lambda v: v.a_year(t.UNPAID_HOURS) / v.world.scale,
    "tickets": lambda v: divided(v.a_year(t.TICKETS) * 1000.0, v.people[s.HOMES]),
    "tickets_closed": lambda v: v.ratio(t.TICKETS_MET, t.TICKETS_ENDED),
    "escalations": lambda v: divided(v.a_year(t.ESCALATIONS) * 1000.0, v.people[s.HOMES]),
    "activities": lambda v: v.a_year(t.ACTIVITIES),
    "person_times": lambda v: v.a_year(t.PERSON_TIMES) / v.world.scale,
    "volunteers": lambda v: v.share(s.VOLUNTEERS_COUNT, s.ADULTS),
    "trust": lambda v: v.share(s.TRUST, s.HOMES),
    "served_fit": served_fit,
    "constituents_informed": lambda v: v.share(s.INFORMED, s.CONSTITUENTS),
    "weeks_to_right_body": lambda v: v.ratio(t.ROUTING_WEEKS, t.ROUTED),
    "first_organization_fits": lambda v: v.ratio(t.ORGANIZATION_FITS, t.ORGANIZATION_REQUESTS),
    "qualified_service": lambda v: v.ratio(t.PROFESSIONAL_QUALIFIED, t.PROFESSIONAL_REQUESTS),
    "outsider_hours_per_need": lambda v: v.ratio(t.OUTSIDER_HOURS, t.OUTSIDER_NEEDS),
    "domains_known": lambda v: v.share(s.DOMAINS_KNOWN, s.OTHERS),
    "cases_known": lambda v: v.ratio(t.OPEN_CASES_KNOWN, t.OPEN_CASES),
    "compound_joined": lambda v: v.ratio(t.COMPOUND_JOINED, t.COMPOUND_CASES),
    "hours_lost_room": lambda v: v.ratio(t.ROOM_HOURS_LOST, t.ORGANIZATION_WEEKS) * WEEKS_A_YEAR / MONTHS_A_YEAR,
    "professionalism_trained": professionalism_trained,
    "efficacy": lambda v: v.share(s.EFFICACY, s.ADULTS),
    "score_tracks_quality": score_tracks_quality,
    "renewal_gap": lambda v: v.ratio(t.BETTER_RENEWED, t.BETTER) - v.ratio(t.WORSE_RENEWED, t.WORSE),
    "applying": lambda v: v.ratio(t.APPLICANTS, t.COULD_APPLY),
    "hours_lost_cash": lambda v: v.ratio(t.CASH_HOURS_LOST, t.ORGANIZATION_WEEKS) * WEEKS_A_YEAR / MONTHS_A_YEAR,
    "project_quality": lambda v: v.ratio(t.PROJECT_QUALITY, t.PROJECTS_RATED),
    "projects": lambda v: v.a_year(t.PROJECTS_RATED),
    "stars": lambda v: v.ratio(t.STARS_GIVEN, t.STARRED),
    "project_places": lambda v: v.a_year(t.PROJECT_PLACES) / v.world.scale,
    "project_hours": lambda v: v.a_year(t.PROJECT_HOURS) / v.world.scale,
    "project_contacts": lambda v: v.a_year(t.PROJECT_CONTACTS) / v.world.scale,
    "fund_granted": lambda v: v.a_year(t.FUND_GRANTED) / v.world.scale,
    "fund_awarded": lambda v: v.a_year(t.FUND_AWARDED) / v.world.scale,
    "fund_casework": lambda v: v.a_year(t.FUND_CASEWORK) / v.world.scale,
    "refused_yuan": lambda v: v.a_year(t.REFUSED_YUAN) / v.world.scale,
    "owed": owed,
    "idle_cash": lambda v: float(v.world.accounts.cash.sum()) / 100.0 / v.world.scale,
    "idle_fund": lambda v: (v.world.fund + v.world.casework_fund) / 100.0 / v.world.scale,
    "reported_satisfaction": reported_satisfaction,
}
ORDER = tuple(indicator.id for indicator in INDICATORS)
ORDERED = tuple(FORMULAS[name] for name in ORDER)
