"""The arithmetic that rules may use, with the same bits in plain Python and compiled.

A rule is a pure scalar function: decisions written with `if` and `else`, no state, no draw. Decorated
with `rule` it stays ordinary Python, and Numba compiles the same source where a kernel names it. What
rules share is here. The platform's own `exp` and `log` differ between processors and libraries, so these
are made of addition, multiplication, division and comparison only, each of which IEEE 754 fixes to the
last bit.

Rules take Python floats. Where two numbers from float32 columns would meet in a rule, a kernel converts one of
them with `np.float64(...)` first, since two numbers of float32 stay in float32. `float(...)` is not enough: compiled,
it leaves a float32 as it is.
"""

import math
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
from numba.extending import overload, register_jitable

P = ParamSpec("P")
R = TypeVar("R")

LARGEST_EXPONENT = 700.0
"""`exp` holds its argument within plus and minus this value."""

_PER_LOG_TWO = 1.4426950408889634
# The logarithm of 2 in two parts. The first has its last 21 bits empty, so that a whole number of up to
# 2**20 times it is exact.
_LOG_TWO = 6.93147180369123816490e-01
_LOG_TWO_REST = 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476
# Adding this constant pushes the fraction of a float out of its last bit.
_ROUNDS = 1.5 * 2.0**52
_FRACTION_BITS = 52
_FRACTION_MASK = (1 << _FRACTION_BITS) - 1
_EXPONENT_BIAS = 1023
_EXPONENT_OF_HALF = _EXPONENT_BIAS - 1


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function itself, made known to Numba for use in kernels.

    Parameters
    ----------
    function
        A pure scalar function of numbers, calling only other rules and `math.sqrt`.

    Returns
    -------
    Callable
        The same function object: calling it runs ordinary Python.

    Notes
    -----
    Dividing by zero raises in Python and gives infinity or NaN when compiled (an exception would keep
    loops from being vectorized). Fast-math is off because it reorders, and then bits differ.
    """
    register: Any = register_jitable(error_model="numpy", forceinline=True, no_cfunc_wrapper=True)
    return cast(Callable[P, R], register(function))


def power_of_two(exponent: float) -> float:
    """Return 2 to a whole number held in a float, -1022 to 1023."""
    return math.ldexp(1.0, int(exponent))


@overload(power_of_two, jit_options={"error_model": "numpy", "forceinline": True})
def _compiled_power_of_two(exponent: Any) -> Any:
    """Compile `power_of_two` as writing the exponent bits, which a loop can do for many at once."""

    def write_exponent_bits(exponent: Any) -> Any:
        lowest_bits_hold_it = np.float64(exponent + _ROUNDS)
        word = (lowest_bits_hold_it.view(np.int64) + _EXPONENT_BIAS) << _FRACTION_BITS
        return np.int64(word).view(np.float64)

    return write_exponent_bits


def fraction_and_exponent(x: float) -> tuple[float, float]:
    """Return m from 1/2 to below 1 and a whole k with x = m * 2**k; x positive and not subnormal."""
    fraction, exponent = math.frexp(x)
    return fraction, float(exponent)


@overload(fraction_and_exponent, jit_options={"error_model": "numpy", "forceinline": True})
def _compiled_fraction_and_exponent(x: Any) -> Any:
    """Compile `fraction_and_exponent` as taking the bits apart."""

    def take_bits_apart(x: Any) -> Any:
        word = np.float64(x).view(np.int64)
        exponent = np.float64((word >> _FRACTION_BITS) - _EXPONENT_OF_HALF)
        fraction = np.int64((word & _FRACTION_MASK) | (_EXPONENT_OF_HALF << _FRACTION_BITS))
        return fraction.view(np.float64), exponent

    return take_bits_apart


@rule
def clamp(x: float, low: float, high: float) -> float:
    """Return x, or the bound that it oversteps."""
    if x < low:
        return low
    if x > high:
        return high
    return x


@rule
def exp(x: float) -> float:
    """Return e to the x; arguments beyond ±700 count as ±700.

    Parameters
    ----------
    x
        Any number, not NaN.

    Notes
    -----
    x = k log 2 + r with |r| <= log 2 / 2, then the Taylor series of e**r to the 13th power, whose
    remainder is below 5e-18. Relative error below 3e-16.
    """
    x = clamp(x, -LARGEST_EXPONENT, LARGEST_EXPONENT)
    k = (x * _PER_LOG_TWO + _ROUNDS) - _ROUNDS
    r = (x - k * _LOG_TWO) - k * _LOG_TWO_REST
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    return (1.0 + (r + r * r * p)) * power_of_two(k)


@rule
def log(x: float) -> float:
    """Return the natural logarithm of x.

    Parameters
    ----------
    x
        Positive, finite and not subnormal (at least 2.3e-308).

    Notes
    -----
    x = 2**k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2); with s = f / (2 + f), log(1 + f) is
    2 atanh(s), a series in s**2, arranged so that f itself, which is exact, is the leading term
    (the arrangement of FreeBSD's msun). Relative error below 3e-16.
    """
    m, k = fraction_and_exponent(x)
    if m < _SQRT_HALF:
        m = 2.0 * m
        k = k - 1.0
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = 2.0 / 21.0
    p = p * z + 2.0 / 19.0
    p = p * z + 2.0 / 17.0
    p = p * z + 2.0 / 15.0
    p = p * z + 2.0 / 13.0
    p = p * z + 2.0 / 11.0
    p = p * z + 2.0 / 9.0
    p = p * z + 2.0 / 7.0
    p = p * z + 2.0 / 5.0
    p = p * z + 2.0 / 3.0
    half_square = 0.5 * f * f
    correction = half_square - (s * (half_square + p * z) + k * _LOG_TWO_REST)
    return k * _LOG_TWO - (correction - f)


@rule
def logistic(x: float) -> float:
    """Return the probability that has log-odds x."""
    return 1.0 / (1.0 + exp(-x))


@rule
def chance(hazard: float) -> float:
    """Return the probability that something with this hazard happens within the period."""
    return 1.0 - exp(-hazard)


ROUNDING = 1e-15
"""A computed chance is above its hazard by less than this."""


@rule
def happens(hazard: float, draw: float) -> bool:
    """Tell by a draw whether something with this hazard happens within the period: whether it is below `chance`.

    A chance is never above its hazard, so that most draws need no exponential.
    """
    if draw > hazard + ROUNDING:
        return False
    return draw < chance(hazard)
