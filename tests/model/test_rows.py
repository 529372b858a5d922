"""Each row of the brief: its switch alone changes the record, and off means what the brief's second table says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from agents.codes import (
    ALLIANCE_BIT,
    AT_ORGANIZATION,
    ATTENDS,
    EVENT,
    HOME,
    IN_COURSE,
    INTAKE,
    MOBILIZED,
    OUTREACH,
    PARTY,
    STAFFED,
    VISIT,
)
from agents.project import CALL, CLOSED, VENTURE
from agents.rules.projects import reputation_after
from model import tally
from model.accounts import PURPOSES
from model.governance import GovernanceModel
from model.hours import ADVISERS, JUDGES, SPENT
from model.kernels.awareness import GOOSE
from model.kernels.projects import list_cases
from model.projects.payments import reward_share
from model.projects.rating import criterion_weights
from model.world import World
from scenarios import Policy, Span, load_place
from tests.model.towns import build, live, looking, sensible, town, with_levers
from vocabulary.indicators import BY_ID
from vocabulary.register import LEVERS, REGISTER
from vocabulary.rows import ROWS, Row

ALLIANCE_BITS = sum(ALLIANCE_BIT << body for body in range(4))
WEEKS = 56
BY_ROW = {row.id: row for row in ROWS}
CLASSROOM = load_place("classroom")
FUND_MONEY = ("subsidy", "reward", "match", "paid_back", "project_outreach", "project_hours", "project_activities")
"""What only the venture fund's projects pay and receive."""
PROJECT_MONEY = ("milestones", *FUND_MONEY)


def without(row: Row, **levers: Any) -> Policy:
    return with_levers(row.on_policy, **{row.switch: False}, **levers)


def off(name: str, **levers: Any) -> Any:
    """Return a town in which one row is off from the beginning."""
    return town(without(BY_ROW[name], **levers), scale=0.5)


def on(name: str, **levers: Any) -> Any:
    return town(with_levers(BY_ROW[name].on_policy, **levers), scale=0.5)


def watched(model: GovernanceModel, phase: str, look: Callable[[World], Any], weeks: int = WEEKS) -> list[Any]:
    """Return what is seen after a phase, week by week."""
    seen: list[Any] = []
    with looking(after={phase: lambda world: seen.append(look(world))}):
        live(model, weeks)
    return seen


def paid(model: GovernanceModel, purpose: str) -> int:
    """Return what has flowed for a purpose since the beginning, in fen."""
    return int(model.world.accounts.flows[PURPOSES.index(purpose)])


def opened(world: World) -> Any:
    """Return the hours of rooms that are opened this week."""
    return world.ground.room_hours


def contacts(mask: int) -> Callable[[World], int]:
    return lambda world: int((world.people.contact & mask > 0).sum())


# ---- all rows -------------------------------------------------------------------------------------------------------


def test_each_row_of_these_mechanisms_is_there():
    assert [row.id for row in ROWS] == [
        "A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3",
        "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "D1", "D2", "D3", "D4", "D5",
    ]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_has_a_switch_a_mediator_and_parameters_of_its_own(row):
    switch = LEVERS[row.switch]
    assert switch.kind == "switch"
    assert switch.row == row.id
    assert row.mediator in BY_ID
    assert switch.value is True, "full has every row on"
    on_in_full = [lever.row for lever in LEVERS.values() if lever.kind == "switch" and lever.value is True]
    assert on_in_full.count(row.id) == 1
    assert OWN[row.id], "it has parameters of its own"
    assert all(name in REGISTER for name in OWN[row.id])


@cache
def record_of(policy: str, seed: int) -> Any:
    return live(town(policy, scale=1.0, seed=seed), 80).digest()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_rows_switch_alone_changes_the_record(row):
    """In the first town; founding and entry are rare, so that they may need another one."""
    assert any(
        live(town(without(row), scale=1.0, seed=seed), 80).digest() != record_of(row.on_policy, seed)
        for seed in range(4)
    )


OWN: dict[str, tuple[str, ...]] = {
    "A1": ("embedding.priority_weight", "embedding.pooled_share", "embedding.units_giving", "embedding.mobilized_share",
           "embedding.call_hours", "money.unit_giving", "money.unit_rooms"),
    "A2": ("embedding.alliance_hours", "embedding.alliance_contacts_per_hour", "embedding.alliance_tells",
           "embedding.alliance_asks", "embedding.alliance_incubation", "embedding.depth_of_alliance"),
    "A3": ("embedding.command_hours", "embedding.hours_per_case", "cases.center_misroute", "cases.center_bounce"),
    "A4": ("embedding.service_center_hours", "embedding.hours_per_match", "embedding.incubation", "cases.match_center"),
    "A5": ("taking_part.works", "organizations.places", "service.outreach", "service.quality", "money.donation"),
    "A6": ("embedding.rigidity_flexible",),
    "B1": ("cultivation.founding_support", "cultivation.founding_rate", "cultivation.founders_scale",
           "cultivation.rivalry", "cultivation.seed_money", "organizations.founding_team", "organizations.start_skill"),
    "B2": ("cultivation.entry_support", "cultivation.entry_rate", "cultivation.entry_contract",
           "cultivation.entrant_staff", "cultivation.entry_grant", "organizations.entrant_skill"),
    "B3": ("cultivation.aimed_outreach",),
    "C1": ("activation.visits_per_member", "activation.visit_hours", "activation.member_hours",
           "activation.visit_tells", "activation.visit_asks", "activation.visit_finds", "activation.goose_pull",
           "activation.goose_leads", "activation.depth_of_leader", "trust.visited",
           "taking_part.party_weight"),
    "C2": ("activation.party_life_hours", "activation.party_group_rate", "activation.depth_of_party_group"),
    "C3": ("activation.appointments_per_year", "activation.appointment_share", "activation.appointment_hours",
           "activation.appointment_tie", "activation.depth_of_appointment"),
    "C4": ("activation.meetings_per_year", "activation.meeting_hours", "activation.meeting_tie"),
    "C5": ("activation.events_per_year", "activation.event_size", "activation.event_tells", "activation.event_asks",
           "activation.event_openness", "activation.event_hours_per_place", "activation.event_yuan_per_place"),
    "C6": ("activation.agenda_share", "activation.work_share", "activation.supervision_share",
           "activation.appraisal_share", "projects.residents_choice", "projects.proposes", "projects.proposes_active",
           "projects.proposal_hours", "projects.appraisal_hours",
           "projects.watching_hours", "projects.watching_wide",
           "projects.efficacy_adopted", "projects.efficacy_refused", "projects.efficacy_news",
           "projects.efficacy_taking_part", "projects.efficacy_fading", "projects.choice_lends",
           "projects.choice_fading", "taking_part.efficacy_weight"),
    "C7": ("activation.weight_expert", "activation.weight_department", "activation.weight_media",
           "activation.weight_resident", "projects.noise.expert", "projects.noise.media", "projects.noise.resident",
           "projects.bias.expert", "projects.bias.media", "projects.bias.resident", "projects.sees_expert.quality",
           "projects.sees_media.awareness", "projects.sees_resident.satisfaction", "projects.adviser_leniency",
           "money.judge_hour"),
    "C8": ("activation.weight_quality", "activation.weight_progress", "activation.weight_awareness",
           "activation.weight_participation", "activation.weight_satisfaction", "activation.cut_two",
           "activation.cut_three", "activation.cut_four", "activation.cut_five", "activation.star_credit",
           "projects.effort_reward", "projects.reputation_step", "trust.reporting_bias"),
    "D1": ("linking.published_hours", "projects.hears_published", "projects.disallowed_published", "money.rules_yuan"),
    "D2": ("linking.fund_share", "linking.subsidy_share", "linking.purchase_share", "linking.reward_share",
           "linking.match_share", "money.venture_pot", "projects.award_small", "projects.award_large",
           "projects.award_professional", "projects.large_group", "projects.large_staff", "projects.overhead",
           "projects.outreach", "projects.yuan_per_contact", "projects.yuan_per_place", "projects.yuan_per_hour",
           "projects.yuan_per_skilled_hour", "projects.places_share", "projects.volunteers_share", "projects.own_pace",
           "projects.reward.stars_1", "projects.reward.stars_3", "projects.reward.stars_5"),
    "D3": ("linking.venue_share", "linking.venue_founding", "projects.quality_venue", "money.venue_hour"),
    "D4": ("linking.adviser_hours", "linking.advisers_rate", "projects.quality_adviser", "projects.adviser_gain",
           "projects.adviser_capacity", "projects.adviser_leniency", "projects.advised_noise", "money.adviser_hour"),
    "D5": ("linking.training_backbone", "linking.training_cadres", "linking.training_workers",
           "linking.reporting_gain", "linking.retention", "linking.training_gain", "money.training_hour"),
}  # fmt: skip
"""What only works through a row: with the row off it reaches nothing."""


EAGER = {"cultivation.founding_rate": 0.9, "cultivation.founders_scale": 600.0, "cultivation.entry_rate": 0.8}
"""With these, groups would be founded and professionals come in, if they might."""


def far_value(name: str) -> Any:
    """Return the end of a parameter's range that lies further from its value."""
    p = REGISTER[name]
    if p.kind == "switch":
        return not p.value
    if p.choices:
        return next(choice for choice in p.choices if choice != p.value)
    value = float(p.value)
    far = p.high if p.high - value >= value - p.low else p.low
    return int(far) if p.kind == "whole number" else float(far)


@cache
def off_record(row: str) -> Any:
    return live(town(without(BY_ROW[row]), scale=0.3, **EAGER), 54).digest()


@pytest.mark.parametrize(("row", "name"), [(row, name) for row, names in OWN.items() for name in names])
def test_a_row_that_is_off_is_off_altogether(row, name):
    """The ordinary world stands there, never half of the row: its own parameters reach nothing."""
    policy, value = without(BY_ROW[row]), far_value(name)
    assert live(town(policy, scale=0.3, **(EAGER | sensible(name, value))), 54).digest() == off_record(row)


def test_rows_can_be_on_in_one_community_only():
    """The levers' communities: what a row does is done there and nowhere else."""
    spans = (Span(False), Span(True, communities=("old-town",)))
    here = {row.switch: spans for row in ROWS if row.id != "A5"}
    policy = with_levers("departments-only", **here, **{"embedding.other_subjects": True})
    plain = load_place("classroom")
    model = build(plain, policy, seed=1, scale=0.5, burn_in=0, **{"money.venture_pot": 100.0})
    away = model.world.people.community != 0
    seen = 0

    def look(world: World) -> None:
        nonlocal seen
        bits = world.people.contact & (VISIT | ALLIANCE_BITS)
        assert not (bits[away] > 0).any()
        seen += int((bits > 0).sum())
        assert (world.event_places[1:] == 0).all()
        assert (world.command_hours[1:] == 0).all()
        assert (world.matching_hours[1:] == 0).all()
        assert (world.ground.priority[1:] == 0).all()
        assert not (world.people.proposed[away] > 0).any()
        neutral = world.values.taking_part.efficacy_neutral
        assert (world.people.efficacy[away] == np.float32(neutral)).all()
        t = world.projects[: world.project_count]
        for rows in (t.kind == VENTURE, t.adviser >= 0, t.stars > 0):
            assert (t.community[rows] == 0).all()

    def look_at_rooms(world: World) -> None:
        own = np.array([community.room_hours for community in plain.communities])
        assert np.allclose(opened(world)[1:], own[1:])
        assert opened(world)[0] > own[0]

    with looking(after={"change": look, "open_rooms": look_at_rooms}):
        live(model, 60)
    assert seen > 0
    t = model.world.projects[: model.world.project_count]
    assert (t.kind == VENTURE).any()
    assert (t.adviser >= 0).any()
    assert (t.stars > 0).any()
    assert (model.world.people.efficacy[~away] > model.world.values.taking_part.efficacy_neutral + 0.01).any()
    b = model.world.bodies
    founded = np.arange(b.size)[(b.founded >= 0) & (b.kind != STAFFED)]
    assert set(b.community[founded]) <= {0}


# ---- A --------------------------------------------------------------------------------------------------------------


def test_a1_off_each_body_follows_its_own_mandate():
    def look(world: World) -> tuple[float, bool]:
        """Return the highest priority, and whether rooms are those of the community and its venues."""
        own = np.array([community.room_hours + community.venue_hours for community in CLASSROOM.communities])
        return float(world.ground.priority.max()), bool(np.allclose(opened(world), own))

    model = off("A1", embedding__mobilized_share=0.2)
    assert set(watched(model, "open_rooms", look)) == {(0.0, True)}
    assert paid(model, "unit_giving") == 0
    assert sum(watched(off("A1", embedding__mobilized_share=0.2), "change", contacts(MOBILIZED))) == 0
    model = on("A1", embedding__mobilized_share=0.2)
    assert {priority > 0 for priority, _ in watched(model, "open_rooms", look)[52:]} == {True}
    assert paid(model, "unit_giving") > 0
    assert sum(watched(on("A1", embedding__mobilized_share=0.2), "change", contacts(MOBILIZED))) > 0


def departments_of_their_own(model: Any, weeks: int) -> list[bool]:
    """Return, week by week, whether each department is given its own hours and those that its purchases buy."""
    found, judging = [], [0.0]

    def empty(world: World) -> None:
        world.departments.hours[:] = 0.0
        judging[0] = world.judging_hours

    def look(world: World) -> None:
        own = np.array([entry.hours for entry in world.place.departments]) / 52 * world.scale + world.extra_casework
        appointed = (world.bodies.alive > 0) & (world.bodies.appointed > 0)
        exchanged = np.bincount(world.departments.mandate[world.bodies.domain[appointed]], minlength=own.size)
        own = np.maximum(0.0, own - (2.0 * world.meeting_share + exchanged * 12.0 / 52.0) * world.scale)
        chairs = world.values.embedding.party_committee[0] * 30.0 / 1000.0 / 52.0 * world.start_homes.sum()
        own = np.maximum(0.0, own - (judging[0] + chairs) * own / own.sum())
        assert np.isclose(world.departments.hours.sum(), own.sum()), "pooling moves hours and makes none"
        found.append(bool(np.allclose(world.departments.hours, own)))

    with looking(before={"supply": empty}, after={"supply": look}):
        live(model, weeks)
    return found


def test_a1_off_departments_keep_their_hours():
    assert all(departments_of_their_own(off("A1"), 30))
    assert sum(departments_of_their_own(on("A1"), 30)) < 10, "with it some hours go where the priorities wait"


def test_a2_off_the_four_exist_and_reach_nobody():
    model = off("A2")
    assert sum(watched(model, "change", contacts(ALLIANCE_BITS))) == 0
    assert paid(model, "alliance_staff") == 0
    assert len([agent for agent in model.agents if type(agent).__name__ == "MassOrganization"]) == 4
    model = on("A2")
    assert sum(watched(model, "change", contacts(ALLIANCE_BITS))) > 0
    assert paid(model, "alliance_staff") > 0


def new_cases(world: World) -> list[int]:
    """Return the delays of cases opened this week, in weeks."""
    needs = world.needs[: world.open]
    fresh = needs[(needs.status == INTAKE) & (needs.since == world.week)]
    return [int(delay) for delay in fresh.ready - fresh.since]


def test_a3_off_a_case_stays_where_it_was_rung_in_and_bounces():
    def delays(model: GovernanceModel) -> Any:
        return np.array([delay for week in watched(model, "ask", new_cases) for delay in week])

    model = off("A3")
    slow = delays(model)
    assert (watched(off("A3"), "staff_centers", lambda world: float(world.command_hours.sum()))) == [0.0] * WEEKS
    assert slow.min() >= 2, "two weeks of intake at the least"
    assert {2, 5, 8} >= set(slow.tolist()) - {11, 14}, "and three for each bounce"
    quick = delays(on("A3"))
    assert quick.min() == 0
    assert quick.mean() < slow.mean() - 1.5


def test_a4_off_organizations_and_needs_meet_by_own_ties():
    assert watched(off("A4"), "staff_centers", lambda world: float(world.matching_hours.sum())) == [0.0] * WEEKS
    assert max(watched(on("A4"), "staff_centers", lambda world: float(world.matching_hours.sum()))) > 0.0
    assert paid(live(off("A4", embedding__command_center=False), 10), "center_staff") == 0
    assert paid(live(on("A4", embedding__command_center=False), 10), "center_staff") > 0
    sums = [live(model(name), WEEKS).world.tally.sums() for model in (on, off) for name in ("A4",)]
    fits = [counted[tally.ORGANIZATION_FITS] / counted[tally.ORGANIZATION_REQUESTS] for counted in sums]
    assert fits[0] > fits[1] > 0.0, "without the center still at a low rate"


def test_a5_off_organizations_exist_but_serve_nobody():
    model = town(without(BY_ROW["A5"]), scale=0.5)
    alive = int((model.world.bodies.alive > 0).sum())

    def look(world: World) -> None:
        b = world.bodies
        assert not world.runs.any()
        assert not b.places.any()
        assert not world.event_places.any()
        assert not (world.people.contact & OUTREACH > 0).any()
        needs = world.needs[: world.open]
        assert not np.isin(needs.status, (AT_ORGANIZATION, IN_COURSE)).any()
        assert not b.workers.any()

    watched(model, "serve", look)
    for purpose in (
        "fees",
        "donations",
        "foundation_grants",
        "committee_activities",
        "activities",
        "wages",
        *PROJECT_MONEY,
    ):
        assert paid(model, purpose) == 0, purpose
    assert model.world.project_count == 0
    assert alive * 0.5 < (model.world.bodies.alive > 0).sum() <= alive
    assert model.indicator("met_by_others") == 0.0
    assert live(town("fragmented", scale=0.5), WEEKS).indicator("met_by_others") > 0.0


def test_a6_off_is_the_same_depth_in_a_rigid_style():
    flexible: Any = on("A6")
    rigid: Any = off("A6")
    for _ in range(WEEKS):
        flexible.step()
        rigid.step()
        one, other = flexible.world.bodies, rigid.world.bodies
        for b, rigidity in ((one, 0.3), (other, 0.9)):
            alive = b.alive > 0
            assert np.allclose(b.autonomy[alive], 1.0 - rigidity * b.depth[alive])
    start = np.arange(len(CLASSROOM.organizations))
    both = start[(one.alive[start] > 0) & (other.alive[start] > 0)]
    assert both.size > 5
    assert np.allclose(one.depth[both], other.depth[both], atol=0.002), "Party life finds a little less time"
    assert one.depth[both].max() > 0.2
    assert flexible.indicator("autonomy") > rigid.indicator("autonomy")


def test_full_without_a6_is_rigid():
    assert live(off("A6"), 20).digest() == live(town("rigid", scale=0.5), 20).digest()


# ---- B --------------------------------------------------------------------------------------------------------------


def entries(model: GovernanceModel) -> tuple[int, int]:
    """Return how many groups were founded and how many professional bodies came in."""
    b, start = model.world.bodies, len(model.place.organizations)
    new = b[start : model.world.slots_used]
    assert (new.founded >= 0).all()
    return int((new.kind != STAFFED).sum()), int((new.kind == STAFFED).sum())


def test_b1_off_residents_found_nothing_and_b2_off_nobody_comes_in():
    kinds = {
        name: entries(live(town(policy, scale=0.5, **EAGER), WEEKS))
        for name, policy in {"full": "full", **{row: without(BY_ROW[row]) for row in ("B1", "B2")}}.items()
    }
    assert kinds["full"][0] > 0
    assert kinds["full"][1] > 0
    assert kinds["B1"] == (0, kinds["B1"][1])
    assert kinds["B1"][1] > 0
    assert kinds["B2"] == (kinds["B2"][0], 0)
    assert kinds["B2"][0] > 0


CHEAP = {"linking__published_hours": 1.0}
"""Applications that bodies of half a post can write in the first call."""


def test_b3_off_departments_buy_without_aiming():
    def look(world: World) -> tuple[int, int]:
        b = world.bodies
        holds = b.contract > 0
        return int(holds.sum()), int((holds & (b.target > 0)).sum())

    assert {aimed for _, aimed in watched(off("B3", **CHEAP), "supply", look)} == {0}
    seen = watched(on("B3", **CHEAP), "supply", look)
    assert [holding > 0 for holding, _ in seen] == [False, False] + [True] * (WEEKS - 2), "from the third week on"
    assert all(aimed > 0 for _, aimed in seen[2:])
    without_aim = watched(off("B3", **CHEAP), "supply", look)
    assert all(holding > 0 for holding, _ in without_aim[2:]), "departments buy in either case"


def test_b3_aims_at_the_groups_that_the_purchase_names():
    model = on("B3", linking__venture_fund=False, **CHEAP)
    told: list[int] = []

    def look(world: World) -> None:
        b = world.bodies
        aimed = np.flatnonzero((b.contract > 0) & (b.target > 0))
        assert aimed.size or world.week < 2, "contracts are awarded in the third week"
        if aimed.size:
            told.extend(np.flatnonzero(world.people.contact & OUTREACH > 0).tolist())
        assert (b.target[aimed] == 0b1100).all(), "minorities and foreign residents"
        assert (b.contract_domain[aimed] == 6).all()

    with looking(after={"contact_by_outreach": look}):
        live(model, 30)
    outsiders = np.isin(model.world.people.group[told], (2, 3)).mean()
    everybody = np.isin(model.world.people.group, (2, 3)).mean()
    assert outsiders > 2 * everybody


def test_what_was_bought_for_a_target_is_not_aimed_after_its_end():
    """A body that holds no contract this year reaches out to whomever it meets."""
    model = on("B3", linking__venture_fund=False, **CHEAP)
    live(model, 53)
    world = model.world
    aimed = np.flatnonzero((world.bodies.target > 0) & (world.bodies.contract > 0))
    assert aimed.size
    world.bodies.registered[aimed] = 0
    live(model, 3)
    assert (world.bodies.contract[aimed] == 0).all()
    assert (world.bodies.target[aimed] == 0).all()


# ---- C --------------------------------------------------------------------------------------------------------------


def test_c1_off_party_members_act_like_other_residents():
    def look(world: World) -> tuple[int, int, float]:
        geese = int((world.town.seen & GOOSE > 0).sum())
        return int((world.people.contact & VISIT > 0).sum()), geese, float(world.duty.hours.sum())

    assert set(watched(off("C1"), "change", look)) == {(0, 0, 0.0)}
    visits, geese, hours = np.array(watched(on("C1"), "change", look)).T
    assert visits.sum() > 0
    assert geese.sum() > 0
    assert hours.sum() > 0


def test_c1_geese_are_party_members_who_take_part():
    model = on("C1")

    def look(world: World) -> None:
        p = world.people
        goose = (p.marks & PARTY > 0) & (p.present == HOME) & (p.state >= ATTENDS)
        assert np.array_equal(world.town.seen & GOOSE > 0, goose)

    watched(model, "spread", look, 10)


def deepest(model: GovernanceModel) -> float:
    return float(model.world.bodies.depth[model.world.bodies.alive > 0].max())


def causes(model: GovernanceModel) -> tuple[int, int]:
    b = model.world.bodies
    return int(b.party_group.sum()), int(b.appointed.sum())


def test_c2_off_registering_changes_no_depth_and_c3_off_no_managers_are_exchanged():
    assert causes(live(off("C2"), WEEKS))[0] == 0
    assert causes(live(off("C3"), WEEKS))[1] == 0
    assert min(causes(live(on("C2"), WEEKS))) > 0
    model = live(town(with_levers("fragmented"), scale=0.5), WEEKS)
    assert (model.world.bodies.depth == 0.0).all(), "without any cause there is no depth"
    for row, deep in (("C2", 0.3), ("C3", 0.25)):
        policy = with_levers("fragmented", **{BY_ROW[row].switch: True})
        model = live(town(policy, scale=0.5, **{"embedding.depth_speed": 0.2}), 100)
        assert deepest(model) == pytest.approx(deep, abs=0.01), row


def test_what_was_set_up_works_no_longer_when_the_row_is_off():
    """A Party group and a manager in common stay, and have no effect while the row is off."""
    for row in ("C2", "C3"):
        spans = (Span(True), Span(False, 53))
        policy = with_levers("fragmented", **{BY_ROW[row].switch: spans})
        model = live(town(policy, scale=0.5, **{"embedding.depth_speed": 0.2}), 52)
        assert deepest(model) > 0.1
        assert deepest(live(model, 40)) < 0.01


def test_c4_off_bodies_meet_by_chance_ties():
    def look(world: World) -> tuple[float, float]:
        return float(world.meeting_hours.sum()), float(world.hubs.mean())

    seen = watched(off("C4"), "keep_ties", look)
    assert {hours for hours, _ in seen} == {0.0}
    assert max(tie for _, tie in seen) <= 0.16, "ties begin at 0.15 and only decay"
    seen = watched(on("C4"), "keep_ties", look)
    assert sum(hours > 0 for hours, _ in seen[:52]) == 12, "twelve meetings a year"
    assert seen[-1][1] > 0.3


def test_c5_off_there_are_no_brand_events():
    def look(world: World) -> tuple[int, float, int]:
        events = int(world.event_places.sum()), float(world.event_sizes.sum())
        return *events, int((world.people.contact & EVENT > 0).sum())

    model = off("C5")
    assert set(watched(model, "attend", look)) == {(0, 0.0, 0)}
    assert paid(model, "events") == 0
    model = on("C5")
    places, _, visitors = np.array(watched(model, "attend", look)).T
    assert (places[:52] > 0).sum() <= 12
    assert places.sum() > 0
    assert visitors.sum() > 0
    assert paid(model, "events") > 0


def shares(table: Any) -> Any:
    """Return each row's shares of its sum; the same for all where there is nothing."""
    sums = table.sum(axis=1, keepdims=True)
    return np.where(sums > 0, table / np.maximum(sums, 1.0), 1.0 / table.shape[1])


def test_c6_off_departments_alone_set_do_supervise_and_appraise():
    def look(world: World) -> tuple[bool, bool, int]:
        """Return whether nobody feels more or less able, whether the agenda is departments' own, and the proposals."""
        cases = np.zeros_like(world.agenda[:-1])
        list_cases(world.needs, world.open, cases)
        neutral = np.float32(world.values.taking_part.efficacy_neutral)
        at_home = world.people.present == HOME
        return (
            bool((world.people.efficacy[at_home] == neutral).all()),
            bool(np.allclose(world.agenda[:-1], shares(cases))),
            int((world.people.proposed > 0).sum()),
        )

    setting = (0, 26, 52)
    model = off("C6")
    seen = watched(model, "set_agenda", look)
    assert all(neutral and proposals == 0 for neutral, _, proposals in seen)
    assert all(seen[week][1] for week in setting)
    assert (model.world.bodies.choice == 0.0).all()
    assert unpaid_in("supervise_projects", off("C6")) == 0.0
    model = on("C6")
    seen = watched(model, "set_agenda", look)
    assert not seen[-1][0]
    assert not any(seen[week][1] for week in setting[1:])
    assert all(seen[week][2] > 0 for week in setting)
    assert (model.world.bodies.choice > 0.0).any()
    assert unpaid_in("supervise_projects", on("C6")) > 0.0
    assert model.indicator("efficacy") > model.world.values.taking_part.efficacy_neutral


def unpaid_in(phase: str, model: GovernanceModel, weeks: int = WEEKS) -> float:
    """Return the unpaid hours that a phase takes."""
    hours = [0.0, 0.0]

    def look(at: int) -> Callable[[World], None]:
        def add(world: World) -> None:
            hours[at] += float(world.tally.week[0, tally.UNPAID_HOURS])

        return add

    with looking(before={phase: look(0)}, after={phase: look(1)}):
        live(model, weeks)
    return hours[1] - hours[0]


@pytest.mark.parametrize("phase", ["select_projects", "rate_projects"])
def test_c7_off_the_department_judges_alone(phase):
    """Hours of judging are departments' own: no expert or media judge is paid, no resident gives time."""

    def judged(model: GovernanceModel) -> tuple[float, float]:
        """Return hours of judging in a phase: all, and departments'."""
        hours = np.zeros((2, 2))

        def look(at: int) -> Callable[[World], None]:
            def add(world: World) -> None:
                hours[at] += float(world.books[JUDGES, SPENT]), world.judging_hours

            return add

        with looking(before={phase: look(0)}, after={phase: look(1)}):
            live(model, WEEKS)
        spent, own = hours[1] - hours[0]
        return float(spent), float(own)

    model = off("C7")
    spent, own = judged(model)
    assert spent == pytest.approx(own)
    assert own > 0.0
    assert paid(model, "judging") == 0
    if phase == "select_projects":  # residents discuss what is rated without a panel too (C6)
        assert unpaid_in(phase, off("C7")) == 0.0
    model = on("C7")
    spent, own = judged(model)
    assert spent > 2.0 * own > 0.0
    assert paid(model, "judging") > 0
    assert unpaid_in(phase, on("C7")) > 0.0


def rated(model: GovernanceModel) -> Any:
    """Return the projects that have been rated."""
    t = model.world.projects[: model.world.project_count]
    assert (t.rated >= 0).any()
    return t[t.rated >= 0]


RICH = {"linking__fund_share": 10.0}
"""A fund from which many projects are paid."""


def test_c8_off_there_are_no_stars_and_reward_ignores_the_past():
    model: Any = live(off("C8", **RICH), WEEKS)
    world = model.world
    start, reward = world.values.projects.reputation_start, world.values.projects.reward
    assert (rated(model).stars == 0).all()
    assert (rated(model).score > 0.0).all(), "projects are judged in either case"
    alive = world.bodies.alive > 0
    assert (world.bodies.stars == 0).all()
    assert (world.bodies.reputation[alive] == start).all()
    assert [reward_share(world, row) for row in range(world.project_count)] == [reward.mean()] * world.project_count
    assert criterion_weights(world, 0).tolist() == [1.0] * 5
    model = live(on("C8", **RICH), WEEKS)
    world = model.world
    stars = rated(model).stars
    assert stars.min() >= 1
    assert stars.max() <= 5
    assert len(set(stars.tolist())) > 1
    assert criterion_weights(world, 0).tolist() == [0.3, 0.2, 0.1, 0.2, 0.2]
    for row in np.flatnonzero(world.projects.stars[: world.project_count] > 0):
        assert reward_share(world, int(row)) == reward[world.projects.stars[row] - 1]
    once = np.flatnonzero(np.bincount(rated(model).body, minlength=world.bodies.size) == 1)
    assert once.size
    step = world.values.projects.reputation_step
    for o in once:
        assert world.bodies.reputation[o] == pytest.approx(reputation_after(start, float(world.bodies.stars[o]), step))


# ---- D --------------------------------------------------------------------------------------------------------------


def applications(model: GovernanceModel, weeks: int = WEEKS) -> tuple[int, set[float]]:
    """Return how many groups applied for the fund, and the hours that an application took, at full scale."""
    hours: set[float] = set()
    applied, before = [0], np.zeros(0)

    def note(world: World) -> None:
        nonlocal before
        before = world.bodies.activity_hours + world.bodies.service_hours

    def look(world: World) -> None:
        b, made = world.bodies, world.projects[: world.project_count]
        took = before - b.activity_hours - b.service_hours
        applied_now = np.isin(np.arange(b.size), made.body[made.phase == CALL])
        groups = (b.kind != STAFFED) & applied_now & (took > 1e-6)
        applied[0] += int(groups.sum())
        hours.update(np.round(took[groups] / world.scale, 9).tolist())

    with looking(before={"call_for_projects": note}, after={"call_for_projects": look}):
        live(model, weeks)
    return applied[0], hours


def test_d1_off_rules_are_learnt_by_trying():
    """Who applies must hear of it, pays more for it, and has more refused."""
    secret, open_rules = off("D1", **RICH), on("D1", **RICH)
    few, hours = applications(secret)
    assert hours == {40.0}
    many, hours = applications(open_rules)
    assert hours == {15.0}
    assert 0 < few < many
    assert paid(secret, "rules") == 0
    assert paid(open_rules, "rules") > 0
    for model, ineligible in ((secret, 0.13), (open_rules, 0.03)):
        t = rated(model)
        venture = t[(t.kind == VENTURE) & (t.subsidy > 0)]
        assert venture.size
        wanted = ineligible * (venture.earned + np.minimum(venture.subsidy, venture.spent))
        assert np.allclose(venture.refused, wanted, rtol=0.0, atol=20.0), "whole fen a claim, rounded"


def test_d1_off_those_whom_the_office_knows_are_favored():
    """Legitimacy adds to a proposal's score where rules are not published, and nothing where they are."""
    for policy, moved in ((on("D1", linking__favor=0.0), on("D1")), (off("D1", linking__favor=0.0), off("D1"))):
        live(policy, 29)
        live(moved, 29)
        one, other = (m.world.projects[: m.world.project_count].award_score for m in (policy, moved))
        assert (one.tolist() == other.tolist()) == (moved.policy.levers["linking.published_rules"][-1].value is True)


def test_d2_off_there_is_no_fund_and_the_other_money_stays():
    def look(world: World) -> tuple[float, int]:
        return world.fund, world.casework_fund

    model = off("D2")
    assert set(watched(model, "select_projects", look)) == {(0, 0)}
    t = model.world.projects[: model.world.project_count]
    assert t.size
    assert (t.kind != VENTURE).all()
    assert {purpose: paid(model, purpose) for purpose in FUND_MONEY} == dict.fromkeys(FUND_MONEY, 0)
    for purpose in ("milestones", "donations", "fees", "committee_activities", "unit_giving", "casework"):
        assert paid(model, purpose) > 0, purpose
    model = live(on("D2"), WEEKS)
    t = model.world.projects[: model.world.project_count]
    assert {*(t.kind == VENTURE).tolist()} == {True, False}
    for purpose in FUND_MONEY:
        assert paid(model, purpose) > 0, purpose


def test_d2_the_fund_pays_no_more_than_it_has():
    """Two rounds a year, each with half of the year's pot; what is not awarded buys casework."""
    model = on("D2")
    residents = sum(community.residents for community in CLASSROOM.communities)
    pot = model.world.values.money.venture_pot * residents * 0.5 / 2 * 100.0
    live(model, 30)
    t = model.world.projects[: model.world.project_count]
    venture = t[(t.kind == VENTURE) & (t.budget > 0)]
    first = venture[venture.start == 3]
    assert 0 < first.budget.sum() <= pot + 1
    assert venture.budget.sum() <= 2 * pot + 2
    within = (venture.budget >= 6_000 * 0.5 * 100 * 0.25) & (venture.budget <= 30_000 * 0.5 * 100)
    assert within.all(), "6,000 to 30,000 yuan a project; less for a body of less than a full staff"


def test_d3_off_there_are_own_premises_only():
    def rooms(places: float, units: float) -> Any:
        return np.array([c.room_hours + places * c.venue_hours + units * c.units for c in CLASSROOM.communities])

    assert np.allclose(watched(off("D3"), "open_rooms", opened), rooms(0, 0.4))
    assert np.allclose(watched(on("D3"), "open_rooms", opened), rooms(1, 0.4))
    alone = off("D3", embedding__party_committee=False)
    assert np.allclose(watched(alone, "open_rooms", opened), rooms(0, 0))


def test_d4_off_there_are_no_advisers():
    model = live(off("D4"), WEEKS)
    t = model.world.projects[: model.world.project_count]
    assert t.size
    assert (t.adviser == -1).all()
    assert paid(model, "advisers") == 0
    assert not model.world.books[ADVISERS].any()
    loads: list[Any] = []

    def look(world: World) -> None:
        t = world.projects[: world.project_count]
        at_work = t[(t.adviser >= 0) & (t.phase != CLOSED) & (t.start <= world.week) & (t.ends >= world.week)]
        loads.append(np.bincount(at_work.adviser, minlength=1))

    model = on("D4")
    with looking(after={"execute_projects": look}):
        live(model, WEEKS)
    capacity, hours = model.world.values.projects.adviser_capacity, 1.0
    assert 0 < max(int(load.max()) for load in loads) <= capacity / hours
    assert paid(model, "advisers") > 0
    advised = rated(model)
    assert (advised.adviser >= 0).any()


def test_d5_off_there_is_no_training():
    model = live(off("D5", linking__think_tank=False), WEEKS)
    assert paid(model, "training") == 0
    assert (model.world.ground.cadre_skill == model.world.values.linking.cadre_skill).all()
    assert np.array_equal(model.world.bodies.skill, model.world.bodies.start_skill)
    model = live(on("D5"), WEEKS)
    assert paid(model, "training") > 0
    assert (model.world.ground.cadre_skill > model.world.values.linking.cadre_skill).all()
    alive = model.world.bodies.alive > 0
    assert (model.world.bodies.skill[alive] > model.world.bodies.start_skill[alive]).all()
