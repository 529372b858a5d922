"""What must hold between the rows and tables of a place.

The checks read cells, not checked rows: a row with a fault in one cell is held against the other tables all the same,
so that everything is reported at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scenarios.faults import Faults, nearest, one_of, shown
from scenarios.place_tables import MOST_ORGANIZATIONS, MOST_RESIDENTS, TOLERANCE, Line, words
from scenarios.reading import Row, Table
from scenarios.sentences import phrase
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS


@dataclass(frozen=True)
class Lines:
    """A table, and those of its rows that hold by themselves, each with its number."""

    table: Table
    lines: Sequence[tuple[int, Line]]
    faults: Faults = field(repr=False)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, those with faults too."""
        return self.table.rows

    def fault(self, number: int, column: str, what: str, /, **values: object) -> None:
        """Note a fault in a cell."""
        self.faults.add(self.table.file, phrase("cell", row=number, column=column), what, **values)

    def fault_of_table(self, column: str, what: str, /, **values: object) -> None:
        """Note a fault of a column, or with an empty name of the whole table."""
        self.faults.add(self.table.file, phrase("column", column=column) if column else "", what, **values)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all rows, each once."""
        return tuple(dict.fromkeys(row.cells["id"] for row in self.rows if "id" in row.cells))


Read = Mapping[str, Lines]


def check_tables(read: Read) -> None:
    """Hold the tables that could be read against each other."""
    for name, check in CHECKS:
        if name in read:
            check(read, read[name])


def _check_communities(read: Read, table: Lines) -> None:
    if not table.rows:
        table.fault_of_table("", "no_communities")
    total = 0.0
    for row in table.rows:
        _check_shares(table, row, "group", GROUP_IDS)
        _check_shares(table, row, "age", AGE_IDS)
        residents, grids = _number(row, "residents"), _number(row, "grids")
        if residents is not None and grids is not None and grids > residents > 0:
            table.fault(row.number, "grids", "grids", grids=grids, residents=residents)
        total += residents or 0.0
    if total > MOST_RESIDENTS:
        table.fault_of_table("residents", "residents", total=total, limit=MOST_RESIDENTS)


def _check_shares(table: Lines, row: Row, kind: str, categories: Iterable[str]) -> None:
    columns = [f"{kind}_{category}" for category in categories]
    shares = [share for column in columns if (share := _number(row, column)) is not None]
    if len(shares) == len(columns) and abs(sum(shares) - 1) > TOLERANCE:
        table.fault(row.number, f"{columns[0]} … {columns[-1]}", "shares", total=f"{sum(shares):.4g}")


def _number(row: Row, column: str) -> float | None:
    try:
        value = float(row.cells[column])
    except (KeyError, ValueError):
        return None
    return value if abs(value) < 1e12 else None


def _check_ids(read: Read, table: Lines) -> None:
    column = "id" if "id" in table.table.columns else "kind"
    seen: dict[str, int] = {}
    for row in table.rows:
        key = row.cells.get(column, "")
        if key in seen:
            table.fault(row.number, column, "id_twice", value=shown(key), row=seen[key])
        elif key:
            seen[key] = row.number


def _check_organizations(read: Read, table: Lines) -> None:
    if len(table.rows) > MOST_ORGANIZATIONS:
        table.fault_of_table("", "organizations", total=len(table.rows), limit=MOST_ORGANIZATIONS)
    for row in table.rows:
        if row.cells.get("kind") == "mass" and not row.cells.get("community", "").strip():
            table.fault(row.number, "community", "mass_at_home")
    if "communities" in read:
        _check_known(table, "community", read["communities"].ids())


def _check_departments(read: Read, table: Lines) -> None:
    owner: dict[str, str] = {}
    named = [(row, domain) for row in table.rows for domain in dict.fromkeys(words(row.cells.get("domains", "")))]
    for row, domain in named:
        if domain in owner:
            table.fault(row.number, "domains", "mandate_twice", domain=domain, department=owner[domain])
        owner.setdefault(domain, row.cells.get("id", ""))
    missing = [domain for domain in DOMAIN_IDS if domain not in owner]
    if missing and all(domain in DOMAIN_IDS for _, domain in named):
        table.fault_of_table("domains", "no_mandate", domains=tuple(missing))


def _check_purchases(read: Read, table: Lines) -> None:
    if "departments" in read:
        _check_known(table, "department", read["departments"].ids())


def _check_known(table: Lines, column: str, known: tuple[str, ...]) -> None:
    for row in table.rows:
        name = row.cells.get(column, "")
        if name and name not in known:
            hint = nearest(name, known)
            table.fault(row.number, column, column, value=shown(name), hint=hint, allowed=one_of(known))


CHECKS: tuple[tuple[str, Callable[[Read, Lines], None]], ...] = (
    ("communities", _check_ids),
    ("organizations", _check_ids),
    ("departments", _check_ids),
    ("panel", _check_ids),
    ("communities", _check_communities),
    ("organizations", _check_organizations),
    ("departments", _check_departments),
    ("purchases", _check_purchases),
)
