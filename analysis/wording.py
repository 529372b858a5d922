"""Puts numbers into words: a level and a difference of each indicator, in its unit, in Chinese and English."""

from __future__ import annotations

import unicodedata
from typing import Literal

from analysis.statistics import Interval, Number, Verdict
from vocabulary.indicators import BY_ID, Indicator
from vocabulary.messages import catalogue, say

Kind = Literal["share", "score", "money", "count"]
MINUS = "\N{MINUS SIGN}"
MONEY_UNIT = {"en": 1e6, "zh": 1e4}


def kind(indicator: Indicator) -> Kind:
    """Tell how an indicator's numbers are written."""
    if indicator.unit.startswith("share"):
        return "share"
    if indicator.unit in ("0-1", "ratio"):
        return "score"
    return "money" if indicator.unit == "yuan per year" else "count"


def unit(text: str, language: str) -> str:
    """Return a unit in ``"zh"`` or ``"en"``."""
    return catalogue(language).get(f"unit.{text}", text)


def axis_unit(indicator: Indicator, language: str, *, difference: bool = False) -> str:
    """Return what stands beside an axis: the unit of the numbers that ``axis_value`` gives."""
    if kind(indicator) == "share":
        return say(language, "unit.points" if difference else "unit.percent")
    if kind(indicator) == "money":
        return say(language, "unit.money")
    return unit(indicator.unit, language)


def axis_value(indicator: Indicator, value: float, language: str) -> float:
    """Return a value as it stands on an axis or in a table: percent, millions (or 10,000s) of yuan, or as it is."""
    if kind(indicator) == "share":
        return 100 * value
    return value / MONEY_UNIT[language] if kind(indicator) == "money" else value


def figure(indicator: Indicator, value: Number, language: str, *, signed: bool = False) -> str:
    """Return the digits of a value without its unit; a dash where it is not defined."""
    if value is None:
        return "–"
    shown = axis_value(indicator, value, language)
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
    return 0 if abs(shown) >= 1000 else 1 if abs(shown) >= 100 else 2


def level(indicator: Indicator, value: Number, language: str) -> str:
    """Return a value with its unit, as in "43.1 %"."""
    if value is None:
        return say(language, "words.undefined")
    return f"{figure(indicator, value, language)} {axis_unit(indicator, language)}"


def gap(indicator: Indicator, value: Number, language: str) -> str:
    """Return a difference with its sign and unit, as in "+4.2 points"."""
    if value is None:
        return say(language, "words.undefined")
    digits_of_it = figure(indicator, value, language, signed=True)
    return f"{digits_of_it} {axis_unit(indicator, language, difference=True)}"


def span(indicator: Indicator, found: Interval, language: str, *, signed: bool = False) -> str:
    """Return the ends of an interval, as in "3.9 to 4.5"; a dash where there is none."""
    if found.low is None or found.high is None:
        return "–"
    low, high = (figure(indicator, end, language, signed=signed) for end in (found.low, found.high))
    return say(language, "words.span", low=low, high=high)


def verdict_words(found: Verdict, language: str) -> str:
    """Return what can be said of a difference."""
    return say(language, f"verdict.{found}")


def label(indicator: str, language: str) -> str:
    """Return an indicator's label, with its first letter large in English."""
    return capital(BY_ID[indicator].label(language))


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal, a Chinese character taking two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
