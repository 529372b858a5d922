"""Counting: what happened this week, in total and by community, group and domain, and over the last 52 weeks."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.compiling import kernel_of

COUNTERS = (
    "arisen", "met", "met_by_others", "lapsed", "escalated", "closed_escalated", "left", "services", "fitting",
    "tickets", "tickets_ended", "tickets_met", "cases", "cases_fragmented", "responses", "response_weeks", "routed",
    "routing_weeks", "organization_requests", "organization_fits", "professional_requests", "professional_qualified",
    "outsider_needs", "outsider_hours", "open_cases", "open_cases_known", "compound", "compound_joined", "activities",
    "person_times", "ties", "cross_ties", "room_hours_lost", "organization_weeks", "unpaid_hours", "public_yuan",
    "public_income", "other_income", "could_apply", "applicants", "cash_hours_lost", "projects_rated",
    "project_quality", "starred", "stars_given", "better", "better_renewed", "worse", "worse_renewed", "project_places",
    "project_hours", "project_contacts", "refused_yuan", "fund_granted", "fund_awarded", "fund_casework",
    "domains_taken_up",
)  # fmt: skip
(
    ARISEN, MET, MET_BY_OTHERS, LAPSED, ESCALATIONS, CLOSED_ESCALATED, LEFT, SERVICES, FITTING,
    TICKETS, TICKETS_ENDED, TICKETS_MET, CASES, CASES_FRAGMENTED, RESPONSES, RESPONSE_WEEKS, ROUTED,
    ROUTING_WEEKS, ORGANIZATION_REQUESTS, ORGANIZATION_FITS, PROFESSIONAL_REQUESTS, PROFESSIONAL_QUALIFIED,
    OUTSIDER_NEEDS, OUTSIDER_HOURS, OPEN_CASES, OPEN_CASES_KNOWN, COMPOUND_CASES, COMPOUND_JOINED, ACTIVITIES,
    PERSON_TIMES, TIES, CROSS_TIES, ROOM_HOURS_LOST, ORGANIZATION_WEEKS, UNPAID_HOURS, PUBLIC_YUAN,
    PUBLIC_INCOME, OTHER_INCOME, COULD_APPLY, APPLICANTS, CASH_HOURS_LOST, PROJECTS_RATED,
    PROJECT_QUALITY, STARRED, STARS_GIVEN, BETTER, BETTER_RENEWED, WORSE, WORSE_RENEWED, PROJECT_PLACES,
    PROJECT_HOURS, PROJECT_CONTACTS, REFUSED_YUAN, FUND_GRANTED, FUND_AWARDED, FUND_CASEWORK,
    DOMAINS_TAKEN_UP,
) = range(57)  # fmt: skip
GROUPS, DOMAINS = 4, 9
WINDOW = 52


@kernel_of("void(float64[:, ::1], int64, int64, int64, int64, float64)")
def add(week: Any, community: int, group: int, domain: int, counter: int, amount: float) -> None:
    """Add to a counter of the week: in total and, where not negative, for a community, a group and a domain."""
    communities = week.shape[0] - 1 - GROUPS - DOMAINS
    week[0, counter] += amount
    if community >= 0:
        week[1 + community, counter] += amount
    if group >= 0:
        week[1 + communities + group, counter] += amount
    if domain >= 0:
        week[1 + communities + GROUPS + domain, counter] += amount


class Tally:
    """Counters of the week and their sums over the last 52 weeks.

    ``week`` has a row for the total, each community, each group and each domain, and a column for each counter.
    """

    def __init__(self, communities: int) -> None:
        self.communities = communities
        self.week = np.zeros((1 + communities + GROUPS + DOMAINS, len(COUNTERS)))
        self._past = np.zeros((WINDOW, *self.week.shape))
        self.weeks = 0

    def close_week(self) -> None:
        """Store the week among the last 52 and begin a new one."""
        self._past[self.weeks % WINDOW] = self.week
        self.week[:] = 0.0
        self.weeks += 1

    @property
    def counted(self) -> int:
        """How many weeks the sums cover, 52 at the most."""
        return min(self.weeks, WINDOW)

    def sums(self, rows: slice | int = 0) -> Any:
        """Return sums over the window, in the order of weeks: for the total, or for some rows."""
        return np.add.reduce(self._past[:, rows], axis=0)

    def last(self, counter: int, row: int = 0) -> float:
        """Return a counter of the last stored week."""
        return float(self._past[(self.weeks - 1) % WINDOW, row, counter])
