"""The draws of `model.randomness` once more, from their papers, in Python's whole numbers.

Philox4x32-10: Salmon et al. 2011; the hash by which draws branch: Wellons 2018 (lowbias32).
"""

from __future__ import annotations

from typing import Any

WORD = 2**32 - 1
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


def luck_word(key: Any, purpose: int, who: int, week: int) -> int:
    """Return a word from which further draws branch."""
    return philox((int(who), int(week), purpose, 0), int(key.low), int(key.high))[0]


def branch(word: int, other: int) -> float:
    """Return the draw that grows from two words, or from a word and a number's."""
    z = word ^ other
    z = (z ^ z >> 16) * 0x7FEB352D & WORD
    z = (z ^ z >> 15) * 0x846CA68B & WORD
    return unit(z ^ z >> 16)


def spread_out(word: int) -> int:
    """Return another word for each word, be it that of somebody's luck or a number."""
    return int(word) * 0x9E3779B9 & WORD


def by_luck(things: list[Any], draws: list[float]) -> list[Any]:
    """Return things in the order of their draws."""
    return [thing for _, thing in sorted(zip(draws, things, strict=True), key=lambda pair: pair[0])]
