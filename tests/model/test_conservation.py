"""Money, hours and needs: what enters is accounted for when it leaves, in shipped places and in random small ones."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agents.codes import MASS, PARTY
from agents.project import CLOSED, PURCHASE
from agents.rules.projects import volunteers_after_crowding
from model import tally, week
from model.accounts import ACCRUED, FINANCE, PURPOSES
from model.hours import ADVISERS, JUDGES, SPENT, WATCHERS
from model.kernels.offers import find_places
from model.kernels.taking_part import NOTHING, OBEYS, VISITS_EVENT
from model.world import World
from scenarios import ScenarioError, check_policy_for_place, load_place, load_policy, policy_names, shock_names
from tests.model.invariants import check_state, purchases_checked
from tests.model.towns import build, duty_hours, live, looking, places, policies, shocks, town, with_levers
from tests.reference.interpreted import source_of
from vocabulary.categories import CULTURE, DOMAIN_IDS

CLASSROOM = load_place("classroom")
UNSHRUNK = [phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)]


def fits_classroom(name: str) -> bool:
    try:
        check_policy_for_place(load_policy(name), CLASSROOM)
    except ScenarioError:
        return False
    return True


FITTING = [name for name in policy_names() if fits_classroom(name)]


def test_nearly_every_shipped_policy_fits_the_classroom():
    assert set(policy_names()) - set(FITTING) == {"pilot"}


@pytest.mark.parametrize("policy", FITTING)
def test_a_year_adds_up_under_every_shipped_policy(policy):
    model = town(policy, scale=0.3, burn_in=8, check=True)
    with purchases_checked():
        for _ in range(60 if policy == "phased" else 52):
            model.step()
            check_state(model)
    has_fund = load_policy(policy).levers["linking.venture_fund"][-1].value
    assert (model.world.project_count > 0) or not has_fund


@pytest.mark.parametrize("shock", shock_names())
def test_a_year_adds_up_under_every_shipped_shock(shock):
    model = town("full", scale=0.3, check=True, shocks=[shock])
    with purchases_checked():
        for _ in range(56):
            model.step()
            check_state(model)


def test_jimingshan_adds_up_from_its_burn_in_on():
    model = build("jimingshan", "full", scale=0.03, burn_in=20, seed=2, check=True)
    with purchases_checked():
        for _ in range(30):
            model.step()
            check_state(model)


# ---- the books can fail ---------------------------------------------------------------------------------------------


def add_a_fen(world: World) -> None:
    world.accounts.sectors[FINANCE] += 1


def owe(world: World) -> None:
    world.accounts.cash[0] -= 10_000_000
    world.accounts.spent[0] += 10_000_000
    world.accounts.sectors[FINANCE] += 10_000_000


def hand_over_unseen(world: World) -> None:
    world.accounts.cash[0] += 100
    world.accounts.sectors[FINANCE] -= 100


def give_hours_to_a_group(world: World) -> None:
    world.bodies.service_hours[0] += 1.0


def give_hours_to_a_department(world: World) -> None:
    world.departments.hours[0] += 1.0


def give_hours_to_grid_workers(world: World) -> None:
    world.ground.grid_hours[0] += 1.0


def give_hours_to_the_command_center(world: World) -> None:
    world.command[0, 0] += 1.0


def lose_hours_of_the_alliance(world: World) -> None:
    world.alliance_hours[0, 0] -= 1e-3


def give_a_member_more_time(world: World) -> None:
    world.duty.hours[0] += 1.0


def open_a_room_by_night(world: World) -> None:
    world.ground.room_left[0] += 1.0


def let_a_judge_sit_longer(world: World) -> None:
    world.books[JUDGES, SPENT] += 1.0


def let_an_adviser_come_again(world: World) -> None:
    world.books[ADVISERS, SPENT] += 1.0


def let_a_resident_watch_twice(world: World) -> None:
    world.watching[0] += 1.0


def overspend(world: World) -> None:
    hours = world.departments.hours[0] + 5.0
    world.departments.hours[0] -= hours
    world.departments.spent[0] += hours


def lose_a_need(world: World) -> None:
    world.open -= 1


def count_a_need_twice(world: World) -> None:
    world.tally.week[0, tally.MET] += 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (add_a_fen, "came from nowhere"),
        (owe, "below zero"),
        (hand_over_unseen, "not what it received less what it spent"),
        (give_hours_to_a_group, "organizations"),
        (give_hours_to_a_department, "departments"),
        (give_hours_to_grid_workers, "grid workers"),
        (give_hours_to_the_command_center, "the command center"),
        (lose_hours_of_the_alliance, "the alliance"),
        (give_a_member_more_time, "Party members"),
        (open_a_room_by_night, "rooms"),
        (let_a_judge_sit_longer, "judges"),
        (let_an_adviser_come_again, "advisers"),
        (let_a_resident_watch_twice, "residents who watch"),
        (overspend, "departments have -"),
        (lose_a_need, "open needs"),
        (count_a_need_twice, "open needs"),
    ],
)
def test_a_planted_fault_is_found(fault, told):
    model = town(weeks=3, check=True)
    with looking(after={"feel": fault}), pytest.raises(ArithmeticError, match=told):
        model.step()


def test_production_does_not_check():
    model = town(weeks=3)
    with looking(after={"feel": add_a_fen}):
        live(model, 2)
    with pytest.raises(ArithmeticError, match=r"^0\.02 yuan came from nowhere"):
        model.world.accounts.check()


# ---- stocks without a book in the model: the book is kept here ------------------------------------------------------


def parameters(world: World, subject: str) -> Any:
    return getattr(world.values, subject)


def test_duty_hours_of_party_members_are_spent_on_visits():
    model = town("full", scale=0.5, **{"activation.visits_per_member": 100.0, "activation.member_hours": 0.3})
    seen: dict[str, Any] = {}
    spent = []

    def before(world: World) -> None:
        moved_in = world.people.since == world.week
        seen["stock"] = np.where(moved_in, 0.0, duty_hours(world))
        seen["unpaid"] = world.tally.week[0, tally.UNPAID_HOURS]

    def after(world: World) -> None:
        a = parameters(world, "activation")
        member = world.people.marks & PARTY > 0
        full = np.minimum(seen["stock"] + a.member_hours, 4.0 * a.member_hours + a.visit_hours)
        visits = (np.where(member, full, 0.0) - np.where(member, duty_hours(world), 0.0)) / a.visit_hours
        home = visits[member & (world.people.present == 1)]
        assert np.allclose(home, np.rint(home), atol=1e-9)
        assert (np.rint(home) >= 0).all()
        unpaid = world.tally.week[0, tally.UNPAID_HOURS] - seen["unpaid"]
        assert np.isclose(unpaid, np.rint(home).sum() * a.visit_hours)
        spent.append(unpaid)

    with looking(before={"visit": before}, after={"visit": after}):
        live(model, 30)
    assert sum(spent) > 0
    members = (model.world.people.marks & PARTY > 0).sum()
    assert sum(spent) <= members * 30 * 0.3 + 1e-6, "no more than members have"


@pytest.mark.parametrize(
    ("stock", "hours", "each"),
    [
        ("command_hours", "embedding.command_hours", "hours_per_case"),
        ("matching_hours", "embedding.service_center_hours", "hours_per_match"),
    ],
)
def test_hours_of_the_centers_are_paid_and_spent_by_the_case(stock, hours, each):
    model = town("full", scale=0.5, **{hours: 40.0, "activation.meeting_hours": 0.0})
    world = model.world
    wanted = 40.0 * world.start_homes / 1000.0 / 52.0
    kept = np.zeros(world.communities)
    spent = []

    def staffed(world: World) -> None:
        assert np.allclose(getattr(world, stock), np.minimum(kept, np.maximum(2.0 * wanted, 1.0)) + wanted)
        kept[:] = getattr(world, stock)

    def used(world: World) -> None:
        cases = (kept - getattr(world, stock)) / getattr(parameters(world, "embedding"), each)
        assert np.allclose(cases, np.rint(cases), atol=1e-9)
        assert (cases >= -1e-9).all()
        spent.append(float(kept.sum() - getattr(world, stock).sum()))
        kept[:] = getattr(world, stock)

    looks = {"ask": used, "route": used}
    with looking(after={"staff_centers": staffed, **looks}):
        live(model, 40)
    assert sum(spent) > 0.0
    assert sum(spent) <= 40 * wanted.sum() + 1e-9


def volunteers_hours(world: World) -> float:
    """Return the hours that groups' volunteers give this week: less or more where government money crowds."""
    b, taking, organizations = world.bodies, *(parameters(world, name) for name in ("taking_part", "organizations"))
    hours = 0.0
    for o in np.flatnonzero((world.runs > 0) & (b.kind == MASS)):
        income = float(b.public_income[o] + b.other_income[o])
        public = float(b.public_income[o]) / income if income > 0.0 else 0.0
        factor = volunteers_after_crowding(
            int(organizations.volunteer_crowding), public, organizations.crowding_linear, organizations.crowding_rise,
            organizations.crowding_fall,
        )  # fmt: skip
        hours += float(b.workers[o]) * taking.hours * factor
    return hours


@pytest.mark.parametrize("crowding", ["none", "linear", "inverted U"])
def test_unpaid_hours_are_those_of_volunteers_of_duty_and_of_residents_in_projects(crowding):
    """Volunteers, Party members' visits, residents who supervise projects and those who judge them: nothing else."""
    model = town("full", scale=0.5, **{"organizations.volunteer_crowding": crowding})
    giving = {"select_projects", "supply", "visit", "supervise_projects", "rate_projects"}
    given: dict[str, float] = dict.fromkeys((phase.name for phase in week.WEEK), 0.0)
    last, watched, end = [0.0], [float(model.world.books[WATCHERS, SPENT])], week.WEEK[-1].name

    def note(name: str) -> Any:
        def look(world: World) -> None:
            now = float(world.tally.week[0, tally.UNPAID_HOURS])
            given[name] += now - last[0]
            if name == "supply":
                assert np.isclose(now - last[0], volunteers_hours(world))
            if name == "supervise_projects":
                p, a = parameters(world, "projects"), parameters(world, "activation")
                each = p.supervision_hours * float(a.supervision_share[0]) * world.scale
                spent = world.books[WATCHERS, SPENT]
                assert np.isclose(now - last[0], spent - watched[0]), "what residents who watch gave"
                watched[0] = spent
                assert now - last[0] <= each * len(world.project_agents) + 1e-9
            if name == "select_projects":
                hours = (now - last[0]) / parameters(world, "projects").judging_hours / world.scale
                assert np.isclose(hours, round(hours)), "half an hour a project"
            last[0] = 0.0 if name == end else now

        return look

    with looking(after={name: note(name) for name in given}):
        live(model, 24)
    assert {name for name, hours in given.items() if hours} == giving
    assert sum(given.values()) * 52 / 24 / 0.5 == pytest.approx(model.indicator("unpaid_hours"))


def test_judges_and_advisers_spend_what_they_have():
    """Departments' judging comes out of their working time; experts, media and advisers are paid by the hour."""
    model = town("full", scale=0.5, check=True, **{"projects.judge_capacity": 1.0, "projects.adviser_capacity": 1.0})
    money, p = parameters(model.world, "money"), parameters(model.world, "projects")
    pool = {entry.kind: entry.count for entry in model.place.panel}
    judged: list[tuple[float, float]] = []

    def look(world: World) -> None:
        judged.append((float(world.books[JUDGES, SPENT]), float(world.judging_hours)))

    with looking(after={"select_projects": look}):
        live(model, 24)
    spent, own = np.array(judged).T
    first = spent[2]
    assert (spent[:2] == 0.0).all()
    assert first > 0.0, "proposals are judged in the third week of a round"
    panels = 2  # purchases and ventures, each with the pool's whole time
    judges = sum(count for kind, count in pool.items() if kind != "adviser")
    assert first <= panels * judges * p.judge_capacity * 0.5 + 1e-9
    assert own[2] <= panels * pool["department"] * p.judge_capacity * 0.5 + 1e-9
    assert own[2] > 0.0
    watched = p.departments_watch * p.supervision_hours * 0.5 * len(model.world.projects)
    assert (own[3:] <= watched).all(), "taken from departments every week: what is left is this week's watching"
    flows = dict(zip(PURPOSES, model.world.accounts.flows.tolist(), strict=True))
    advised = float(model.world.books[ADVISERS, SPENT])
    assert 0.0 < advised <= 24 * pool["adviser"] * p.adviser_capacity * 0.5 + 1e-9
    assert flows["advisers"] / 100.0 == pytest.approx(advised * money.adviser_hour)
    paid = flows["judging"] / 100.0 / money.judge_hour
    assert 0.0 < paid < float(model.world.books[JUDGES, SPENT])


def test_who_slackens_at_two_projects_has_no_less_than_no_hours():
    """A contract for all its posts and a large project of the fund beside it, both without any effort."""
    lazy = {f"projects.effort_{why}": 0.0 for why in ("supervision", "milestone", "reward", "drive")}
    large = {"money.venture_pot": 500.0, "projects.award_professional": 500_000.0, "linking.published_hours": 1.0}
    model = town(
        "full", place="jimingshan", scale=0.1, check=True,
        **{**lazy, **large, "projects.effort_base": 0.1, "projects.effort_norm": 1.0},
    )  # fmt: skip
    for _ in range(12):
        model.step()
        check_state(model)
    b = model.world.bodies
    assert ((b.contract_project >= 0) & (b.venture_project >= 0) & (b.alive > 0)).any()
    assert b.effort[b.alive > 0].min() < 0.1


# ---- places and rooms -----------------------------------------------------------------------------------------------


def check_places(world: World) -> None:
    """After the phase in which places are given: none more than there are, and each was counted once."""
    p, b, wish = world.people, world.bodies, world.wish
    placed = p.placed >= 0
    events = np.bincount(p.community[placed & (wish == VISITS_EVENT)], minlength=world.communities)
    assert (events <= world.event_places).all(), "an event gave more places than it has"
    group = placed & (wish != VISITS_EVENT)
    taken = np.bincount(p.placed[group], minlength=len(DOMAIN_IDS))
    offered = np.bincount(b.domain[b.places > 0], weights=b.places[b.places > 0], minlength=len(DOMAIN_IDS))
    assert (taken <= offered).all(), "more places were taken in a domain than offered"
    assert (p.placed[placed & (wish == VISITS_EVENT)] == CULTURE).all()
    assert (b.places[(b.alive == 0) | (world.runs == 0)] == 0).all()
    assert (wish[placed] != NOTHING).all()
    ordered = placed & (wish == OBEYS)
    assert (p.mobilized[ordered] == world.week).all()
    assert placed.sum() == world.tally.week[0, tally.PERSON_TIMES]


def test_no_offer_gives_more_places_than_it_has(monkeypatch):
    given: list[int] = []

    def watched(*given_to: Any) -> None:
        named = dict(zip(inspect.signature(source_of(find_places)).parameters, given_to, strict=True))
        places, crowd = named["places"], named["crowd"]
        before = places + crowd.sum(axis=1)
        find_places(*given_to)
        assert (places >= 0).all()
        assert np.array_equal(places + crowd.sum(axis=1), before), "who is in the crowd has taken a place"
        given.append(int(crowd.sum()))

    monkeypatch.setattr("model.living.find_places", watched)
    live(town("full", scale=0.4, **{"organizations.places": 12.0}), 20)
    assert sum(given) > 100


def test_places_are_never_exceeded():
    for more in ({}, {"organizations.places": 12.0}, {"embedding.mobilized_share": 0.2}):
        placed: list[int] = []

        def look(world: World, placed: list[int] = placed) -> None:
            check_places(world)
            placed.append(int((world.people.placed >= 0).sum()))

        with looking(after={"attend": look}):
            live(town("full", scale=0.4, **more), 20)
        assert len(placed) == 20
        assert sum(placed) > 100


# ---- random small worlds --------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_random_worlds_add_up(drawn):
    place = drawn.draw(places())
    policy = drawn.draw(policies(place))
    shock = drawn.draw(shocks(place))
    model = build(
        place, policy, seed=drawn.draw(st.integers(0, 2**40)), scale=drawn.draw(st.sampled_from((0.3, 1.0))),
        burn_in=drawn.draw(st.sampled_from((0, 5))), shocks=[shock] if shock.events else [], check=True,
    )  # fmt: skip
    with purchases_checked(), looking(after={"attend": check_places}):
        for _ in range(drawn.draw(st.integers(10, 28))):
            model.step()
            check_state(model)
    assert len(model.digest()) == 64


def test_purchases_in_one_domain_by_two_departments_are_both_spent():
    from dataclasses import replace

    one = next(purchase for purchase in CLASSROOM.purchases if purchase.domain == "elder_care")
    place = replace(CLASSROOM, purchases=(*CLASSROOM.purchases, replace(one, department="health", groups=("local",))))
    model = build(place, "full", burn_in=0, scale=0.3, check=True)
    with purchases_checked():
        live(model, 5)
    holders = [at for at, department in enumerate(place.departments) if department.id in (one.department, "health")]
    assert (model.world.extra_casework[holders] > 0.0).all(), "each spends on casework what no body earns"


def test_the_public_pays_what_the_accounts_say():
    """What the public purse paid, and what it owes for projects; less what organizations paid back to it."""
    model = town("full", scale=0.4, **{"linking.payment_delay": 6.0})
    outside = {
        "fees", "donations", "unit_giving", "foundation_grants", "wages", "activities", "winding_up", "match",
        "paid_back", "project_outreach", "project_hours", "project_activities", "start_cash", "rooms_in_kind",
    }  # fmt: skip
    paid: list[float] = []

    def note(world: World) -> None:
        paid.append(world.accounts.week[:, 1].sum() / 100.0)
        for at, purpose in enumerate(PURPOSES):
            if purpose in outside:
                assert world.accounts.week[at, 1] == 0, f"{purpose} are not public"

    with looking(after={"feel": note}):
        live(model, 25)
    flows = dict(zip(PURPOSES, model.world.accounts.flows.tolist(), strict=True))
    t = model.world.projects[: model.world.project_count]
    contracts = (t.kind == PURCHASE) & (t.phase != CLOSED)
    owed = sum(amount for _, _, _, amount in model.world.claims) / 100.0
    owed += float((t.earned - t.claimed)[contracts].sum()) / 100.0
    assert owed > 0.0
    assert model.indicator("owed") == pytest.approx(owed / 0.4)
    assert all(flows[PURPOSES[at]] > 0 or PURPOSES[at] == "reward" for at in ACCRUED)
    cost = sum(paid) + owed - flows["paid_back"] / 100.0
    assert model.indicator("public_cost") == pytest.approx(cost * 52 / 25 / 0.4)


def test_what_organizations_have_is_what_they_received_and_did_not_spend():
    model = town("full", scale=0.4, weeks=30)
    accounts = model.world.accounts
    assert (accounts.received - accounts.spent == accounts.cash).all()
    assert accounts.received.sum() > accounts.spent.sum() > 0
    earned = {
        "start_cash", "seed", "entry_grant", "committee_activities", "fees", "donations", "unit_giving", "match",
        "foundation_grants", "subsidy", "milestones", "reward",
    }  # fmt: skip
    flows = dict(zip(PURPOSES, accounts.flows.tolist(), strict=True))
    assert accounts.received.sum() == sum(flows[purpose] for purpose in earned)


def test_a_policy_of_another_place_is_refused():
    with pytest.raises(ValueError, match="jimingshan"):
        build("classroom", "pilot", burn_in=0)
    assert with_levers("full", embedding__units_giving=0.5).levers["embedding.units_giving"][0].value == 0.5
