from dataclasses import replace

import pytest

from experiments.progress import Progress
from experiments.rows import measure_rows, off_label, plan_rows
from vocabulary.indicators import BY_ID
from vocabulary.rows import ROWS


@pytest.fixture(scope="module")
def measured():
    plan = replace(plan_rows(place="classroom", scale=0.1, years=0.25, replicates=2, seed=1), burn_in=4)
    return measure_rows(plan, 1, Progress())


def test_each_policy_is_run_once_and_once_without_each_of_its_rows():
    plan = plan_rows()
    assert plan.labels[:2] == ("full", "fragmented")
    assert len(plan.labels) == 2 + len(ROWS)
    assert (plan.place.id, plan.scale, plan.years, plan.replicates) == ("jimingshan", 0.1, 2.0, 30)
    for row in ROWS:
        policy = plan.policies[plan.labels.index(off_label(row))]
        whole = plan.policies[plan.labels.index(row.on_policy)]
        assert [name for name in whole.levers if whole.levers[name] != policy.levers[name]] == [row.switch]


def test_rows_are_measured_on_their_mediators(measured):
    rows = measured.result()["rows"]
    assert [one["row"] for one in rows] == [row.id for row in ROWS]
    for one, row in zip(rows, ROWS, strict=True):
        assert one["mediator"] == row.mediator
        assert one["unit"] == BY_ID[row.mediator].unit
        if None not in (one["on"], one["off"]) and one["low"] is not None:
            assert one["low"] <= one["mean"] <= one["high"]


def test_an_effect_is_on_minus_off(measured):
    by_id = {one["row"]: one for one in measured.result()["rows"]}
    on = measured.comparison.finals("full", "autonomy")
    off = measured.comparison.finals("full without embedding.flexible_style", "autonomy")
    assert by_id["A6"]["mean"] == pytest.approx(sum(on) / 2 - sum(off) / 2)
    assert by_id["A6"]["mean"] > 0


def test_rows_can_be_measured_alone():
    plan = replace(plan_rows(ROWS[5:6], place="classroom", scale=0.1, years=0.1, replicates=2), burn_in=2)
    assert plan.labels == ("full", "full without embedding.flexible_style")
    result = measure_rows(plan, 1, Progress(), ROWS[5:6]).result()
    assert [one["row"] for one in result["rows"]] == ["A6"]


def test_a_run_without_a_row_is_named_so(measured):
    named = measured.result()["names"]["policies"]
    for label, words in named.items():
        if "without" in label:
            switch = label.split(" without ")[1]
            assert switch in words["en"]
            assert switch in words["zh"]
            assert switch in words["note_en"]
