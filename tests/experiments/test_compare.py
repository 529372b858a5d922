"""Comparisons on the real model, in a town of two hundred."""

import csv
import itertools
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments.compare import POSITION, Comparison, compare, execute
from experiments.compiled import compile_once
from experiments.histories import begin, branch
from experiments.plan import Plan, make_plan
from experiments.progress import Progress
from experiments.records import COLUMNS, write_comparison, write_single
from experiments.single import run_one
from vocabulary.indicators import BY_ID, HEADLINES, INDICATORS

IDS = [indicator.id for indicator in INDICATORS]


def small_plan(policies: str = "fragmented,full,full", **asked: Any) -> Plan:
    arguments: dict[str, Any] = {"replicates": 3, "years": 0.5, "scale": 0.1, "seed": 5, **asked}
    return replace(make_plan("classroom", policies, **arguments), burn_in=6)


@pytest.fixture(scope="module")
def comparison():
    return execute(small_plan(), 1, Progress())


def same_histories(first: Comparison, second: Comparison) -> bool:
    for one, other in zip(itertools.chain(*first.histories), itertools.chain(*second.histories), strict=True):
        if one.digest != other.digest or not np.array_equal(one.totals, other.totals, equal_nan=True):
            return False
        if one.breakdown != other.breakdown or one.quarters != other.quarters:
            return False
    return True


def test_a_policy_compared_with_itself_differs_by_exactly_nothing(comparison):
    for replicate in comparison.histories:
        _, full, again = replicate
        assert full.digest == again.digest
        assert np.array_equal(full.totals, again.totals, equal_nan=True)
        assert full.breakdown == again.breakdown
    itself = execute(small_plan("full,full", replicates=2), 1, Progress()).differences()
    assert len(itself) == len(IDS)
    for one in itself:
        assert one["mean"] in (0.0, None)
        assert one["low"] in (0.0, None)
        assert one["high"] in (0.0, None)
        assert one["share_higher"] in (0.0, None)


def test_policies_begin_in_the_same_state(comparison):
    for replicate in comparison.histories:
        for history in replicate[1:]:
            assert np.array_equal(history.totals[0], replicate[0].totals[0], equal_nan=True)


def test_replicates_differ(comparison):
    assert len({replicate[1].digest for replicate in comparison.histories}) == 3


def test_other_policies_differ(comparison):
    assert all(replicate[0].digest != replicate[1].digest for replicate in comparison.histories)


def test_workers_change_nothing(comparison):
    assert same_histories(comparison, execute(small_plan(), 2, Progress()))


def test_a_run_is_the_first_replicate(comparison):
    single = run_one(small_plan("full"))
    assert single.history.digest == comparison.histories[0][1].digest
    assert single.result()["digest"] == single.history.digest
    assert single.result()["indicators"] == {
        name: None if math.isnan(value) else value
        for name, value in zip(IDS, comparison.histories[0][1].totals[-1].tolist(), strict=True)
    }


def test_forking_leaves_the_model_as_it_was():
    plan = small_plan()
    start = begin(plan, 0)
    before = start.digest()
    twin = branch(start, plan.policies[1])
    twin.step()
    assert start.digest() == before


def test_settings_reach_the_model(comparison):
    other = execute(small_plan(settings=["activation.goose_pull=1.5", "embedding.party_committee=off"]), 1, Progress())
    assert other.histories[0][1].digest != comparison.histories[0][1].digest
    assert other.result()["settings"] == {"activation.goose_pull": 1.5, "embedding.party_committee": False}


def test_shocks_reach_the_model(comparison):
    quiet, struck = (
        execute(small_plan("full", shocks=shocks, years=0.6, replicates=1), 1, Progress())
        for shocks in ([], ["epidemic"])
    )
    assert not same_histories(quiet, struck)
    assert struck.result()["shocks"] == ["epidemic"]


def test_a_town_seed_fixes_the_town():
    plan = small_plan("full", town_seed=9, replicates=2)
    towns = [begin(plan, replicate).world.town for replicate in range(2)]
    assert np.array_equal(towns[0].ties, towns[1].ties)
    free = [begin(small_plan("full"), replicate).world.town for replicate in range(2)]
    assert not np.array_equal(free[0].ties, free[1].ties)


def test_results_are_means_of_the_finals(comparison):
    result = comparison.result()
    column = POSITION["participation_rate"]
    values = [float(replicate[1].totals[-1, column]) for replicate in comparison.histories]
    others = [float(replicate[0].totals[-1, column]) for replicate in comparison.histories]
    assert comparison.finals("full", "participation_rate") == values
    found = result["policies"]["full"]["participation_rate"]
    assert found["mean"] == pytest.approx(np.mean(values))
    assert found["low"] < found["mean"] < found["high"]
    (difference,) = [
        one for one in result["differences"] if (one["policy"], one["indicator"]) == ("full", "participation_rate")
    ]
    assert difference["mean"] == pytest.approx(np.mean(values) - np.mean(others))
    assert difference["share_higher"] == np.mean(np.array(values) > np.array(others))
    json.dumps(result, allow_nan=False)


def test_one_replicate_has_no_interval():
    result = execute(small_plan("fragmented,full", replicates=1, years=0.1), 1, Progress()).result()
    found = result["policies"]["full"]["trust"]
    assert found["mean"] is not None
    assert found["low"] is None


def test_the_record_is_tidy_and_complete(comparison, tmp_path):
    write_comparison(tmp_path, comparison)
    with (tmp_path / "record.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == COLUMNS
    keys = [tuple(line[name] for name in COLUMNS[:-1]) for line in lines]
    assert len(keys) == len(set(keys))
    assert {line["policy"] for line in lines} == {"fragmented", "full", "full#2"}
    totals = [line for line in lines if (line["community"], line["group"], line["domain"]) == ("all",) * 3]
    assert {line["week"] for line in totals} == {"0", "13", "26"}
    assert len(totals) == 3 * 3 * 3 * len(IDS)
    parts = [line for line in lines if line not in totals]
    assert {line["indicator"] for line in parts if line["week"] == "13"} == set(HEADLINES)
    assert {line["indicator"] for line in parts if line["week"] == "26"} == {i.id for i in INDICATORS if i.by}
    for line in parts[:: max(1, len(parts) // 500)]:
        assert [line[name] for name in ("community", "group", "domain")].count("all") == 2
        (dimension,) = [name for name in ("community", "group", "domain") if line[name] != "all"]
        assert dimension in BY_ID[line["indicator"]].by


def test_the_record_holds_the_very_values(comparison, tmp_path):
    write_comparison(tmp_path, comparison)
    with (tmp_path / "record.csv").open(encoding="utf-8", newline="") as file:
        found = {
            (line["policy"], line["replicate"], line["indicator"]): line["value"]
            for line in csv.DictReader(file)
            if line["week"] == "26" and line["community"] == line["group"] == line["domain"] == "all"
        }
    for replicate, histories in enumerate(comparison.histories):
        for name in IDS:
            value = histories[0].totals[-1, POSITION[name]]
            text = found["fragmented", str(replicate), name]
            assert (text == "" and math.isnan(value)) or float(text) == value


def test_a_single_run_keeps_every_week(tmp_path):
    single = run_one(small_plan("full", years=0.1))
    write_single(tmp_path, single)
    with (tmp_path / "record.csv").open(encoding="utf-8", newline="") as file:
        weeks = {int(line["week"]) for line in csv.DictReader(file)}
    assert weeks == set(range(6))
    assert json.loads((tmp_path / "result.json").read_text("utf-8")) == single.result()


def test_the_function_that_others_call():
    found = compare("classroom", ["fragmented", "full"], 2, 0.02, 1, None, 0.1, {}, 1)
    assert list(found.result()["policies"]) == ["fragmented", "full"]
    with pytest.raises(ValueError, match="--workers"):
        compare("classroom", ["full"], workers=0)


def test_of_compiling_nothing_is_said_where_it_takes_no_time(capsys):
    compile_once(small_plan(), Progress())
    compile_once(small_plan(), Progress(shown=True))
    assert capsys.readouterr().err == ""
