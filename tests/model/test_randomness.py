"""Draws: Philox's known answers, keys that keep apart, and traits that have their distributions.

Run as a program, this file prints what it calculated, for comparison with another processor target.
"""

import math
import os
import subprocess
import sys
import zlib
from enum import IntEnum
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from model.compiling import CACHE_FOLDER, PROJECT_ROOT, kernel
from model.quantiles import gamma_from, gumbel_from, log_gamma, normal_from, rounded
from model.randomness import (
    HEARS,
    Key,
    branch,
    draw,
    draws4,
    history_key,
    luck_word,
    numbered,
    philox,
    spread_out,
    town_key,
    unit,
    words_below,
)

Floats = NDArray[np.float64]

# Random123, kat_vectors, philox4x32 with 10 rounds.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
# Of the 400 rows that `fill` writes. Another value means other lives in every town.
CHECKSUM = 1650454362
SMALLEST_DRAW = 2.0**-33


class Purpose(IntEnum):
    """Stands in for the model's processes, so that their list may grow."""

    FIRST = 0
    SECOND = 1


compiled_philox = kernel(philox)


def fill(key: Key, week: int, result: Floats) -> None:
    """Write draws of every form, and traits made of them, a row for each identity."""
    for i in range(result.shape[0]):
        u = draw(key, Purpose.FIRST, i, week)
        result[i, 0] = u
        result[i, 1], result[i, 2], result[i, 3], result[i, 4] = draws4(key, Purpose.SECOND, i, week, 1)
        result[i, 5] = draw(key, Purpose.SECOND, i + 7, week)
        result[i, 6] = normal_from(u)
        result[i, 7] = gamma_from(u, 0.45)
        result[i, 8] = gamma_from(u, 1.0)
        result[i, 9] = gamma_from(u, 7.5)
        result[i, 10] = gumbel_from(u)
        result[i, 11] = rounded(3.5, u)
        result[i, 12] = rounded(12.3 * u, result[i, 1])
        result[i, 13] = log_gamma(12.3 * u)


compiled_fill = kernel(fill)


@kernel
def fill_draws(key: Key, process: int, week: int, result: Floats) -> None:
    for i in range(result.size):
        result[i] = draw(key, process, i, week)


@kernel
def fill_branches(key: Key, week: int, ties: Floats, domains: Floats) -> None:
    """Write the draws that branch from residents' luck, for each with each and for each with domains."""
    for i in range(ties.shape[0]):
        own = luck_word(key, HEARS, i, week)
        for j in range(ties.shape[1]):
            ties[i, j] = branch(spread_out(own), luck_word(key, HEARS, j, week))
        for d in range(domains.shape[1]):
            domains[i, d] = branch(own, numbered(d))


@kernel
def fill_gamma(u: Floats, shape: float, result: Floats) -> None:
    for i in range(u.size):
        result[i] = gamma_from(u[i], shape)


@kernel
def fill_normal(u: Floats, result: Floats) -> None:
    for i in range(u.size):
        result[i] = normal_from(u[i])


def filled() -> Floats:
    result = np.empty((400, 14))
    compiled_fill(history_key(2026, 1), 51, result)
    return result


def checksum() -> int:
    return zlib.crc32(filled().astype("<f8").tobytes())


def many_draws(key: Key, process: int = 1, week: int = 0) -> Floats:
    result = np.empty(100_000)
    fill_draws(key, process, week, result)
    return result


def units() -> Floats:
    """Return numbers between 0 and 1, many of them near the ends, in order."""
    generator = np.random.default_rng(3)
    tail = np.exp(generator.uniform(math.log(SMALLEST_DRAW), 0.0, 2_000))
    u = np.concatenate([generator.random(6_000), tail, 1.0 - tail, [SMALLEST_DRAW, 1.0 - SMALLEST_DRAW]])
    return np.unique(u[(u > 0.0) & (u < 1.0)])


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_known_answers(counter, key, answer):
    words = [np.uint64(word) for word in (*counter, *key)]
    assert tuple(map(int, philox(*words))) == answer
    assert tuple(map(int, compiled_philox(*words))) == answer


@pytest.mark.filterwarnings("error")
def test_python_and_compiled_code_give_the_same_bits():
    plain = np.empty((400, 14))
    fill(history_key(2026, 1), 51, plain)
    assert np.array_equal(plain.view(np.int64), filled().view(np.int64))


def test_these_draws_are_the_same_on_every_machine():
    assert checksum() == CHECKSUM


def test_a_plain_processor_gives_the_same_bits():
    environment = {**os.environ, "NUMBA_CPU_NAME": "generic", "PYTHONPATH": str(PROJECT_ROOT)}
    command = [sys.executable, str(Path(__file__).resolve())]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    folder, their_checksum = answer.stdout.split()
    assert int(their_checksum) == checksum()
    assert folder != CACHE_FOLDER.name


def test_units_never_touch_zero_or_one():
    assert unit(np.uint64(0)) == SMALLEST_DRAW
    assert unit(np.uint64(0xFFFFFFFF)) == 1.0 - SMALLEST_DRAW


@pytest.mark.parametrize("key", [town_key(0), history_key(0), history_key(12345, 3)])
def test_draws_are_uniform(key):
    u = many_draws(key)
    assert u.mean() == pytest.approx(0.5, abs=4.0 * math.sqrt(1.0 / 12.0 / u.size))
    counts = np.histogram(u, bins=256, range=(0.0, 1.0))[0]
    assert 0.001 < stats.chisquare(counts).pvalue < 0.999


def test_neighbors_in_every_part_of_the_counter_are_independent():
    key = history_key(5)
    u = many_draws(key)
    others = [np.roll(u, 1), many_draws(key, process=2), many_draws(key, week=1), many_draws(town_key(5))]
    others += [many_draws(history_key(6)), many_draws(history_key(5, 1))]
    for other in others:
        assert abs(np.corrcoef(u, other)[0, 1]) < 4.0 / math.sqrt(u.size)


def test_draws_that_branch_from_two_residents_luck_are_like_draws_of_their_own():
    people = 1_500
    ties, domains = np.empty((people, people)), np.empty((people, 9))
    fill_branches(history_key(8), 3, ties, domains)
    apart = ties[~np.eye(people, dtype=bool)]
    for u in (apart, domains.ravel()):
        counts = np.histogram(u, bins=256, range=(0.0, 1.0))[0]
        assert 0.001 < stats.chisquare(counts).pvalue < 0.999
    for one, other in (
        (ties, ties.T), (ties[:, 1:], ties[:, :-1]), (ties[1:], ties[:-1]), (domains[:, 1:], domains[:, :-1]),
    ):  # fmt: skip
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 4.0 / math.sqrt(one.size)


@pytest.mark.parametrize("chance", [0.0012, 0.03, 0.3])
def test_whom_one_hears_of_says_nothing_about_whom_others_hear_of(chance):
    """Four ends have four ties, each made of two of four words: that all four tell is as rare as it should be."""
    people = 1_500
    ties, domains = np.empty((people, people)), np.empty((people, 9))
    fill_branches(history_key(9), 3, ties, domains)
    told = ties < chance
    pairs = told[0::2, 0::2], told[0::2, 1::2], told[1::2, 0::2], told[1::2, 1::2]
    for many in range(2, 5):
        together = np.logical_and.reduce(pairs[:many])
        expected = chance**many * together.size
        assert abs(together.sum() - expected) < 4.0 * math.sqrt(expected) + 2.0


def test_one_draw_is_the_first_of_four_and_parts_differ():
    key = town_key(1)
    assert draw(key, Purpose.SECOND, 8, 3, 2) == draws4(key, Purpose.SECOND, 8, 3, 2)[0]
    firsts = {number for part in range(50) for number in draws4(key, Purpose.SECOND, 8, 3, part)}
    assert len(firsts) == 200


def test_the_largest_identity_has_its_own_luck():
    key = town_key(1)
    largest = 2**32 - 1
    assert draw(key, 1, largest, 0) == draw(key, 1, np.uint32(largest), 0)  # type: ignore[arg-type]
    assert len({draw(key, 1, identity, 0) for identity in (0, 1, 2**31, largest)}) == 4


def test_keys_of_all_seeds_and_replicates_differ():
    seeds = [*range(40), 2**32, 2**32 + 1, 2**64, 2**200]
    keys = [make(seed, replicate) for make in (town_key, history_key) for seed in seeds for replicate in range(20)]
    assert len(set(keys)) == len(keys)
    assert all(0 <= word < 2**32 for key in keys for word in key)


def test_numpy_s_whole_numbers_are_seeds_too():
    assert town_key(np.int32(7)) == town_key(7)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [town_key, history_key])
@pytest.mark.parametrize("wrong", [-1, 1.0, "7", None, True])
def test_a_seed_that_is_no_whole_number_is_refused(make, wrong):
    with pytest.raises(ValueError, match="seed must be a whole number"):
        make(wrong)
    with pytest.raises(ValueError, match="replicate must be a whole number"):
        make(1, wrong)


@pytest.mark.parametrize("shape", [0.05, 0.2, 0.45, 1.0, 1.7, 10.0, 80.0])
def test_gamma_quantiles(shape):
    u = units()
    result = np.empty_like(u)
    fill_gamma(u, shape, result)
    assert np.all(np.diff(result) >= 0.0)
    ordinary = (u > 1e-6) & (u < 1.0 - 1e-6)
    assert result[ordinary] == pytest.approx(stats.gamma.ppf(u[ordinary], shape), rel=1e-9, abs=0.0)
    assert result == pytest.approx(stats.gamma.ppf(u, shape), rel=1e-6, abs=0.0)


def test_normal_quantiles():
    u = units()
    result = np.empty_like(u)
    fill_normal(u, result)
    assert np.all(np.diff(result) >= 0.0)
    assert result == pytest.approx(stats.norm.ppf(u), rel=1e-13, abs=1e-15)


def test_gumbel_quantiles():
    u = units()[::8]
    assert [gumbel_from(v) for v in u.tolist()] == pytest.approx(stats.gumbel_r.ppf(u), rel=1e-9, abs=1e-12)


def test_log_gamma():
    x = np.linspace(0.01, 120.0, 500)
    expected = [math.lgamma(v) for v in x.tolist()]
    assert [log_gamma(v) for v in x.tolist()] == pytest.approx(expected, rel=1e-13, abs=1e-13)


@given(st.floats(min_value=-1e6, max_value=1e6), st.floats(min_value=SMALLEST_DRAW, max_value=1.0 - SMALLEST_DRAW))
def test_rounding_by_chance_stays_next_to_the_number(x: float, u: float):
    assert rounded(x, u) in (math.floor(x), math.floor(x) + 1)


def test_rounding_by_chance_keeps_the_mean():
    u = many_draws(town_key(4))
    for x in (2.3, -2.3, 5.0):
        mean = sum(rounded(x, v) for v in u.tolist()) / u.size
        assert mean == pytest.approx(x, abs=0.006)
    assert rounded(5.0, SMALLEST_DRAW) == 5


def test_rounding_is_monotone_in_the_number():
    numbers = [rounded(x / 100.0, 0.4) for x in range(-300, 300)]
    assert all(before <= after for before, after in pairwise(numbers))


if __name__ == "__main__":
    print(CACHE_FOLDER.name, checksum())


@pytest.mark.parametrize("chance", [0.0, 1e-12, 1e-9, 0.03, 1 / 3, 0.5, 1.0 - 1e-12, 1.0])
def test_words_below_a_chance_are_those_of_which_the_draw_is_below_it(chance):
    many = int(words_below(chance))
    assert 0 <= many <= 2**32
    for word in {0, 1, many - 2, many - 1, many, many + 1, 2**32 - 1}:
        if 0 <= word < 2**32:
            assert (word < many) == (unit(np.uint64(word)) < chance), word
