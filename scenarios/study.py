"""What a study's file holds, and a study as it was read: policies × points of uncertainties × replicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, field_validator

from scenarios.levers import Window
from scenarios.place import Place
from scenarios.policy import Policy, Shock
from scenarios.study_designs import Design, ListDesign
from scenarios.validation import Checked, ChineseNote, Label, Name, Note
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.parameters import Value

MOST_RUNS = 1_000_000
MOST_REPLICATES = 100_000
MOST_POLICIES = 200
MOST_UNCERTAINTIES = 1_000
LARGEST_SEED = 2**63 - 1
Record = Literal["weekly", "end"]
Money = Literal["own", "equal"]
Names = dict[str, Any]


class PolicyTable(Window):
    """A policy of a study: what it extends, its rows, its dates; all other keys are levers."""

    model_config = ConfigDict(**{**Checked.model_config, "extra": "allow"})

    extends: Name | None = None
    rows: Annotated[list[str], Field(max_length=100)] | None = None
    zh: Label | None = None
    en: Label | None = None


class Spread(Checked):
    """Where an uncertainty may lie: between two bounds, or at one of some values; otherwise where it is declared to."""

    low: float | None = None
    high: float | None = None
    values: Annotated[list[Any], Field(min_length=1, max_length=100)] | None = None


class Replicates(Checked):
    """How many replicates: ``first``, then a ``batch`` after each look that is not content, at most ``most``."""

    first: int = Field(ge=1, le=MOST_REPLICATES)
    batch: int = Field(default=10, ge=1, le=MOST_REPLICATES)
    most: int = Field(default=0, ge=0, le=MOST_REPLICATES)


class Stop(Checked):
    """When enough has been run: the half-width of an interval over replicates, for each primary outcome."""

    on: Literal["paired difference", "mean"] = "paired difference"
    baseline: Name | None = None
    half_width: float = Field(gt=0, le=1e12)
    confidence: float = Field(default=0.95, ge=0.5, le=0.999)


class Limits(Checked):
    """What a run may take: seconds, memory of its process in MB (on Linux), and attempts before it is given up."""

    run_seconds: float = Field(default=3600.0, gt=0, le=1e6)
    run_memory_mb: int | None = Field(default=None, ge=100, le=10_000_000)
    attempts: int = Field(default=3, ge=1, le=20)


class Outcome(Checked):
    """An indicator that the study asks about; its goal is the declared one unless given."""

    goal: Literal["max", "min", ""] | None = None
    primary: bool = False
    smallest_that_matters: float = Field(default=0.0, ge=0, le=1e12)


class StudyFile(Checked):
    """A study: policies × points of uncertainties × replicates, in one place."""

    kind: Literal["study/1"] = Field(alias="schema")
    id: Name
    zh: Label = ""
    en: Label = ""
    note_zh: ChineseNote = ""
    note_en: Note = ""
    place: Name
    scale: float = Field(default=1.0, gt=0, le=1)
    years: float = Field(default=3.0, ge=1 / WEEKS_A_YEAR, le=50)
    burn_in: int = Field(default=104, ge=0, le=2600)
    seed: int = Field(default=0, ge=0, le=LARGEST_SEED)
    town_seed: int | None = Field(default=None, ge=0, le=LARGEST_SEED)
    shocks: list[Name] = Field(default=[], max_length=20)
    record: Record = "weekly"
    money: Money = "own"
    base_rates: bool = False
    settings: Names = Field(default={}, max_length=MOST_UNCERTAINTIES)
    policies: dict[Name, PolicyTable] = Field(min_length=1, max_length=MOST_POLICIES)
    uncertainties: dict[str, Spread] = Field(default={}, max_length=MOST_UNCERTAINTIES)
    design: Design = ListDesign(kind="list")
    replicates: Replicates = Replicates(first=30)
    stop: Stop | None = None
    limits: Limits = Limits()
    outcomes: dict[str, Outcome] = Field(default={}, max_length=200)

    @field_validator("policies", mode="before")
    @classmethod
    def _by_name(cls, given: Any) -> Any:
        """Take a list of names as tables that change nothing."""
        if isinstance(given, list) and all(isinstance(name, str) for name in given) and len(set(given)) == len(given):
            return {name: {} for name in given}
        return given

    @field_validator("replicates", mode="before")
    @classmethod
    def _a_number(cls, given: Any) -> Any:
        """Take a plain number as that of the first replicates, after which nothing is added."""
        return {"first": given} if isinstance(given, int) and not isinstance(given, bool) else given


@dataclass(frozen=True)
class Arm:
    """What is run of a policy: at its own cost, or ``evened``, with casework bought until all cost the same."""

    policy: Policy
    evened: bool = False

    @property
    def name(self) -> str:
        """What its runs are called."""
        return f"{self.policy.id} (equal money)" if self.evened else self.policy.id


@dataclass(frozen=True)
class Study:
    """A study of which every part is loaded and checked.

    Attributes
    ----------
    policies
        Each under its name in the study.
    settings
        States of the world that differ from what place and register declare, the same in all runs.
    uncertainties
        The values that each may take: two bounds, or a list.
    design
        How points are chosen in them; ``table`` holds the points of a CSV file.
    file
        The text of the study's file.
    money
        With ``"equal"`` every policy is run twice: at its own cost, and so that all cost the same in each year.
    base_rates
        Whether what base rates of real places say and no indicator shows is measured over the weeks of each run.
    """

    id: str
    zh: str
    en: str
    note_zh: str
    note_en: str
    place: Place
    standing: Policy
    policies: tuple[Policy, ...]
    uncertainties: Mapping[str, Spread]
    design: Design
    replicates: Replicates
    stop: Stop | None
    limits: Limits
    outcomes: Mapping[str, Outcome]
    settings: Mapping[str, Value] = field(default_factory=dict)
    shocks: tuple[Shock, ...] = ()
    seed: int = 0
    town_seed: int | None = None
    weeks: int = 156
    burn_in: int = 104
    scale: float = 1.0
    record: Record = "weekly"
    table: tuple[dict[str, Value], ...] = ()
    file: str = ""
    money: Money = "own"
    base_rates: bool = False

    @property
    def arms(self) -> tuple[Arm, ...]:
        """What is run at each point: every policy, at equal money a second time."""
        own = tuple(Arm(policy) for policy in self.policies)
        return own if self.money == "own" else own + tuple(Arm(policy, evened=True) for policy in self.policies)

    @property
    def point_count(self) -> int:
        """Points of the design."""
        return len(self.table) or self.design.count([len(self.levels_of(name)) for name in self.uncertainties])

    @property
    def runs(self) -> int:
        """Runs if all replicates are needed."""
        return self.point_count * len(self.arms) * self.replicates.most

    @property
    def primary(self) -> tuple[str, ...]:
        """The primary outcomes."""
        return tuple(name for name, outcome in self.outcomes.items() if outcome.primary)

    def levels_of(self, name: str) -> list[Value]:
        """Return the values that an uncertainty may take if they are listed."""
        return list(self.uncertainties[name].values or ())

    def label(self, language: str) -> str:
        """Return the label in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en
