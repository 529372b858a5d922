"""Each declared parameter reaches something: moved to an end of its range, it changes the record somewhere.

A run with the parameter moved is lived only until a week's record differs from that of the same run without it. The
situations are tried in their order, after the one that is known to show a parameter soonest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from model.governance import GovernanceModel
from tests.model.towns import build, live, sensible
from vocabulary.parameters import Parameter
from vocabulary.register import REGISTER


@dataclass(frozen=True)
class Situation:
    """A shipped place under a shipped policy, sometimes with a shock or with some parameters moved."""

    policy: str = "full"
    place: str = "classroom"
    scale: float = 0.5
    weeks: int = 56
    seed: int = 3
    shocks: tuple[str, ...] = ()
    moved: tuple[tuple[str, Any], ...] = ()

    def model(self, **more: Any) -> GovernanceModel:
        settings = {**dict(self.moved), **more}
        model: GovernanceModel = build(
            self.place, self.policy, seed=self.seed, scale=self.scale, burn_in=0, shocks=self.shocks, **settings
        )
        return model


SITUATIONS = {
    "short": Situation(weeks=20),
    "without": Situation("fragmented", weeks=26),
    "full": Situation(),
    "rigid": Situation("rigid"),
    "jimingshan": Situation(place="jimingshan", scale=0.05),
    "count": Situation(weeks=30, moved=(("taking_part.influence_rule", "count"),)),
    "live": Situation(weeks=20, moved=(("taking_part.sees", "as it happens"),)),
    "busy": Situation(weeks=40, moved=(
        ("embedding.command_hours", 10.0), ("embedding.service_center_hours", 10.0), ("money.grid_casework", 0.02),
        ("activation.visits_per_member", 100.0))),
    "eager": Situation(weeks=60, moved=(
        ("cultivation.founding_rate", 0.8), ("cultivation.founders_scale", 500.0), ("cultivation.entry_rate", 0.6),
        ("organizations.closing", 0.008))),
    "unpaid": Situation(weeks=40, moved=(
        ("money.contract", 0.0), ("money.foundation", 0.0), ("organizations.closing_unpaid", 0.1),
        ("organizations.unpaid_weeks", 6.0))),
    "pilot": Situation("pilot", "jiangdong", scale=0.01, weeks=50),
    "cases at home": Situation("pilot", "jiangdong", scale=0.02, weeks=60, moved=(
        ("asking.hazard.mutual_aid", 0.3), ("asking.to_organization", 0.0))),
    "culture asked": Situation(weeks=30, moved=(("asking.hazard.culture", 0.3),)),
    "minds": Situation(place="jimingshan", scale=0.05, weeks=60, moved=(
        ("asking.hazard.mental_health", 0.5), ("cultivation.entry_rate", 1.0))),
    "law": Situation(place="jimingshan", scale=0.05, weeks=60, moved=(
        ("asking.hazard.legal_aid", 0.5), ("cultivation.entry_rate", 1.0))),
    "linear": Situation(weeks=30, moved=(("organizations.volunteer_crowding", "linear"),)),
    "dip": Situation(weeks=30, moved=(("organizations.donation_crowding", "U"),)),
    "rise": Situation(weeks=30, moved=(("organizations.donation_crowding", "inverted U"),)),
    "sparing": Situation(weeks=30, moved=(("activation.member_hours", 0.1), ("activation.visits_per_member", 10.0))),
    "costly": Situation(weeks=60, moved=(
        ("linking.published_rules", False), ("projects.hears", 1.0), ("projects.doubt", 0.0),
        ("projects.hour_value", 150.0), ("projects.application_hours", 20.0))),
    "costly but well paid": Situation(weeks=60, moved=(
        ("linking.published_rules", False), ("projects.hears", 1.0), ("projects.doubt", 0.0),
        ("projects.hour_value", 150.0), ("projects.application_hours", 20.0), ("linking.fund_share", 10.0))),
    "mobilized": Situation("mobilized", weeks=30),
    "open": Situation("open-rounds", weeks=60),
    "secret": Situation(weeks=60, moved=(
        ("linking.published_rules", False), ("projects.hears", 1.0), ("projects.doubt", 0.0),
        ("projects.application_hours", 1.0))),
    "advisers rate": Situation(weeks=60, moved=(("linking.advisers_rate", True), ("linking.fund_share", 10.0))),
    "soft judges": Situation(weeks=60, moved=(
        ("projects.judges", "know the applicants"), ("linking.fund_share", 10.0))),
    "swayed judges": Situation(weeks=60, moved=(
        ("projects.judges", "swayed by reputation"), ("linking.fund_share", 10.0))),
    "biased": Situation(weeks=10, moved=(("trust.reported", "biased upwards"),)),
    "long": Situation(scale=1.0, weeks=150),
    "jimingshan long": Situation(place="jimingshan", scale=0.1, weeks=150),
    "cut": Situation(scale=1.0, weeks=110, shocks=("budget-cut",)),
}  # fmt: skip
SOONEST = {
    "embedding.priority_weight": "full",
    "embedding.incubation": "full",
    "cultivation.mass_organizations": "full",
    "cultivation.founding_support": "full",
    "cultivation.professional_organizations": "full",
    "cultivation.entry_support": "full",
    "cultivation.founding_rate": "full",
    "cultivation.founders_scale": "full",
    "cultivation.entrant_staff": "full",
    "activation.cross_appointment": "full",
    "activation.goose_leads": "full",
    "activation.depth_of_leader": "full",
    "activation.depth_of_appointment": "full",
    "activation.appointment_share": "full",
    "activation.appointment_hours": "full",
    "activation.appointment_tie": "full",
    "activation.event_asks": "full",
    "taking_part.identification_weight": "full",
    "taking_part.asked_rising": "full",
    "taking_part.legitimacy_choice": "full",
    "cases.first_contact.legal_aid": "full",
    "cases.first_contact_hours": "full",
    "cases.finding_hours": "full",
    "cases.join": "full",
    "cases.join_tie": "full",
    "service.department_hours.legal_aid": "full",
    "service.department_hours.integration": "full",
    "service.department_quality.mutual_aid": "full",
    "service.department_quality.legal_aid": "full",
    "service.department_quality.integration": "full",
    "organizations.closing_small": "full",
    "organizations.founding_team": "full",
    "organizations.start_skill": "full",
    "organizations.entrant_skill": "full",
    "embedding.alliance_incubation": "jimingshan",
    "cultivation.rivalry": "jimingshan",
    "cultivation.entry_contract": "jimingshan",
    "linking.venue_founding": "jimingshan",
    "asking.barrier.minority": "jimingshan",
    "organizations.closing_new": "jimingshan",
    "taking_part.influence_count": "count",
    "taking_part.identification_loss": "long",
    "taking_part.company_speed": "without",
    "cases.first_contact.mental_health": "without",
    "cases.intake": "without",
    "cases.bounce": "without",
    "cases.match_tie": "without",
    "service.department_hours.mutual_aid": "without",
    "asking.to_grid_worker": "cases at home",
    "money.unit_rooms": "pilot",
    "embedding.call_hours": "mobilized",
    "activation.payment_share": "full",
    "projects.telling_hours": "open",
    "projects.confirming_hours": "open",
    "linking.favor": "secret",
    "projects.adviser_leniency": "advisers rate",
    "projects.softness": "soft judges",
    "projects.sway": "swayed judges",
    "trust.reporting_bias": "biased",
    "cases.first_contact.culture": "culture asked",
    "service.department_hours.culture": "culture asked",
    "service.department_quality.culture": "culture asked",
    "service.minimum_skill.culture": "culture asked",
    "service.minimum_skill.mental_health": "minds",
    "service.minimum_skill.legal_aid": "law",
    "organizations.crowding_linear": "linear",
    "organizations.donation_dip": "dip",
    "organizations.donation_rise": "rise",
    "organizations.donation_fall": "rise",
    "activation.member_weeks": "sparing",
    "projects.belief_step": "costly but well paid",
    "projects.belief_least": "costly",
    "organizations.closing_unpaid": "eager",
    "organizations.unpaid_weeks": "eager",
}
"""Where a parameter is known to show, if not in the first situation: saves time, and is nothing to rely on."""


def row(model: GovernanceModel) -> bytes:
    return bytes(model.record.last.tobytes())


@cache
def written(situation: str) -> tuple[bytes, ...]:
    """Return the record of a situation as it is, week by week."""
    model = SITUATIONS[situation].model()
    rows = [row(model)]
    for _ in range(SITUATIONS[situation].weeks):
        rows.append(row(live(model, 1)))
    return tuple(rows)


def first_difference(name: str, value: Any, situation: str) -> int | None:
    """Return the first week whose record another value changes."""
    model = SITUATIONS[situation].model(**sensible(name, value))
    for week, expected in enumerate(written(situation)):
        if week > 0:
            model.step()
        if row(model) != expected:
            return week
    return None


def order(name: str) -> Iterator[str]:
    first = SOONEST.get(name, "short")
    yield first
    yield from (situation for situation in SITUATIONS if situation != first)


def reached(name: str) -> tuple[str, int, Any] | None:
    """Return a situation and a week whose record an end of the parameter's range changes; ``None`` if there is none."""
    for situation in order(name):
        for value in ends(REGISTER[name]):
            if dict(SITUATIONS[situation].moved).get(name) != value:
                week = first_difference(name, value, situation)
                if week is not None:
                    return situation, week, value
    return None


def ends(parameter: Parameter) -> list[Any]:
    """Return the ends of a parameter's range, or the other choices, but for its own value."""
    if parameter.choices:
        found: list[Any] = list(parameter.choices)
    elif parameter.kind == "switch":
        found = [True, False]
    elif parameter.kind == "whole number":
        found = [int(-(-parameter.low // 1)), int(parameter.high)]
    else:
        found = [float(parameter.low), float(parameter.high)]
    return [value for value in found if value != parameter.value]


def test_both_ends_of_every_range_may_be_asked_for():
    for name, parameter in REGISTER.items():
        if parameter.kind in ("number", "whole number"):
            for end in (parameter.low, parameter.high):
                assert float(parameter.check(end if parameter.kind == "number" else int(end))) == end, name


@pytest.mark.parametrize("name", list(REGISTER))
def test_a_parameter_reaches_the_record(name):
    assert reached(name) is not None
