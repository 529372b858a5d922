"""Levers that make no sense together are refused: in a file, by ``run.py check``, and with values given by hand."""

import pytest

import run
from experiments.plan import make_plan
from scenarios import Span, check_levers, check_paths, load_place, load_policy, refuse_combinations
from scenarios.combinations import NOT_ALL_ZERO
from tests.scenarios.test_bad_policies import faults_of, mine
from vocabulary.messages import RefusalError

CUTS = "activation.cut_two, activation.cut_three, activation.cut_four, activation.cut_five"
CASES = [
    ("activation.cut_two = 0.7",
     f"{CUTS} must each be at least the one before, but are 0.7, 0.6, 0.68, 0.76 in week 1"),
    ("activation.cut_five = [{ value = 0.8 }, { value = 0.1, from = 9, until = 12 }]",
     f"{CUTS} must each be at least the one before, but are 0.5, 0.6, 0.68, 0.1 in week 9"),
    ("activation.cut_two = 0.7\nactivation.cut_three = [{ value = 0.6 }, { value = 0.7, until = 9 }]\n"
     "activation.cut_four = 0.7",
     f"{CUTS} must each be at least the one before, but are 0.7, 0.6, 0.7, 0.76 in week 10"),
    ('linking.subsidy_share = 0\nlinking.purchase_share = 0\n'
     'linking.reward_share = [{ value = 1 }, { value = 0, from = 5, communities = ["a"] }]',
     "linking.subsidy_share, linking.purchase_share, linking.reward_share are all 0 in week 5 in a: "
     "at least one must be above 0"),
    ('linking.rounds_per_year = [{ value = 3, communities = ["a"] }]', "holds for the whole place: "),
    ('money.further_casework = [{ value = 3, communities = ["a"] }]', "holds for the whole place: "),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), CASES)
def test_a_file_is_refused_in_one_sentence(tmp_path, text, said):
    path = mine(tmp_path, f"[levers]\n{text}")
    (fault,) = faults_of(path)
    assert said in fault
    for language in ("en", "zh"):
        (report,) = check_paths([path], language)
        assert len(report.problems) == 1
    assert run.main(["check", str(path)]) == 2


@pytest.mark.parametrize("names", NOT_ALL_ZERO)
def test_weights_that_are_all_nothing_are_refused(tmp_path, names):
    zero = [f"{name} = 0" for name in names]
    (fault,) = faults_of(mine(tmp_path, "[levers]\n" + "\n".join(zero)))
    assert "are all 0 in week 1" in fault
    load_policy(mine(tmp_path, "[levers]\n" + "\n".join(zero[1:])))


def test_equal_cut_points_and_those_moved_together_in_a_community_hold(tmp_path):
    load_policy(mine(tmp_path, "[levers]\nactivation.cut_two = 0.6"))
    moved = [f'activation.cut_{name} = [{{ value = 0.9, communities = ["a"] }}]' for name in ("four", "five")]
    load_policy(mine(tmp_path, "[levers]\n" + "\n".join(moved)))
    assert faults_of(mine(tmp_path, f"[levers]\n{moved[0]}"))[0].endswith("in week 1 in a")


def test_a_place_wide_lever_cannot_be_set_in_a_policy_of_some_communities(tmp_path):
    path = mine(tmp_path, 'communities = ["a"]\n[levers]\nlinking.rounds_per_year = 3')
    assert faults_of(path) == ["levers.linking.rounds_per_year: holds for the whole place: communities cannot be named"]


@pytest.mark.parametrize("command", [["run", "--policy", "full"], ["compare", "--policies", "standing,full"]])
@pytest.mark.parametrize(("language", "said"), [("en", "must each be at least"), ("zh", "须依次不减")])
def test_values_given_by_hand_are_refused_too(capsys, command, language, said):
    words = [*command, "--place", "classroom", "--set", "activation.cut_two=0.99", "--lang", language]
    assert run.main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("activation.cut_two") == len(told.splitlines())


def test_where_a_policy_does_not_hold_the_standing_one_lies_below():
    below = {"activation.cut_two": (Span(0.2),), "activation.cut_three": (Span(0.3),)}
    levers = {"activation.cut_two": (Span(0.5, start=27),), "activation.cut_three": (Span(0.6, start=20),)}
    assert check_levers(levers, below) == []
    (fault,) = check_levers({"activation.cut_two": (Span(0.5, start=27),)}, below)
    assert "0.5, 0.3, 0.68, 0.76 in week 27" in str(fault)


def test_what_is_refused_is_refused_for_a_model_too():
    place, full = load_place("classroom"), load_policy("full")
    zero = dict.fromkeys(NOT_ALL_ZERO[0], 0.0)
    refuse_combinations(full, {}, full, place)
    with pytest.raises(RefusalError, match="are all 0"):
        refuse_combinations(full, zero, full, place)
    with pytest.raises(RefusalError, match="policy full: "):
        make_plan("classroom", "full", settings=zero)
