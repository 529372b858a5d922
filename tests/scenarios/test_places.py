"""The shipped places: totals, proportions, and a source for every figure."""

import csv
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from scenarios import Place, load_place, place_names
from scenarios.finding import HOME
from scenarios.place_tables import LINES, CommunityLine
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS

PLACES = ("classroom", "jiangdong", "jimingshan")
RESERVED = {"mental_health", "legal_aid"}  # no body at the start, unless a source names one (row B2)


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    return {name: load_place(name) for name in PLACES}


def test_the_shipped_places_are_these_and_carry_their_names(places):
    assert place_names() == PLACES
    assert {name: place.id for name, place in places.items()} == {name: name for name in PLACES}
    assert [places[name].standing_policy for name in PLACES] == ["standing", "standing", "jimingshan-2018"]


def test_the_columns_of_shares_follow_the_vocabulary():
    columns = list(CommunityLine.model_fields)
    assert [column for column in columns if column.startswith("group_")] == [f"group_{name}" for name in GROUP_IDS]
    assert [column for column in columns if column.startswith("age_")] == [f"age_{name}" for name in AGE_IDS]


@pytest.mark.parametrize(("name", "residents"), [("classroom", 2_000), ("jiangdong", 224_000), ("jimingshan", 29_000)])
def test_residents(places, name, residents):
    assert places[name].residents == residents


def test_jiangdong_has_8_communities_and_61_villages(places):
    kinds = Counter(community.id.split("-")[0] for community in places["jiangdong"].communities)
    assert kinds == {"jimingshan": 1, "dongzhou": 1, "community": 4, "committee": 2, "village": 61}


def test_only_communities_whose_residents_have_a_source_carry_a_name(places):
    place = places["jiangdong"]
    named = {community.id for community in place.communities if not community.zh[-1].isdigit()}
    sourced = {item.row for item in place.provenance if item.column == "residents" and item.row}
    assert named == sourced == {"jimingshan", "dongzhou"}
    assert {item.confidence for item in place.provenance if item.column == "residents" and item.row} == {"C"}


def test_jiangdong_is_71_percent_from_outside(places):
    place = places["jiangdong"]
    local = sum(community.residents * community.group_shares[0] for community in place.communities)
    assert local / place.residents == pytest.approx(0.29, abs=0.002)


def test_jimingshan_has_its_secretarys_figures(places):
    (community,) = places["jimingshan"].communities
    assert community.residents * community.group_shares[3] == pytest.approx(1_300, rel=0.12)
    assert community.residents * community.group_shares[2] == pytest.approx(2_000, rel=0.03)
    assert community.units == 20 + 6


@pytest.mark.parametrize("name", PLACES)
def test_shares_sum_to_one_and_party_members_are_some_4_percent_of_residents(places, name):
    members = 0.0
    for community in places[name].communities:
        assert sum(community.group_shares) == pytest.approx(1, abs=1e-9)
        assert sum(community.age_shares) == pytest.approx(1, abs=1e-9)
        members += community.residents * (1 - community.age_shares[0]) * community.party_share
    assert members / places[name].residents == pytest.approx(0.04, abs=0.003)


@pytest.mark.parametrize("name", ["jiangdong", "jimingshan"])
def test_a_grid_has_some_770_people(places, name):
    grids = sum(community.grids for community in places[name].communities)
    assert places[name].residents / grids == pytest.approx(770, rel=0.02)


@pytest.mark.parametrize(("name", "rooms", "venues"), [("jiangdong", 390, 380), ("jimingshan", 50, 50)])
def test_room_hours(places, name, rooms, venues):
    assert sum(community.room_hours for community in places[name].communities) == pytest.approx(rooms, abs=2)
    assert sum(community.venue_hours for community in places[name].communities) == pytest.approx(venues, abs=2)


@pytest.mark.parametrize(
    ("name", "groups", "dormant", "registered", "bodies", "staff"),
    [("jimingshan", 16, 0, 1, 3, 12), ("jiangdong", 701, 233, 49, 25, 90), ("classroom", 8, 1, 1, 2, 1)],
)
def test_organizations(places, name, groups, dormant, registered, bodies, staff):
    mass = [one for one in places[name].organizations if one.kind == "mass"]
    professional = [one for one in places[name].organizations if one.kind == "professional"]
    assert len(mass) == groups
    assert sum(one.dormant for one in mass) == dormant
    assert sum(one.registered for one in mass) == registered
    assert all(one.staff == 0 and 0.25 <= one.professionalism <= 0.4 for one in mass)
    assert len(professional) == bodies
    assert sum(one.staff for one in professional) == staff
    assert all(one.registered and not one.dormant for one in professional)
    assert all(0.6 <= one.professionalism <= 0.75 for one in professional)


@pytest.mark.parametrize("name", PLACES)
def test_no_body_at_the_start_where_no_source_names_one(places, name):
    for one in places[name].organizations:
        assert not RESERVED & set(one.domains)
        assert one.kind == "mass" or "safety" not in one.domains


def test_communities_have_19_groups_and_villages_9(places):
    place = places["jiangdong"]
    groups = Counter(one.community for one in place.organizations if one.kind == "mass")
    for community in place.communities:
        assert groups[community.id] == (9 if community.id.startswith("village") else 19)


def test_registered_groups_follow_residents(places):
    place = places["jiangdong"]
    registered = Counter(one.community for one in place.organizations if one.kind == "mass" and one.registered)
    for community in place.communities:
        assert abs(registered[community.id] - 49 * community.residents / place.residents) < 1


def test_types_of_groups_follow_zhejiangs_shares(places):
    first = [one.domains[0] for one in places["jiangdong"].organizations if one.kind == "mass"]
    share = {domain: count / len(first) for domain, count in Counter(first).items()}
    assert share["mutual_aid"] + share["elder_care"] == pytest.approx(0.42, abs=0.01)
    assert share["culture"] == pytest.approx(0.24, abs=0.01)
    assert share["environment"] == pytest.approx(0.16, abs=0.01)
    assert share["safety"] == pytest.approx(0.16, abs=0.01)
    assert share["education"] == pytest.approx(0.02, abs=0.01)


@pytest.mark.parametrize(("name", "factor"), [("jimingshan", 1.0), ("jiangdong", 7.7)])
def test_purchase_is_840_000_yuan_for_bodies_and_420_000_for_casework(places, name, factor):
    yuan = {purchase.domain: purchase.yuan for purchase in places[name].purchases}
    bought = sum(yuan[domain] for domain in ("integration", "elder_care", "education"))
    assert bought == pytest.approx(840_000 * factor)
    assert sum(yuan.values()) - bought == pytest.approx(420_000 * factor)
    aims = {purchase.domain: purchase.groups for purchase in places[name].purchases if purchase.groups}
    assert aims == {"integration": ("foreign", "minority")}


@pytest.mark.parametrize(("name", "hours"), [("jimingshan", 12_000), ("jiangdong", 93_000), ("classroom", 828)])
def test_own_and_bought_casework_meet_the_load(places, name, hours):
    own = sum(department.hours for department in places[name].departments)
    bought = sum(one.yuan / 100 for one in places[name].purchases if one.domain in {*RESERVED, "safety"})
    assert own + bought == pytest.approx(hours, rel=0.05)


@pytest.mark.parametrize("name", PLACES)
def test_each_domain_has_its_department(places, name):
    mandates = [domain for department in places[name].departments for domain in department.domains]
    assert sorted(mandates) == sorted(DOMAIN_IDS)


@pytest.mark.parametrize("name", PLACES)
def test_every_column_of_every_table_has_its_source(places, name):
    known = {(item.table, item.column) for item in places[name].provenance if not item.row}
    for table, model in LINES.items():
        with (HOME / "places" / name / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert set(header) >= set(model.required())
        for column in header:
            assert column in model.labels or (table, column) in known
    assert all(item.source.strip() and item.confidence for item in places[name].provenance)


@pytest.mark.parametrize("name", PLACES)
def test_no_source_is_listed_for_nothing(places, name):
    content = tomllib.loads((HOME / "places" / name / "place.toml").read_text(encoding="utf-8"))
    used = {item.source for item in places[name].provenance}
    assert {source["text"] for source in content["sources"].values()} == used


def test_communities_of_the_classroom_differ(places):
    locals_ = sorted(community.group_shares[0] for community in places["classroom"].communities)
    assert all(higher - lower > 0.1 for lower, higher in pairwise(locals_))


def test_a_place_loads_by_name_folder_and_file(places):
    folder = HOME / "places" / "classroom"
    assert load_place(str(folder)) == load_place(folder / "place.toml") == places["classroom"]
    assert places["classroom"].label("zh") == "课堂小镇"
    assert places["classroom"].label("en") == "Classroom town"


def test_a_row_may_have_sources_of_its_own(places):
    of_tongyue = {item.column: item for item in places["jimingshan"].provenance if item.row == "tongyue"}
    assert of_tongyue["domains"].confidence == "C"
    assert of_tongyue["staff"].confidence == "assumed"
    assert set(of_tongyue) == set(LINES["organizations"].figures())
