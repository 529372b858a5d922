"""Limiting cases with known answers: professionalism, embedding, ties of bodies, founding and entering."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.social_organization import SocialOrganization
from model.graph import as_networkx
from scenarios import OrganizationEntry, Place, Purchase, Span
from tests.model.alone import EVERYTHING, alone, four_errors, village
from tests.model.towns import live, with_levers

YEAR, QUARTER = 52, 13
LIVES_EMBEDDED = ("note_who_runs", "embed_organizations")


def organizations(model: Any) -> list[SocialOrganization]:
    return list(model.agents_by_type.get(SocialOrganization, []))


# ---- professionalism ------------------------------------------------------------------------------------------------

GROUP_SKILL, STAFF_SKILL = 0.3, 0.5


def trained(weeks: int | None, hours: float, **more: Any) -> Any:
    """Return a group of residents and a staffed body that are trained (D5) up to some week, ``None`` for ever."""
    staffed = OrganizationEntry("pro", "机构", "Body", "", "professional", ("safety",), 2.0, STAFF_SKILL, True, False)
    place = village(10)
    place = replace(place, organizations=(*place.organizations, staffed))
    levers = {"linking__training_backbone": hours, "linking__training_workers": hours}
    policy = with_levers("fragmented", linking__training=(Span(True, 1, weeks),), **levers)
    return alone(place, policy=policy, phases=LIVES_EMBEDDED, **more)


def skills(model: Any) -> list[float]:
    return [one.professionalism for one in organizations(model)]


def test_what_training_gave_wears_off_geometrically():
    """Without training only the (1 - d)^t-th part of what it gave is left after t weeks, in every kind of body."""
    model = live(trained(YEAR, 40.0, **{"linking.skill_decay": 0.01}), YEAR)
    peak = skills(model)
    assert peak[0] > GROUP_SKILL + 0.05
    for weeks in range(1, 200):
        live(model, 1)
        left = 0.99**weeks
        wanted = [start + left * (top - start) for start, top in zip((GROUP_SKILL, STAFF_SKILL), peak, strict=True)]
        assert skills(model) == pytest.approx(wanted, abs=1e-12), f"week {weeks}"


def test_a_year_takes_what_turnover_takes():
    """The declared wear is a turnover of some 15 % a year: so much of what training gave is gone in a year."""
    model = live(trained(YEAR, 40.0), YEAR)
    peak = skills(model)[0]
    live(model, YEAR)
    assert (peak - skills(model)[0]) / (peak - GROUP_SKILL) == pytest.approx(0.15, abs=0.01)


def test_forty_hours_close_a_fifth_of_the_gap_where_nothing_wears_off():
    """What is declared of training, and exactly 1 - (1 - 0.006 x 40/52)^52 of the gap."""
    model = live(trained(YEAR, 40.0, **{"linking.skill_decay": 0.0}), YEAR)
    closed = 1.0 - (1.0 - 0.006 * 40.0 / 52.0) ** 52
    assert closed == pytest.approx(0.2, abs=0.02)
    wanted = [start + closed * (1.0 - start) for start in (GROUP_SKILL, STAFF_SKILL)]
    assert skills(model) == pytest.approx(wanted, abs=1e-12)


def test_trained_for_ever_professionalism_settles_between_its_start_and_one():
    """Each week g of the gap to 1 is closed, then d of what is above the start wears off.

    So that s = start + (1 - start) g (1 - d)/(g + d - g d) in the end. Trained staff stay: with them d is half.
    """
    model = live(trained(None, 104.0, **{"linking.skill_decay": 0.05, "linking.training_gain": 0.05}), 400)
    gain, found = 0.05 * 2.0, []
    for start, wear in ((GROUP_SKILL, 0.05), (STAFF_SKILL, 0.025)):
        found.append(start + (1.0 - start) * gain * (1.0 - wear) / (gain + wear - gain * wear))
    assert skills(model) == pytest.approx(found, abs=1e-9)


# ---- embedding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "lost"), [("none", lambda d: 0.0), ("linear", lambda d: d), ("convex", lambda d: d * d)]
)
@pytest.mark.parametrize(("flexible", "rigidity"), [(True, 0.2), (False, 0.8)])
def test_depth_comes_nearer_to_its_goal_and_legitimacy_and_autonomy_follow(variant, lost, flexible, rigidity):
    """A tie to the alliance (A2) alone: depth 0.4 (1 - 0.9^t), legitimacy 1 - e^(-2 depth), and less autonomy."""
    settings: dict[str, Any] = {
        "embedding.depth_of_alliance": 0.4, "embedding.depth_speed": 0.1, "embedding.legitimacy_slope": 2.0,
        "embedding.autonomy_loss": variant, "embedding.rigidity_flexible": 0.2, "embedding.rigidity_rigid": 0.8,
        "embedding.drive_speed": 0.05, "taking_part.start_drive": 0.5,
    }  # fmt: skip
    policy = with_levers("fragmented", embedding__rainbow_alliance=True, embedding__flexible_style=flexible)
    model = alone(village(10), policy=policy, phases=LIVES_EMBEDDED, **settings)
    drive = 0.5
    for week in range(1, 61):
        live(model, 1)
        (group,) = organizations(model)
        depth = 0.4 * (1.0 - 0.9**week)
        autonomy = 1.0 - rigidity * lost(depth)
        drive += 0.05 * (autonomy - drive)
        wanted = (depth, 1.0 - math.exp(-2.0 * depth), autonomy, drive)
        assert (group.depth, group.legitimacy, group.autonomy, group.drive) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize(("start", "chance"), [(0.8, 0.0), (0.0, 0.02), (0.6, 0.02)])
def test_ties_between_bodies_decay_and_form_geometrically(start, chance):
    """With c gained and d lost a week a tie is T + (S - T)(1 - c - d)^t, where T = c/(c + d); exported as its strength.

    With the declared decay alone half of it is left after a year, to one in ten.
    """
    loss = 0.012
    model = alone(village(10), phases="keep_ties", **{"ties.start": start, "ties.chance": chance, "ties.decay": loss})
    live(model, YEAR)
    end = chance / (chance + loss)
    wanted = end + (start - end) * (1.0 - chance - loss) ** YEAR
    strengths = [more["strength"] for _, _, more in as_networkx(model).edges(data=True) if more["layer"] == "bodies"]
    assert len(strengths) > 20
    assert strengths == pytest.approx([wanted] * len(strengths), abs=1e-12)
    assert chance > 0.0 or wanted == pytest.approx(start / 2.0, rel=0.1)


# ---- founding -------------------------------------------------------------------------------------------------------

RIVALS = {"mutual_aid": 0, "culture": 0, "education": 1, "integration": 1, "elder_care": 2, "environment": 2}
"""The domains in which groups can be founded, and how many groups each community has there already."""

COMMUNITIES, INTERESTED, SEEDS = 150, 50, (1, 2, 3, 4)
FOUNDERS: dict[str, Any] = {
    "cultivation.founding_rate": 0.5, "cultivation.founders_scale": 500.0, "cultivation.founders_autonomy": 0.0,
    "organizations.founding_team": 5.0,
}  # fmt: skip
CLOSE_BY = 1.0 - math.exp(-INTERESTED / 500.0)
"""What 50 who are interested make of the upper bound where 500 are the scale."""


def many_communities() -> Place:
    """Return a place of communities that are all alike."""
    place = village(INTERESTED)
    homes = [f"c{number}" for number in range(COMMUNITIES)]
    entries = [
        OrganizationEntry(f"{home}{domain}{n}", "组", "Group", home, "mass", (domain,), 0.0, 0.3, False, False)
        for home in homes
        for domain, rivals in RIVALS.items()
        for n in range(rivals)
    ]
    communities = tuple(replace(place.communities[0], id=home) for home in homes)
    return replace(place, communities=communities, organizations=tuple(entries), purchases=())


def founded_in_a_quarter(seed: int, levers: dict[str, Any], **more: Any) -> list[str]:
    """Return the domains of the groups that are founded in a quarter; all residents attend and like everything."""
    policy = with_levers("fragmented", **{"cultivation__mass_organizations": True, **levers})
    model = alone(
        many_communities(), policy=policy, seed=seed, phases="found_organizations",
        initial={"state": 1, "interest": EVERYTHING}, **{**FOUNDERS, **more},
    )  # fmt: skip
    before = organizations(model)
    live(model, QUARTER - 1)
    assert len(organizations(model)) == len(before), "not before the quarter's end"
    live(model, 1)
    return [one.domain for one in organizations(model)[len(before) :]]


def shares_founded(levers: dict[str, Any], **more: Any) -> list[float]:
    """Return, for 0, 1 and 2 rivals, the share of communities and domains in which a group is founded in a quarter."""
    found = [domain for seed in SEEDS for domain in founded_in_a_quarter(seed, levers, **more)]
    assert set(found) <= set(RIVALS), "what needs a profession is not founded by residents"
    counts = np.bincount([RIVALS[domain] for domain in found], minlength=3)
    return [int(many) / (2 * COMMUNITIES * len(SEEDS)) for many in counts]


def assert_shares(found: list[float], wanted: list[float]) -> None:
    """Within four standard errors of 1,200 draws each: 0.058 at a chance of a half."""
    for share, chance in zip(found, wanted, strict=True):
        error = math.sqrt(chance * (1.0 - chance) / (2 * COMMUNITIES * len(SEEDS)))
        assert share == pytest.approx(chance, abs=4.0 * error)


@pytest.mark.parametrize("rivalry", [0.0, 0.5, 2.0])
def test_founding_depends_on_the_density_of_rivals(rivalry):
    """Hannan and Freeman 1989: the chance of a founding in a quarter is that without rivals over 1 + w n."""
    alone_chance = 0.5 * 5.0 * CLOSE_BY
    wanted = [alone_chance / (1.0 + rivalry * rivals) for rivals in range(3)]
    found = shares_founded({"cultivation__founding_support": 5.0}, **{"cultivation.rivalry": rivalry})
    assert_shares(found, wanted)


def test_centers_alliance_and_venues_multiply_founding():
    """1.5 by the service center, 1.4 by the alliance and 1.3 by venues: their product, 2.73."""
    levers: dict[str, Any] = {
        "cultivation__founding_support": 2.0, "embedding__service_center": True, "embedding__rainbow_alliance": True,
        "linking__venues": True,
    }  # fmt: skip
    factors = {
        "embedding.incubation": 1.5,
        "embedding.alliance_incubation": 1.4,
        "linking.venue_founding": 1.3,
        "cultivation.rivalry": 0.0,
    }
    chance = 0.5 * 2.0 * 1.5 * 1.4 * 1.3 * CLOSE_BY
    assert_shares(shares_founded(levers, **factors), [chance] * 3)


def test_where_nobody_is_active_nothing_is_founded():
    model = alone(
        many_communities(), phases="found_organizations", initial={"interest": EVERYTHING}, **FOUNDERS,
        policy=with_levers("fragmented", cultivation__mass_organizations=True, cultivation__founding_support=5.0),
    )  # fmt: skip
    before = len(organizations(model))
    assert len(organizations(live(model, QUARTER))) == before


@pytest.mark.parametrize(("yuan", "chance"), [(0.0, 0.1), (400_000.0, 0.5), (5e6, 1.0)])
def test_professional_bodies_enter_as_contracts_are_in_sight(yuan, chance):
    """A tenth a quarter, and as much again for each 100,000 yuan a year that no contract binds, at most one.

    Within four standard errors of 80 quarters.
    """
    place = village(10, 0, purchases=())
    if yuan:
        place = replace(place, purchases=(Purchase(place.departments[0].id, "mental_health", (), yuan),))
    settings = {
        "cultivation.entry_rate": 0.1, "cultivation.entry_contract": 100_000.0, "money.contract": 0.0,
        "organizations.closing_staffed": 0.0,
    }  # fmt: skip
    policy = with_levers("fragmented", cultivation__professional_organizations=True, cultivation__entry_support=1.0)
    model = alone(place, policy=policy, phases="enter_organizations", **settings)
    quarters = 80
    entered = organizations(live(model, quarters * QUARTER))
    assert all(one.domain == "mental_health" and one.is_professional for one in entered)
    error = math.sqrt(chance * (1.0 - chance) / quarters)
    assert len(entered) / quarters == pytest.approx(chance, abs=4.0 * error)


# ---- closing --------------------------------------------------------------------------------------------------------

SIZES, OF_EACH_SIZE = (0, 5, 10, 20, 40), 400


def left_after(weeks: int, hazard: float, of: int) -> Any:
    """Return what share is left after weeks of a hazard, within four standard errors."""
    share = math.exp(-hazard * weeks)
    return pytest.approx(share, abs=four_errors(share, of))


@pytest.mark.parametrize("scale", [10.0, 30.0])
def test_small_groups_close_sooner(scale):
    """magnitudes.md section 3: a hazard of h + s e^(-members/scale) a week; each group with so many of its own.

    After t weeks e^(-t (h + s e^(-members/scale))) of each size are left: after twenty from 30 to 80 of 100, at 10.
    """
    settings = {
        "organizations.closing": 0.01, "organizations.closing_small": 0.05, "organizations.small": scale,
        "organizations.closing_new": 0.02,
    }  # fmt: skip
    sizes = np.repeat(SIZES, OF_EACH_SIZE)
    members = np.repeat(np.arange(sizes.size), sizes)
    initial = {"state": 1, "organization": members}
    model = alone(village(members.size, sizes.size), seed=2, initial=initial, phases="close", **settings)
    first = {one.unique_id: int(size) for one, size in zip(organizations(model), sizes, strict=True)}
    left = [first[one.unique_id] for one in organizations(live(model, 20))]
    for size in SIZES:
        hazard = 0.01 + 0.05 * math.exp(-size / scale)
        assert left.count(size) / OF_EACH_SIZE == left_after(20, hazard, OF_EACH_SIZE), f"{size} members"


def test_new_groups_close_sooner_in_their_first_year():
    """Groups founded in one quarter: a hazard h + n for 52 weeks, the week of their founding first, and h from then on.

    Size is left out of it here: that is the case before. A body without wages would close at a far higher hazard, so
    that no bound of all hazards together hides what newness adds.
    """
    settings: dict[str, Any] = {
        "organizations.closing": 0.005, "organizations.closing_new": 0.02, "organizations.closing_small": 0.0,
        "organizations.closing_unpaid": 0.2,
        "organizations.founding_team": 5.0, "cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0,
        "cultivation.founders_autonomy": 0.0,
    }  # fmt: skip
    place = replace(many_communities(), organizations=())
    once = (Span(True, 1, QUARTER),)
    policy = with_levers("fragmented", cultivation__mass_organizations=once, cultivation__founding_support=5.0)
    model = alone(
        place, policy=policy, seed=5, phases=("found_organizations", "close"),
        initial={"state": 1, "interest": EVERYTHING}, **settings,
    )  # fmt: skip
    live(model, QUARTER)
    founded = model.world.slots_used
    assert founded > 350
    for weeks in range(1, 2 * YEAR + 1):
        hazards = 0.005 * weeks + 0.02 * min(weeks, YEAR)
        assert len(organizations(model)) / founded == left_after(1, hazards, founded), f"week {weeks}"
        live(model, 1)


@pytest.mark.parametrize("paid", [True, False])
def test_staffed_bodies_close_when_wages_were_long_unpaid(paid):
    """A constant hazard h while wages are paid; without a yuan it is h + u from the ninth unpaid week on."""
    bodies, limit = 800, 9
    place = village(10, 0, purchases=())
    entries = tuple(
        OrganizationEntry(f"p{n}", "机构", "Body", "", "professional", ("safety",), 1.0, 0.5, True, False)
        for n in range(bodies)
    )
    settings: dict[str, Any] = {
        "organizations.closing_staffed": 0.01, "organizations.closing_unpaid": 0.05,
        "organizations.unpaid_weeks": float(limit), "organizations.quitting_unpaid": 0.0,
        "money.start_cash_weeks": 26.0 if paid else 0.0,
    }  # fmt: skip
    model = alone(
        replace(place, organizations=entries), seed=3, phases=("note_who_runs", "pay_wages", "close"), **settings
    )
    for weeks in range(1, 25):
        hazards = 0.01 * weeks + (0.0 if paid else 0.05 * max(0, weeks - limit + 1))
        assert len(organizations(live(model, 1))) / bodies == left_after(1, hazards, bodies), f"week {weeks}"
