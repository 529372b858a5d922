"""Policies: exactly the rows meant are on, extending, dates, and communities."""

from pathlib import Path

import pytest

from scenarios import Policy, ScenarioError, Span, check_policy_for_place, load_place, load_policy, policy_names
from vocabulary.register import LEVERS
from vocabulary.rows import ROWS

A, B, C, D = ({row.id for row in ROWS if row.id.startswith(letter)} for letter in "ABCD")
STANDING = {"A1", "A3", "A5", "A6", "B3", "C1", "D2", "D3"}
ON: dict[str, set[str]] = {
    "departments-only": set(),
    "fragmented": {"A5"},
    "embedding": A,
    "cultivation": {"A5"} | B,
    "activation": {"A5"} | C,
    "linking": {"A5"} | D,
    "embedding-cultivation": A | B,
    "embedding-activation": A | C,
    "embedding-linking": A | D,
    "cultivation-activation": {"A5"} | B | C,
    "cultivation-linking": {"A5"} | B | D,
    "activation-linking": {"A5"} | C | D,
    "full-without-embedding": {"A5"} | B | C | D,
    "full-without-cultivation": A | C | D,
    "full-without-activation": A | B | D,
    "full-without-linking": A | B | C,
    "full": A | B | C | D,
    "rigid": (A | B | C | D) - {"A6"},
    "market": {"A5", "B2", "B3"},
    "subsidy-heavy": A | B | C | D,
    "purchase-heavy": A | B | C | D,
    "reward-heavy": A | B | C | D,
    "balanced": A | B | C | D,
    "standing": STANDING,
    "jimingshan-2018": STANDING,
    "phased": A | B | C | D,
    "pilot": A | B | C | D,
    "open-rounds": A | B | C | D,
    "mobilized": A | B | C | D,
}
DATED = {"phased": (53, None), "pilot": (27, ("jimingshan",))}


def rows_on(policy: Policy) -> set[str]:
    return {row.id for row in ROWS if policy.levers[row.switch][-1].value is True}


def written(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(f'schema = "policy/1"\nid = "{name}"\nzh = "我的"\nen = "mine"\n{text}', encoding="utf-8")
    return path


def test_the_shipped_policies_are_these():
    assert set(policy_names()) == set(ON)


@pytest.mark.parametrize("name", sorted(ON))
def test_exactly_the_rows_meant_are_on(name):
    policy = load_policy(name)
    assert policy.id == name
    assert rows_on(policy) == ON[name]
    assert policy.zh and policy.en and policy.note_zh and policy.note_en


@pytest.mark.parametrize("name", sorted(ON))
def test_every_lever_has_a_value_of_its_own_type(name):
    policy = load_policy(name)
    assert list(policy.levers) == list(LEVERS)
    for lever, spans in policy.levers.items():
        (span,) = spans
        assert type(span.value) is type(LEVERS[lever].value)
        start, communities = DATED.get(name, (1, None))
        assert (span.start, span.end, span.communities) == (start, None, communities)
        assert span.always == (name not in DATED)


@pytest.mark.parametrize(
    ("name", "mix"),
    [
        ("subsidy-heavy", (0.8, 0.1, 0.1)),
        ("purchase-heavy", (0.1, 0.8, 0.1)),
        ("reward-heavy", (0.1, 0.1, 0.8)),
        ("balanced", (0.34, 0.33, 0.33)),
    ],
)
def test_the_funding_family_differs_in_the_mix_alone(name, mix):
    """One fund, three ways of paying it out: shares of subsidy, purchase and reward that sum to 1."""
    shares = [f"linking.{kind}_share" for kind in ("subsidy", "purchase", "reward")]
    mine, full = load_policy(name).levers, load_policy("full").levers
    assert [mine[share][0].value for share in shares] == list(mix)
    assert sum(mix) == pytest.approx(1.0)
    assert {lever for lever in LEVERS if mine[lever] != full[lever]} <= set(shares)


def test_full_is_every_declared_value():
    assert {lever: spans[0].value for lever, spans in load_policy("full").levers.items()} == {
        lever: parameter.value for lever, parameter in LEVERS.items()
    }


def test_no_two_policies_have_the_same_label():
    for language in ("zh", "en"):
        labels = [load_policy(name).label(language) for name in policy_names()]
        assert len(set(labels)) == len(labels)


def test_a_row_is_one_switch_whose_letter_tells_its_mechanism():
    mechanisms = {"A": "embedding", "B": "cultivation", "C": "activation", "D": "linking"}
    for row in ROWS:
        assert row.switch in LEVERS
        assert row.switch.startswith(mechanisms[row.id[0]])


def test_a_user_extends_a_shipped_policy_with_plain_and_nested_levers(tmp_path):
    text = """
    extends = "fragmented"
    [levers]
    "activation.red_grid" = true
    embedding.alliance_hours = 100
    [levers.linking]
    venues = true
    """
    policy = load_policy(written(tmp_path, text))
    assert rows_on(policy) == {"A5", "C1", "D3"}
    assert policy.levers["embedding.alliance_hours"] == (Span(100.0),)


def test_a_list_dates_a_lever_and_replaces_what_was_inherited(tmp_path):
    text = """
    extends = "full"
    [levers]
    "linking.venues" = [
        { until = 52, value = true },
        { from = 53, until = 104, communities = ["old-town", "new-quarter"], value = false },
    ]
    "linking.training" = { from = 10, value = false }
    """
    policy = load_policy(written(tmp_path, text))
    assert policy.levers["linking.venues"] == (
        Span(True, 1, 52),
        Span(False, 53, 104, ("old-town", "new-quarter")),
    )
    assert policy.levers["linking.training"] == (Span(False, 10),)
    check_policy_for_place(policy, load_place("classroom"))


def test_dates_of_a_policy_hold_for_what_it_inherits_and_cut_dates_of_levers(tmp_path):
    text = """
    extends = "full"
    from = 27
    until = 78
    communities = ["old-town", "new-quarter"]
    [levers]
    "linking.venues" = [
        { until = 26, value = false },
        { until = 52, communities = ["new-quarter", "market-side"], value = false },
        { from = 40, communities = ["market-side"], value = true },
    ]
    """
    policy = load_policy(written(tmp_path, text))
    assert policy.levers["embedding.party_committee"] == (Span(True, 27, 78, ("old-town", "new-quarter")),)
    assert policy.levers["activation.visits_per_member"] == (Span(20.0, 27, 78, ("old-town", "new-quarter")),)
    assert policy.levers["linking.venues"] == (Span(False, 27, 52, ("new-quarter",)),)


def test_rows_set_every_switch_and_levers_override_them(tmp_path):
    text = 'extends = "full"\nrows = ["A1", "C"]\nlevers = { "activation.red_grid" = false }'
    assert rows_on(load_policy(written(tmp_path, text))) == {"A1"} | C - {"C1"}


def test_a_sibling_is_extended_before_a_shipped_policy_of_its_name(tmp_path):
    written(tmp_path, "rows = []", "full")
    assert rows_on(load_policy(written(tmp_path, 'extends = "full"'))) == set()


def test_a_copy_may_extend_the_shipped_policy_of_its_own_name(tmp_path):
    path = written(tmp_path, 'extends = "full"\nlevers = { "linking.venues" = false }', "full")
    assert rows_on(load_policy(path)) == A | B | C | D - {"D3"}


def test_circles_and_long_chains_are_refused(tmp_path):
    written(tmp_path, 'extends = "b"', "a")
    circle = written(tmp_path, 'extends = "a"', "b")
    with pytest.raises(ScenarioError, match="a circle"):
        load_policy(circle)
    for number in range(20):
        last = written(tmp_path, f'extends = "p{number + 1}"', f"p{number}")
    written(tmp_path, "rows = []", "p20")
    assert rows_on(load_policy(last)) == set()
    with pytest.raises(ScenarioError, match="more than 8 policies extend one another"):
        load_policy(tmp_path / "p0.toml")


def test_a_policy_whose_communities_a_place_does_not_have_is_refused():
    check_policy_for_place(load_policy("pilot"), load_place("jiangdong"))
    check_policy_for_place(load_policy("full"), load_place("classroom"))
    with pytest.raises(ScenarioError) as error:
        check_policy_for_place(load_policy("pilot"), load_place("classroom"))
    (fault,) = error.value.faults
    assert str(fault).startswith("policy pilot, embedding.party_committee: classroom has no community 'jimingshan'")
