"""Puts numbers into words: a level and a difference of each indicator, in its unit, in Chinese and English."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from typing import Literal

from analysis.statistics import Interval, Number, Verdict
from vocabulary.calendar import WEEKS_A_QUARTER, WEEKS_A_YEAR
from vocabulary.indicators import BY_ID, Indicator
from vocabulary.messages import catalogue, say

SCORE = "0-1"
BELOW_NOTHING = ("correlation", "difference of shares")
"""Units of levels that can be less than nothing."""
SMALL = 0.05
"""Counts below this are written with one more digit."""
Kind = Literal["share", "score", "money", "count"]
MINUS = "\N{MINUS SIGN}"
MONEY = "yuan per year"
MONEY_UNITS = {
    "en": {f"million {MONEY}": 1e6, f"thousand {MONEY}": 1e4, MONEY: 0.0},
    "zh": {f"ten thousand {MONEY}": 1e4, MONEY: 0.0},
}
"""Units of money of a language, and from what size on each is taken."""
YUAN = {f"million {MONEY}": 1e6, f"thousand {MONEY}": 1e3, f"ten thousand {MONEY}": 1e4, MONEY: 1.0}


def kind(indicator: Indicator) -> Kind:
    """Tell how an indicator's numbers are written."""
    if indicator.unit.startswith("share"):
        return "share"
    if indicator.unit in (SCORE, "ratio"):
        return "score"
    return "money" if indicator.unit in YUAN else "count"


def with_unit_for(indicator: Indicator, language: str, *values: Number) -> Indicator:
    """Return an indicator of money in the unit that suits the largest of some values; any other as it is."""
    if kind(indicator) != "money":
        return indicator
    size = max((abs(value) for value in values if value is not None), default=0.0)
    return replace(indicator, unit=next(name for name, least in MONEY_UNITS[language].items() if size >= least))


def unit(text: str, language: str) -> str:
    """Return a unit in ``"zh"`` or ``"en"``."""
    return catalogue(language).get(f"unit.{text}", text)


def axis_unit(indicator: Indicator, language: str, *, difference: bool = False) -> str:
    """Return what stands beside an axis: the unit of the numbers that ``axis_value`` gives."""
    if kind(indicator) == "share":
        return say(language, "unit.points" if difference else "unit.percent")
    return unit(indicator.unit, language)


def axis_value(indicator: Indicator, value: float) -> float:
    """Return a value as it stands on an axis or in a table: percent, money in its unit, or as it is."""
    if kind(indicator) == "share":
        return 100 * value
    return value / YUAN[indicator.unit] if kind(indicator) == "money" else value


def figure(indicator: Indicator, value: Number, *, signed: bool = False) -> str:
    """Return the digits of a value without its unit; a dash where it is not defined."""
    if value is None:
        return "–"
    shown = axis_value(indicator, value)
    text = f"{shown:+,.{digits(indicator, shown)}f}" if signed else f"{shown:,.{digits(indicator, shown)}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("+-")  # nothing is neither more nor less
    return text.replace("-", MINUS)


def digits(indicator: Indicator, shown: float) -> int:
    """Return how many digits after the point are worth reading."""
    if kind(indicator) == "share":
        return 1
    if kind(indicator) == "score":
        return 3
    if 0 < abs(shown) < SMALL and kind(indicator) == "count":
        return 3
    return 0 if abs(shown) >= 1000 else 1 if abs(shown) >= 100 else 2


def level(indicator: Indicator, value: Number, language: str) -> str:
    """Return a value with its unit, as in "43.1 %"."""
    if value is None:
        return say(language, "words.undefined")
    return f"{figure(indicator, value)} {axis_unit(indicator, language)}"


def gap(indicator: Indicator, value: Number, language: str) -> str:
    """Return a difference with its sign and unit, as in "+4.2 points"."""
    if value is None:
        return say(language, "words.undefined")
    digits_of_it = figure(indicator, value, signed=True)
    return f"{digits_of_it} {axis_unit(indicator, language, difference=True)}"


def span(indicator: Indicator, found: Interval, language: str, *, signed: bool = False) -> str:
    """Return the ends of an interval, as in "3.9 to 4.5"; a dash where there is none.

    That of a level is cut as ``ends`` says, that of a difference (``signed``) is not.
    """
    shown = (found.low, found.high) if signed else ends(indicator, found)
    if shown is None or None in shown:
        return "–"
    low, high = (figure(indicator, end, signed=signed) for end in shown)
    return say(language, "words.span", low=low, high=high)


def ends(indicator: Indicator, found: Interval) -> tuple[float, float] | None:
    """Return the ends of a level's interval, cut at nothing, and at all where there is an all; ``None`` without one.

    With few runs an interval can reach where no value lies. Nothing is cut where values below nothing can be.
    """
    if found.low is None or found.high is None:
        return None
    if indicator.unit in BELOW_NOTHING or (found.mean is not None and found.mean < 0):
        return found.low, found.high
    has_all = kind(indicator) == "share" or indicator.unit == SCORE
    most = 1.0 if has_all else math.inf
    return max(0.0, found.low), min(most, found.high)


def verdict_words(found: Verdict, language: str) -> str:
    """Return what can be said of a difference."""
    return say(language, f"verdict.{found}")


def whole_place(scale: float, language: str) -> str:
    """Return what tells that a sample's sums stand for the whole place; nothing where all residents are simulated."""
    return say(language, "words.whole_place") if scale < 1 else ""


def horizon(years: float, language: str) -> str:
    """Return how long was lived: "3 years", or "5 weeks" where that is no quarter, half or whole of years."""
    weeks = round(years * WEEKS_A_YEAR)
    if weeks % WEEKS_A_QUARTER:
        return say(language, "words.weeks", weeks=weeks)
    return say(language, "words.years", years=f"{years:g}")


def label(indicator: str, language: str) -> str:
    """Return an indicator's label, with its first letter large in English."""
    return capital(BY_ID[indicator].label(language))


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal, a Chinese character taking two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
