"""Where the time of a week goes: ``run --profile``."""

import json

import pytest

import run
from model.timing import RECORD, timing
from model.week import WEEK
from tests.model.towns import build, live

SMALL = ("run", "--years", "0.25", "--scale", "0.1", "--profile")


def test_every_phase_and_the_record_are_timed_while_somebody_asks():
    model = build("classroom", "full", scale=0.1, burn_in=0, seed=1)
    with timing() as timed:
        live(model, 3)
    live(model, 2)
    assert timed.weeks == 3
    assert set(timed.seconds) == {phase.name for phase in WEEK} | {RECORD}
    assert min(timed.seconds.values()) >= 0.0
    assert sum(timed.seconds.values()) > 0.0


def test_timing_changes_nothing():
    one, other = (build("classroom", "full", scale=0.1, burn_in=0, seed=1) for _ in range(2))
    live(one, 5)
    with timing():
        live(other, 5)
    assert one.digest() == other.digest()


@pytest.mark.parametrize(("language", "told"), [("en", "the whole week"), ("zh", "全周")])
def test_the_week_is_printed_with_a_column_of_time(capsys, language, told):
    assert run.main([*SMALL, "--lang", language]) == 0
    printed = capsys.readouterr().out
    for phase in WEEK:
        assert phase.name in printed
    assert told in printed


def test_programs_get_it_too(capsys):
    assert run.main([*SMALL, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["profile"]
    assert found["weeks"] >= 13
    assert [one["name"] for one in found["phases"]] == [phase.name for phase in WEEK]
    shares = [one["share"] for one in [*found["phases"], found["record"]]]
    assert sum(shares) == pytest.approx(1.0)
    assert found["whole"]["nanoseconds_per_resident"] > 0.0
