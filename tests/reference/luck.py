"""The draws of `model.randomness` once more, from their papers, in Python's whole numbers.

Philox4x32-10: Salmon et al. 2011; Splitmix64: Steele, Lea and Flood 2014.
"""

from __future__ import annotations

from typing import Any

WORD, LONG = 2**32 - 1, 2**64 - 1
PAIR_FLIP = 0x50414952
ROUNDS = 10


def philox(counter: tuple[int, int, int, int], low: int, high: int) -> tuple[int, int, int, int]:
    """Return four words of 32 bits for a counter of four words and a key of two."""
    a, b, c, d = counter
    for step in range(ROUNDS):
        one, two = a * 0xD2511F53, c * 0xCD9E8D57
        a, b = two >> 32 ^ b ^ (low + step * 0x9E3779B9 & WORD), two & WORD
        c, d = one >> 32 ^ d ^ (high + step * 0xBB67AE85 & WORD), one & WORD
    return a, b, c, d


def unit(word: int) -> float:
    """Return a word as a number between 0 and 1."""
    return (word + 0.5) / 2.0**32


def four(key: Any, purpose: int, who: int, week: int, part: int = 0) -> tuple[float, float, float, float]:
    """Return four numbers between 0 and 1."""
    a, b, c, d = philox((int(who), int(week), purpose, int(part)), int(key.low), int(key.high))
    return unit(a), unit(b), unit(c), unit(d)


def one(key: Any, purpose: int, who: int, week: int, part: int = 0) -> float:
    """Return the first of the four."""
    return four(key, purpose, who, week, part)[0]


def roots(key: Any, purpose: int, who: int, week: int) -> tuple[int, int]:
    """Return two words of 64 bits from which further draws branch."""
    a, b, c, d = philox((int(who), int(week), purpose, 0), int(key.low), int(key.high))
    return a << 32 | b, c << 32 | d


def branch(root: int, number: int) -> float:
    """Return the draw of a number that grows from a root."""
    z = root + (int(number) + 1) * 0x9E3779B97F4A7C15 & LONG
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & LONG
    z = (z ^ z >> 27) * 0x94D049BB133111EB & LONG
    return (((z ^ z >> 31) >> 11) + 0.5) / 2.0**53


def by_luck(things: list[Any], draws: list[float]) -> list[Any]:
    """Return things in the order of their draws."""
    return [thing for _, thing in sorted(zip(draws, things, strict=True), key=lambda pair: pair[0])]
