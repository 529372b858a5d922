"""The tables of a place: which columns each has, what a cell may hold, and what a row becomes."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from scenarios.place import (
    Community,
    DepartmentEntry,
    OrganizationEntry,
    OrganizationKind,
    PanelEntry,
    PanelKind,
    Purchase,
)
from scenarios.validation import Checked, Label, Name, check_words, refusal
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS

MOST_RESIDENTS = 5_000_000
MOST_ORGANIZATIONS = 4_000
TOLERANCE = 0.001


def words(text: str) -> tuple[str, ...]:
    """Return the words of a cell; semicolons or blanks separate them."""
    return tuple(text.replace(";", " ").split())


def _domains(text: str) -> str:
    check_words(words(text), DOMAIN_IDS)
    if not words(text):
        raise refusal("no_word")
    return text


def _domain(text: str) -> str:
    check_words((text,), DOMAIN_IDS)
    return text


def _groups(text: str) -> str:
    check_words(words(text), GROUP_IDS)
    return text


Domains = Annotated[str, AfterValidator(_domains)]
Domain = Annotated[str, AfterValidator(_domain)]
Groups = Annotated[str, AfterValidator(_groups)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Hours = Annotated[float, Field(ge=0, le=10_000_000)]
Yuan = Annotated[float, Field(ge=0, le=10_000_000_000)]


class Line(Checked):
    """A row of any table. ``source`` names sources of this row's own (see ``scenarios.provenance``)."""

    labels: ClassVar[tuple[str, ...]] = ("id", "zh", "en", "source")
    source: str = ""

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """Columns that must be there."""
        return tuple(name for name, field in cls.model_fields.items() if field.is_required())

    @classmethod
    def optional(cls) -> tuple[str, ...]:
        """Columns that may be there."""
        return tuple(name for name, field in cls.model_fields.items() if not field.is_required())

    @classmethod
    def figures(cls) -> tuple[str, ...]:
        """Columns that need a source: all but names."""
        return tuple(name for name in cls.model_fields if name not in cls.labels)

    @property
    def key(self) -> str:
        """What names this row in its table."""
        raise NotImplementedError

    def entry(self) -> Any:
        """What the row becomes."""
        raise NotImplementedError


class NamedLine(Line):
    """A row with an id and labels; without an English label the Chinese one stands for it."""

    id: Name
    zh: Label
    en: Label = ""

    @property
    def key(self) -> str:
        """The id."""
        return self.id


class CommunityLine(NamedLine):
    """A row of ``communities.csv``."""

    residents: Annotated[int, Field(gt=0, le=MOST_RESIDENTS)]
    group_local: Share
    group_migrant: Share
    group_minority: Share
    group_foreign: Share
    age_child: Share
    age_young: Share
    age_middle: Share
    age_old: Share
    party_share: Share
    grids: Annotated[int, Field(gt=0, le=100_000)]
    room_hours: Hours
    venue_hours: Hours
    units: Count
    committee_yuan: Yuan

    def entry(self) -> Community:
        """Return the community, its shares summing to one."""
        groups = (self.group_local, self.group_migrant, self.group_minority, self.group_foreign)
        ages = (self.age_child, self.age_young, self.age_middle, self.age_old)
        return Community(
            self.id, self.zh, self.en or self.zh, self.residents, _whole(groups), _whole(ages), self.party_share,
            self.grids, self.room_hours, self.venue_hours, self.units, self.committee_yuan,
        )  # fmt: skip


def _whole(shares: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    a, b, c, d = shares
    total = a + b + c + d
    return shares if abs(total - 1) < 1e-9 or total == 0 else (a / total, b / total, c / total, d / total)


class OrganizationLine(NamedLine):
    """A row of ``organizations.csv``. An empty community means the whole subdistrict."""

    community: str = ""
    kind: OrganizationKind
    domains: Domains
    staff: Annotated[float, Field(ge=0, le=10_000)]
    professionalism: Share
    registered: bool
    dormant: bool

    def entry(self) -> OrganizationEntry:
        """Return the organization."""
        return OrganizationEntry(
            self.id, self.zh, self.en or self.zh, self.community, self.kind, words(self.domains), self.staff,
            self.professionalism, self.registered, self.dormant,
        )  # fmt: skip


class DepartmentLine(NamedLine):
    """A row of ``departments.csv``."""

    domains: Domains
    hours: Hours

    def entry(self) -> DepartmentEntry:
        """Return the department."""
        return DepartmentEntry(self.id, self.zh, self.en or self.zh, words(self.domains), self.hours)


class PurchaseLine(Line):
    """A row of ``purchases.csv``. Empty groups mean that the purchase aims at nobody in particular."""

    department: str
    domain: Domain
    groups: Groups = ""
    yuan: Yuan

    @property
    def key(self) -> str:
        """Department and domain."""
        return f"{self.department}/{self.domain}"

    def entry(self) -> Purchase:
        """Return the purchase."""
        return Purchase(self.department, self.domain, words(self.groups), self.yuan)


class PanelLine(Line):
    """A row of ``panel.csv``."""

    kind: PanelKind
    count: Annotated[int, Field(ge=0, le=10_000)]

    @property
    def key(self) -> str:
        """The kind."""
        return self.kind

    def entry(self) -> PanelEntry:
        """Return the entry."""
        return PanelEntry(self.kind, self.count)


LINES: dict[str, type[Line]] = {
    "communities": CommunityLine,
    "organizations": OrganizationLine,
    "departments": DepartmentLine,
    "purchases": PurchaseLine,
    "panel": PanelLine,
}
