"""The rules' arithmetic: the same bits in plain Python and compiled, and close to the truth."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from agents.rules.arithmetic import chance, clamp, exp, fraction_and_exponent, log, logistic, power_of_two, rule
from model.compiling import kernel

Floats = NDArray[np.float64]
RELATIVE_ERROR = 3e-16


@kernel
def every_exp(x: Floats, result: Floats) -> None:
    for i in range(x.size):
        result[i] = exp(x[i])


@kernel
def every_log(x: Floats, result: Floats) -> None:
    for i in range(x.size):
        result[i] = log(x[i])


@kernel
def every_logistic(x: Floats, result: Floats) -> None:
    for i in range(x.size):
        result[i] = logistic(x[i])


@kernel
def every_chance(x: Floats, result: Floats) -> None:
    for i in range(x.size):
        result[i] = chance(x[i])


@kernel
def every_clamp(x: Floats, result: Floats) -> None:
    for i in range(x.size):
        result[i] = clamp(x[i], -1.5, 2.25)


@kernel
def every_power_of_two(x: Floats, result: Floats) -> None:
    for i in range(x.size):
        result[i] = power_of_two(x[i])


@kernel
def every_fraction_plus_exponent(x: Floats, result: Floats) -> None:
    for i in range(x.size):
        fraction, exponent = fraction_and_exponent(x[i])
        result[i] = fraction + exponent


def clamp_to_bounds(x: float) -> float:
    return clamp(x, -1.5, 2.25)


def fraction_plus_exponent(x: float) -> float:
    fraction, exponent = fraction_and_exponent(x)
    return fraction + exponent


def arguments() -> Floats:
    generator = np.random.default_rng(1)
    special = [0.0, -0.0, 700.0, -700.0, 1e9, -1e9, math.inf, -math.inf, 1e-300, 5e-324, -1.5, 2.25]
    return np.concatenate(
        [
            generator.uniform(-40.0, 40.0, 60_000),
            generator.uniform(-750.0, 750.0, 20_000),
            generator.normal(0.0, 1e-6, 10_000),
            np.linspace(-1.0, 1.0, 10_001),
            np.array(special),
        ]
    )


def positive_arguments() -> Floats:
    generator = np.random.default_rng(2)
    special = [1.0, 2.0, 0.5, math.sqrt(2.0), math.sqrt(0.5), 2.0**-33, 1.0 - 2.0**-33, 2.3e-308, 1.7e308]
    near_one = 1.0 + generator.normal(0.0, 1e-3, 10_000)
    spread = np.exp(generator.uniform(-700.0, 700.0, 40_000))
    return np.concatenate([generator.random(50_000) + 2.0**-60, near_one, spread, np.array(special)])


def bits(x: Floats) -> NDArray[np.int64]:
    return x.view(np.int64)


COMPILED: list[tuple[Callable[[float], float], Callable[[Floats, Floats], None], Floats]] = [
    (exp, every_exp, arguments()),
    (logistic, every_logistic, arguments()),
    (chance, every_chance, arguments()),
    (clamp_to_bounds, every_clamp, arguments()),
    (log, every_log, positive_arguments()),
    (fraction_plus_exponent, every_fraction_plus_exponent, positive_arguments()),
    (power_of_two, every_power_of_two, np.arange(-1022.0, 1024.0)),
]


@pytest.mark.parametrize(("plain", "compiled", "x"), COMPILED, ids=lambda part: getattr(part, "__name__", ""))
def test_python_and_compiled_code_give_the_same_bits(
    plain: Callable[[float], float], compiled: Callable[[Floats, Floats], None], x: Floats
):
    result = np.empty_like(x)
    compiled(x, result)
    expected = np.array([plain(value) for value in x.tolist()])
    assert np.array_equal(bits(result), bits(expected))


@given(st.floats(allow_nan=False))
def test_same_bits_of_exp_and_logistic_anywhere(x: float):
    result = np.empty(1)
    every_exp(np.array([x]), result)
    assert bits(result)[0] == bits(np.array([exp(x)]))[0]
    every_logistic(np.array([x]), result)
    assert bits(result)[0] == bits(np.array([logistic(x)]))[0]


@given(st.floats(min_value=2.3e-308, allow_infinity=False))
def test_same_bits_of_log_anywhere(x: float):
    result = np.empty(1)
    every_log(np.array([x]), result)
    assert bits(result)[0] == bits(np.array([log(x)]))[0]


@given(st.floats(min_value=-700.0, max_value=700.0))
def test_exp_is_as_close_to_the_truth_as_the_platform_s(x: float):
    assert exp(x) == pytest.approx(math.exp(x), rel=RELATIVE_ERROR + 2.0**-53, abs=0.0)


@given(st.floats(min_value=2.3e-308, allow_infinity=False))
def test_log_is_as_close_to_the_truth_as_the_platform_s(x: float):
    assert log(x) == pytest.approx(math.log(x), rel=RELATIVE_ERROR + 2.0**-53, abs=0.0)


@pytest.mark.skipif(bool(np.finfo(np.longdouble).eps > 1e-18), reason="needs a longer float to compare with")
def test_relative_error_against_a_longer_float():
    for reference, compiled, x in (
        (np.exp, every_exp, np.clip(arguments(), -700.0, 700.0)),
        (np.log, every_log, positive_arguments()),
    ):
        result = np.empty_like(x)
        compiled(x, result)
        truth = reference(x.astype(np.longdouble))
        relevant = truth != 0.0
        error = np.abs((result[relevant] - truth[relevant]) / truth[relevant])
        assert float(error.max()) < RELATIVE_ERROR


@given(st.floats(min_value=2.3e-308, allow_infinity=False))
def test_a_number_is_its_fraction_times_a_power_of_two(x: float):
    fraction, exponent = fraction_and_exponent(x)
    assert 0.5 <= fraction < 1.0
    assert math.ldexp(fraction, int(exponent)) == x


def test_exp_holds_its_argument_within_bounds():
    assert exp(1e9) == exp(700.0)
    assert exp(-math.inf) == exp(-700.0) > 0.0


def test_known_values():
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert logistic(0.0) == 0.5
    assert chance(0.0) == 0.0
    assert chance(math.log(2.0)) == pytest.approx(0.5)
    assert (clamp(-3.0, 0.0, 1.0), clamp(0.3, 0.0, 1.0), clamp(3.0, 0.0, 1.0)) == (0.0, 0.3, 1.0)


def test_a_rule_is_the_function_itself():
    def halved(x: float) -> float:
        return 0.5 * x

    assert rule(halved) is halved
