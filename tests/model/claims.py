"""What the model's mechanisms say must not fall, or rise, as one number is moved and all else is shared: one list.

A claim follows from how a mechanism draws and acts, so it holds seed by seed and week by week, not on average. Where
another process could undo it, only the phases are lived in which it is said to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from agents.codes import (
    ATTENDS,
    BOUNCED,
    DUPLICATE,
    ESCALATED,
    HOME,
    INACTIVE,
    INTAKE,
    JOINED,
    NEVER,
    TRIED,
    UNASKED,
)
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


def marked(mark: int) -> Seen:
    """The open needs that bear a mark."""

    def named(world: Any) -> frozenset[tuple[int, int]]:
        rows = world.needs[: world.open]
        rows = rows[rows.marks & mark > 0]
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


def hubs(world: Any) -> Any:
    return world.hubs.copy()


def newcomers(world: Any) -> frozenset[int]:
    """The organizations that came into being on the way: founded by residents, or come in from without."""
    return frozenset(world.bodies.identity[len(world.place.organizations) : world.slots_used].tolist())


def served_domains(world: Any) -> Any:
    """Which organization serves which domain."""
    return (world.bodies.domains[: world.slots_used, None] >> np.arange(len(DOMAIN_IDS))) & 1


def grounds(column: str) -> Seen:
    return lambda world: getattr(world.ground, column).copy()


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


CALM: dict[str, Any] = {"asking.trust_slope": 0.0, "asking.memory_slope": 0.0}
"""Whoever asks does so whatever they trust and remember."""

ON_ITS_WAY = ("staff_centers", "draw_needs", "ask")
"""Needs arise and become cases."""
MOVED_ON = ("note_who_runs", "supply", *ON_ITS_WAY, "route")
"""And are brought to somebody, who does not serve them."""

SEVERE: dict[str, Any] = {"needs.compound_share": 1.0, "needs.compound_severity": 0.0, **QUEUE}
QUARTER = 13
"""Where a founding or an entry has consequences for the next, one quarter is lived."""

LIVES_EMBEDDED = ("note_who_runs", "embed_organizations")
SERVED = ("draw_needs", "supply", "ask", "route", "serve")

FOUNDERS: dict[str, Any] = {"cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0}

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
    Claim("The sooner ties form by chance, the stronger they are.",
          "ties.chance", (0.0, 0.0015, 0.05), ties, ("keep_ties",)),
    Claim("The more a manager in common ties, the stronger are ties between bodies (C3).",
          "activation.appointment_tie", (0.0, 0.02, 0.2), ties, ("cross_appoint", "keep_ties"), weeks=52),
    Claim("The more a joint meeting ties, the stronger are the ties of departments and hubs (C4).",
          "activation.meeting_tie", (0.0, 0.06, 0.3), hubs, ("hold_joint_meeting", "keep_ties")),
    Claim("The sooner what training gave wears off, the less professional are organizations (D5).",
          "linking.skill_decay", (0.0, 0.003, 0.05), bodies("skill"), LIVES_EMBEDDED, falls=True),
    Claim("The more training gives, the more professional are organizations (D5).",
          "linking.training_gain", (0.0, 0.006, 0.05), bodies("skill"), LIVES_EMBEDDED),
    Claim("The more trained staff stay, the more professional they are (D5).",
          "linking.retention", (0.0, 0.5, 1.0), bodies("skill"), LIVES_EMBEDDED),
    Claim("The longer social workers are trained, the more professional they are (D5).",
          "linking.training_workers", (0.0, 40.0, 160.0), bodies("skill"), LIVES_EMBEDDED),
    Claim("The longer cadres are trained, the more skilled they are (D5).",
          "linking.training_cadres", (0.0, 24.0, 120.0), grounds("cadre_skill"), ("train",)),
    Claim("The deeper a tie to the alliance embeds, the more legitimate are groups (A2).",
          "embedding.depth_of_alliance", (0.0, 0.15, 0.5), bodies("legitimacy"), LIVES_EMBEDDED),
    Claim("The deeper an appointment embeds, the more legitimate are organizations (C3).",
          "activation.depth_of_appointment", (0.0, 0.25, 0.6), bodies("legitimacy"),
          ("cross_appoint", *LIVES_EMBEDDED), weeks=52),
    Claim("The sooner legitimacy rises with depth, the more legitimate are groups.",
          "embedding.legitimacy_slope", (0.5, 2.5, 6.0), bodies("legitimacy"), LIVES_EMBEDDED),
    Claim("The more rivals weigh, the fewer groups are founded in a quarter.",
          "cultivation.rivalry", (0.0, 0.25, 2.0), newcomers, ("found_organizations",), falls=True, weeks=QUARTER,
          shared={**FOUNDERS, "scale": 1.0, "cultivation.founding_support": 5.0, "people.start_attends": 0.5}),
    Claim("The sooner residents found, the more groups are founded in a quarter (B1).",
          "cultivation.founding_rate", (0.0, 0.35, 1.0), newcomers, ("found_organizations",), weeks=QUARTER,
          shared={"cultivation.founders_scale": 500.0}),
    Claim("The more founders are supported, the more groups are founded in a quarter (B1).",
          "cultivation.founding_support", (0.0, 1.0, 5.0), newcomers, ("found_organizations",), weeks=QUARTER,
          shared=FOUNDERS),
    Claim("The more who are interested a founding takes, the fewer groups are founded in a quarter.",
          "cultivation.founders_scale", (500.0, 4000.0, 20000.0), newcomers, ("found_organizations",), falls=True,
          weeks=QUARTER, shared={"cultivation.founding_rate": 1.0}),
    Claim("The more the service center incubates, the more groups are founded in a quarter (A4).",
          "embedding.incubation", (1.0, 1.6, 3.0), newcomers, ("found_organizations",), weeks=QUARTER,
          shared={**FOUNDERS, "scale": 1.0}),
    Claim("The more interests people have, the more groups are founded in a quarter.",
          "people.interest_share", (0.02, 0.22, 0.9), newcomers, ("found_organizations",), weeks=QUARTER,
          shared=FOUNDERS),
    Claim("The more professional bodies are drawn, the more come in within a quarter (B2).",
          "cultivation.entry_rate", (0.0, 0.3, 1.0), newcomers, ("enter_organizations",), weeks=QUARTER),
    Claim("The sooner organizations take up domains, the more serve within a quarter (A6).",
          "organizations.taking_up", (0.0, 0.04, 0.5), served_domains,
          ("draw_needs", "note_who_runs", "take_up_domains"), weeks=QUARTER, shared={**QUEUE, "scale": 1.0}),
    # cases on their way
    Claim("The likelier a wrong desk, the more cases bounce.",
          "cases.misroute", (0.0, 0.35, 0.95), marked(BOUNCED), ON_ITS_WAY, weeks=8, shared=QUEUE),
    Claim("The closer hubs are tied, the fewer cases bounce.",
          "ties.start", (0.0, 0.15, 1.0), marked(BOUNCED), ON_ITS_WAY, weeks=8, falls=True, shared=QUEUE),
    Claim("The more ties tell who is responsible, the fewer cases bounce.",
          "cases.misroute_tie", (0.0, 1.5, 6.0), marked(BOUNCED), ON_ITS_WAY, weeks=8, falls=True,
          shared={**QUEUE, "ties.start": 0.5}),
    Claim("The more often the command center errs, the more cases bounce (A3).",
          "cases.center_misroute", (0.0, 0.5, 1.0), marked(BOUNCED), ON_ITS_WAY, weeks=8, shared=QUEUE),
    Claim("The more often two bodies serve one case, the more duplicates there are.",
          "cases.duplicates", (0.0, 0.12, 1.0), marked(DUPLICATE), ON_ITS_WAY, weeks=8, shared=QUEUE),
    Claim("The closer hubs are tied, the fewer cases are served twice.",
          "ties.start", (0.0, 0.15, 1.0), marked(DUPLICATE), ON_ITS_WAY, weeks=8, falls=True,
          shared={**QUEUE, "cases.duplicates": 0.5}),
    Claim("The longer a bounce takes, the more cases are on their way.",
          "cases.bounce", (0.0, 3.0, 12.0), needs(INTAKE), MOVED_ON, weeks=8, policy="fragmented", shared=QUEUE),
    Claim("The closer hubs are tied, the fewer cases are on their way.",
          "ties.start", (0.0, 0.15, 1.0), needs(INTAKE), MOVED_ON, weeks=8, falls=True, policy="fragmented",
          shared=QUEUE),
    Claim("The longer intake takes, the more cases are on their way.",
          "cases.intake", (0.0, 2.0, 8.0), needs(INTAKE), MOVED_ON, weeks=8, policy="fragmented", shared=QUEUE),
    Claim("The longer the command center chases a bounce, the more cases are on their way (A3).",
          "cases.center_bounce", (0.0, 1.0, 12.0), needs(INTAKE), MOVED_ON, weeks=8, shared=QUEUE),
    Claim("The sooner two bodies join without a tie, the more cases have both.",
          "cases.join", (0.0, 0.04, 1.0), marked(JOINED), MOVED_ON, weeks=8, shared=SEVERE),
    Claim("The more ties let two bodies join, the more cases have both.",
          "cases.join_tie", (0.0, 0.5, 1.0), marked(JOINED), MOVED_ON, weeks=8, shared=SEVERE),
    Claim("The more chance brings to organizations, the more cases reach one.",
          "cases.match", (0.0, 0.15, 1.0), marked(TRIED), MOVED_ON, weeks=8, policy="fragmented", shared=QUEUE),
    Claim("The more own ties bring to organizations, the more cases reach one.",
          "cases.match_tie", (0.0, 0.35, 1.0), marked(TRIED), MOVED_ON, weeks=8, policy="fragmented", shared=QUEUE),
    Claim("The surer the service center matches, the more cases reach an organization (A4).",
          "cases.match_center", (0.0, 0.75, 1.0), marked(TRIED), MOVED_ON, weeks=8, shared=QUEUE),
    Claim("The more grid workers find, the fewer needs are left unasked.",
          "asking.found.environment", (0.0, 0.024, 0.2), needs(UNASKED), ("supply", "draw_needs", "ask"), falls=True,
          shared={**{f"asking.hazard.{domain}": 0.0 for domain in DOMAIN_IDS},
                  **{f"asking.found.{domain}": 0.0 for domain in DOMAIN_IDS}, "cases.finding_hours": 0.01}),
    # trust
    Claim("The better neighbors were handled, the more people trust.",
          "people.start_memory", (0.0, 0.5, 1.0), people("trust"), ("spread", "feel")),
    Claim("The more is told of neighbors who were handled well, the more people trust.",
          "trust.neighbors", (0.0, 0.003, 0.05), people("trust"), ("spread", "feel"),
          shared={"people.start_memory": 1.0}),
    Claim("The more is told of neighbors who were handled badly, the less people trust.",
          "trust.neighbors", (0.0, 0.003, 0.05), people("trust"), ("spread", "feel"), falls=True,
          shared={"people.start_memory": 0.0}),
    Claim("The more a service that met a need is liked, the more people trust.",
          "trust.met", (0.0, 0.15, 1.0), people("trust"), SERVED, policy="departments-only", shared=QUEUE),
    Claim("The more a bad service costs, the less people trust.",
          "trust.badly", (0.0, 0.07, 1.0), people("trust"), SERVED, falls=True, policy="departments-only",
          shared={**QUEUE, **{f"service.department_quality.{domain}": 0.5 for domain in DOMAIN_IDS}}),
    Claim("The more it costs to be left alone with a need, the less people trust.",
          "trust.lapsed", (0.0, 0.03, 0.5), people("trust"), ("draw_needs", "age"), falls=True),
    Claim("The more trouble at the end of the pipe costs, the less people trust.",
          "trust.escalated", (0.0, 0.15, 1.0), people("trust"), ("draw_needs", "age"), falls=True,
          shared={"needs.escalation.environment": 0.1}),
    Claim("The more taking part is liked, the more people trust, where trust moves nobody to do more.",
          "trust.attending", (0.0, 0.003, 0.1), people("trust"), weeks=13,
          shared={**CALM, "taking_part.trust_weight": 0.0, "taking_part.rising": 0.0}),
    Claim("The less is remembered of a request that came to nothing, the better is memory.",
          "asking.memory_of_lapse", (0.0, 0.5, 1.0), people("memory"), ("draw_needs", "ask", "age"), falls=True,
          shared={**QUEUE, **ASKS, "needs.lapse_queued": 0.1}),
    Claim("The longer taking part gladdens, the happier are people.",
          "trust.happiness_weeks", (1, 8, 52), people("happiness"), weeks=13),
    Claim("The more hear of an incident, the less safe a grid feels.",
          "trust.safety_circle", (100.0, 770.0, 5000.0), grounds("grid_safety"), ("move", "draw_needs", "age", "feel"),
          falls=True, shared={"needs.escalation.environment": 0.1}),
    Claim("The sooner volunteers tire, the fewer there are.",
          "taking_part.tiring", (0.0005, 0.0065, 0.05), lambda world: world.people.state > ATTENDS, ("change",),
          falls=True, shared={"taking_part.rising": 0.0}),
    Claim("The more taking part binds, the more people identify with it, where that moves nobody to do more.",
          "taking_part.identification_gain", (0.0, 0.02, 0.2), people("identification"), weeks=13,
          shared={"taking_part.identification_weight": 0.0}),
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
