"""What the tests of known answers share: a village with nothing in it, and one process that runs alone in it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from model.governance import GovernanceModel
from scenarios import OrganizationEntry, Place, load_place
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS

EVERYTHING = (1 << len(DOMAIN_IDS)) - 1
"""The value of ``known`` of somebody who knows of all domains."""

STILL: dict[str, Any] = {
    **{f"people.turnover.{group}": 0.0 for group in GROUP_IDS},
    **{f"needs.rate.{domain}": 0 for domain in DOMAIN_IDS},
    **{f"needs.integration_factor.{group}": 0.0 for group in GROUP_IDS},
    "people.start_aware": 0.0, "people.start_attends": 0.0, "people.start_volunteers": 0.0,
    "awareness.media": 0.0, "awareness.fading": 0.0,
}  # fmt: skip
"""Nobody moves, nobody needs anything, nobody knows or does anything, and nothing is forgotten."""


AT_ONCE: dict[str, Any] = {
    **{f"needs.rate.{domain}": 20 for domain in DOMAIN_IDS},
    "needs.integration_factor.local": 1.0, "needs.old_factor": 1.0, "needs.compound_share": 0.0,
    **{f"asking.hazard.{domain}": 0.5 for domain in DOMAIN_IDS},
    **{f"asking.found.{domain}": 0.0 for domain in DOMAIN_IDS},
    **{f"needs.escalation.{domain}": 0.0 for domain in DOMAIN_IDS}, "needs.lapse_queued": 0.0,
    "cases.light": 0.0, "cases.intake": 0.0, "cases.misroute": 0.0, "cases.duplicates": 0.0,
}  # fmt: skip
"""Needs of nine domains, 20 per 1,000 and year, are asked for at once and are with the right body the same week."""


def village(adults: int, groups: int = 1, **more: Any) -> Place:
    """Return a place of one community and one grid in which only adult locals live, with rooms and money enough."""
    place = load_place("classroom")
    community = replace(
        place.communities[0], residents=adults, grids=1, group_shares=(1.0, 0.0, 0.0, 0.0),
        age_shares=(0.0, 0.0, 0.0, 1.0), party_share=0.0, room_hours=10_000.0, committee_yuan=10_000_000.0,
    )  # fmt: skip
    entries = tuple(
        OrganizationEntry(f"g{n}", "组", "Group", community.id, "mass", ("mutual_aid",), 0.0, 0.3, False, False)
        for n in range(groups)
    )
    return replace(place, communities=(community,), organizations=entries, **more)


def alone(place: Place, **more: Any) -> Any:
    """Return a still model of a place, without a burn-in, with further arguments and settings."""
    arguments: dict[str, Any] = {"policy": "fragmented", "seed": 1, "burn_in": 0, **STILL, **more}
    return GovernanceModel(place, **arguments)


def four_errors(share: float, many: int) -> float:
    """Return four standard errors of a share of so many draws."""
    return 4.0 * math.sqrt(share * (1.0 - share) / many)


def everybody_with_everybody(people: int) -> Any:
    """Return the ties of a complete graph."""
    return np.column_stack(np.triu_indices(people, 1))


# ---- places without limit -------------------------------------------------------------------------------------------

ORGANIZERS = 5
"""Volunteers who hold activities in the villages below. They come after all others and are tied to nobody."""

TAKING_PART = (
    "note_who_runs", "receive_income", "open_rooms", "work", "supply", "spread", "hold_activities", "decide", "attend",
    "feel",
)  # fmt: skip
"""The phases in which activities come into being and are taken part in; nobody tires or leaves."""

UNLIMITED: dict[str, Any] = {
    "taking_part.works": 1.0, "taking_part.hours": 10.0, "organizations.service_share": 0.0,
    "organizations.planning_pace": 1.0, "organizations.spending_pace": 1.0, "organizations.hours_per_activity": 2.0,
    "organizations.yuan_per_activity": 20.0, "organizations.rooms_per_activity": 0.5, "organizations.places": 300.0,
    "organizations.volunteer_crowding": "none",
}  # fmt: skip
"""Five organizers hold 25 activities a week, 7,500 places."""

ALIKE: dict[str, Any] = {
    "taking_part.attention": 1.0, "taking_part.spontaneous": 0.0, "taking_part.asked_by_tie": 0.0,
    "taking_part.trust_weight": 0.0, "taking_part.identification_weight": 0.0, "taking_part.efficacy_weight": 0.0,
    "taking_part.match_weight": 0.0, "taking_part.aware_weight": 0.0, "taking_part.rising": 0.0,
    **{f"taking_part.age_cost.{age}": 0.0 for age in AGE_IDS[1:]},
    **{f"taking_part.group_cost.{group}": 0.0 for group in GROUP_IDS},
}  # fmt: skip
"""Everybody considers it every week, and nothing but what is set besides moves one more than another."""

NO_NOISE: dict[str, Any] = {**ALIKE, "taking_part.intercept": -60.0, "taking_part.influence": 120.0}
"""Who is influenced joins and who is not does not: odds of e**60 to one."""


def crowd(people: int, ties: Any, **more: Any) -> Any:
    """Return a village in which people who know of everything can take part, places being unlimited."""
    organizers = range(people, people + ORGANIZERS)
    initial = {
        "known": EVERYTHING,
        "state": dict.fromkeys(organizers, 2),
        "organization": dict.fromkeys(organizers, 0),
        **more.pop("initial", {}),
    }
    return alone(
        village(people + ORGANIZERS), ties=ties, initial=initial, **{"phases": TAKING_PART, **UNLIMITED, **more}
    )


def taking_part(model: Any) -> Any:
    """Tell for each resident but the organizers whether they take part."""
    return model.world.people.state[:-ORGANIZERS] > 0
