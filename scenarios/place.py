"""What a place consists of: who lives where, which bodies exist at the start, and where each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vocabulary.parameters import Value

OrganizationKind = Literal["mass", "professional"]
PanelKind = Literal["expert", "department", "media", "resident", "adviser"]
Confidence = Literal["A", "B", "C", "D", "assumed"]
FourShares = tuple[float, float, float, float]


@dataclass(frozen=True)
class Community:
    """A community or village.

    ``group_shares`` follow the order of ``vocabulary.categories.GROUPS``, ``age_shares`` that of ``AGES``;
    ``party_share`` is the share of Party members among adults; ``room_hours`` are hours a week of its own premises,
    ``venue_hours`` the further hours that venues (row D3) open; ``units`` are co-building units and Party bodies;
    ``committee_yuan`` is the residents' committee's activity money a year.
    """

    id: str
    zh: str
    en: str
    residents: int
    group_shares: FourShares
    age_shares: FourShares
    party_share: float
    grids: int
    room_hours: float
    venue_hours: float
    units: int
    committee_yuan: float


@dataclass(frozen=True)
class OrganizationEntry:
    """A social organization that exists at the start.

    ``community`` is empty for one that serves the whole subdistrict; the first of ``domains`` is its main one;
    ``staff`` are paid people; ``dormant`` means recorded but not running.
    """

    id: str
    zh: str
    en: str
    community: str
    kind: OrganizationKind
    domains: tuple[str, ...]
    staff: float
    professionalism: float
    registered: bool
    dormant: bool


@dataclass(frozen=True)
class DepartmentEntry:
    """A department with its mandate and its own staff's hours for casework a year."""

    id: str
    zh: str
    en: str
    domains: tuple[str, ...]
    hours: float


@dataclass(frozen=True)
class Purchase:
    """Money with which a department buys services a year, in a domain and, if it aims, for some groups."""

    department: str
    domain: str
    groups: tuple[str, ...]
    yuan: float


@dataclass(frozen=True)
class PanelEntry:
    """How many people of a kind can be called upon as judges or advisers."""

    kind: PanelKind
    count: int


@dataclass(frozen=True)
class Provenance:
    """Where a column's figures come from, or, with ``row``, one row's figure in it."""

    table: str
    column: str
    row: str
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Place:
    """A subdistrict as data. ``parameters`` are uncertainties for which the place has values of its own."""

    id: str
    zh: str
    en: str
    note_zh: str
    note_en: str
    standing_policy: str
    communities: tuple[Community, ...]
    organizations: tuple[OrganizationEntry, ...]
    departments: tuple[DepartmentEntry, ...]
    purchases: tuple[Purchase, ...]
    panel: tuple[PanelEntry, ...]
    parameters: dict[str, Value] = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()

    @property
    def residents(self) -> int:
        """Residents of all communities."""
        return sum(community.residents for community in self.communities)

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en
