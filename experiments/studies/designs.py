"""The points of a study's design, drawn from its seed: the same points from the same file, whoever draws them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from scenarios import Study
from scenarios.study_designs import (
    CsvDesign,
    FactorialDesign,
    GridDesign,
    LatinHypercube,
    ListDesign,
    MorrisDesign,
    SaltelliDesign,
    SobolSequence,
)
from vocabulary.parameters import Value
from vocabulary.register import REGISTER

Point = dict[str, Value]
Unit = np.ndarray[Any, np.dtype[np.float64]]


def points_of(study: Study) -> list[Point]:
    """Return the points of a study in their order: a value for each uncertainty that is not as declared."""
    if isinstance(study.design, ListDesign | CsvDesign):
        return [dict(point) for point in study.table]
    names = list(study.uncertainties)
    rows = SAMPLERS[type(study.design)](study, np.random.default_rng(study.seed))
    return [{name: value_at(study, name, float(at)) for name, at in zip(names, row, strict=True)} for row in rows]


def value_at(study: Study, name: str, at: float) -> Value:
    """Return the value of an uncertainty at a share of its way, from 0 (low, or the first value) to 1."""
    values = study.levels_of(name)
    if values:
        return values[min(len(values) - 1, int(at * len(values)))]
    spread, parameter = study.uncertainties[name], REGISTER[name]
    low, high = spread.low, spread.high
    assert low is not None and high is not None
    if parameter.kind == "whole number":
        low, high = math.ceil(low), math.floor(high)
        return int(min(high, low + math.floor(at * (high - low + 1))))
    return high if at >= 1 else min(high, low + at * (high - low))


def _grid(study: Study, _: np.random.Generator) -> Unit:
    """Return every combination; values that are listed are met in their middle."""
    assert isinstance(study.design, GridDesign)
    steps = []
    for name in study.uncertainties:
        own = len(study.levels_of(name))
        steps.append((np.arange(own) + 0.5) / own if own else np.linspace(0, 1, study.design.levels))
    return np.array(list(itertools.product(*steps)))


def _factorial(study: Study, _: np.random.Generator) -> Unit:
    """Return low and high of each in every combination, generated ones by the product of their signs."""
    assert isinstance(study.design, FactorialDesign)
    generators = study.design.generators
    free = [name for name in study.uncertainties if name not in generators]
    signs = np.array(list(itertools.product((-1, 1), repeat=len(free))))
    columns = {name: signs[:, number] for number, name in enumerate(free)}
    for name, words in generators.items():
        columns[name] = np.prod([columns[word] for word in words], axis=0)
    return np.array([columns[name] for name in study.uncertainties]).T / 2 + 0.5


def _latin_hypercube(study: Study, draws: np.random.Generator) -> Unit:
    from scipy.stats import qmc

    assert isinstance(study.design, LatinHypercube)
    return np.asarray(qmc.LatinHypercube(len(study.uncertainties), rng=draws).random(study.design.points))


def _sobol(study: Study, draws: np.random.Generator) -> Unit:
    from scipy.stats import qmc

    assert isinstance(study.design, SobolSequence)
    return np.asarray(qmc.Sobol(len(study.uncertainties), rng=draws).random(study.design.points))


def _morris(study: Study, draws: np.random.Generator) -> Unit:
    from SALib.sample import morris

    assert isinstance(study.design, MorrisDesign)
    problem, design = problem_of(study), study.design
    return np.asarray(morris.sample(problem, design.trajectories, num_levels=design.levels, seed=draws))


def _saltelli(study: Study, draws: np.random.Generator) -> Unit:
    from SALib.sample import sobol

    assert isinstance(study.design, SaltelliDesign)
    second = study.design.second_order
    return np.asarray(sobol.sample(problem_of(study), study.design.base, calc_second_order=second, seed=draws))


def problem_of(study: Study) -> dict[str, Any]:
    """Return the uncertainties as SALib names them, each between 0 and 1."""
    names = list(study.uncertainties)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


SAMPLERS: dict[type, Callable[[Study, np.random.Generator], Unit]] = {
    GridDesign: _grid,
    FactorialDesign: _factorial,
    LatinHypercube: _latin_hypercube,
    SobolSequence: _sobol,
    MorrisDesign: _morris,
    SaltelliDesign: _saltelli,
}
