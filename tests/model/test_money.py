"""Money: every body's account under every policy, late payment, any mix and any budget, and what a pot buys."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agents.codes import OUTREACH
from agents.project import CALL, CLOSED, PURCHASE, RATE, VENTURE
from agents.rules.organizations import staffed_closing_probability
from model import record, tally
from model.accounts import ACCRUED, ENTERPRISES, FINANCE, FOUNDATIONS, PURPOSES
from model.hours import ALLIANCE, COMMAND_CENTER, DEPARTMENTS, GRID_WORKERS, SERVICE_CENTER, SPENT
from model.projects.payments import settle
from model.projects.rounds import SELECTING, is_stage
from model.projects.selection import pot
from model.randomness import CLOSES, draw
from model.week import live_week
from scenarios import OrganizationEntry, Policy, Purchase, Span, load_place, load_policy, policy_names
from tests.model.hamlet import STILL, hamlet
from tests.model.towns import live, looking, town, with_levers
from vocabulary.calendar import WEEKS_A_YEAR

CLASSROOM = load_place("classroom")
YEARS = 3
UNSHRUNK = [phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)]


def projects(world: Any) -> Any:
    return world.projects[: world.project_count]


def pass_week(model: Any) -> None:
    """Live a week without writing indicators down, and check that money, hours and needs add up."""
    live_week(model.world)
    counted = model.world.tally.week[0].copy()
    record.close_week(model.world)
    model.conservation.check(model.world, counted)


class Ledger:
    """A book kept beside the model: of each body, each project, the fund and the public cost, week by week."""

    def __init__(self, world: Any) -> None:
        self.cash = world.accounts.cash.copy()
        self.received, self.spent = world.accounts.received.copy(), world.accounts.spent.copy()
        self.pots = 0
        self.casework = 0
        self.public = 0.0
        self.claimed = 0

    def watch(self) -> Any:
        return looking(
            before={"select_projects": self._give_pot, "buy_casework": self._before_casework},
            after={"buy_casework": self._after_casework},
        )

    def _give_pot(self, world: Any) -> None:
        if is_stage(world, SELECTING):
            self.pots += round(pot(world) * 100.0)

    def _before_casework(self, world: Any) -> None:
        self.casework += world.casework_fund

    def _after_casework(self, world: Any) -> None:
        self.casework -= world.casework_fund

    def check(self, world: Any) -> None:
        self.check_bodies(world)
        check_projects(world)
        self.check_fund(world)

    def check_bodies(self, world: Any) -> None:
        accounts, old = world.accounts, self.cash.size
        assert int(accounts.sectors.sum()) + int(accounts.cash.sum()) == 0, "a fen came from nowhere"
        assert (accounts.cash == accounts.received - accounts.spent).all()
        assert (accounts.cash >= 0).all()
        received, spent = accounts.received[:old] - self.received, accounts.spent[:old] - self.spent
        assert (received >= 0).all()
        assert (spent >= 0).all()
        assert (accounts.cash[:old] == self.cash + received - spent).all(), "each body, this week"
        assert (accounts.cash[world.bodies.alive == 0] == 0).all()
        assert (world.bodies.held >= 0).all()
        living = world.bodies.alive > 0
        assert (world.bodies.held[living] <= accounts.cash[living]).all(), "project money that is held is there"
        self.cash = accounts.cash.copy()
        self.received, self.spent = accounts.received.copy(), accounts.spent.copy()

    def check_fund(self, world: Any) -> None:
        """Pots that were given, less what projects got or can still get, less casework, plus what was paid back."""
        ventures = projects(world)[projects(world).kind == VENTURE]
        open_ = ventures.phase != CLOSED
        bound = int(ventures.budget[open_].sum()) + int(ventures.claimed[~open_].sum())
        back = int(world.accounts.flows[PURPOSES.index("paid_back")])
        assert world.fund >= 0
        assert world.fund + world.casework_fund == self.pots - bound - self.casework + back


def check_projects(world: Any) -> None:
    t = projects(world)
    parts = t.subsidy + t.purchase + t.reward
    assert (parts == t.budget).all()
    assert ((t.budget > 0) | np.isin(t.phase, (CALL, CLOSED))).all(), "money goes to what was selected"
    owed: Counter[int] = Counter()
    for week, row, _, amount in world.claims:
        assert amount > 0
        assert week >= world.week, "due is paid at once; a reward without delay in the week after its rating"
        owed[row] += amount
    open_claims = np.array([owed[row] for row in range(world.project_count)], dtype=np.int64)
    assert (t.paid + open_claims == t.claimed).all(), "claimed is what was paid and what is owed"
    assert (t.claimed <= t.budget).all(), "nothing is claimed above the budget"
    assert (t.paid <= t.budget).all()
    assert (t.earned <= t.budget).all()
    assert (t.refused >= 0).all()
    assert (t.spent <= t.budget).all()
    assert ((t.stars >= 0) & (t.stars <= 5)).all()
    starred = t.stars > 0
    assert (t.rated[starred] >= 0).all(), "no stars without a rating"
    rated = t.rated >= 0
    assert ((t.score[rated] >= 0) & (t.score[rated] <= 1)).all()
    assert ((t.criteria[rated] >= 0) & (t.criteria[rated] <= 1)).all()
    assert (t.phase[rated & (t.kind == VENTURE)] >= RATE).all()
    accounts = world.accounts
    flows = {purpose: int(accounts.flows[PURPOSES.index(purpose)]) for purpose in ("subsidy", "milestones", "reward")}
    assert sum(flows.values()) == int(t.paid.sum()), "what the purse paid to projects is what projects were paid"


def settled_policies() -> list[str]:
    places = {community.id for community in CLASSROOM.communities}
    return [
        name for name in policy_names()
        if all(set(span.communities or ()) <= places for lever in load_policy(name).levers.values() for span in lever)
    ]  # fmt: skip


# ---- three years under every policy ---------------------------------------------------------------------------------


def test_every_policy_is_tried():
    assert {*settled_policies(), "pilot"} == set(policy_names())


@pytest.mark.slow
def test_three_years_of_a_pilot_in_its_own_place_balance_for_every_body_every_week():
    """Its levers differ by community: the fund has money of one's own, and wide bodies are under the most."""
    model = town("pilot", place="jiangdong", scale=0.01, seed=5)
    ledger = Ledger(model.world)
    with ledger.watch():
        for _ in range(YEARS * WEEKS_A_YEAR):
            pass_week(model)
            ledger.check(model.world)
    check_who_was_paid(model.world, load_policy("pilot"))


@pytest.mark.slow
@pytest.mark.parametrize("policy", settled_policies())
def test_three_years_balance_for_every_body_every_week(policy):
    model = town(policy, scale=0.1, seed=5)
    ledger = Ledger(model.world)
    with ledger.watch():
        for _ in range(YEARS * WEEKS_A_YEAR):
            pass_week(model)
            ledger.check(model.world)
    check_who_was_paid(model.world, load_policy(policy))


def check_who_was_paid(world: Any, policy: Policy) -> None:
    """A place without a fund pays no subsidies; one without other subjects, nobody (A5)."""
    on = {name: any(span.value for span in policy.levers[name]) for name in ("linking.venture_fund",)}
    flows = dict(zip(PURPOSES, world.accounts.flows.tolist(), strict=True))
    kinds = Counter(projects(world).kind.tolist())
    if policy.id == "departments-only":
        assert not kinds, "no project is funded"
    if not on["linking.venture_fund"]:
        assert kinds[VENTURE] == 0
        assert (flows["subsidy"], flows["reward"], flows["match"], flows["paid_back"]) == (0, 0, 0, 0)
    elif policy.id != "departments-only":
        assert kinds[VENTURE] > 0
        assert flows["subsidy"] + flows["milestones"] > 0
    if policy.id != "departments-only":
        assert kinds[PURCHASE] > 0


def test_a_burn_in_and_a_policy_that_follows_balance_too():
    policy = with_levers("reward-heavy", linking__rounds_per_year=4, linking__payment_delay=7)
    model = town(policy, scale=0.1)
    model.world.burn_in = 40  # the standing policy holds for forty weeks
    ledger = Ledger(model.world)
    with ledger.watch():
        for _ in range(110):
            pass_week(model)
            ledger.check(model.world)
    starts = set(projects(model.world).start.tolist())
    assert {29, 42, 55} & starts


def accrued(t: Any) -> int:
    """Return what contracts have earned and venture projects have claimed, in fen."""
    return int(t.earned[t.kind == PURCHASE].sum()) + int(t.claimed[t.kind == VENTURE].sum())


def test_public_cost_counts_what_is_earned_or_claimed_once():
    """Public cost of a week: paid without projects, earned by contracts, claimed by ventures, less paid back."""
    model = town("full", scale=0.3, seed=3, **{"linking.fund_share": 3.0})
    world = model.world
    counted: list[int] = []
    for _ in range(60):
        before = accrued(projects(world))
        live_week(world)
        record.close_week(world)
        counted.append(accrued(projects(world)) - before)
        week = world.accounts.week
        paid = int(week[:, 1].sum()) - int(week[list(ACCRUED), 1].sum())
        back = int(week[PURPOSES.index("paid_back"), 0])
        assert world.tally.last(tally.PUBLIC_YUAN) * 100 == pytest.approx(paid + counted[-1] - back, abs=1e-3)
    assert sum(counted) > 0


def test_what_is_owed_at_the_end_is_shown_and_counted():
    model = town("full", scale=0.3, seed=3, weeks=24, **{"linking.payment_delay": 30, "linking.fund_share": 3.0})
    world = model.world
    t = projects(world)
    running = (t.kind == PURCHASE) & (t.phase != CLOSED)
    owed = int((t.claimed - t.paid).sum()) + int((t.earned - t.claimed)[running].sum())
    assert owed > 0
    assert model.indicator("owed") == pytest.approx(owed / 100 / 0.3)
    idle = int(world.accounts.cash.sum())
    assert model.indicator("idle_cash") == pytest.approx(idle / 100 / 0.3)
    assert model.indicator("idle_fund") == pytest.approx((world.fund + world.casework_fund) / 100 / 0.3)


# ---- a late payment closes whom the arithmetic says it closes -------------------------------------------------------

FIRST_WEEK, DUE, DELAY_LATE = 3, 7, 40
"""The first milestone of a contract of week 3 is claimed in week 7; a late payment comes forty weeks after."""

LEAN: dict[str, Any] = {
    **STILL,
    "money.wage": 100000.0,
    "money.foundation": 30000.0,
    "money.contract": 70000.0,
    "money.start_cash_weeks": 13.0,
    "organizations.unpaid_weeks": 4.0,
    "organizations.closing_unpaid": 0.2,
    "organizations.quitting_unpaid": 0.03,
    "projects.effort_base": 1.0,
    "projects.hears_published": 1.0,
}


def two_bodies(delay: int, weeks: int) -> Any:
    """Two bodies of one post with the same contract; the second has 50,000 yuan more to begin with."""
    entries = tuple(
        OrganizationEntry(f"body{n}", "社", "Body", "hamlet", "professional", ("legal_aid",), 1.0, 0.7, True, False)
        for n in range(2)
    )
    base = hamlet()
    place = replace(
        base, organizations=entries, purchases=(Purchase(base.departments[0].id, "legal_aid", (), 140000.0),)
    )
    policy = with_levers(
        "fragmented", linking__published_rules=True, linking__published_hours=5.0, linking__payment_delay=delay
    )
    model = town(policy, place=place, scale=1.0, seed=11, check=True, **LEAN)
    model.world.give(1, "start_cash", FOUNDATIONS, 50_000.0)
    return live(model, weeks)


def when_it_closes(cash: int, delay: int, key: Any, identity: int, weeks: int) -> int | None:
    """Work out by hand in which week a body of one post closes: wages first, then the unpaid weeks, then the lot.

    Its contract of 70,000 yuan runs from week 3; 0.03 x 0.2 of it is not eligible, and lost posts earn nothing.
    """
    staff, unpaid, earned, claims = 1.0, 0, 0, dict.fromkeys(range(weeks + 60), 0)
    for week in range(weeks):
        cash += round(30_000 * staff / 52 * 100)
        if week >= FIRST_WEEK:
            earned += int(int(7_000_000 // 52 * staff) * (1.0 - 0.03 * 0.2))
        if week > FIRST_WEEK and (week - FIRST_WEEK) % 4 == 0:
            claims[week + delay], earned = earned, 0
        cash += claims[week]
        due = round(100_000 * staff / 52 * 100)
        paid = min(due, cash)
        cash -= paid
        unpaid = unpaid + 1 if paid < due else 0
        staff *= 0.97 if paid < due else 1.0
        if draw(key, CLOSES, identity, week) < staffed_closing_probability(0.0, 0.2, float(unpaid), 4.0):
            return week
    return None


def test_a_late_payment_closes_the_body_whose_cash_does_not_last():
    """Both pay 100,000 yuan of wages a year and have 30,000 of their own: 1,346.16 yuan a week are missing.

    25,000 yuan at the start (13 weeks of wages) last for 18 weeks and a half: in week 18 wages are short for the first
    time, from week 21 on they were short four weeks running, and a lot decides from there on. With 75,000 yuan wages
    are paid for 55 weeks. The contract's first payment is due in week 7 and comes in week 47.
    """
    missing = 192_308 - 57_692
    assert (2_500_000 // missing, 7_500_000 // missing) == (18, 55)
    model = two_bodies(DELAY_LATE, 0)
    world = model.world
    assert world.accounts.cash[:2].tolist() == [2_500_000, 7_500_000]
    expected = when_it_closes(2_500_000, DELAY_LATE, world.key, 0, DUE + DELAY_LATE)
    assert expected is not None
    assert expected >= 21
    live(model, 18)
    assert world.bodies.unpaid_weeks[:2].tolist() == [0, 0]
    assert world.accounts.cash[:2].tolist() == [2_500_000 - 18 * missing, 7_500_000 - 18 * missing]
    live(model, 1)
    assert world.bodies.unpaid_weeks[:2].tolist() == [1, 0], "the nineteenth wages are short"
    live(model, DUE + DELAY_LATE - 19)
    assert world.week == DUE + DELAY_LATE - 1
    assert world.bodies.alive[:2].tolist() == [0, 1]
    assert world.bodies.closed[0] == expected
    assert world.bodies.staff[1] == 1.0
    live(model, 1)
    assert (projects(world).paid[projects(world).body == 1] > 0).all(), "it lived to see the payment"
    assert (projects(world).paid[projects(world).body == 0] == 0).all()


def test_paid_in_time_neither_closes():
    model = two_bodies(2, 60)
    assert model.world.bodies.alive[:2].tolist() == [1, 1]
    assert not model.world.bodies.unpaid_weeks[:2].any()


@pytest.mark.parametrize("delay", [0, 8, 14, 15, 18, 24, 40])
def test_the_arithmetic_holds_for_any_delay(delay):
    """Up to a delay of 14 weeks the payment comes in week 21 at the latest, before wages were short for four weeks."""
    weeks = 54
    model = two_bodies(delay, 0)
    world = model.world
    expected = [when_it_closes(cash, delay, world.key, o, weeks) for o, cash in ((0, 2_500_000), (1, 7_500_000))]
    live(model, weeks)
    b = world.bodies
    found = [None if alive else int(closed) for closed, alive in zip(b.closed[:2], b.alive[:2], strict=True)]
    assert found == expected
    assert expected[1] is None
    if delay <= 14:
        assert expected[0] is None
    if delay == DELAY_LATE:
        assert expected[0] is not None


# ---- any budget, mix, weights, cuts and timings ---------------------------------------------------------------------

SHARE = st.sampled_from((0.0, 0.0, 0.2, 1.0)) | st.floats(0.0, 1.0, allow_subnormal=False)


def shares(names: tuple[str, ...]) -> st.SearchStrategy[list[float]]:
    """A share for each name, at least one above 0."""
    return st.lists(SHARE, min_size=len(names), max_size=len(names)).filter(any)


@st.composite
def cycles(draw_: st.DrawFn) -> dict[str, Any]:
    """Levers and assumptions of the cycle, wherever they may lie."""
    weights = ("quality", "progress", "awareness", "participation", "satisfaction")
    kinds = ("expert", "department", "media", "resident")
    levers: dict[str, Any] = {}
    for names in (weights, kinds):
        levers |= {f"activation.weight_{name}": share for name, share in zip(names, draw_(shares(names)), strict=True)}
    cuts = sorted(draw_(st.tuples(SHARE, SHARE, SHARE, SHARE)))
    levers |= {f"activation.cut_{name}": cut for name, cut in zip(("two", "three", "four", "five"), cuts, strict=True)}
    mix = ("subsidy", "purchase", "reward")
    levers |= {f"linking.{name}_share": share for name, share in zip(mix, draw_(shares(mix)), strict=True)}
    return {
        **levers,
        "linking.fund_share": draw_(st.sampled_from((0.0, 0.3, 1.0, 20.0))),
        "linking.payment_delay": draw_(st.integers(0, 52)),
        "linking.rounds_per_year": draw_(st.integers(1, 4)),
        "linking.match_share": draw_(st.sampled_from((0.0, 0.1, 2.0))),
        "linking.published_rules": draw_(st.booleans()),
        "linking.advisers_rate": draw_(st.booleans()),
        "activation.star_rating": draw_(st.booleans()),
        "activation.four_way_panel": draw_(st.booleans()),
        "activation.judges_per_kind": draw_(st.integers(1, 10)),
        "activation.work_share": draw_(SHARE),
        "activation.appraisal_share": draw_(SHARE),
        "activation.supervision_share": draw_(SHARE),
        "activation.agenda_share": draw_(SHARE),
        "projects.milestone_weeks": draw_(st.integers(1, 26)),
        "projects.own_pace": draw_(SHARE),
        "projects.volunteers_share": draw_(SHARE),
        "projects.disallowed": draw_(st.floats(0.0, 0.8)),
        "projects.disallowed_published": draw_(st.floats(0.0, 0.8)),
        "projects.overhead": draw_(st.floats(0.0, 0.5)),
        "projects.outreach": draw_(st.floats(0.0, 0.5)),
        "projects.judge_capacity": draw_(st.sampled_from((0.0, 1.0, 16.0))),
        "organizations.closing_staffed": draw_(st.sampled_from((0.0, 0.02))),
        "organizations.closing": draw_(st.sampled_from((0.0, 0.02))),
    }


@settings(max_examples=20, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(cycles(), st.integers(0, 2**20), st.integers(0, 40))
def test_whatever_the_cycle_money_is_conserved_and_no_fund_is_overdrawn(cycle, seed, burn_in):
    model = town("full", scale=0.1, seed=seed, **cycle)
    world = model.world
    world.burn_in = burn_in  # weeks under the standing policy, whose rounds and mix differ
    ledger = Ledger(world)
    awards: list[tuple[int, int]] = []

    def before(world: Any) -> None:
        if is_stage(world, SELECTING):
            awards.append((world.fund + round(pot(world) * 100.0), world.project_count))

    def after(world: Any) -> None:
        if is_stage(world, SELECTING):
            fund, first = awards[-1]
            new = projects(world)[first:]
            assert int(new.budget[new.kind == VENTURE].sum()) <= fund, "no more awarded than the fund holds"

    with ledger.watch(), looking(before={"select_projects": before}, after={"select_projects": after}):
        for _ in range(60):
            pass_week(model)
            ledger.check(world)
    values: Any = world.values.activation
    if values.star_rating[0] > 0:
        late = projects(world)[(projects(world).rated >= burn_in)]
        assert (late.stars >= 1).all()
    model.record.take(world, world.number)
    assert not np.isinf(model.record.last).any()


@settings(max_examples=25, deadline=None)
@given(shares(("subsidy", "purchase", "reward")), st.floats(0.05, 20.0))
def test_any_mix_splits_any_budget_without_a_fen_left(mix, share):
    names = ("subsidy", "purchase", "reward")
    levers: dict[str, Any] = {f"linking.{name}_share": part for name, part in zip(names, mix, strict=True)}
    model = town("full", scale=0.2, weeks=3, **levers, **{"linking.fund_share": share})
    t = projects(model.world)
    ventures = t[t.kind == VENTURE]
    assert (ventures.subsidy + ventures.purchase + ventures.reward == ventures.budget).all()
    whole = sum(mix)
    for row in ventures:
        for name, part in zip(names, mix, strict=True):
            assert row[name] == pytest.approx(int(row.budget) * part / whole, abs=3)


def test_a_project_that_settles_twice_would_be_seen():
    """The ledger can fail: a reward claimed twice is above what is paid and owed, or above the budget."""
    no_cuts: dict[str, Any] = {f"activation.cut_{name}": 0.0 for name in ("two", "three", "four", "five")}
    model = town("full", scale=0.3, seed=3, weeks=24, **{"linking.fund_share": 3.0, **no_cuts})
    world = model.world
    check_projects(world)
    rows = [row for row in range(world.project_count) if projects(world).stars[row] and projects(world).kind[row]]
    settle(world, rows[0])
    settle(world, rows[0])
    settle(world, rows[0])
    with pytest.raises(AssertionError, match="above the budget"):
        check_projects(world)


# ---- what ten times the pot buys ------------------------------------------------------------------------------------


def bought_with(share: float) -> dict[str, float]:
    """What the fund bought in a year and a half of the classroom, and how many of the target were reached out to."""
    reached = 0

    def look(world: Any) -> None:
        nonlocal reached
        t = projects(world)
        targets = t.target[(t.kind == VENTURE) & (t.start <= world.week) & (t.ends >= world.week) & (t.target > 0)]
        aimed = int(np.bitwise_or.reduce(targets)) if targets.size else 0
        p = world.people
        reached += int(((p.contact & OUTREACH > 0) & ((aimed >> p.group) & 1 > 0)).sum())

    model = town("full", scale=0.5, seed=7, **{"linking.fund_share": share, "money.venture_pot": 10.0})
    bought = np.zeros(3)
    counters = [tally.PROJECT_PLACES, tally.PROJECT_HOURS, tally.PROJECT_CONTACTS]
    with looking(after={"contact_by_outreach": look}):
        for _ in range(78):
            pass_week(model)
            bought += [model.world.tally.last(counter) for counter in counters]
    t = projects(model.world)
    return {
        "places": bought[0], "hours": bought[1], "contacts": bought[2], "reached": float(reached),
        "awarded": float(t.budget[t.kind == VENTURE].sum()) / 100.0,
    }  # fmt: skip


def test_ten_times_the_pot_moves_what_it_buys():
    nothing, small, large = bought_with(0.0), bought_with(1.0), bought_with(10.0)
    assert (nothing["places"], nothing["hours"], nothing["contacts"], nothing["awarded"]) == (0, 0, 0, 0)
    assert small["awarded"] > 0
    # Not ten times: requests are of a fixed size, a body has one project at a time, and proposals cost hours.
    for what in ("awarded", "places", "hours", "contacts"):
        assert large[what] > 1.5 * small[what], (what, small[what], large[what])
    assert large["reached"] > small["reached"] > nothing["reached"], (nothing, small, large)


def test_what_the_fund_pays_enterprises_match():
    given = {"linking.fund_share": 3.0, "linking.match_share": 0.5, "money.enterprise_giving": 100.0}
    model = town("full", scale=0.3, seed=3, weeks=60, **given)
    world = model.world
    t = projects(world)
    paid = int(t.paid[t.kind == VENTURE].sum())
    match = int(world.accounts.flows[PURPOSES.index("match")])
    assert paid > 0
    assert 0.5 * paid - world.project_count * 30 <= match <= 0.5 * paid
    assert world.accounts.sectors[ENTERPRISES] == -match
    assert world.accounts.sectors[FINANCE] < 0


def test_enterprises_give_no_more_than_they_have():
    given = {"linking.fund_share": 20.0, "linking.match_share": 2.0, "money.enterprise_giving": 5.0}
    model = town("full", scale=0.3, seed=3, **given)
    match = PURPOSES.index("match")
    for week in range(120):
        live(model, 1)
        assert model.world.accounts.flows[match] <= 500 * model.world.start_homes.sum() * (week // 52 + 1)
        assert model.world.matched <= 500 * model.world.start_homes.sum()
    assert model.world.accounts.flows[match] > 0.6 * 500 * 3 * model.world.start_homes.sum()


def test_a_cut_of_the_pot_ends_what_it_paid_for():
    policy = with_levers("full", linking__venture_fund=(Span(True), Span(False, start=53)))
    model = town(policy, scale=0.3, seed=3, weeks=110)
    t = projects(model.world)
    assert (t.kind == VENTURE).any()
    assert t.start[t.kind == VENTURE].max() < 52 + SELECTING + 1
    assert model.world.fund + model.world.casework_fund >= 0
    assert math.isclose(pot(model.world), 0.0)


# ---- whose hours meetings and committees take -----------------------------------------------------------------------


def test_a_joint_meeting_takes_hours_of_all_who_come():
    """Grid workers, the two centers and each of the alliance give the meeting's hours, as far as they have any."""
    spent = []
    for hours in (0.0, 2.0):
        model = town("full", scale=1.0, seed=3, weeks=60, **{"activation.meeting_hours": hours})
        spent.append(model.world.books[:, SPENT].copy())
        spent[-1][GRID_WORKERS] = model.world.ground.grid_spent.sum()
    for stock in (DEPARTMENTS, ALLIANCE):
        assert spent[1][stock] > spent[0][stock]
    meetings = 2.0 * 60 / 52 * 12  # hours, once for each body; grid workers come from three communities
    for stock, bodies in ((GRID_WORKERS, 3), (COMMAND_CENTER, 1), (SERVICE_CENTER, 1)):
        assert 0.3 * meetings < (spent[1][stock] - spent[0][stock]) / bodies < 1.2 * meetings, stock


def test_the_committee_takes_departments_hours():
    """Thirty hours per 1,000 residents and year in which the Party committee sets priorities and chairs (A1)."""
    model = town("full", scale=1.0, seed=3, weeks=52, **{"embedding.committee_hours": 300.0, "money.venture_pot": 0.0})
    other = town("full", scale=1.0, seed=3, weeks=52, **{"embedding.committee_hours": 0.0, "money.venture_pot": 0.0})
    taken = model.world.books[DEPARTMENTS, SPENT] - other.world.books[DEPARTMENTS, SPENT]
    assert taken == pytest.approx(300.0 * model.world.start_homes.sum() / 1000.0, rel=0.3)
