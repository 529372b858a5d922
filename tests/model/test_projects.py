"""The project cycle: a round worked by hand, the calendar of rounds, the agenda, the panel, rating, renewal."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.codes import MASS, OUTREACH, STAFFED
from agents.project import (
    CALL,
    CLOSED,
    EXECUTE,
    NEXT,
    PAY,
    PHASES,
    PURCHASE,
    RATE,
    SELECT,
    SET,
    SUPERVISE,
    VENTURE,
    Project,
)
from model import tally
from model.accounts import PURPOSES
from model.hours import ADVISERS, SPENT, SUPPLIED, WATCHERS
from model.hours import JUDGES as JUDGES_BOOK
from model.projects.agenda import backing
from model.projects.calling import _told_by_residents
from model.projects.panel import DEPARTMENT, Case, _choose, give_judges_time, panel_scores, pool_of
from model.projects.payments import eligible, reward_share
from model.projects.proposals import project_domain
from model.projects.rating import criterion_weights, seen_by_kinds
from model.projects.rounds import RATING, SELECTING, beginnings, place_in_round, weeks_of_work
from model.projects.selection import follow_renewals, in_order, score_proposals
from model.projects.work import progress_of
from scenarios import PanelEntry, Purchase, Span
from tests.model.hamlet import ELDERS, LAWYERS, NEIGHBORS, hamlet, rules, village
from tests.model.towns import build, live, looking, town, with_levers
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import CRITERIA, DOMAIN_IDS
from vocabulary.categories import JUDGES as KINDS
from vocabulary.register import WORLD

LEGAL, ELDER, MUTUAL = (DOMAIN_IDS.index(name) for name in ("legal_aid", "elder_care", "mutual_aid"))
KINDS_WEIGHTS = [f"activation.weight_{kind.id}" for kind in KINDS]
BOUGHT_BY = hamlet().departments[0].id
CRITERIA_WEIGHTS = [f"activation.weight_{criterion.id}" for criterion in CRITERIA]


def projects(world: Any) -> Any:
    return world.projects[: world.project_count]


def awarded(world: Any) -> Any:
    """Return the rows of projects that were awarded money."""
    return projects(world)[projects(world).budget > 0]


def scored(world: Any) -> dict[int, float]:
    """Return the scores of proposals to the fund, by whose they are."""
    return {int(world.projects.body[row]): score for row, score in score_proposals(world)[VENTURE].items()}


def follow(model: Any, **levers: Any) -> None:
    """Set levers in a model that stands."""
    given = {name.replace("__", "."): value for name, value in levers.items()}
    model.world.settings = model.world.settings.following(model.policy, given)


# ---- a round worked by hand -----------------------------------------------------------------------------------------
#
# Three organizations of one community. All sums in fen, a hundredth of a yuan. Weeks are counted from 0.
#
#               ability                    fits the agenda   merit 0.6 a + 0.4 f   asks the fund for
#   Elders      0.45 + 0.45 x 0.8 = 0.81         1                 0.886             30,000 yuan (four posts)
#   Lawyers     0.45 + 0.45 x 0.6 = 0.72         1                 0.832             15,000 yuan (two posts)
#   Neighbors   0.45 + 0.45 x 0.3 = 0.585        1                 0.751              6,000 yuan (a small group)
#
# Nobody needs anything, so that the agenda is the same for all nine domains and all proposals fit it.
# The fund: 200 residents x 400 yuan = 80,000 yuan a year, 40,000 a round. By theme each domain has 40,000 / 9 = 4,444
# yuan, which is enough for nobody. Of the whole the best, Elders, takes 30,000; the next, Lawyers, asks for 15,000 and
# 10,000 are left: refused; Neighbors take 6,000. 4,000 yuan are left, and buy casework over the 26 weeks of the round:
# 400,000 // 26 = 15,384 a week.
# A department buys legal aid for 52,000 yuan a year. Lawyers ask for 2 x 70,000 and get it all: 1,000 yuan a week.
#
# Of a venture budget four tenths are subsidy, four purchase, two reward, and it is worked at from week 3 to week 22,
# 20 weeks, with a twentieth a week. The bodies carry nothing in advance. Money comes two weeks after its claim, the
# subsidy at once. Ineligible is 0.03 of a venture, and of a contract 0.03 x 0.2 = 0.006.

BUDGETS = {ELDERS: 3_000_000, NEIGHBORS: 600_000}
SUBSIDY = {ELDERS: 1_200_000, NEIGHBORS: 240_000}
REWARD = {ELDERS: 600_000, NEIGHBORS: 120_000}

# Elders plan 150,000 a week; the subsidy lasts for weeks 3-10. Neighbors plan 30,000: a fifth of everything.
#
# Week 7   four weeks worked, 600,000 of the 600,000 due are spent: progress 1.
#          purchase due 1,200,000 x 4/20 = 240,000; eligible 0.97 of it: 232,800, which come in week 9.
# Week 11  eight weeks, 1,200,000 spent of 1,200,000 due: 480,000 - 240,000, again 232,800, in week 13.
# Week 12  82,800 are left (1,200,000 + 232,800 - 9 x 150,000) and are spent. Week 13: 150,000. Week 14: 82,800.
# Week 15  twelve weeks, 1,665,600 spent of 1,800,000 due: 1,200,000 x 0.6 x 0.92533 = 666,240; less 480,000 gives
#          186,240; 0.97 of it 180,652 (.8 fen are lost), in week 17: 150,000 are spent then, 30,652 in week 18.
# Week 19  sixteen weeks, 1,846,252 of 2,400,000: 738,500; less 666,240 gives 72,260; 0.97 of it 70,092, in week 21.
# Week 23  twenty weeks, 1,916,344 of 3,000,000: 766,537; less 738,500 gives 28,037; 0.97 of it 27,195, in week 25.
#
# Neighbors: 48,000 -> 46,560 twice; in week 12 and 14 16,560 are spent; week 15: 333,120 of 360,000: 133,248 - 96,000
# = 37,248 -> 36,130 in week 17 (30,000 spent, 6,130 in week 18); week 19: 369,250 of 480,000:
# 147,700 - 133,248 = 14,452 -> 14,018 in week 21; week 23: 383,268 of 600,000: 153,307 - 147,700 = 5,607 -> 5,438.
PAID = {
    ELDERS: {3: 1_200_000, 9: 232_800, 13: 232_800, 17: 180_652, 21: 70_092, 25: 27_195 + 84_000},
    NEIGHBORS: {3: 240_000, 9: 46_560, 13: 46_560, 17: 36_130, 21: 14_018, 25: 5_438 + 16_800},
}
# Both are rated with two stars: rewards are 0.14 x 600,000 = 84,000 and 0.14 x 120,000 = 16,800, in week 25.
SPENT_OF = {ELDERS: 1_916_344, NEIGHBORS: 383_268}
# Lawyers earn 100,000 a week, of which 99,400 are eligible and 600 refused, from week 3 on, the week of a milestone
# included: five weeks at the first, then four.
CONTRACT_PAID = {9: 5 * 99_400, 13: 4 * 99_400, 17: 4 * 99_400, 21: 4 * 99_400, 25: 4 * 99_400, 29: 4 * 99_400}
# Paid back in week 23: 0.03 of the subsidies, all of which were spent: 36,000 and 7,200.
PAID_BACK = 36_000 + 7_200
# Not claimed, and back in the fund in week 26, when all is paid: 3,000,000 - 2,027,539, and 600,000 - 405,506.
UNCLAIMED = (3_000_000 - 2_027_539) + (600_000 - (383_268 + 5_438 + 16_800))


def round_on_paper(**more: Any) -> Any:
    """Return the hamlet: 50 of its 200 know of help for elders, 100 of mutual aid; from week 20 on the fund halves."""
    policy = rules(linking__fund_share=(Span(1.0), Span(0.5, start=20)), **more)
    model = village(policy)
    for row in range(200):
        known = (row < 50) << ELDER | (row >= 100) << MUTUAL
        model.write("known", row, known)
    return model


def rows_of(world: Any, kind: int, start: int) -> dict[int, Any]:
    return {int(row.body): row for row in projects(world) if row.kind == kind and row.start == start}


def test_on_paper_who_wins_and_how_budgets_are_split():
    model = live(round_on_paper(), 3)
    world = model.world
    assert world.week == 2
    won = rows_of(world, VENTURE, 3)
    assert {o: int(row.budget) for o, row in won.items()} == BUDGETS
    assert {o: int(row.subsidy) for o, row in won.items()} == SUBSIDY
    assert {o: int(row.purchase) for o, row in won.items()} == SUBSIDY, "as much purchase as subsidy"
    assert {o: int(row.reward) for o, row in won.items()} == REWARD
    assert {int(row.ends) for row in won.values()} == {22}
    assert won[ELDERS].award_score == pytest.approx(0.886)
    assert won[NEIGHBORS].award_score == pytest.approx(0.751)
    bought = rows_of(world, PURCHASE, 3)
    assert list(bought) == [LAWYERS]
    contract = bought[LAWYERS]
    assert (int(contract.budget), int(contract.purchase), int(contract.ends)) == (5_200_000, 5_200_000, 54)
    assert contract.award_score == pytest.approx(0.832)
    # Three applied for the fund and two won: 0.8 + 0.5 (2/3 - 0.8). One applied for a contract and won it.
    assert world.belief.tolist() == pytest.approx([0.9, 0.8 + 0.5 * (2 / 3 - 0.8)])
    # Four proposals x half an hour x 100 yuan for an expert, and as much for the media.
    assert world.accounts.week[PURPOSES.index("judging")].tolist() == [40_000, 40_000]
    assert world.fund == 0
    assert world.casework_fund == 400_000 - 15_384


def test_on_paper_what_each_is_paid_in_which_week():
    model = round_on_paper()
    world = model.world
    paid: dict[int, dict[int, int]] = {ELDERS: {}, NEIGHBORS: {}, LAWYERS: {}}
    before = dict.fromkeys(paid, 0)
    for week in range(28):
        model.step()
        for row in projects(world):
            o = int(row.body)
            if row.paid != before[o] and row.start == 3:
                paid[o][week] = int(row.paid) - before[o]
                before[o] = int(row.paid)
    assert paid[ELDERS] == PAID[ELDERS]
    assert paid[NEIGHBORS] == PAID[NEIGHBORS]
    assert paid[LAWYERS] == {week: sum_ for week, sum_ in CONTRACT_PAID.items() if week < 28}
    flows = world.accounts.flows
    for purpose, sums in (
        ("subsidy", [1_200_000, 240_000]),
        ("reward", [84_000, 16_800]),
        ("paid_back", [36_000, 7_200]),
    ):
        assert flows[PURPOSES.index(purpose)] == sum(sums), purpose
    # Donors match a tenth of each payment, of each milestone and reward apart, rounded down to the fen.
    payments = [1_200_000, 232_800, 232_800, 180_652, 70_092, 27_195, 84_000]
    payments += [240_000, 46_560, 46_560, 36_130, 14_018, 5_438, 16_800]
    assert flows[PURPOSES.index("match")] == sum(payment // 10 for payment in payments)


def test_on_paper_what_is_spent_and_what_is_refused():
    world = live(round_on_paper(), 26).world
    rows = rows_of(world, VENTURE, 3)
    assert {o: int(row.spent) for o, row in rows.items()} == SPENT_OF
    # Refused of milestones: what was due less what was claimed; and 0.03 of the subsidy.
    assert int(rows[ELDERS].refused) == 766_537 - (2 * 232_800 + 180_652 + 70_092 + 27_195) + 36_000
    assert int(rows[NEIGHBORS].refused) == 153_307 - (2 * 46_560 + 36_130 + 14_018 + 5_438) + 7_200
    assert int(rows_of(world, PURCHASE, 3)[LAWYERS].refused) == 23 * 600, "weeks 3 to 25"
    # A tenth of what is spent is overhead, which stays; of the rest Elders buy hours at 100 yuan, Neighbors half hours
    # at 30 yuan, half places at 22.
    flows = world.accounts.flows
    weekly = {
        ELDERS: [150_000] * 9 + [82_800, 150_000, 82_800, 150_000, 30_652, 70_092],
        NEIGHBORS: [30_000] * 9 + [16_560, 30_000, 16_560, 30_000, 6_130, 14_018],
    }
    assert {o: sum(weeks) for o, weeks in weekly.items()} == SPENT_OF
    work = {o: [week - week // 10 for week in weeks] for o, weeks in weekly.items()}
    places = [week // 2 for week in work[NEIGHBORS]]
    hours = [week - half for week, half in zip(work[NEIGHBORS], places, strict=True)]
    assert flows[PURPOSES.index("project_hours")] == sum(work[ELDERS]) + sum(hours)
    assert flows[PURPOSES.index("project_activities")] == sum(places)
    assert flows[PURPOSES.index("project_outreach")] == 0
    counted = world.tally.sums()
    assert counted[tally.PROJECT_HOURS] == pytest.approx(sum(work[ELDERS]) / 10_000 + sum(hours) / 3_000)
    assert counted[tally.PROJECT_PLACES] == pytest.approx(sum(places) / 2_200)
    # What is left to Elders: the match and the overhead, less what was paid back.
    match = sum(p // 10 for p in (1_200_000, 232_800, 232_800, 180_652, 70_092, 27_195, 84_000))
    assert world.accounts.cash[ELDERS] == 2_027_539 + match - sum(work[ELDERS]) - 36_000


def test_on_paper_the_criteria_the_judges_the_stars_and_the_reward():
    world = live(round_on_paper(), 24).world
    assert world.week == 23
    row = rows_of(world, VENTURE, 3)[ELDERS]
    # Quality as able; progress as spent; a quarter know; nobody took part, and nobody was there to be satisfied: 1/2.
    progress = 1_916_344 / 3_000_000
    assert row.criteria.tolist() == pytest.approx([0.81, progress, 0.25, 0.0, 0.5])
    # Weights of the criteria (3 2 1 2 2) x what each kind of judge sees, per kind:
    #   expert      (6 2 0 0 2) -> 18  4 0 0 4 of 26
    #   department  (1 6 1 1 1) ->  3 12 1 2 2 of 20
    #   media       (1 0 5 3 1) ->  3  0 5 6 2 of 16
    #   residents   (3 0 1 2 4) ->  9  0 1 4 8 of 22
    expert = (18 * 0.81 + 4 * progress + 4 * 0.5) / 26
    department = (3 * 0.81 + 12 * progress + 1 * 0.25 + 2 * 0.5) / 20
    media = (3 * 0.81 + 5 * 0.25 + 2 * 0.5) / 16
    residents = (9 * 0.81 + 1 * 0.25 + 8 * 0.5) / 22
    at = next(n for n in range(world.project_count) if projects(world)[n].body == ELDERS)
    assert seen_by_kinds(world, at) == pytest.approx((expert, department, media, residents))
    panel = 0.35 * expert + 0.25 * department + 0.1 * media + 0.3 * residents
    assert panel == pytest.approx(0.58602, abs=1e-5)
    # A fifth of the appraisal is the residents' own: the mean of participation and satisfaction, 0.25.
    assert row.score == pytest.approx(0.8 * panel + 0.2 * 0.25)
    assert row.score == pytest.approx(0.51882, abs=1e-5)
    assert row.stars == world.bodies.stars[ELDERS] == 2, "from 0.45 on there are two, from 0.55 on three"
    assert world.bodies.reputation[ELDERS] == pytest.approx(0.5 + 0.5 * (0.25 - 0.5))
    other = rows_of(world, VENTURE, 3)[NEIGHBORS]
    assert other.criteria.tolist() == pytest.approx([0.585, 383_268 / 600_000, 0.5, 0.0, 0.5])
    assert other.score == pytest.approx(0.45446, abs=1e-5)
    assert other.stars == 2
    assert world.bodies.stars[LAWYERS] == 0, "a contract is rated before its own end"
    assert world.accounts.week[PURPOSES.index("judging")].tolist() == [20_000, 20_000]
    # Owed are the last milestone, the reward by two stars, and the contract's.
    owed = sorted(claim[3] for claim in world.claims)
    assert owed == sorted([27_195, 84_000, 5_438, 16_800, 4 * 99_400])
    assert {claim[0] for claim in world.claims} == {25}
    assert world.fund == PAID_BACK


@pytest.mark.parametrize(
    ("cuts", "stars", "rewards"),
    [
        ((0.6, 0.7, 0.8, 0.9), 1, (42_000, 8_400)),
        ((0.1, 0.5, 0.8, 0.9), 3, (156_000, 16_800)),  # Neighbors, with 0.454, have two
        ((0.1, 0.2, 0.3, 0.9), 4, (300_000, 60_000)),
        ((0.1, 0.2, 0.3, 0.4), 5, (600_000, 120_000)),
    ],
)
def test_on_paper_the_reward_goes_by_stars(cuts, stars, rewards):
    names = ("two", "three", "four", "five")
    model = live(round_on_paper(**{f"activation__cut_{n}": c for n, c in zip(names, cuts, strict=True)}), 24)
    rows = rows_of(model.world, VENTURE, 3)
    assert rows[ELDERS].stars == stars
    claimed = {o: sum(PAID[o].values()) for o in PAID}
    usual = {ELDERS: 84_000, NEIGHBORS: 16_800}
    for o, reward in zip((ELDERS, NEIGHBORS), rewards, strict=True):
        assert int(rows[o].claimed) == claimed[o] - usual[o] + reward


def test_on_paper_stars_decide_the_next_round():
    """In week 28 the fund has 20,000 yuan, what was paid back and what was not claimed: 32,152.55 yuan.

    Elders' score falls by a tenth for two stars, one below three, to 0.786, Lawyers' stays at 0.832, Neighbors' falls
    to 0.651. By theme there are 3,572 yuan for each: too little. Lawyers come first with 15,000; the 17,152 that are
    left are too little for Elders' 30,000 and enough for Neighbors' 6,000. Without stars Elders would have come first.
    """
    model = live(round_on_paper(), 29)
    world = model.world
    fund = 2_000_000 + PAID_BACK + UNCLAIMED
    won = rows_of(world, VENTURE, 29)
    assert {o: int(row.budget) for o, row in won.items()} == {LAWYERS: 1_500_000, NEIGHBORS: 600_000}
    assert won[LAWYERS].award_score == pytest.approx(0.832)
    assert won[NEIGHBORS].award_score == pytest.approx(0.651)
    left = fund - 2_100_000
    assert world.casework_fund == left - left // 26
    # Of the two that were rated Elders did better and hold nothing now, Neighbors worse and hold money again.
    counted = world.tally.sums()
    assert counted[[tally.BETTER, tally.BETTER_RENEWED, tally.WORSE, tally.WORSE_RENEWED]].tolist() == [1, 0, 1, 1]


def test_on_paper_without_stars_the_past_is_forgotten_and_the_reward_is_the_mean():
    model = live(round_on_paper(activation__star_rating=False), 29)
    world = model.world
    first, second = rows_of(world, VENTURE, 3), rows_of(world, VENTURE, 29)
    assert not projects(world).stars.any()
    assert not world.bodies.stars.any()
    # (0.07 + 0.14 + 0.26 + 0.50 + 1.00) / 5 = 0.394
    for o, full in REWARD.items():
        usual = {ELDERS: 84_000, NEIGHBORS: 16_800}[o]
        assert int(first[o].claimed) - (sum(PAID[o].values()) - usual) == pytest.approx(0.394 * full, abs=1)
    assert second[ELDERS].award_score == pytest.approx(0.886)
    assert NEIGHBORS not in second or LAWYERS not in second
    assert world.bodies.reputation[:3].tolist() == [0.5, 0.5, 0.5]


def test_on_paper_unpublished_rules_refuse_more():
    given = {
        "projects.hears": 1.0,
        "projects.doubt": 0.0,
        "projects.application_hours": 5.0,
        "projects.disallowed": 0.2,
    }
    world = live(village(rules(linking__published_rules=False, linking__favor=0.0), **given), 8).world
    rows = rows_of(world, VENTURE, 3)
    # The first milestone: 240,000 due, a fifth of it not eligible; of a contract a fifth of a fifth.
    assert int(rows[ELDERS].claimed) == 1_200_000 + 192_000
    assert int(rows[ELDERS].refused) == 48_000
    assert int(rows_of(world, PURCHASE, 3)[LAWYERS].claimed) == 5 * 96_000


@pytest.mark.parametrize(
    ("mix", "parts"),
    [
        ((1.0, 0.0, 0.0), (3_000_000, 0, 0)),
        ((0.0, 1.0, 0.0), (0, 3_000_000, 0)),
        ((0.0, 0.0, 1.0), (0, 0, 3_000_000)),
        ((0.2, 0.2, 0.2), (1_000_000, 1_000_000, 1_000_000)),
        ((0.1, 0.3, 0.3), (428_571, 1_285_715, 1_285_714)),  # a fen that is left goes to the first of the largest
    ],
)
def test_a_budget_is_split_by_weight_to_the_fen(mix, parts):
    names = ("subsidy", "purchase", "reward")
    levers: dict[str, Any] = {f"linking__{n}_share": share for n, share in zip(names, mix, strict=True)}
    row = rows_of(live(village(rules(**levers)), 3).world, VENTURE, 3)[ELDERS]
    assert (int(row.subsidy), int(row.purchase), int(row.reward)) == parts


# ---- the state machine ----------------------------------------------------------------------------------------------


def a_project() -> tuple[Any, Project]:
    model = live(village(), 4)
    return model, model.world.project_agents[0]


def test_a_project_goes_on_only_as_it_may():
    model, project = a_project()
    for now in range(len(PHASES)):
        for then in range(len(PHASES)):
            if then == CLOSED and then in NEXT[now]:
                continue
            model.world.projects.phase[project.row] = now
            if then in NEXT[now]:
                project.move_to(then)
                assert project.phase == PHASES[then]
            else:
                with pytest.raises(ValueError, match=f"from {PHASES[now]} to {PHASES[then]}"):
                    project.move_to(then)
                assert project.phase == PHASES[now]


def test_the_way_through_the_cycle_is_the_only_one():
    assert NEXT[SET] == (CALL,)
    assert set(NEXT[CALL]) - {CLOSED} == {SELECT}
    assert set(NEXT[SELECT]) - {CLOSED} == {EXECUTE}
    assert RATE not in NEXT[EXECUTE], "nothing is rated that was not supervised"
    assert PAY not in NEXT[SUPERVISE], "nothing is rewarded that was not rated"
    assert NEXT[CLOSED] == ()
    reached, found = {SET}, {SET}
    while found:
        found = {after for phase in found for after in NEXT[phase]} - reached
        reached |= found
    assert reached == set(range(len(PHASES)))


def test_a_closed_project_is_no_agent_any_more():
    model, project = a_project()
    project.move_to(CLOSED)
    assert project not in model.agents_by_type[Project]
    with pytest.raises(ValueError, match="from closed to execute"):
        project.move_to(EXECUTE)


def test_projects_live_through_their_phases_in_order():
    model = round_on_paper()
    seen: dict[int, list[str]] = {}

    def look(world: Any) -> None:
        for row, agent in world.project_agents.items():
            if not seen.get(row) or seen[row][-1] != agent.phase:
                seen.setdefault(row, []).append(agent.phase)

    phases = ("call_for_projects", "select_projects", "execute_projects", "supervise_projects", "rate_projects", "feel")
    with looking(after=dict.fromkeys(phases, look)):
        live(model, 27)
    t = projects(model.world)
    ventures = [row for row in range(t.size) if t.kind[row] == VENTURE and t.budget[row] > 0]
    assert [seen[row] for row in range(t.size) if not t.budget[row]] == [["call"]], "one applied and got nothing"
    for row in ventures:
        assert seen[row] == ["call", "select", "execute", "pay"], "set and called, supervised and rated within a week"
        assert row not in model.world.project_agents
    assert (projects(model.world).weeks[ventures] == 20).all()
    assert (projects(model.world).rated[ventures] == 23).all()


def test_an_agent_tells_of_its_project():
    model = live(round_on_paper(), 24)
    found = {project.organization: project for project in model.agents_by_type[Project]}
    elders, lawyers = found[ELDERS], found[LAWYERS]
    assert (elders.is_venture, elders.domain, elders.budget, elders.stars) == (True, "elder_care", 30000.0, 2)
    assert elders.phase == "pay"
    assert elders.score == pytest.approx(0.51882, abs=1e-5)
    assert elders.delivered_quality == pytest.approx(0.81)
    assert elders.paid == 19163.44
    assert (lawyers.is_venture, lawyers.stars, lawyers.score, lawyers.delivered_quality) == (False, None, None, None)


def test_a_dissolved_organization_closes_its_project_and_the_fund_keeps_the_rest():
    model = live(round_on_paper(), 8)
    world = model.world
    assert sorted(claim[3] for claim in world.claims) == [46_560, 232_800, 497_000]
    model.world.agent(ELDERS).close()
    live(model, 1)
    row = rows_of(world, VENTURE, 3)[ELDERS]
    assert row.phase == CLOSED
    assert world.fund == 3_000_000 - 1_432_800, "what was not claimed"
    cost = world.tally.sums()[tally.PUBLIC_YUAN]
    live(model, 1)
    assert int(row.paid) == 1_200_000, "nobody is there to be paid"
    assert int(row.claimed) == int(row.paid), "what was claimed and cannot be paid is owed no more"
    assert world.fund == 3_000_000 - 1_200_000, "and goes back to the fund"
    paid_else = world.tally.last(tally.PUBLIC_YUAN)
    assert world.tally.sums()[tally.PUBLIC_YUAN] == pytest.approx(cost + paid_else)
    assert paid_else < 0, "this week the cost of the claim is taken back, and little else is paid"


# ---- the calendar of rounds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [1, 2, 3, 4])
def test_every_week_has_its_place_in_a_round(rounds):
    assert beginnings(rounds)[0] == 0
    assert beginnings(rounds)[-1] == WEEKS_A_YEAR
    lengths = [b - a for a, b in pairwise(beginnings(rounds))]
    assert max(lengths) - min(lengths) <= 1
    places = [place_in_round(week, rounds) for week in range(2 * WEEKS_A_YEAR)]
    assert places[:WEEKS_A_YEAR] == places[WEEKS_A_YEAR:]
    for before, (place, length) in pairwise(places):
        assert place == (before[0] + 1 if before[0] + 1 < before[1] else 0)
        assert 0 <= place < length
    assert sum(place == 0 for place, _ in places) == 2 * rounds


@pytest.mark.parametrize("rounds", [1, 2, 3, 4])
def test_work_fits_between_selection_and_rating_whatever_the_number_of_rounds(rounds):
    model = village(rules(linking__rounds_per_year=rounds))
    world = model.world
    live(model, 2 * WEEKS_A_YEAR)
    t = awarded(world)
    ventures = t[t.kind == VENTURE]
    assert len(set(ventures.start.tolist())) == 2 * rounds
    for row in ventures:
        place, length = place_in_round(int(row.start), rounds)
        assert place == SELECTING + 1
        assert int(row.ends) - int(row.start) + 1 == length - SELECTING - 1 - RATING
        assert int(row.rated) == int(row.ends) + 1
        assert place_in_round(int(row.rated), rounds)[0] == length - RATING
    contracts = t[t.kind == PURCHASE]
    assert (contracts.ends - contracts.start == WEEKS_A_YEAR - 1).all()
    assert (contracts.rated[contracts.ends <= world.week] >= 0).all()
    assert np.diff(np.sort(contracts.start)).tolist() == [WEEKS_A_YEAR] * (contracts.size - 1), "no week between"
    world.week = 0
    assert weeks_of_work(world) == beginnings(rounds)[1] - 6


def test_a_year_s_pot_does_not_depend_on_the_number_of_rounds():
    pots = []
    for rounds in (1, 2, 3, 4):
        given: list[int] = []

        def before(world: Any, given: list[int] = given) -> None:
            given.append(-world.fund - world.casework_fund)

        def after(world: Any, given: list[int] = given) -> None:
            budgets = projects(world)[(projects(world).start == world.week + 1) & (projects(world).kind == VENTURE)]
            given[-1] += int(budgets.budget.sum()) + world.fund + world.casework_fund

        model = village(rules(linking__rounds_per_year=rounds))
        with looking(before={"select_projects": before}, after={"select_projects": after}):
            live(model, WEEKS_A_YEAR)
        pots.append(sum(given))
    assert pots == pytest.approx([8_000_000] * 4, abs=4)


# ---- the agenda -----------------------------------------------------------------------------------------------------


def test_the_agenda_blends_what_departments_and_residents_see():
    model = town("full", scale=0.4, weeks=26, **{"activation.agenda_share": 0.3})
    world = model.world
    seen: dict[str, Any] = {}

    def before(world: Any) -> None:
        needs = world.needs[: world.open]
        known = (needs.status >= 1) & (needs.status != 6)
        cases = np.zeros((world.communities, 9))
        np.add.at(cases, (needs.community[known], needs.domain[known]), 1.0)
        seen["cases"] = cases

    def after(world: Any) -> None:
        proposals = np.zeros((world.communities, 9))
        p = world.people
        made = p.proposed > 0
        np.add.at(proposals, (p.community[made], p.proposed[made] - 1), 1.0)
        seen["proposals"], seen["agenda"] = proposals, world.agenda.copy()

    with looking(before={"set_agenda": before}, after={"set_agenda": after}):
        model.step()
    assert seen["proposals"].sum() > 20
    assert seen["cases"].sum() > 0
    own = {name: shares_of(seen[name]) for name in ("cases", "proposals")}
    assert np.allclose(seen["agenda"][:-1], 0.7 * own["cases"] + 0.3 * own["proposals"])
    homes = world.ground.homes / world.ground.homes.sum()
    assert np.allclose(seen["agenda"][-1], homes @ seen["agenda"][:-1])


def shares_of(table: Any) -> Any:
    """Each community's shares; the same for all nine domains where there is nothing."""
    return np.array([row / row.sum() if row.sum() > 0 else np.full(9, 1 / 9) for row in table])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_without_residents_voice_nobody_proposes_and_departments_decide_alone(share):
    off = {"activation.agenda_share": share, "activation.project_based": share > 0.5}
    model = town("full", scale=0.3, weeks=1, **off)
    assert bool((model.world.people.proposed > 0).any()) is (share > 0.5)
    assert np.allclose(model.world.agenda.sum(axis=1), 1.0)


def test_taking_in_proposals_takes_departments_hours():
    taken = {}
    for hours in (0.0, 0.1):
        spent: list[float] = []

        def look(world: Any, spent: list[float] = spent) -> None:
            spent.append(float(world.judging_hours))

        with looking(after={"set_agenda": look}):
            model = town("full", scale=0.3, weeks=1, **{"projects.proposal_hours": hours})
        made = int((model.world.people.proposed > 0).sum())
        taken[hours] = (spent[0], made)
    assert taken[0.0][1] == taken[0.1][1] > 0
    assert taken[0.1][0] - taken[0.0][0] == pytest.approx(0.1 * taken[0.1][1])


def test_no_proposal_outlives_its_round():
    model = town("full", scale=0.3, weeks=3)
    assert not model.world.people.proposed.any()


# ---- the panel ------------------------------------------------------------------------------------------------------


def judges(*counts: int) -> Any:
    kinds = ("expert", "department", "media", "resident")
    return hamlet(panel=tuple(PanelEntry(k, n) for k, n in zip(kinds, counts, strict=True)))  # type: ignore[arg-type]


def cases_of(number: int, seen: float) -> list[Case]:
    return [Case(1000 + n, ELDERS, (seen,) * 4) for n in range(number)]


def test_the_variance_of_a_mean_score_is_that_of_a_judge_over_their_number():
    """Unbiased judges with noise σ: the mean of n has variance σ²/n."""
    number, sigma = 3000, 0.08
    for judging in (1, 2, 4):
        model = village(
            rules(activation__weight_department=0.0, activation__weight_media=0.0, activation__weight_resident=0.0,
                  activation__judges_per_kind=judging),
            judges(8, 1, 1, 1), **{"projects.noise.expert": sigma, "projects.judging_hours": 0.05,
                                   "projects.judge_capacity": 200.0},
        )  # fmt: skip
        model.world.week = 1
        scores = panel_scores(model.world, cases_of(number, 0.5))
        variance = sigma**2 / judging
        assert np.mean(scores) == pytest.approx(0.5, abs=4 * math.sqrt(variance / number))
        assert np.var(scores) == pytest.approx(variance, rel=4 * math.sqrt(2 / number))


def test_the_variance_of_four_kinds_adds_up_by_the_squares_of_their_weights():
    number, sigmas, weights = 2500, (0.05, 0.08, 0.1, 0.1), (0.4, 0.3, 0.1, 0.2)
    noise = {f"projects.noise.{kind.id}": sigma for kind, sigma in zip(KINDS, sigmas, strict=True)}
    levers: dict[str, Any] = {
        f"activation__weight_{k.id}": w for k, w in zip(KINDS, weights, strict=True)
    }  # fmt: skip
    model = village(
        rules(activation__judges_per_kind=2, **levers), judges(4, 4, 4, 4),
        **{**noise, "projects.judging_hours": 0.05, "projects.judge_capacity": 200.0},
    )  # fmt: skip
    model.world.week = 1
    scores = panel_scores(model.world, cases_of(number, 0.5))
    variance = sum(w**2 * s**2 / 2 for w, s in zip(weights, sigmas, strict=True))
    assert np.var(scores) == pytest.approx(variance, rel=4 * math.sqrt(2 / number))


def test_an_adviser_s_notes_make_judges_see_more_clearly():
    noise = {"projects.noise.expert": 0.1, "projects.advised_noise": 0.5, "projects.judging_hours": 0.05}
    alone = rules(activation__weight_department=0.0, activation__weight_media=0.0, activation__weight_resident=0.0)
    model = village(alone, **noise, **{"projects.judge_capacity": 200.0})
    model.world.week = 1
    cases = cases_of(500, 0.5)
    plain = panel_scores(model.world, cases) - 0.5
    noted = panel_scores(model.world, [case._replace(followed=True) for case in cases]) - 0.5
    assert np.allclose(noted, 0.5 * plain)


def test_an_adviser_who_rates_what_was_advised_is_lenient():
    model = village(**{"projects.adviser_leniency": 0.12})
    model.world.week = 1
    model.world.advisers_left = 1.0
    case = Case(7, ELDERS, (0.5,) * 4, True, 0)
    # The expert's mean of two, the judge's 0.5 and the adviser's 0.62, weighs 0.35.
    assert panel_scores(model.world, [case])[0] == pytest.approx(0.5 + 0.35 * 0.06)


MODEL: list[Any] = []


def standing_village() -> Any:
    """Return a hamlet with a project, made once; what is changed in it must be set again by each example."""
    if not MODEL:
        MODEL.append(live(village(), 4))
    return MODEL[0]


WEIGHT = st.sampled_from((0.0, 0.01, 0.2, 1.0)) | st.floats(0.0, 1.0, allow_subnormal=False)


def weights(count: int) -> st.SearchStrategy[list[float]]:
    return st.lists(WEIGHT, min_size=count, max_size=count).filter(any)


@settings(max_examples=60, deadline=None)
@given(weights(5), weights(4), st.floats(0.0, 1.0))
def test_weights_change_nothing_when_all_criteria_are_equal(criteria, kinds, score):
    model = standing_village()
    world = model.world
    follow(model, **dict(zip([name.replace(".", "__") for name in CRITERIA_WEIGHTS + KINDS_WEIGHTS],
                             criteria + kinds, strict=True)))  # fmt: skip
    world.projects.criteria[0] = score
    give_judges_time(world)
    seen = seen_by_kinds(world, 0)
    assert seen == pytest.approx((score,) * 4, abs=1e-12)
    assert panel_scores(world, [Case(5, ELDERS, seen)])[0] == pytest.approx(score, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    weights(5),
    weights(4),
    st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5),
    st.integers(0, 2**32 - 1),
)
def test_a_score_lies_between_the_worst_and_the_best_criterion(criteria, kinds, measured, identity):
    model = standing_village()
    world = model.world
    follow(model, **dict(zip([name.replace(".", "__") for name in CRITERIA_WEIGHTS + KINDS_WEIGHTS],
                             criteria + kinds, strict=True)))  # fmt: skip
    world.projects.criteria[0] = measured
    give_judges_time(world)
    seen = seen_by_kinds(world, 0)
    assert min(measured) - 1e-12 <= min(seen)
    assert max(seen) <= max(measured) + 1e-12
    found = panel_scores(world, [Case(identity, ELDERS, seen)])[0]
    assert min(seen) - 1e-12 <= found <= max(seen) + 1e-12


def test_without_star_rating_all_criteria_weigh_the_same():
    model = live(village(rules(activation__star_rating=False, activation__weight_quality=1.0)), 3)
    assert criterion_weights(model.world, 0).tolist() == [1.0] * 5


def test_without_the_four_way_panel_departments_judge_alone():
    noise = {f"projects.noise.{kind.id}": 0.3 for kind in KINDS if kind.id != "department"}
    biases = {f"projects.bias.{kind.id}": 0.2 for kind in KINDS if kind.id != "department"}
    model = village(rules(activation__four_way_panel=False), **noise, **biases)
    world = model.world
    world.week = 1
    case = Case(3, ELDERS, (0.1, 0.6, 0.9, 0.3))
    before = world.accounts.flows[PURPOSES.index("judging")]
    assert panel_scores(world, [case])[0] == pytest.approx(0.6)
    assert world.judging_hours == pytest.approx(0.5), "one judge, half an hour of a department's time"
    assert world.accounts.flows[PURPOSES.index("judging")] == before, "nobody is paid"
    assert world.tally.week[0, tally.UNPAID_HOURS] == 0.0


def test_departments_lean_to_the_embedded_and_others_do_not():
    for on, leaning in ((True, 0.25 * 0.1), (False, 0.1)):
        model = village(rules(activation__four_way_panel=on), **{"projects.bias_embedded": 0.2})
        model.world.week = 1
        model.world.bodies.legitimacy[ELDERS] = 0.5
        assert panel_scores(model.world, cases_of(1, 0.5))[0] == pytest.approx(0.5 + leaning)


@pytest.mark.parametrize("kind", range(4))
def test_a_pool_without_hours_or_people_sends_nobody(kind):
    seen = (0.1, 0.4, 0.6, 0.9)
    weights = (0.35, 0.25, 0.1, 0.3)
    rest = [k for k in range(4) if k != kind]
    others = sum(weights[k] * seen[k] for k in rest) / sum(weights[k] for k in rest)
    counts = [1, 1, 1, 1]
    counts[kind] = 0
    model = village(place=judges(*counts))
    model.world.week = 1
    assert pool_of(model.world, kind) == 0
    assert panel_scores(model.world, [Case(3, ELDERS, seen)])[0] == pytest.approx(others)


def test_judges_without_hours_judge_nothing_and_cost_nothing():
    model = village(**{"projects.judge_capacity": 0.0})
    live(model, 30)
    world = model.world
    assert panel_scores(world, [Case(3, ELDERS, (0.1, 0.4, 0.6, 0.9))])[0] == 0.5
    assert world.accounts.flows[PURPOSES.index("judging")] == 0
    assert world.books[JUDGES_BOOK].tolist() == [0.0, 0.0, 0.0]
    rated = projects(world)[projects(world).rated >= 0]
    assert rated.size > 0
    # 0.8 x 0.5 of a panel that does not meet, and 0.2 x 0.25 of residents.
    assert rated.score.tolist() == pytest.approx([0.45] * rated.size)


def test_scarce_judges_go_round():
    """Four experts of two and a half hours give twenty scores: each of twelve cases has one, and eight have two."""
    model = village(rules(activation__judges_per_kind=3), judges(4, 1, 1, 1), **{"projects.judge_capacity": 2.5})
    found = [len(judges) for judges in _choose(model.world, cases_of(12, 0.5), 0, np.full(12, 3))]
    assert sorted(found) == [1] * 4 + [2] * 8
    assert found != sorted(found), "by lot, not in the order of cases"
    assert found != sorted(found, reverse=True)


def test_a_pool_sends_as_many_as_it_has_hours_for():
    """Two experts of one hour each give four half hours, whatever the number of cases."""
    model = village(rules(activation__judges_per_kind=2), judges(2, 1, 1, 1), **{"projects.judge_capacity": 1.0})
    world = model.world
    world.week = 1
    before = world.accounts.flows[PURPOSES.index("judging")]
    panel_scores(world, cases_of(10, 0.5))
    # Experts: 4 x 0.5 hours; media: one judge with 2 x 0.5; both at 100 yuan an hour.
    assert world.accounts.flows[PURPOSES.index("judging")] - before == 20_000 + 10_000
    assert world.judging_hours == pytest.approx(1.0)
    assert world.tally.week[0, tally.UNPAID_HOURS] == pytest.approx(1.0)
    supplied, spent, expired = world.books[JUDGES_BOOK]
    assert (supplied, spent, expired) == pytest.approx((5.0, 5.0, 0.0))


def test_a_judge_has_the_same_hours_to_select_and_to_rate():
    """``projects.judge_capacity`` is what a judge has for a sitting: for proposals of both kinds, or for ratings."""
    model = village(**{"projects.judge_capacity": 1.0})
    live(model, 26)
    supplied, spent, _ = model.world.books[JUDGES_BOOK]
    assert supplied == pytest.approx(8.0), "four judges of one hour, at two sittings"
    assert spent <= supplied


def test_judging_takes_departments_working_time():
    model = live(village(), 3)
    hours = model.world.judging_hours
    assert hours == 0.0, "taken in the week in which it is spent"
    booked = model.world.books[JUDGES_BOOK, SPENT]
    assert booked == pytest.approx(4 * 4 * 0.5), "four proposals, four judges, half an hour"
    left = sum(float(hours.sum()) for hours in model.world.judges_left)
    assert model.world.books[JUDGES_BOOK, SUPPLIED] == pytest.approx(booked + left)


def test_who_judges_is_drawn_for_each_case_and_the_same_in_every_run():
    first = [panel_scores(m.world, cases_of(50, 0.5)) for m in (noisy_village(), noisy_village())]
    assert first[0].tobytes() == first[1].tobytes()
    assert len(set(first[0].tolist())) == 50


def noisy_village() -> Any:
    model = village(rules(activation__judges_per_kind=2), judges(5, 5, 5, 5), **{"projects.noise.expert": 0.1})
    model.world.week = 1
    return model


@pytest.mark.parametrize(
    ("variant", "score"),
    [
        ("independent", 0.5),
        ("know the applicants", 0.65),
        ("swayed by reputation", 0.6 * 0.5 + 0.4 * 0.9),
    ],
)
def test_variants_of_judges(variant, score):
    model = village(**{"projects.judges": variant, "projects.softness": 0.15, "projects.sway": 0.4})
    model.world.week = 1
    model.world.bodies.reputation[ELDERS] = 0.9
    assert panel_scores(model.world, cases_of(1, 0.5))[0] == pytest.approx(score)


# ---- selecting ------------------------------------------------------------------------------------------------------


def test_stars_and_favor_enter_the_score_of_a_proposal():
    model = village()
    world = model.world
    live(model, 2)
    world.week = 2
    world.bodies.stars[:3] = (5, 1, 3)
    world.bodies.legitimacy[:3] = (0.5, 0.0, 1.0)
    plain = {ELDERS: 0.886, NEIGHBORS: 0.751, LAWYERS: 0.832}
    starred = scored(world)
    for o, gained in ((ELDERS, 0.2), (NEIGHBORS, -0.2), (LAWYERS, 0.0)):
        assert starred[o] == pytest.approx(plain[o] + gained)
    follow(model, activation__star_rating=False, linking__published_rules=False, linking__favor=0.3)
    favored = scored(world)
    for o, gained in ((ELDERS, 0.15), (NEIGHBORS, 0.0), (LAWYERS, 0.3)):
        assert favored[o] == pytest.approx(plain[o] + gained), "no stars, but favor where rules are not published"


def test_the_best_come_first_and_a_draw_decides_between_equals():
    world = village().world
    world.week, world.project_count = 2, 3
    world.projects.body[:3] = (0, 1, 2)
    assert in_order(world, {0: 0.1, 1: 0.9, 2: 0.5}) == [1, 2, 0]
    orders = set()
    for week in range(20):
        world.week = week
        orders.add(tuple(in_order(world, {0: 0.5, 1: 0.5, 2: 0.5})))
    assert len(orders) > 3


def test_no_body_has_two_venture_projects_running():
    model = town("full", scale=0.3, **{"linking.fund_share": 20.0, "linking.rounds_per_year": 4})

    def look(world: Any) -> None:
        t = projects(world)
        here = t[(t.kind == VENTURE) & (t.phase == EXECUTE) & (t.ends >= world.week)]
        assert len(set(here.body.tolist())) == here.size
        held = t[(t.kind == PURCHASE) & (t.start <= world.week) & (t.ends >= world.week) & (t.phase != CLOSED)]
        assert len(set(held.body.tolist())) == held.size

    with looking(after={"feel": look}):
        live(model, 60)
    assert projects(model.world).size > 10


def test_the_fund_s_theme_comes_before_the_score():
    """With the whole agenda on mutual aid the group is served first, though its proposal is not the best."""
    model = village(rules(linking__fund_share=0.5))  # 20,000 yuan: not enough for Elders

    def aim(world: Any) -> None:
        world.agenda[:] = 0.0
        world.agenda[:, MUTUAL] = 1.0

    with looking(before={"call_for_projects": aim, "select_projects": aim}):
        live(model, 3)
    order = [int(row.body) for row in awarded(model.world) if row.kind == VENTURE]
    assert order == [NEIGHBORS], "14,000 yuan are left, and Lawyers ask for 15,000"


def test_purchase_money_of_a_domain_is_never_promised_twice():
    model = town("full", scale=0.5, seed=3)

    def look(world: Any) -> None:
        for d in range(9):
            bound = world.bodies.contract[(world.bodies.contract_domain == d)].sum()
            bought = sum(p.yuan for p in world.place.purchases if p.domain == DOMAIN_IDS[d])
            assert bound <= bought * 100.0 / WEEKS_A_YEAR * world.scale + 1e-6

    with looking(after={"select_projects": look, "feel": look}):
        live(model, 120)
    assert (projects(model.world).kind == PURCHASE).sum() >= 4


# ---- executing ------------------------------------------------------------------------------------------------------


def test_progress_of_a_venture_is_what_was_spent_of_what_was_due():
    world = live(round_on_paper(), 16).world
    at = next(n for n in range(world.project_count) if projects(world)[n].body == ELDERS)
    assert int(world.projects.weeks[at]) == 13
    assert progress_of(world, at) == pytest.approx(1_665_600 / (3_000_000 * 13 / 20))


def test_progress_of_a_contract_falls_with_its_staff():
    model = live(round_on_paper(), 7)
    world = model.world
    at = next(n for n in range(world.project_count) if projects(world)[n].kind == PURCHASE)
    assert progress_of(world, at) == 1.0
    world.bodies.staff[LAWYERS] = 1.0  # half of what it had at the award
    live(model, 4)
    assert progress_of(world, at) == pytest.approx((4 * 1.0 + 4 * 0.5) / 8)
    # Weeks 3 to 6 are earned in full, weeks 7 to 10 by half.
    assert int(world.projects.earned[at]) == 4 * 99_400 + 4 * 49_700


def test_slack_effort_delivers_less_of_a_contract_and_is_paid_less():
    model = village(**{"projects.effort_base": 0.325})  # half of what was agreed
    world = live(model, 12).world
    at = next(n for n in range(world.project_count) if projects(world)[n].kind == PURCHASE)
    # The contract of 52,000 yuan stands for 0.26 of the payroll of 200,000: 0.26 x 0.5 of the hours are not given.
    assert world.bodies.effort[LAWYERS] == pytest.approx(1.0 - 0.13)
    assert progress_of(world, at) == pytest.approx(0.87)
    # Week 3 is earned before effort is seen; then eight weeks of int(100,000 x 0.87) x 0.994.
    assert int(world.projects.earned[at]) == 99_400 + 8 * 86_478


# ---- rewards and renewal --------------------------------------------------------------------------------------------


def test_the_reward_follows_the_schedule_and_its_mean_without_stars():
    world = live(village(), 4).world
    for stars, share in ((1, 0.07), (2, 0.14), (3, 0.26), (4, 0.5), (5, 1.0)):
        world.projects.stars[0] = stars
        assert reward_share(world, 0) == share
    world.projects.stars[0] = 0
    assert reward_share(world, 0) == pytest.approx((0.07 + 0.14 + 0.26 + 0.5 + 1.0) / 5)


def test_ineligible_shares():
    model = live(village(**{"projects.disallowed": 0.13}), 4)
    world = model.world
    kinds = {int(row.kind): at for at, row in enumerate(projects(world))}
    assert eligible(world, kinds[VENTURE]) == pytest.approx(0.97)
    assert eligible(world, kinds[PURCHASE]) == pytest.approx(1 - 0.03 * 0.2)
    follow(model, linking__published_rules=False)
    assert eligible(world, kinds[VENTURE]) == pytest.approx(0.87)
    assert eligible(world, kinds[PURCHASE]) == pytest.approx(1 - 0.13 * 0.2)


def test_renewal_counts_who_holds_money_of_the_same_kind_again():
    """Six rated ventures, their quality rising with the slot; of the better half one is renewed, of the worse two."""
    model = live(village(), 3)
    world = model.world
    t = world.projects
    world.week, world.project_count = 28, 12
    for row in range(12):
        t.kind[row], t.body[row], t.identity[row] = VENTURE, row % 6, row
        t.rated[row], t.ends[row], t.quality[row], t.followed[row] = (
            (23, 22, 0.1 * row, 0) if row < 6 else (-1, 48, 0, 0)
        )
    t.kind[11] = PURCHASE  # body 5 wins a contract: not money of the same kind
    won = [6, 7, 9, 11]  # bodies 0, 1, 3 and 5
    world.tally.week[:] = 0.0
    follow_renewals(world, won)
    counted = world.tally.week[0, [tally.WORSE, tally.WORSE_RENEWED, tally.BETTER, tally.BETTER_RENEWED]]
    assert counted.tolist() == [3, 2, 3, 1]
    world.tally.week[:] = 0.0
    follow_renewals(world, won)
    assert not world.tally.week[0, [tally.WORSE, tally.BETTER]].any(), "each is followed once"


def test_a_contract_is_followed_when_it_has_ended_not_when_it_was_rated():
    model = live(village(), 55)
    world = model.world
    contracts = projects(world)[projects(world).kind == PURCHASE]
    assert contracts.start.tolist() == [3, 55]
    assert (int(contracts.rated[0]), int(contracts.followed[0]), int(contracts.followed[1])) == (49, 1, 0)


# ---- the same in every run, and every variant reaches the record ----------------------------------------------------


def digest_of(**more: Any) -> str:
    return str(town("full", scale=0.3, seed=2, weeks=60, **{"linking.fund_share": 3.0, **more}).digest())


BASE: list[str] = []


def usual() -> str:
    if not BASE:
        BASE.append(digest_of())
    return BASE[0]


def test_the_cycle_is_the_same_in_every_run():
    assert digest_of() == usual()


@pytest.mark.parametrize(
    "name",
    [
        "organizations.volunteer_crowding", "organizations.donation_crowding", "embedding.autonomy_loss",
        "projects.judges", "projects.residents_choice", "trust.reported", "taking_part.influence_rule",
        "taking_part.sees",
    ],
)  # fmt: skip
def test_each_variant_of_an_open_question_has_a_record_of_its_own(name):
    question = WORLD[name]
    digests = {word: usual() if word == question.value else digest_of(**{name: word}) for word in question.choices}
    assert len(set(digests.values())) == len(question.choices) > 1, digests


def test_residents_choice_moves_efficacy():
    kept = town("full", scale=0.4, weeks=60).indicator("efficacy")
    lost = town(with_levers("full", activation__project_based=False), scale=0.4, weeks=60).indicator("efficacy")
    assert kept is not None
    assert lost is not None
    assert kept > lost + 0.01
    assert lost == pytest.approx(town("full").indicator("efficacy"), abs=1e-9), "nobody is heard: neutral"


def test_an_adviser_of_a_dissolved_organization_is_free_again():
    place = hamlet(panel=(*hamlet().panel, PanelEntry("adviser", 1)))
    policy = rules(linking__think_tank=True, linking__adviser_hours=2.0, linking__rounds_per_year=4,
                   linking__fund_share=1.5)  # fmt: skip
    model = village(policy, place, **{"projects.adviser_capacity": 2.0})
    world = model.world
    live(model, 4)
    advised = [row for row in range(world.project_count) if projects(world).adviser[row] >= 0]
    assert len(advised) == 1, "one adviser has the time for one project"
    if projects(world).kind[advised[0]] == VENTURE:
        world.projects.ends[advised[0]] = 54  # as long as a contract's
    world.agent(int(projects(world).body[advised[0]])).close()
    world.list_organizations()
    live(model, 13)
    assert any(row.adviser >= 0 and row.start == 16 for row in projects(world))


def test_a_place_without_judges_scores_every_proposal_the_same():
    world = live(village(place=replace(hamlet(), panel=(PanelEntry("adviser", 1),))), 4).world
    assert set(projects(world).award_score.tolist()) == {0.5}


def test_departments_are_the_second_kind_of_judges():
    assert KINDS[DEPARTMENT].id == "department"


# ---- each phase is open to residents --------------------------------------------------------------------------------


def test_a_proposal_answers_a_call_and_ends_with_the_selection_unless_it_is_awarded():
    model = live(village(), 2)
    world = model.world
    assert {agent.phase for agent in model.agents_by_type[Project]} == {"call"}
    assert {int(row.body) for row in projects(world)} == {ELDERS, NEIGHBORS, LAWYERS}
    assert not projects(world).budget.any(), "nothing is awarded yet"
    live(model, 1)
    phases = {int(row.body): PHASES[int(row.phase)] for row in projects(world) if row.kind == VENTURE}
    assert phases == {ELDERS: "select", NEIGHBORS: "select", LAWYERS: "closed"}


def give_time(world: Any, hours: float) -> None:
    """Give residents of the hamlet, who are all children, time for projects."""
    world.watching[0] += hours
    world.books[WATCHERS, SUPPLIED] += hours


@pytest.mark.parametrize(
    ("share", "hours", "told"), [(0.0, 5.0, set()), (1.0, 0.0, set()), (1.0, 2.0, {NEIGHBORS}), (1.0, 5.0, {NEIGHBORS})]
)
def test_residents_pass_a_call_on_to_who_does_what_they_proposed(share, hours, told):
    """Nobody hears of the call by notice. All proposed mutual aid: the group that gives it is told, and no other.

    That takes two hours of the time that residents have for projects.
    """
    model = village(
        rules(activation__call_share=share), **{"projects.hears_published": 0.0, "projects.telling_hours": 2.0}
    )
    left: list[float] = []

    def all_want_mutual_aid(world: Any) -> None:
        world.people.proposed[:] = MUTUAL + 1
        if world.week == 1:
            give_time(world, hours)

    def look(world: Any) -> None:
        left.append(float(world.watching[0]))

    with looking(before={"call_for_projects": all_want_mutual_aid}, after={"call_for_projects": look}):
        live(model, 2)
    assert {int(row.body) for row in projects(model.world) if row.kind == VENTURE} == told
    assert left[-1] == pytest.approx(hours - (2.0 if told else 0.0))


@pytest.mark.parametrize("hours", [0.5, 3.0, 99.0])
def test_scarce_residents_tell_each_organization_alike_whatever_its_row(hours):
    """Residents of each community have some hours, perhaps not enough: all get the same part of what they need."""
    told, spent = [], []
    for step in (1, -1):
        world = town("full", scale=1.0, weeks=1, **{"activation.call_share": 0.8}).world
        p, a = world.values.projects, world.values.activation
        world.people.proposed[:] = np.arange(world.people.size) % len(DOMAIN_IDS) + 1
        world.watching[:] = hours
        calls = [(o, VENTURE) for o in range(len(world.place.organizations))][::step]
        told.append(_told_by_residents(world, calls))
        spent.append(hours - world.watching)
        homes, backed = world.bodies.community, backing(world)
        for c in range(-1, world.communities):
            shares = {o: a.call_share[c] * backed[c, project_domain(world, o, k)] for o, k in calls if homes[o] == c}
            part = min(1.0, hours / max(sum(shares.values()) * p.telling_hours, 1e-9))
            assert [told[-1][o, VENTURE] for o in shares] == pytest.approx([part * one for one in shares.values()])
            assert spent[-1][c] == pytest.approx(min(hours, sum(shares.values()) * p.telling_hours))
    assert told[0] == pytest.approx(told[1])
    assert (spent[0] > 0).any()


@pytest.mark.parametrize(("share", "hours", "delay"), [(0.0, 99.0, 8), (0.5, 99.0, 4), (1.0, 0.0, 8), (1.0, 6.0, 0)])
def test_what_residents_confirm_is_paid_without_the_delay(share, hours, delay):
    """Payments are late by eight weeks; three milestones are claimed in week 7, each to be confirmed in two hours."""
    model = live(village(rules(activation__payment_share=share, linking__payment_delay=8)), 7)
    with looking(before={"pay_projects": lambda world: give_time(world, hours)}):
        live(model, 1)
    waiting = [due - 7 for due, _, purpose, _ in model.world.claims if purpose == "milestones"]
    assert waiting == [delay] * 3 if delay else not waiting, "what is due at once is paid in the same week"


def test_a_project_ties_its_organization_to_the_department_of_its_domain():
    model = live(village(**{"projects.project_tie": 0.1}), 3)
    at = model.world.departments.mandate[MUTUAL]
    ties = []

    def look(world: Any) -> None:
        ties.append(float(world.ties[NEIGHBORS, at]))

    with looking(before={"supervise_projects": look}, after={"supervise_projects": look}):
        live(model, 1)
    assert ties[1] == pytest.approx(ties[0] + 0.1 * (1.0 - ties[0]))


@pytest.mark.parametrize("policy", ["linking", "full"])
def test_a_venture_reaches_out_to_its_target_whether_departments_aim_or_not(policy):
    """B3 is off under linking and on under full: either way those who are met are of the groups that are met least."""
    target, reached = 0b1100, []

    def aim(world: Any) -> None:
        world.bodies.outreach_hours[:] = 0.0
        world.bodies.venture_target[:] = target
        world.people.contact[:] &= ~np.uint8(OUTREACH)

    def look(world: Any) -> None:
        met = world.people.contact & OUTREACH > 0
        reached.extend(((target >> world.people.group[met]) & 1).tolist())

    with looking(before={"contact_by_outreach": aim}, after={"contact_by_outreach": look}):
        live(build("jimingshan", policy, scale=0.05, burn_in=0, seed=1), 20)
    assert len(reached) > 20
    assert all(reached)


def test_a_contract_has_a_target_only_where_departments_aim():
    for aimed in (False, True):
        place = hamlet(purchases=(Purchase(BOUGHT_BY, "legal_aid", ("foreign",), 52000.0),))
        model = live(village(rules(cultivation__aimed_purchase=aimed), place), 4)
        (contract,) = rows_of(model.world, PURCHASE, 3).values()
        assert bool(contract.target) is aimed


def test_members_feel_heard_by_what_took_place():
    """Residents' shares are levers; without the time to supervise and discuss nobody feels heard for it."""
    felt = {}
    for hours in (0.0, 0.1):
        moved = {"projects.watching_hours": hours, "projects.appraisal_hours": 4.0}
        model = live(town("full", scale=0.5, seed=3, **moved), 26)
        t = model.world.projects[: model.world.project_count]
        rated = t[t.rated >= 0]
        assert rated.size
        felt[hours] = float(rated.supervised.sum() + rated.appraised.sum())
    assert felt[0.0] == 0.0 < felt[0.1]


def test_residents_count_as_workers_by_the_hours_that_they_gave():
    """A lever of 0.3 is followed where groups have the hours; not one of 1, as the fund's money buys hours too."""
    gave = {}
    for share in (0.0, 0.3, 1.0):
        model = live(town("full", scale=1.0, seed=3, **{"activation.work_share": share}), 60)
        t = model.world.projects[: model.world.project_count]
        of_groups = t[(t.work > 0) & (model.world.bodies.kind[t.body] == MASS)]
        gave[share] = np.asarray(of_groups.residents_work / of_groups.work)
        assert gave[share].size > 0
        of_staff = t[model.world.bodies.kind[t.body] == STAFFED]
        assert (of_staff.residents_work == 0.0).all()
    assert (gave[0.0] == 0.0).all()
    assert gave[0.3] == pytest.approx(np.full(gave[0.3].size, 0.3))
    assert (gave[1.0] > 0.3).all()
    assert (gave[1.0] < 1.0).all()


def test_advisers_who_rate_take_their_week_s_time_and_no_more():
    model = town("full", scale=1.0, seed=3, **{"linking.advisers_rate": True, "linking.fund_share": 10.0})
    supplied: list[float] = []

    def look(world: Any) -> None:
        supplied.append(float(world.books[ADVISERS, SUPPLIED]))
        assert world.advisers_left >= 0.0

    with looking(after={"rate_projects": look}):
        live(model, 60)
    pool = sum(entry.count for entry in model.place.panel if entry.kind == "adviser")
    weekly = pool * model.world.values.projects.adviser_capacity
    assert np.diff(supplied) == pytest.approx([weekly] * (len(supplied) - 1))


def test_scarce_advisers_rate_by_lot():
    """Half an hour each, and two hours: four of twelve cases have the score of a lenient adviser besides."""
    model = village(**{"projects.adviser_leniency": 0.2, "projects.judging_hours": 0.5})
    model.world.week, model.world.advisers_left = 1, 2.0
    cases = [case._replace(adviser=0) for case in cases_of(12, 0.5)]
    scores = panel_scores(model.world, cases)
    helped = np.flatnonzero(scores > 0.51)
    assert scores[helped] == pytest.approx(0.5 + 0.35 * 0.1), "the mean of an expert's score and the adviser's"
    assert helped.size == 4
    assert model.world.advisers_left == 0.0
    assert helped.tolist() not in ([0, 1, 2, 3], [8, 9, 10, 11]), "not the first, nor the last"
    model.world.advisers_left = 2.0
    assert panel_scores(model.world, [*cases[6:], *cases[:6]]) == pytest.approx([*scores[6:], *scores[:6]])


def test_scarce_residents_discuss_by_lot():
    """Residents of each community have time for one project and a half: which, is no question of the row."""
    came: list[Any] = []

    def allow(world: Any) -> None:
        p, a = world.values.projects, world.values.activation
        world.watching[:] = 1.5 * p.appraisal_hours * float(a.appraisal_share[0]) * world.scale

    def look(world: Any) -> None:
        t = projects(world)
        for c in range(-1, world.communities):
            rows = t[(t.rated == world.week) & (t.community == c)]
            if rows.size > 1:
                came.append(rows.appraised)

    with looking(before={"rate_projects": allow}, after={"rate_projects": look}):
        live(town("full", scale=1.0, seed=3), 110)
    assert len(came) > 2
    first_by_row = [one for one in came if one[0] == one.max() and (np.diff(one) <= 0).all()]
    assert len(first_by_row) < len(came)
    for one in came:
        assert (one > 0).sum() == 2, "one wholly, one by half"


@pytest.mark.parametrize(("autonomy", "chosen"), [(1.0, MUTUAL), (0.0, ELDER)])
def test_the_more_autonomy_the_more_a_proposal_follows_what_residents_lack(autonomy, chosen):
    """The agenda asks for elder care; residents lack mutual aid. The group does both."""
    model = live(village(), 1)
    world = model.world
    world.agenda[:] = 0.0
    world.agenda[:, ELDER] = 1.0
    world.opened[:] = 0.0
    world.opened[:, :, MUTUAL] = 5.0
    world.bodies.domains[NEIGHBORS] = 1 << ELDER | 1 << MUTUAL
    world.bodies.autonomy[NEIGHBORS] = autonomy
    assert project_domain(world, NEIGHBORS, VENTURE) == chosen
