"""Faults of scenario files: collected, so that all are reported at once, each with its place and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from scenarios.sentences import Phrase, phrase
from vocabulary.messages import RefusalError

SHOWN = 60
LONGEST = 60


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, where in it, and what is allowed instead."""

    file: str | Phrase
    where: str | Phrase
    what: Phrase

    def say(self, language: str) -> str:
        """Return the sentence in ``"zh"`` or ``"en"``."""
        comma, colon = ("，", "：") if language == "zh" else (", ", ": ")
        parts = (part if isinstance(part, str) else part.say(language) for part in (self.file, self.where))
        place = comma.join(part for part in parts if part)
        return f"{place}{colon}{self.what.say(language)}" if place else self.what.say(language)

    def __str__(self) -> str:
        return self.say("en")


class ScenarioError(RefusalError):
    """A place, policy or shock that cannot be used (a ``ValueError``). Its text is one line for each fault.

    Parameters
    ----------
    faults
        What is wrong, or one sentence.
    loaded
        What could be read nevertheless, for further checks; nothing else may use it.
    """

    def __init__(self, faults: Iterable[Fault] | Phrase, loaded: object = None) -> None:
        self.loaded = loaded
        self.faults = (Fault("", "", faults),) if isinstance(faults, Phrase) else tuple(faults)
        super().__init__("scenario")
        self.args = (self.faults,)

    def say(self, language: str) -> str:
        """Return all faults, a line each, in ``"zh"`` or ``"en"``."""
        lines = [fault.say(language) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(phrase("more", count=len(self.faults) - SHOWN).say(language))
        return "\n".join(lines)


@dataclass
class Faults:
    """The faults found so far."""

    found: list[Fault] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.found)

    def add(self, file: object, where: str | Phrase, what: str | Phrase, /, **values: object) -> None:
        """Note a fault, ``what`` being a phrase or a sentence's key with its values; the same one only once."""
        sentence = phrase(what, **values) if isinstance(what, str) else what
        fault = Fault(file if isinstance(file, Phrase) else str(file), where, sentence)
        if fault not in self.found[-SHOWN:]:
            self.found.append(fault)

    def raise_if_any(self) -> None:
        """Raise a `ScenarioError` with everything that was noted."""
        if self.found:
            raise ScenarioError(self.found)


def nearest(name: object, names: Iterable[str]) -> str | Phrase:
    """Return a hint at the most similar of some names, to be set behind what was given; empty if none is similar."""
    close = get_close_matches(str(name)[:100], list(names), n=1, cutoff=0.5)
    return phrase("hint", name=repr(close[0])) if close else ""


def one_of(names: Iterable[str]) -> Phrase:
    """Return the end of a sentence that lists what is allowed."""
    listed = tuple(names)
    shortened = (*listed[:20], "…") if len(listed) > 20 else listed
    return phrase("one_of", names=shortened) if listed else phrase("nothing")


def shown(value: object) -> str:
    """Return a value as a message shows it: quoted and not too long."""
    try:
        text = repr(value[:LONGEST] if isinstance(value, str) else value)
    except (RecursionError, ValueError):  # nested too deeply, or a whole number of thousands of digits
        text = type(value).__name__
    return text if len(text) <= LONGEST + 2 else text[:LONGEST] + "…"
