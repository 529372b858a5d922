"""A town of a few dozen residents in which everything happens within half a year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenarios import Place, load_place
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS

BUSY: dict[str, Any] = {
    **{f"needs.rate.{domain}": 700 for domain in DOMAIN_IDS},
    **{f"needs.escalation.{domain}": 0.04 for domain in DOMAIN_IDS},
    **{f"asking.hazard.{domain}": 0.12 for domain in DOMAIN_IDS},
    **{f"asking.found.{domain}": 0.05 for domain in DOMAIN_IDS},
    **{f"cases.first_contact.{domain}": 0.3 for domain in DOMAIN_IDS},
    **{f"service.hours.{domain}": 1 for domain in DOMAIN_IDS},
    **{f"service.department_hours.{domain}": 1 for domain in DOMAIN_IDS},
    **{f"people.turnover.{group}": 0.4 for group in GROUP_IDS},
    "people.start_aware": 0.4,
    "people.start_attends": 0.4,
    "people.start_volunteers": 0.2,
    "people.start_leads": 0.06,
    "people.interest_share": 0.5,
    "needs.compound_severity": 0.2,
    "needs.compound_share": 0.5,
    "awareness.tie_chance": 0.03,
    "taking_part.attention": 0.8,
    "taking_part.intercept": -3.0,
    "taking_part.attends": 0.7,
    "taking_part.works": 0.6,
    "taking_part.rising": 0.03,
    "taking_part.leading": 0.03,
    "taking_part.tiring": 0.02,
    "asking.to_organization": 0.5,
    "asking.barrier.minority": 1.0,
    "asking.barrier.foreign": 1.0,
    "cases.intake": 1.0,
    "cases.bounce": 2.0,
    "cases.center_bounce": 3.0,
    "cases.join": 0.2,
    "cases.match": 0.5,
    "cases.wait": 2.0,
    "service.minimum_skill.mental_health": 0.2,
    "service.minimum_skill.legal_aid": 0.2,
    "service.course": 2.0,
    "organizations.founding_team": 5.0,
    "organizations.waking": 0.3,
    "organizations.registering": 0.3,
    "cultivation.founding_rate": 1.0,
    "projects.large_group": 5.0,
}
"""Much is needed, asked for, founded and done, and people come and go."""

LEAN: dict[str, Any] = {
    "money.wage": 250_000.0,
    "money.start_cash_weeks": 3.0,
    "money.contract": 20_000.0,
    "organizations.quitting_unpaid": 0.2,
    "organizations.volunteer_crowding": "linear",
    "organizations.donation_crowding": "U",
    "projects.effort_base": 0.1,
    "projects.effort_norm": 1.0,
    "projects.residents_choice": "also better matching",
    "linking.advisers_rate": True,
    "linking.adviser_hours": 3.0,
    "cultivation.aimed_outreach": 0.8,
}
"""Wages are not paid and cash is short, and bodies make less effort than is the norm."""


def hamlet(residents: int = 33) -> Place:
    """Return the classroom town with so few residents in each community that all of them can be walked."""
    place = load_place("classroom")
    few = tuple(replace(one, residents=residents) for one in place.communities)
    return replace(place, communities=few)
