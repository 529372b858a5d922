"""A small place whose project round can be worked out on paper: nobody moves, needs, hears or takes part by chance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from model.hours import ORGANIZATIONS, SUPPLIED
from scenarios import Community, OrganizationEntry, PanelEntry, Place, Policy, Purchase, load_place
from tests.model.towns import build, with_levers
from vocabulary.categories import CRITERIA, DOMAIN_IDS, GROUP_IDS, JUDGES, STARS

ELDERS, NEIGHBORS, LAWYERS = 0, 1, 2
"""Slots of the three organizations: a body of four posts, a group of residents, a body of two posts."""

STILL: dict[str, Any] = {
    **{f"people.turnover.{group}": 0.0 for group in GROUP_IDS},
    **{f"needs.rate.{domain}": 0 for domain in DOMAIN_IDS},
    **{f"needs.integration_factor.{group}": 0 for group in GROUP_IDS},
    "people.start_aware": 0.0,
    "awareness.media": 0.0,
    "awareness.tie_chance": 0.0,
    "awareness.fading": 0.0,
    "organizations.closing": 0.0,
    "organizations.closing_small": 0.0,
    "organizations.closing_new": 0.0,
    "organizations.closing_staffed": 0.0,
}
"""Nobody moves, needs anything or hears of anything; nothing closes by chance."""

SHARP: dict[str, Any] = {
    **{f"projects.noise.{kind.id}": 0.0 for kind in JUDGES},
    **{f"projects.bias.{kind.id}": 0.0 for kind in JUDGES},
    "projects.bias_spread": 0.0,
    "projects.bias_embedded": 0.0,
}
"""Judges without noise, bias or leaning."""

PAPER: dict[str, Any] = {
    **STILL,
    **SHARP,
    "money.wage": 100000.0,
    "money.foundation": 100000.0,  # wages are covered: what else comes and goes is the project's
    "money.start_cash_weeks": 0.0,
    "money.donation": 0.0,
    "money.venture_pot": 400.0,
    "service.quality_drive": 0.0,
    "service.outreach": 0.0,
    "projects.hears_published": 1.0,
    "projects.own_pace": 0.0,  # nothing is carried in advance
    "projects.outreach": 0.0,
    "projects.volunteers_share": 0.0,
    "projects.effort_base": 1.0,
    "projects.effort_supervision": 0.0,
    "projects.effort_milestone": 0.0,
    "projects.effort_reward": 0.0,
    "projects.effort_drive": 0.0,
    # The rest stands here so that no change of a declared value moves the paper.
    "money.contract": 70000.0,
    "money.judge_hour": 100.0,
    "service.quality": 0.45,
    "service.quality_skill": 0.45,
    "projects.award_small": 6000.0,
    "projects.award_professional": 30000.0,
    "projects.large_staff": 4.0,
    "projects.hour_value": 40.0,
    "projects.belief_start": 0.8,
    "projects.belief_step": 0.5,
    "money.enterprise_giving": 100.0,
    "projects.disallowed_published": 0.03,
    "projects.contract_exposed": 0.2,
    "projects.overhead": 0.1,
    "projects.places_share": 0.5,
    "projects.yuan_per_place": 22.0,
    "projects.yuan_per_hour": 30.0,
    "projects.yuan_per_skilled_hour": 100.0,
    "projects.effort_norm": 0.65,
    "projects.judging_hours": 0.5,
    "projects.judge_capacity": 16.0,
    **{f"projects.merit_quality.{kind}": 0.6 for kind in ("expert", "department", "media", "resident")},
    "projects.departments_watch": 0.0,
    "projects.appraisal_hours": 0.0,
    "projects.milestone_weeks": 4,
    "projects.reputation_start": 0.5,
    "projects.reputation_step": 0.5,
    **{f"projects.sees_expert.{c.id}": v for c, v in zip(CRITERIA, (0.6, 0.2, 0.0, 0.0, 0.2), strict=True)},
    **{f"projects.sees_department.{c.id}": v for c, v in zip(CRITERIA, (0.1, 0.6, 0.1, 0.1, 0.1), strict=True)},
    **{f"projects.sees_media.{c.id}": v for c, v in zip(CRITERIA, (0.1, 0.0, 0.5, 0.3, 0.1), strict=True)},
    **{f"projects.sees_resident.{c.id}": v for c, v in zip(CRITERIA, (0.3, 0.0, 0.1, 0.2, 0.4), strict=True)},
    **{f"projects.reward.{c.id}": v for c, v in zip(STARS, (0.07, 0.14, 0.26, 0.5, 1.0), strict=True)},
}
"""What else makes the round one of plain arithmetic."""


def hamlet(**more: Any) -> Place:
    """Return a place of 200 children, one department, three organizations, and one judge of each kind."""
    base = load_place("classroom")
    community = Community(
        "hamlet", "村", "Hamlet", 200, (1.0, 0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), 0.0, 1, 200.0, 0.0, 0, 0.0
    )
    entries = (
        OrganizationEntry("elders", "老", "Elders", "hamlet", "professional", ("elder_care",), 4.0, 0.8, True, False),
        OrganizationEntry("neighbors", "邻", "Neighbors", "hamlet", "mass", ("mutual_aid",), 0.0, 0.3, False, False),
        OrganizationEntry("lawyers", "律", "Lawyers", "hamlet", "professional", ("legal_aid",), 2.0, 0.6, True, False),
    )
    given: dict[str, Any] = {
        "communities": (community,), "organizations": entries, "standing_policy": "fragmented", "parameters": {},
        "departments": (replace(base.departments[0], domains=DOMAIN_IDS),),
        "purchases": (Purchase(base.departments[0].id, "legal_aid", (), 52000.0),),
        "panel": tuple(PanelEntry(kind, 1) for kind in ("expert", "department", "media", "resident")), **more,
    }  # fmt: skip
    return replace(base, **given)


def rules(**levers: Any) -> Policy:
    """Return a policy with the project cycle on and everything else off."""
    given = {
        "linking__venture_fund": True, "linking__published_rules": True, "linking__published_hours": 5.0,
        "activation__project_based": True, "activation__four_way_panel": True, "activation__star_rating": True,
        "activation__judges_per_kind": 1, "activation__agenda_share": 0.5, "activation__work_share": 0.0,
        "activation__supervision_share": 0.0, "activation__appraisal_share": 0.2,
        "activation__weight_expert": 0.35, "activation__weight_department": 0.25, "activation__weight_media": 0.1,
        "activation__weight_resident": 0.3, "activation__weight_quality": 0.3, "activation__weight_progress": 0.2,
        "activation__weight_awareness": 0.1, "activation__weight_participation": 0.2,
        "activation__weight_satisfaction": 0.2, "activation__cut_two": 0.45, "activation__cut_three": 0.55,
        "activation__cut_four": 0.65, "activation__cut_five": 0.75, "activation__star_credit": 0.1,
        "linking__fund_share": 1.0, "linking__rounds_per_year": 2, "linking__subsidy_share": 0.4,
        "linking__purchase_share": 0.4, "linking__reward_share": 0.2, "linking__payment_delay": 2,
        "linking__match_share": 0.1, **levers,
    }  # fmt: skip
    return with_levers("fragmented", **given)


def village(policy: Any = None, place: Any = None, **more: Any) -> Any:
    """Return the hamlet's model, its group with the ten hours that an application takes."""
    chosen = rules() if policy is None else policy
    model = build(place or hamlet(), chosen, burn_in=0, seed=4, check=True, **{**PAPER, **more})
    world = model.world
    world.bodies.service_hours[NEIGHBORS] = 10.0
    world.books[ORGANIZATIONS, SUPPLIED] += 10.0
    return model
