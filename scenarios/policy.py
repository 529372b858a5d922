"""What a policy and a shock consist of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vocabulary.parameters import Value

EventKind = Literal["influx", "need_surge", "budget_cut", "capacity_loss"]


@dataclass(frozen=True)
class Span:
    """A lever's value in some weeks and communities.

    Weeks are counted 1, 2, … from the moment the policies compared begin; ``end`` is the last week, ``None`` without
    end; ``communities`` is ``None`` for everywhere.
    """

    value: Value
    start: int = 1
    end: int | None = None
    communities: tuple[str, ...] | None = None

    @property
    def always(self) -> bool:
        """Whether the value holds everywhere and from beginning to end."""
        return self.start == 1 and self.end is None and self.communities is None


@dataclass(frozen=True)
class Policy:
    """A value of every lever.

    Of a lever's spans, later ones override earlier ones; where none holds, the value of the place's standing policy
    does.
    """

    id: str
    zh: str
    en: str
    note_zh: str
    note_en: str
    levers: dict[str, tuple[Span, ...]]

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class ShockEvent:
    """Something that happens to a place.

    ``influx``: newcomers of ``group``, ``share`` of the residents, evenly over the weeks from ``start`` to ``end``.
    ``need_surge``: rates of need in ``domains`` (all if empty) times ``factor``. ``budget_cut``: purchase and
    activity money times ``factor``. ``capacity_loss``: hours of ``department`` (all if empty) times ``factor``.
    """

    kind: EventKind
    start: int
    end: int | None
    communities: tuple[str, ...] | None
    share: float = 0.0
    group: str = "migrant"
    factor: float = 1.0
    domains: tuple[str, ...] = ()
    department: str = ""


@dataclass(frozen=True)
class Shock:
    """Events that belong together."""

    id: str
    zh: str
    en: str
    note_zh: str
    note_en: str
    events: tuple[ShockEvent, ...]

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en
