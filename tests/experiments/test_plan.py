import pickle
from pathlib import Path
from typing import Any

import pytest

from experiments.plan import distinct, make_plan, without
from scenarios import ScenarioError, load_policy, load_shock
from vocabulary.messages import RefusalError


def refusal(**asked: Any) -> str:
    with pytest.raises(RefusalError) as caught:
        make_plan(**{"place": "classroom", **asked})
    assert "\n" not in caught.value.say("en").strip()
    return caught.value.say("en")


@pytest.mark.parametrize("years", [0, -1, 0.001, 1 / 53, 50.001, "nan", "inf", "x", "", None, True, "1e400"])
def test_years_that_cannot_be(years):
    assert "at least a week (0.02) and at most 50" in refusal(years=years)


@pytest.mark.parametrize("scale", [0, -0.1, 1.01, "nan", "full"])
def test_scales_that_cannot_be(scale):
    assert "above 0 and at most 1" in refusal(scale=scale)


@pytest.mark.parametrize("replicates", [0, -3, "1.5", "many", 2.0, None, False])
def test_replicates_that_cannot_be(replicates):
    assert "--replicates" in refusal(replicates=replicates)


@pytest.mark.parametrize("seed", [-1, "-1", "1.0", "0x1", "", 2**63, None])
def test_seeds_that_cannot_be(seed):
    assert "--seed" in refusal(seed=seed)


def test_a_town_seed_that_cannot_be():
    assert "--town-seed" in refusal(town_seed="no")


@pytest.mark.parametrize("policies", ["", ",", "full,", "full,,full", []])
def test_lists_of_policies_that_cannot_be(policies):
    assert "--policies" in refusal(policies=policies)


def test_unknown_names_offer_the_nearest():
    assert "'full'" in refusal(policies="ful")
    assert "'jiangdong'" in refusal(place="jiandong")
    assert "'influx'" in refusal(shocks=["inflx"])
    assert refusal(shocks=["influx", load_shock("influx")]) == "--shock influx: is given twice; name each shock once."


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("activation.goose_pul=1", "did you mean activation.goose_pull"),
        ("xyzzy=1", "unknown parameter 'xyzzy'"),
        ("activation.goose_pull=99", "must lie between 0 and 1.5"),
        ("activation.goose_pull=nan", "activation.goose_pull"),
        ("activation.goose_pull=much", "must be a number"),
        ("activation.meetings_per_year=1.5", "must be a whole number"),
        ("activation.meetings_per_year=nan", "must be a whole number"),
        ("activation.red_grid=2", "must be true or false"),
        ("activation.goose_pull", "NAME=VALUE"),
        ("activation.goose_pull=", "NAME=VALUE"),
        ("=1", "NAME=VALUE"),
    ],
)
def test_settings_that_cannot_be(setting, said):
    assert said in refusal(settings=[setting])


def test_settings_have_the_type_of_their_parameter():
    texts = ["activation.goose_pull=1", "activation.meetings_per_year=6", "activation.red_grid=off"]
    found = make_plan("classroom", settings=texts).settings
    assert found == {
        "activation.goose_pull": 1.0,
        "activation.meetings_per_year": 6,
        "activation.red_grid": False,
    }
    assert make_plan("classroom", settings=dict(found)).settings == found


def test_a_policy_named_twice_is_listed_twice():
    assert distinct(["full", "standing", "full", "full"]) == ("full", "standing", "full#2", "full#3")
    plan = make_plan("classroom", "full, full")
    assert plan.labels == ("full", "full#2")


def policy_file(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'schema = "policy/1"\nid = "mine"\nzh = "我的"\nen = "mine"\n{text}\n', encoding="utf-8")
    return path


def test_different_policies_with_one_id_are_refused(tmp_path):
    one = policy_file(tmp_path / "one" / "mine.toml", 'extends = "full"')
    other = policy_file(tmp_path / "other" / "mine.toml", 'extends = "rigid"')
    assert refusal(policies=f"full,{one},{other}") == (
        f"--policies {one}, {other}: different policies that both have the id 'mine'; "
        'change the line "id = …" in one of the files.'
    )
    assert "'mine', 'mine'" in refusal(policies=[load_policy(one), load_policy(other)])


def test_one_policy_named_in_two_ways_is_listed_twice(tmp_path):
    one = policy_file(tmp_path / "mine.toml", 'extends = "full"')
    plan = make_plan("classroom", [str(one), f"{tmp_path}/./mine.toml", load_policy(one)])
    assert plan.labels == ("mine", "mine#2", "mine#3")


def test_standing_is_the_policy_that_the_place_names():
    plan = make_plan("jimingshan", "standing,jimingshan-2018")
    assert plan.labels == ("standing", "jimingshan-2018")
    assert plan.policies[0].levers == plan.policies[1].levers == load_policy("jimingshan-2018").levers


def test_a_policy_must_fit_the_place(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'schema = "policy/1"\nid = "mine"\nzh = "我的"\nen = "mine"\nextends = "full"\n'
        '[levers]\n"activation.red_grid" = [{ value = true, communities = ["nowhere"] }]\n',
        encoding="utf-8",
    )
    assert "nowhere" in refusal(policies=str(path))


def test_a_single_shock_stands_without_a_list():
    influx = load_shock("influx")
    for shocks in ("influx", influx, ["influx"], (influx,)):
        assert make_plan("classroom", shocks=shocks).shocks == (influx,)
    assert "unknown shock 'x'" in refusal(shocks="x")


@pytest.mark.parametrize(("years", "weeks"), [(3, 156), ("0.5", 26), (0.1, 5), (1 / 52, 1), (0.02, 1), (50, 2600)])
def test_weeks_are_whole_and_years_are_those_lived(years, weeks):
    plan = make_plan("classroom", years=years)
    assert (plan.weeks, plan.years) == (weeks, weeks / 52)


def test_a_plan_travels_between_processes():
    plan = make_plan("classroom", "full,fragmented", settings=["activation.goose_pull=0.2"])
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_a_row_is_taken_out_of_a_policy_and_nothing_else_is():
    full = load_policy("full")
    less = without(full, "activation.red_grid")
    assert [span.value for span in less.levers["activation.red_grid"]] == [False]
    assert [name for name in full.levers if full.levers[name] != less.levers[name]] == ["activation.red_grid"]


def test_errors_of_scenarios_are_errors_of_values():
    assert issubclass(ScenarioError, ValueError)


def test_a_town_of_a_few_residents_is_refused():
    with pytest.raises(ValueError, match="fewer than 20"):
        make_plan("jiangdong", "full", scale=1e-5)


def test_an_unknown_parameter_is_answered_with_those_that_may_be_meant():
    with pytest.raises(ValueError, match=r"did you mean activation\.goose_pull"):
        make_plan("classroom", "full", settings=["goose=1"])
    with pytest.raises(ValueError, match="lists them all"):
        make_plan("classroom", "full", settings=["xyzzy=1"])
