"""What the model's mechanisms say must not fall, or rise, as one number is moved and all else is shared: one list.

A claim follows from how a mechanism draws and acts, so it holds seed by seed and week by week, not on average. Where
another process could undo it, only the phases are lived in which it is said to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from agents.codes import ESCALATED, HOME, INACTIVE, NEVER, UNASKED
from model.kernels.taking_part import JOINS
from scenarios import load_place
from vocabulary.categories import DOMAIN_IDS

Seen = Callable[[Any], Any]


@dataclass(frozen=True)
class Claim:
    """A claim: with each further one of ``values``, what is ``seen`` holds all that it held before, and perhaps more.

    What is seen is a set, which grows, or an array, of which no number falls; with ``falls`` the other way round. Only
    ``phases`` are lived, all of them where none is named. ``moved`` makes settings of a value.
    """

    sentence: str
    name: str
    values: tuple[Any, ...]
    seen: Seen
    phases: tuple[str, ...] = ()
    falls: bool = False
    policy: str = "full"
    weeks: int = 26
    shared: Mapping[str, Any] = field(default_factory=dict)
    moved: Callable[[str, Any], dict[str, Any]] = lambda name, value: {name: value}


# ---- what is seen ---------------------------------------------------------------------------------------------------


def known(world: Any) -> Any:
    """Who knows of what."""
    return (world.people.known[:, None] >> np.arange(len(DOMAIN_IDS))) & 1


def joining(world: Any) -> Any:
    return world.wish == JOINS


def first_residents(world: Any) -> Any:
    return (world.people.present == HOME) & (world.people.since == NEVER)


def needs(*statuses: int) -> Seen:
    """The open needs, or those of some statuses: each is named by its resident and the week in which it arose."""

    def named(world: Any) -> frozenset[tuple[int, int]]:
        rows = world.needs[: world.open]
        rows = rows[np.isin(rows.status, statuses)] if statuses else rows
        return frozenset(zip(rows.identity.tolist(), rows.born.tolist(), strict=True))

    return named


def people(column: str) -> Seen:
    return lambda world: world.people[column].copy()


def bodies(column: str) -> Seen:
    return lambda world: world.bodies[column][: world.slots_used].copy()


def applications(world: Any) -> frozenset[tuple[int, int]]:
    """The proposals that were made: whose, and for which money."""
    made = world.projects[: world.project_count]
    return frozenset(zip(made.body.tolist(), made.kind.tolist(), strict=True))


def ties(world: Any) -> Any:
    return world.ties[: world.slots_used].copy()


def awake(world: Any) -> Any:
    return world.bodies.dormant[: world.slots_used] == 0


# ---- what is shared -------------------------------------------------------------------------------------------------

OFFERS = (
    "note_who_runs", "receive_income", "open_rooms", "work", "supply", "spread", "hold_activities", "decide", "feel",
)  # fmt: skip
"""Residents see each other and what is offered, and wish; nobody gets a place, so that a wish has no consequence."""

ASKS: dict[str, Any] = {
    **{f"asking.found.{domain}": 0.0 for domain in DOMAIN_IDS},
    **{f"cases.first_contact.{domain}": 0.0 for domain in DOMAIN_IDS},
}
"""Nobody finds a need but who has it, and none is settled on the spot."""

QUEUE: dict[str, Any] = {
    **{f"needs.rate.{domain}": 1000.0 for domain in DOMAIN_IDS},
    **{f"asking.hazard.{domain}": 0.5 for domain in DOMAIN_IDS},
    **{f"service.department_quality.{domain}": 1.0 for domain in DOMAIN_IDS},
    "asking.trust_slope": 0.0, "asking.memory_slope": 0.0, "asking.unaware": 1.0, "cases.first_contact_quality": 1.0,
    "asking.to_organization": 0.0,
}  # fmt: skip
"""Many needs, each asked for whatever became of earlier ones, and each met by whoever serves it."""


def with_hours(_: str, hours: float) -> dict[str, Any]:
    """Let each department have as many hours a year; the steps are longer than any case, so that none is left over."""
    place = load_place("classroom")
    return {"place": replace(place, departments=tuple(replace(office, hours=hours) for office in place.departments))}


IN_SECRET = {"linking.published_rules": False}

CLAIMS = (
    # awareness
    Claim("By word of mouth alone: the surer it is, all the more know, and who knew still does.",
          "awareness.tie_chance", (0.0, 0.02, 0.1, 0.5), known, ("spread",), shared={"awareness.media": 0.0}),
    Claim("The more media tell, the more know: who learned from less learns from more.",
          "awareness.media", (0.0, 0.002, 0.02), known, ("spread",)),
    Claim("The sooner people forget, the fewer know.",
          "awareness.fading", (0.0, 0.02, 0.1), known, ("spread",), falls=True),
    Claim("The lower the barrier of language, the more know.",
          "awareness.barrier.foreign", (0.0, 0.25, 1.0), known, ("spread",), shared={"awareness.media": 0.02}),
    Claim("The more know at the start, the more know ever after.",
          "people.start_aware", (0.0, 0.1, 0.5), known, ("spread",)),
    Claim("The more a Party member's visit tells, the more know (C1).",
          "activation.visit_tells", (0.0, 0.11, 0.6), known, ("visit", "spread", "feel")),
    Claim("The more visits Party members make who have time enough, the more know (C1).",
          "activation.visits_per_member", (0.0, 20.0, 100.0), known, ("visit", "spread", "feel"),
          shared={"activation.member_hours": 5.0, "activation.visit_hours": 0.1, "activation.visit_tells": 0.6}),
    Claim("The more the alliance's contacts tell, the more know (A2).",
          "embedding.alliance_tells", (0.0, 0.3, 1.0), known, ("contact_alliance", "spread", "feel"),
          shared={"embedding.alliance_hours": 400.0}),
    # taking part
    Claim("The more often people consider taking part, the more sign up in a week.",
          "taking_part.attention", (0.0, 0.25, 1.0), joining, OFFERS),
    Claim("The more they are inclined to, the more sign up.",
          "taking_part.intercept", (-8.0, -4.7, -1.0), joining, OFFERS),
    Claim("The more come of their own accord, the more sign up.",
          "taking_part.spontaneous", (0.0, 0.0004, 0.01), joining, OFFERS, shared={"taking_part.attention": 1.0}),
    Claim("The more neighbors who take part count, the more sign up.",
          "taking_part.influence", (0.0, 1.2, 4.0), joining, OFFERS),
    Claim("The more active people ask those whom they know, the more sign up.",
          "taking_part.asked_by_tie", (0.0, 0.02, 0.2), joining, OFFERS),
    Claim("The more an active Party member pulls, the more sign up (C1).",
          "activation.goose_pull", (0.0, 0.35, 1.5), joining, OFFERS, shared={"taking_part.attention": 1.0}),
    Claim("The sooner people leave, the fewer take part.",
          "taking_part.leaving", (0.0005, 0.0065, 0.05), lambda world: world.people.state > INACTIVE, ("change",),
          falls=True, shared={"taking_part.rising": 0.0}),
    # homes and needs
    Claim("The more move out, the fewer live on in the homes where they were at the start.",
          "people.turnover.migrant", (0.0, 0.2, 1.0), first_residents, ("move",), falls=True),
    Claim("The more needs a group of domains brings, the more needs arise, and no other than before goes missing.",
          "needs.rate.mutual_aid", (0.0, 200.0, 1000.0), needs(), ("draw_needs",)),
    Claim("The sooner unasked needs lapse, the fewer are open.",
          "needs.lapse", (0.005, 0.04, 0.2), needs(), ("draw_needs", "age"), falls=True),
    Claim("The sooner needs escalate, the more have escalated.",
          "needs.escalation.environment", (0.0, 0.01, 0.1), needs(ESCALATED), ("draw_needs", "age")),
    Claim("The sooner people ask, the fewer needs are left unasked.",
          "asking.hazard.environment", (0.0, 0.036, 0.5), needs(UNASKED), ("draw_needs", "ask"), falls=True,
          shared=ASKS),
    Claim("The more the unaware ask, the fewer needs are left unasked.",
          "asking.unaware", (0.0, 0.25, 1.0), needs(UNASKED), ("draw_needs", "ask"), falls=True, shared=ASKS),
    Claim("The more hours departments have, with all else off, the fewer needs are left open: none is met later.",
          "hours of each department", (0.0, 12000.0, 24000.0), needs(),
          ("draw_needs", "supply", "ask", "route", "serve", "age"), falls=True, policy="departments-only",
          shared=QUEUE, moved=with_hours),
    # organizations
    Claim("The sooner groups close, the fewer live.",
          "organizations.closing", (0.0, 0.003, 0.02), bodies("alive"), ("close",), falls=True),
    Claim("The sooner groups register, the more are registered.",
          "organizations.registering", (0.0, 0.05, 0.5), bodies("registered"), ("register_and_wake",), weeks=52),
    Claim("The sooner dormant groups wake, the more are awake.",
          "organizations.waking", (0.0, 0.1, 0.5), awake, ("register_and_wake",), weeks=52),
    Claim("The sooner Party groups are set up, the more organizations have one (C2).",
          "activation.party_group_rate", (0.0, 0.25, 1.0), bodies("party_group"), ("set_up_party_groups",), weeks=52),
    Claim("The more organizations are appointed on a date, the more have a manager in common (C3).",
          "activation.appointment_share", (0.0, 0.3, 1.0), bodies("appointed"), ("cross_appoint",), weeks=52),
    Claim("The deeper a Party group embeds, the more legitimate are organizations (C2).",
          "activation.depth_of_party_group", (0.0, 0.3, 0.6), bodies("legitimacy"),
          ("set_up_party_groups", "embed_organizations")),
    Claim("The deeper a Party group embeds, the less autonomous are organizations (C2, A6).",
          "activation.depth_of_party_group", (0.0, 0.3, 0.6), bodies("autonomy"),
          ("set_up_party_groups", "embed_organizations"), falls=True),
    Claim("The more rigid the style, the less driven are organizations (A6).",
          "embedding.rigidity_flexible", (0.0, 0.3, 1.0), bodies("drive"),
          ("set_up_party_groups", "embed_organizations"), falls=True),
    Claim("The longer backbones are trained, the more professional are groups (D5).",
          "linking.training_backbone", (0.0, 24.0, 120.0), bodies("skill"), ("note_who_runs", "embed_organizations")),
    Claim("The sooner ties between bodies decay, the weaker they are.",
          "ties.decay", (0.001, 0.012, 0.1), ties, ("keep_ties",), falls=True),
    Claim("The more a joint meeting ties, the stronger are ties between bodies (C4).",
          "activation.meeting_tie", (0.0, 0.06, 0.3), ties, ("hold_joint_meeting", "keep_ties")),
    # trust
    Claim("The more a visit is liked, the more people trust (C1).",
          "trust.visited", (0.0, 0.01, 0.2), people("trust"), ("visit", "feel")),
    # the first round of projects
    Claim("The less an application costs, the more apply in the first round (D1).",
          "linking.published_hours", (1.0, 15.0, 60.0, 200.0), applications, weeks=2, falls=True),
    Claim("The more hear of a call that is published, the more apply in the first round (D1).",
          "projects.hears_published", (0.0, 0.5, 1.0), applications, weeks=2),
    Claim("The more hear of a call by word of mouth, the more apply in the first round.",
          "projects.hears", (0.0, 0.5, 1.0), applications, weeks=2,
          shared={**IN_SECRET, "projects.application_hours": 1.0, "projects.hears_tie": 0.0}),
    Claim("The more residents pass a call on, the more apply in the first round (C6).",
          "activation.call_share", (0.0, 0.5, 1.0), applications, weeks=2,
          shared={"projects.hears_published": 0.3, "linking.published_hours": 1.0}),
    Claim("The more doubt that it is fair, the fewer apply in the first round.",
          "projects.doubt", (0.0, 0.5, 1.0), applications, weeks=2, falls=True,
          shared={**IN_SECRET, "projects.application_hours": 1.0, "projects.hears": 1.0}),
    Claim("The surer they are to win, the more apply in the first round.",
          "projects.belief_start", (0.05, 0.2, 1.0), applications, weeks=2,
          shared={"projects.hour_value": 60.0}),
)  # fmt: skip
