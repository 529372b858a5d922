"""Designs: the right number of points, inside their bounds, the same every time, and kept to the bit."""

from pathlib import Path

import numpy as np
import pytest

from experiments.studies.designs import points_of
from experiments.studies.points import points_as_text, points_from_text
from scenarios import Study, load_study, study_names
from vocabulary.register import REGISTER

SPREADS = """
[uncertainties]
"activation.goose_pull" = { low = 0.2, high = 0.8 }
"people.start_aware" = {}
"taking_part.influence_count" = { low = 1, high = 4 }
"taking_part.sees" = {}
"""


def study_with(tmp_path: Path, design: str, spreads: str = SPREADS) -> Study:
    file = tmp_path / "s.toml"
    head = 'schema = "study/1"\nid = "s"\nplace = "classroom"\nreplicates = 1\npolicies = ["full"]\n'
    file.write_text(f"{head}design = {design}\n{spreads}", "utf-8")
    return load_study(file)


DESIGNS = (
    '{ kind = "grid", levels = 3 }', '{ kind = "factorial" }', '{ kind = "lhs", points = 20 }',
    '{ kind = "sobol", points = 16 }', '{ kind = "morris", trajectories = 6 }', '{ kind = "saltelli", base = 8 }',
    '{ kind = "saltelli", base = 4, second_order = true }',
    '{ kind = "factorial", generators = { "taking_part.sees" = ["activation.goose_pull", "people.start_aware"] } }',
)  # fmt: skip


@pytest.mark.parametrize("design", DESIGNS)
def test_points_are_as_many_as_said_and_lie_where_they_may(tmp_path, design):
    study = study_with(tmp_path, design)
    points = points_of(study)
    assert len(points) == study.point_count
    for point in points:
        assert list(point) == list(study.uncertainties)
        for name, value in point.items():
            assert REGISTER[name].check(value) == value
        assert 0.2 <= float(point["activation.goose_pull"]) <= 0.8
        assert point["taking_part.influence_count"] in (1, 2, 3, 4)
        assert isinstance(point["taking_part.influence_count"], int)
    assert points == points_of(study)
    assert points_from_text(points_as_text(points)) == points


def test_a_grid_meets_every_combination(tmp_path):
    points = points_of(study_with(tmp_path, '{ kind = "grid", levels = 4 }'))
    assert len({tuple(point.values()) for point in points}) == len(points) == 4 * 4 * 4 * 2


def test_a_fraction_is_half_of_the_factorial_and_balanced(tmp_path):
    points = points_of(study_with(tmp_path, DESIGNS[-1]))
    assert len(points) == 8
    signs = np.array(
        [[value == low for value, low in zip(p.values(), points[-1].values(), strict=True)] for p in points]
    )
    assert (signs.sum(axis=0) == 4).all()


def test_a_latin_hypercube_meets_every_stratum_once(tmp_path):
    points = points_of(study_with(tmp_path, '{ kind = "lhs", points = 20 }'))
    strata = sorted(int((float(point["activation.goose_pull"]) - 0.2) / 0.6 * 20) for point in points)
    assert strata == list(range(20))
    assert {point["taking_part.sees"] for point in points} == {"start of the week", "as it happens"}


def test_on_a_morris_trajectory_one_moves_at_a_time(tmp_path):
    points = points_of(
        study_with(tmp_path, '{ kind = "morris", trajectories = 3 }', SPREADS.replace('"taking_part.sees" = {}\n', ""))
    )
    for at in range(0, len(points), 4):
        for before, after in zip(points[at : at + 3], points[at + 1 : at + 4], strict=True):
            assert sum(before[name] != after[name] for name in before) == 1


def test_the_screening_moves_every_state_of_the_world():
    study = load_study("screening")
    assert len(study.uncertainties) == sum(parameter.role == "uncertainty" for parameter in REGISTER.values())


def test_assumptions_has_every_variant_of_every_choice():
    points = points_of(load_study("assumptions"))
    told = {(name, value) for point in points for name, value in point.items()}
    for name, parameter in REGISTER.items():
        for variant in parameter.choices:
            assert variant == parameter.value or (name, variant) in told


def test_mechanisms_has_every_combination_once():
    study = load_study("mechanisms")
    switches = [
        frozenset(name for name, spans in policy.levers.items() if spans[0].value is True) for policy in study.policies
    ]
    assert len(set(switches)) == len(study.policies) == 16


@pytest.mark.parametrize("name", study_names())
def test_shipped_studies_have_points(name):
    study = load_study(name)
    assert len(points_of(study)) == study.point_count
