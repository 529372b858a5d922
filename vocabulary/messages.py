"""Every sentence that a user reads, in Chinese and English: ``messages.zh.json``, ``messages.en.json``, same keys.

Labels of indicators, rows, parameters and categories stand where these are declared, not here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")


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


def say(language: str, key: str, **values: object) -> str:
    """Return the sentence under a key, its ``{blanks}`` filled in."""
    return catalogue(language)[key].format(**values)


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
