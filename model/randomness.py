"""The one home of randomness: draws by key and counter, and what is made of them.

A draw is a function of who, what and when, not of how many draws came before: the same resident meets
the same luck in the same week whatever happens to others, so two policies can be compared on the same
luck. The generator is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").

Two keys keep two kinds of chance apart: the *town* (who lives here, who knows whom) and the *history*
(what happens). Everything here gives the same bits in plain Python, compiled, and on any processor.
"""

import math
import operator
from typing import Any, NamedTuple

import numpy as np

from agents.rules.arithmetic import rule
from model.compiling import kernel

Array = np.ndarray[Any, Any]

# What a draw is for. Never reuse or renumber: it would change everybody's luck.
GROUP = 1
TRAITS = 2
PARTNERS = 3
REWIRES = 4
START = 5
ARRIVES = 6
ARISES = 7
HEARS = 8
VISITS = 10
ALLIANCE = 11
OUTREACH = 12
EVENT = 13
MOBILIZES = 14
CONSIDERS = 15
CHOOSES = 17
PLACES = 18
WORKS = 19
MOVES = 20
ASKS = 21
FOUND = 22
ROUTES = 23
MATCHES = 24
SERVES = 25
LINE = 26
AGES = 27
FOUNDS = 28
ENTERS = 29
CLOSES = 30
REGISTERS = 31
APPOINTS = 32
WAKES = 33
TRANSFERS = 34
ROTATES = 35
ORDER = 36
CORES = 37
GUESSES = 38
PROPOSES = 39
APPLIES = 40
JUDGES = 41
PANEL = 42
ADVISES = 43
WATCHES = 44
TAKES_UP = 45


class Key(NamedTuple):
    """Names one stream of luck: two words of 32 bits."""

    low: np.uint64
    high: np.uint64


_TOWN_PURPOSE = 1
_HISTORY_PURPOSE = 2

# Words are np.uint64 throughout: mixed with a Python integer, Numba would turn them into floats.
_WORD = np.uint64(0xFFFFFFFF)
_WORD_BITS = np.uint64(32)
_MULTIPLIER_0, _MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_KEY_STEP_0, _KEY_STEP_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)


@rule
def _round(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Return the counter after one round of Philox."""
    # The masks tell the compiler that 32 by 32 bits are multiplied, which is much quicker.
    product_0 = (c0 & _WORD) * _MULTIPLIER_0
    product_1 = (c2 & _WORD) * _MULTIPLIER_1
    return (
        (product_1 >> _WORD_BITS) ^ c1 ^ (k0 & _WORD),
        product_1 & _WORD,
        (product_0 >> _WORD_BITS) ^ c3 ^ (k1 & _WORD),
        product_0 & _WORD,
    )


@rule
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Return four random words of 32 bits for a counter of four words and a key of two.

    Written out because a loop of ten rounds would keep the loop around it from being vectorized.
    """
    s0, s1 = _KEY_STEP_0, _KEY_STEP_1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    k0, k1 = k0 + s0, k1 + s1
    c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
    return _round(c0, c1, c2, c3, k0 + s0, k1 + s1)


@rule
def unit(word: np.uint64) -> float:
    """Return a word of 32 bits as a number between 0 and 1, never 0 or 1."""
    return (float(word) + 0.5) * 2.0**-32


@rule
def draws4(key: Key, process: int, identity: int, week: int, part: int = 0) -> tuple[float, float, float, float]:
    """Return four numbers between 0 and 1: this identity's luck in this process and week.

    Parameters
    ----------
    key
        The town's or the history's.
    process
        What the draw is for, one of the whole numbers named above.
    identity
        Who it is about, 0 to 2**32 - 1; stable, never a position in a list.
    week
        When, from 0; 0 too for what has no week.
    part
        Counts further draws of the same identity, process and week, from 0.
    """
    a, b, c, d = philox(np.uint64(identity), np.uint64(week), np.uint64(process), np.uint64(part), key.low, key.high)
    return unit(a), unit(b), unit(c), unit(d)


@rule
def draw(key: Key, process: int, identity: int, week: int, part: int = 0) -> float:
    """Return one number between 0 and 1: the first of `draws4`."""
    a, _, _, _ = philox(np.uint64(identity), np.uint64(week), np.uint64(process), np.uint64(part), key.low, key.high)
    return unit(a)


# An integer hash with two multiplications (Wellons 2018, "lowbias32"), by which one draw branches into many.
_MIX_1, _MIX_2, _GOLDEN = np.uint64(0x7FEB352D), np.uint64(0x846CA68B), np.uint64(0x9E3779B9)
_SHIFT_1, _SHIFT_2 = np.uint64(16), np.uint64(15)


@rule
def luck_word(key: Key, process: int, identity: int, week: int) -> np.uint64:
    """Return a word of 32 bits from which `branch` draws: this identity's luck in this process and week."""
    return philox(np.uint64(identity), np.uint64(week), np.uint64(process), np.uint64(0), key.low, key.high)[0]


@rule
def branch(word: np.uint64, other: np.uint64) -> float:
    """Return one of the many draws that grow from a word: with a number's word, or with somebody else's.

    Much cheaper than a call of Philox, for draws that each resident makes for every tie and domain. For a tie, the word
    of one end is first spread out, else both ends would have the same luck with each other.
    """
    return unit(mixed(word, other))


@rule
def mixed(word: np.uint64, other: np.uint64) -> np.uint64:
    """Return the word of which `branch` makes a draw."""
    z = word ^ other
    z = ((z ^ (z >> _SHIFT_1)) * _MIX_1) & _WORD
    z = ((z ^ (z >> _SHIFT_2)) * _MIX_2) & _WORD
    return z ^ (z >> _SHIFT_1)


@rule
def words_below(chance: float) -> np.uint64:
    """Return how many words there are of which the draw is below a chance: ``unit(word) < chance`` is ``word < that``.

    To compare whole numbers is cheaper where many words are held against one chance.
    """
    return np.uint64(min(1 << 32, max(0, math.ceil(chance * 2.0**32 - 0.5))))


@rule
def spread_out(word: np.uint64) -> np.uint64:
    """Return another word for each word."""
    return (word * _GOLDEN) & _WORD


@rule
def numbered(number: int) -> np.uint64:
    """Return the word of a number, from which `branch` makes a draw."""
    return spread_out(np.uint64(number))


@kernel
def draw_one(key: Key, process: int, identity: int, week: int, part: int) -> float:
    """Return what `draw` does, compiled: for phases that draw now and then."""
    return draw(key, process, identity, week, part)


@kernel
def draw_four(key: Key, process: int, identities: Array, week: int, out: Array) -> None:
    """Write the draws of each identity, as `draws4` makes them, into four rows; several are in hand at once."""
    for i in range(identities.size):
        out[0, i], out[1, i], out[2, i], out[3, i] = draws4(key, process, identities[i], week)


@kernel
def draw_each(key: Key, process: int, identities: Array, week: int, part: int) -> Array:
    """Return the draw of each identity, as `draw` does, ten times as fast: a short loop has several in hand at once."""
    luck = np.empty(identities.size)
    for i in range(identities.size):
        luck[i] = draw(key, process, identities[i], week, part)
    return luck


def town_key(seed: int, replicate: int = 0) -> Key:
    """Return the key of who lives here and who knows whom.

    Parameters
    ----------
    seed
        Any whole number from 0 up, however large.
    replicate
        Counts the towns made from one seed, from 0.

    Raises
    ------
    ValueError
        If one of them is negative or no whole number.
    """
    return _derived_key(_TOWN_PURPOSE, seed, replicate)


def history_key(seed: int, replicate: int = 0) -> Key:
    """Return the key of what happens; arguments and errors as for `town_key`."""
    return _derived_key(_HISTORY_PURPOSE, seed, replicate)


def _derived_key(purpose: int, seed: int, replicate: int) -> Key:
    """Mix purpose, seed and replicate into a key: Philox on one word of them after the other."""
    words = _words("seed", seed) + _words("replicate", replicate)
    low, high = np.uint64(purpose), np.uint64(0)
    for position, word in enumerate(words):
        low, high, _, _ = philox(np.uint64(word), np.uint64(position), np.uint64(0), np.uint64(0), low, high)
    return Key(low, high)


def _words(name: str, number: int) -> list[int]:
    """Return how many words of 32 bits a number has, and then these words, the lowest first."""
    refusal = f"The {name} must be a whole number from 0 up, not {number!r}."
    try:
        rest = operator.index(number)
    except TypeError as error:
        raise ValueError(refusal) from error
    if rest < 0 or isinstance(number, bool):
        raise ValueError(refusal)
    words = []
    while rest > 0:
        words.append(rest & 0xFFFFFFFF)
        rest >>= 32
    return [len(words), *words]
