"""The two headline indicators worked out by hand, and that each declared indicator has a formula and the reverse.

The ledgers here are kept by looking at the world between the phases of the week, need by need and resident by resident
in plain Python. They use neither the counters of the model nor the columns in which it notes who took part when.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from agents.codes import CHILD, ESCALATED, GONE, HOME, IN_COURSE, VOLUNTEERS
from model.governance import GovernanceModel
from model.indicators import FORMULAS, ORDER
from model.kernels.survey import MEASURES
from model.kernels.taking_part import NOTHING, OBEYS
from model.randomness import WORKS, draw
from model.world import World
from tests.model.towns import duty_hours, live, looking, town
from vocabulary.categories import CULTURE, DOMAIN_IDS, GROUP_IDS
from vocabulary.indicators import BY_ID, HEADLINES, INDICATORS

WINDOW = 52
WEEKS = 70


def test_each_declared_indicator_has_a_formula_and_the_reverse():
    assert set(FORMULAS) == set(BY_ID)
    assert tuple(FORMULAS[name] for name in ORDER)
    assert tuple(indicator.id for indicator in INDICATORS) == ORDER
    assert len(BY_ID) == len(INDICATORS)
    assert HEADLINES == ("participation_rate", "service_coverage")
    assert all(set(BY_ID[name].by) == {"community", "group", "domain"} for name in HEADLINES)


def test_each_breakdown_is_made_for_each_category():
    model = town(weeks=2)
    communities = [community.id for community in model.place.communities]
    categories = {"community": communities, "group": list(GROUP_IDS), "domain": list(DOMAIN_IDS)}
    expected = {
        (indicator.id, dimension, category)
        for indicator in INDICATORS
        for dimension in indicator.by
        for category in categories[dimension]
    }
    lines = model.breakdown()
    assert {line[:3] for line in lines} == expected
    assert len(lines) == len(expected)


def test_headlines_are_broken_down_each_quarter():
    model = town(weeks=27)
    weeks = sorted({week for week, *_ in model.record.quarters})
    assert weeks == [13, 26]
    assert {name for _, name, *_ in model.record.quarters} == set(HEADLINES)
    per_quarter = 2 * (3 + 4 + 9)
    assert len(model.record.quarters) == 2 * per_quarter
    last = {line[:3]: line[3] for line in live(town(weeks=0), 26).breakdown()}
    for week, *line in model.record.quarters:
        if week == 26:
            assert last[line[0], line[1], line[2]] == line[3]


# ---- ledgers kept by hand -------------------------------------------------------------------------------------------

Part = dict[tuple[int, int], list[tuple[int, int]]]


class Diary:
    """Who took part of their own will when and in what, who was ordered to, and what became of each need."""

    def __init__(self) -> None:
        self.freely: Part = {}
        self.ordered: Part = {}
        self.needs: dict[tuple[int, int], dict[str, Any]] = {}
        self._waiting: dict[tuple[int, int], int] = {}

    @contextmanager
    def kept(self) -> Iterator[Diary]:
        after = {
            "move": self.note_departures, "work": self.note_work, "draw_needs": self.note_needs,
            "visit": self.note_visits, "attend": self.note_attendance, "ask": self.note_endings,
            "route": self.note_endings, "serve": self.note_endings, "age": self.note_lapses,
        }  # fmt: skip
        with looking(before={"serve": self.note_courses, "visit": self.remember_duty}, after=after):
            yield self

    # Who a row is: the same dwelling houses other people later.

    @staticmethod
    def person(world: World, row: int) -> tuple[int, int]:
        return row, int(world.people.since[row])

    def add(self, where: Part, world: World, row: int, domain: int) -> None:
        where.setdefault(self.person(world, row), []).append((world.week, domain))

    def note_work(self, world: World) -> None:
        p, b = world.people, world.bodies
        chance: Any = world.values.taking_part
        for row in range(p.size):
            o = int(p.organization[row])
            works = p.state[row] >= VOLUNTEERS and o >= 0 and world.runs[o]
            if works and draw(world.key, WORKS, int(world.town.names[row]), world.week) < chance.works:
                self.add(self.freely, world, row, int(b.domain[o]))

    def remember_duty(self, world: World) -> None:
        self.duty = np.where(world.people.since == world.week, 0.0, duty_hours(world))

    def note_visits(self, world: World) -> None:
        a: Any = world.values.activation
        for row in range(world.people.size):
            if world.people.marks[row] & 4 and world.people.present[row] == HOME:
                full = min(self.duty[row] + a.member_hours, 4.0 * a.member_hours + a.visit_hours)
                if full - duty_hours(world)[row] > 1e-9:
                    self.add(self.ordered, world, row, -1)

    def note_attendance(self, world: World) -> None:
        for row in np.flatnonzero(world.people.placed >= 0):
            where = self.ordered if world.wish[row] == OBEYS else self.freely
            assert world.wish[row] != NOTHING
            self.add(where, world, int(row), int(world.people.placed[row]))
        self.note_endings(world)

    def note_courses(self, world: World) -> None:
        """Before the services: who is in a course attends it this week, a place of their own will."""
        for r in range(world.open):
            need = world.needs[r]
            runs = need.status == IN_COURSE and world.runs[need.body]
            if runs and world.people.age[need.who] != CHILD:
                self.add(self.freely, world, int(need.who), int(need.domain))

    # Needs, named by their resident's identity and the week in which they arose.

    @staticmethod
    def name(need: Any) -> tuple[int, int]:
        return int(need.identity), int(need.born)

    def note_needs(self, world: World) -> None:
        for r in range(world.open):
            need = world.needs[r]
            if need.born == world.week:
                assert self.name(need) not in self.needs
                self.needs[self.name(need)] = {
                    "domain": int(need.domain), "group": int(need.group), "community": int(need.community), "end": None,
                }  # fmt: skip

    def note_departures(self, world: World) -> None:
        self.end_all(world, "left")

    def note_endings(self, world: World) -> None:
        """Between asking and serving a need that ends is met, but for one that had escalated before."""
        for r in range(world.open):
            need = world.needs[r]
            if need.status == GONE and self.needs[self.name(need)]["end"] is None:
                escalated = self._waiting.get(self.name(need)) == ESCALATED
                self.needs[self.name(need)]["end"] = ("closed" if escalated else "met", world.week)

    def end_all(self, world: World, how: str) -> None:
        for r in range(world.open):
            need = world.needs[r]
            if need.status == GONE and self.needs[self.name(need)]["end"] is None:
                self.needs[self.name(need)]["end"] = (how, world.week)

    def note_lapses(self, world: World) -> None:
        """After a need has lapsed the ledger is swept: what is no longer in it and has no other end has lapsed."""
        left = {self.name(world.needs[r]): int(world.needs[r].status) for r in range(world.open)}
        for name, need in self.needs.items():
            if need["end"] is None and name not in left:
                need["end"] = ("lapsed", world.week)
        self._waiting = left


def participation(
    world: World, part: Part, week: int, times: int = 1, domain: int | None = None, **where: int
) -> float | None:
    """Return the share of adults, resident throughout, who took part in the last 52 weeks or since the count began."""
    first = max(0, week - WINDOW + 1)
    p = world.people
    settled = taking = 0
    for row in range(p.size):
        if p.present[row] != HOME or p.age[row] == CHILD or p.since[row] > first:
            continue
        if any(int(p[name][row]) != wanted for name, wanted in where.items()):
            continue
        settled += 1
        weeks = {
            when
            for when, what in part.get((row, int(p.since[row])), ())
            if first <= when <= week and domain in (None, what)
        }
        taking += len(weeks) >= times
    return taking / settled if settled else None


def coverage(diary: Diary, week: int, limits: list[int], domains: set[int] | None = None, **where: int) -> float | None:
    """Return the share of needs met in time, of those that arose in the window and were due."""
    due = met = 0
    for (_, born), need in diary.needs.items():
        limit = limits[need["domain"]]
        if not max(0, week - WINDOW + 1) <= born <= week - limit:
            continue
        if domains is not None and need["domain"] not in domains:
            continue
        if any(need[name] != wanted for name, wanted in where.items()):
            continue
        due += 1
        met += need["end"] is not None and need["end"][0] == "met" and need["end"][1] - born <= limit
    return met / due if due else None


LIMITS = {"mutual_aid": 8, "culture": 4, "safety": 20, "elder_care": 26}
RESTLESS = {f"people.turnover.{group}": 0.6 for group in GROUP_IDS}


@pytest.fixture(scope="module")
def kept() -> tuple[GovernanceModel, Diary, list[dict[str, float | None]]]:
    """A town in which people come and go and some are ordered to attend, with a diary and what it says each week."""
    limits = {f"needs.time_to_meet.{name}": weeks for name, weeks in LIMITS.items()}
    model = town(
        "full", scale=0.25, seed=4, check=True,
        **RESTLESS, **limits, **{"embedding.mobilized_share": 0.05, "activation.visits_per_member": 3.0},
    )  # fmt: skip
    diary, by_hand = Diary(), []
    with diary.kept():
        for _ in range(WEEKS):
            model.step()
            by_hand.append(headlines(model, diary))
    return model, diary, by_hand


def weeks_to_meet() -> list[int]:
    return [LIMITS.get(name, 12) for name in DOMAIN_IDS]


def both(diary: Diary) -> Part:
    return {
        who: [*diary.freely.get(who, []), *diary.ordered.get(who, [])] for who in {*diary.freely, *diary.ordered}
    }  # fmt: skip


def headlines(model: GovernanceModel, diary: Diary) -> dict[str, float | None]:
    world, week = model.world, model.world.week
    others = set(range(len(DOMAIN_IDS))) - {CULTURE}
    return {
        "participation_rate": participation(world, diary.freely, week),
        "participation_with_mobilized": participation(world, both(diary), week),
        "participation_twice": participation(world, diary.freely, week, times=2),
        "service_coverage": coverage(diary, week, weeks_to_meet()),
        "coverage_without_culture": coverage(diary, week, weeks_to_meet(), others),
    }


def same(by_hand: float | None, shown: float | None) -> bool:
    if by_hand is None or shown is None or math.isnan(shown):
        return by_hand is None and (shown is None or math.isnan(shown))
    return math.isclose(by_hand, shown, rel_tol=1e-12)


NAMES = ("participation_rate", "participation_with_mobilized", "participation_twice", "service_coverage",
         "coverage_without_culture")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_indicator_is_what_a_diary_says_week_by_week(kept, name):
    model, _, by_hand = kept
    shown = model.record.totals[1:, ORDER.index(name)]
    assert len(shown) == len(by_hand) == WEEKS
    for week, (expected, value) in enumerate(zip(by_hand, shown, strict=True), start=1):
        assert same(expected[name], float(value)), f"week {week}: {expected[name]} by hand, {value} shown"
    assert by_hand[-1][name] not in (None, 0.0, 1.0)


def test_the_diary_saw_everything_that_can_happen(kept):
    model, diary, by_hand = kept
    ends = {need["end"][0] if need["end"] else "open" for need in diary.needs.values()}
    assert ends == {"met", "lapsed", "left", "closed", "open"}
    assert diary.ordered
    assert {domain for part in diary.freely.values() for _, domain in part} >= {0, 1, 6, 8}, "groups and courses"
    last = by_hand[-1]
    assert last["participation_rate"] < last["participation_with_mobilized"]
    assert (model.world.people.since >= 0).sum() > 100, "many have moved in"


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("dimension", ["community", "group"])
def test_headlines_by_community_and_group_are_what_the_diary_says(kept, dimension, at):
    model, diary, _ = kept
    names = [community.id for community in model.place.communities] if dimension == "community" else list(GROUP_IDS)
    if at >= len(names):
        pytest.skip("three communities")
    shown = {line[:3]: line[3] for line in model.breakdown()}
    world, week, here = model.world, model.world.week, {dimension: at}
    assert same(participation(world, diary.freely, week, **here), shown["participation_rate", dimension, names[at]])
    assert same(
        participation(world, both(diary), week, **here), shown["participation_with_mobilized", dimension, names[at]]
    )
    assert same(coverage(diary, week, weeks_to_meet(), **here), shown["service_coverage", dimension, names[at]])


@pytest.mark.parametrize("domain", range(len(DOMAIN_IDS)))
def test_headlines_by_domain_are_what_the_diary_says(kept, domain):
    model, diary, _ = kept
    shown = {line[:3]: line[3] for line in model.breakdown()}
    week, name = model.world.week, DOMAIN_IDS[domain]
    by_hand = participation(model.world, diary.freely, week, domain=domain)
    assert same(by_hand, shown["participation_rate", "domain", name])
    assert same(coverage(diary, week, weeks_to_meet(), {domain}), shown["service_coverage", "domain", name])


def test_shares_of_needs_that_ended_are_what_the_diary_says(kept):
    model, diary, _ = kept
    first = model.world.week - WINDOW + 1
    ended = [need["end"] for need in diary.needs.values() if need["end"] is not None and need["end"][1] >= first]
    met = sum(how == "met" for how, _ in ended)
    assert same(met / len(ended), model.indicator("coverage_ever"))


def test_needs_of_those_who_left_and_needs_that_nobody_noticed_are_in_the_denominator(kept):
    model, diary, _ = kept
    week, limits = model.world.week, weeks_to_meet()
    due = {
        name: need
        for name, need in diary.needs.items()
        if max(0, week - WINDOW + 1) <= name[1] <= week - limits[need["domain"]]
    }
    left = [name for name, need in due.items() if need["end"] and need["end"][0] == "left"]
    lapsed = [name for name, need in due.items() if need["end"] and need["end"][0] == "lapsed"]
    assert left
    assert lapsed
    diary_without = Diary()
    diary_without.needs = {name: need for name, need in diary.needs.items() if name not in left}
    assert not same(coverage(diary_without, week, limits), model.indicator("service_coverage"))


# ---- a few others, by counting --------------------------------------------------------------------------------------


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def test_levels_of_residents_are_means_over_those_who_live_here():
    model = town(weeks=10, scale=0.3)
    people = [agent for agent in model.agents if hasattr(agent, "trust")]
    world = model.world
    assert model.indicator("trust") == pytest.approx(mean([agent.trust for agent in people]))
    assert model.indicator("sense_of_happiness") == pytest.approx(mean([agent.sense_of_happiness for agent in people]))
    assert model.indicator("sense_of_safety") == pytest.approx(mean([agent.sense_of_safety for agent in people]))
    gain = [0.8 * agent.sense_of_gain + 0.2 * float(world.people.near_gain[agent.row]) for agent in people]
    assert model.indicator("sense_of_gain") == pytest.approx(mean(gain))
    adults = [agent for agent in people if agent.age != "child"]
    volunteers = [agent for agent in adults if agent.state in ("volunteers", "leads")]
    assert model.indicator("volunteers") == pytest.approx(len(volunteers) / len(adults))
    others = [agent for agent in adults if type(agent).__name__ == "Resident"]
    assert model.indicator("domains_known") == pytest.approx(mean([len(agent.known_domains) for agent in others]))
    group = [agent.trust for agent in people if agent.group == "migrant"]
    shown = {line[:3]: line[3] for line in model.breakdown()}
    assert shown["trust", "group", "migrant"] == pytest.approx(mean(group))


def test_levels_of_organizations_are_means_over_those_that_run():
    model = town(weeks=3, scale=0.3)
    bodies = [agent for agent in model.agents if type(agent).__name__ == "SocialOrganization"]
    running = [agent for agent in bodies if not model.world.bodies.dormant[agent.slot]]
    assert 0 < len(running) < len(bodies)
    assert model.indicator("organizations") == len(running)
    assert model.indicator("autonomy") == pytest.approx(mean([agent.autonomy for agent in running]))
    assert model.indicator("legitimacy") == pytest.approx(mean([agent.legitimacy for agent in running]))
    domains = [agent.domain for agent in running]
    alike = mean([mean([float(one == other) for other in domains]) for one in domains])
    assert model.indicator("organization_diversity") == pytest.approx(1.0 - alike)


def test_what_is_not_defined_is_none():
    model = town("departments-only", weeks=1)
    assert model.indicator("first_organization_fits") is None
    assert model.indicator("service_coverage") is None, "no need is due yet"
    assert town().indicator("public_cost") is None, "nothing is counted yet"
    assert math.isnan(model.record.totals[-1][ORDER.index("first_organization_fits")])
    with pytest.raises(ValueError, match="nothing"):
        model.indicator("nothing")


def test_a_sense_of_gain_is_defined_by_what_residents_feel_from_the_beginning():
    model = town(scale=0.3)
    world = model.world
    here = world.people.present == HOME
    assert model.indicator("sense_of_gain") == pytest.approx(float(world.people.gain[here].mean()), abs=1e-6)


def test_the_survey_has_a_name_for_each_measure():
    assert len(set(MEASURES)) == len(MEASURES)
