"""The shipped shocks, and shocks that do not fit a place."""

import pytest

from scenarios import (
    ScenarioError,
    ShockEvent,
    check_shock_for_place,
    load_place,
    load_shock,
    place_names,
    shock_names,
)


def test_the_shipped_shocks_are_these():
    assert shock_names() == ("budget-cut", "capacity-loss", "epidemic", "influx")


@pytest.mark.parametrize("name", shock_names())
@pytest.mark.parametrize("place", place_names())
def test_each_fits_each_place_and_has_both_languages(name, place):
    shock = load_shock(name)
    check_shock_for_place(shock, load_place(place))
    assert shock.id == name
    assert all((shock.label("zh"), shock.label("en"), shock.note_zh, shock.note_en))


def test_what_they_do():
    events = {name: load_shock(name).events for name in shock_names()}
    assert events["influx"] == (ShockEvent("influx", 27, 39, None, share=0.1, group="migrant"),)
    assert events["budget-cut"] == (ShockEvent("budget_cut", 53, None, None, factor=0.5),)
    assert events["capacity-loss"] == (
        ShockEvent("capacity_loss", 27, 52, None, factor=0.5, department="civil_affairs"),
    )
    assert {domain for event in events["epidemic"] for domain in event.domains} == {
        "mental_health",
        "elder_care",
        "mutual_aid",
    }
    assert all(event.factor > 1 for event in events["epidemic"])


def test_an_influx_without_an_end_comes_in_one_week(tmp_path):
    path = tmp_path / "s.toml"
    head = 'schema = "shock/1"\nid = "s"\nzh = "冲击"\nen = "shock"\n'
    path.write_text(head + '[[events]]\nkind = "influx"\nfrom = 5\nshare = 0.2\n', encoding="utf-8")
    assert load_shock(path).events == (ShockEvent("influx", 5, 5, None, share=0.2),)


def test_communities_and_departments_must_be_the_places(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(
        """
        schema = "shock/1"
        id = "s"
        zh = "冲击"
        en = "shock"
        [[events]]
        kind = "capacity_loss"
        factor = 0
        department = "civil_afairs"
        communities = ["old-town", "old-twon"]
        """,
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as error:
        check_shock_for_place(load_shock(path), load_place("classroom"))
    assert str(error.value).splitlines() == [
        "shock s, event 1: classroom has no community 'old-twon' (did you mean 'old-town'?): "
        "must be one of old-town, new-quarter, market-side",
        "shock s, event 1: classroom has no department 'civil_afairs' (did you mean 'civil_affairs'?): "
        "must be one of safety, justice, enforcement, civil_affairs, health, culture_education",
    ]
