"""Every sentence that a user reads, in Chinese and English: ``messages.zh.json``, ``messages.en.json``, same keys.

Labels of indicators, rows, parameters and categories stand where these are declared, not here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
ONE = {
    "1 files and folders": "1 file or folder",
    **{
        f"1 {many}": f"1 {many.removesuffix('s')}"
        for many in ("faults", "years", "runs", "weeks", "pairs", "residents", "organizations", "points", "replicates")
    },
    "1 policies": "1 policy",
    "1 communities": "1 community",
}
"""What a count of one makes of the words after it, in English."""
MANY = re.compile(rf"(?<![\w.,])(?:{'|'.join(ONE)})\b")


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all sentences of a language, by key.

    Raises
    ------
    ValueError
        If the language is not one of ``LANGUAGES``.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: must be one of {', '.join(LANGUAGES)}")
    path = Path(__file__).with_name(f"messages.{language}.json")
    sentences: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return sentences


@dataclass(frozen=True)
class Word:
    """A text of the catalogue that fills a blank of another one, as a unit does."""

    key: str

    def say(self, language: str) -> str:
        """Return the text in ``"zh"`` or ``"en"``."""
        return catalogue(language)[self.key]


def say(language: str, key: str, **values: object) -> str:
    """Return the sentence under a key, its ``{blanks}`` filled in: a tuple as a list, a `Word` in the language."""
    filled = {name: _said(value, language) for name, value in values.items()}
    text = catalogue(language)[key].format(**filled)
    return in_the_singular(text) if language == "en" else text


def _said(value: object, language: str) -> object:
    if isinstance(value, tuple):
        return catalogue(language)["words.list_separator"].join(str(_said(part, language)) for part in value)
    return value.say(language) if isinstance(value, Word) else value


def in_the_singular(text: str) -> str:
    """Return an English text with "1 years" and the like put right."""
    return MANY.sub(lambda found: ONE[found.group()], text)


class SpokenError(Exception):
    """An error that a user reads: a key of the catalogue and what fills its blanks."""

    def __init__(self, key: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(key, dict(values or {}))
        self.key, self.values = key, dict(values or {})

    def say(self, language: str) -> str:
        """Return the sentence in ``"zh"`` or ``"en"``."""
        return say(language, self.key, **self.values)

    def __str__(self) -> str:
        return self.say("en")


class RefusalError(SpokenError, ValueError):
    """What was asked for cannot be done as it was asked."""


class FailureError(SpokenError, RuntimeError):
    """What was asked for could be done, and went wrong on the way."""
