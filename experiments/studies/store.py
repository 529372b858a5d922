"""The store of a study: one folder with its resolved plan, its runs, attempts and sittings, and a log."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter

from experiments.studies import database, lock
from experiments.studies.epoch import Epoch, differences, present, surroundings
from experiments.studies.living import Outcome
from experiments.studies.plan import StudyPlan
from experiments.studies.points import points_as_text, points_from_text
from scenarios import Study
from vocabulary.messages import FailureError, RefusalError

PLAN, POINTS, LOG = "plan.json", "points.csv", "log.txt"
FORMAT = 1
STUDY: TypeAdapter[Study] = TypeAdapter(Study)
ENDINGS = ("complete", "failed", "interrupted", "paused")


@dataclass
class Store:
    """A study's folder, opened to read or to write."""

    folder: Path
    study: Study
    connection: sqlite3.Connection
    digests: dict[str, str]
    sitting: int = 0
    _epochs: dict[str, int] = field(default_factory=dict)

    # ---- made and opened -------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, folder: Path, plan: StudyPlan) -> None:
        """Write a study's plan into a new folder, and open its database for the first time.

        The plan comes last under its own name: a folder without it is none of ours, and is made anew.
        """
        with database.spoken(folder):
            folder.mkdir(parents=True, exist_ok=True)
            points = points_as_text(plan.points)
            _write(folder / POINTS, points)
            database.connect(folder, writing=True).close()
            study = json.loads(STUDY.dump_json(plan.study))
            digests = {"plan": plan.digest, "points": _digest(points)}
            digests["all"] = _digest(json.dumps(study) + digests["plan"] + digests["points"])
            written = {"format": FORMAT, "digests": digests, "study": study}
            _write(folder / PLAN, json.dumps(written, ensure_ascii=False, indent=1))

    @classmethod
    def open(cls, folder: Path, *, writing: bool = False) -> Self:
        """Open the store in a folder.

        Raises
        ------
        RefusalError
            If there is none, or it is of another format.
        FailureError
            If its plan or its database is damaged.
        """
        try:
            study, digests = _read((folder / PLAN).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise RefusalError("error.study_none_here", {"store": folder}) from None
        except (OSError, ValueError, TypeError, KeyError) as fault:
            raise FailureError("error.study_plan_damaged", {"store": folder, "file": PLAN}) from fault
        if not (folder / database.FILE).exists():
            raise FailureError("error.study_plan_damaged", {"store": folder, "file": database.FILE})
        return cls(folder, study, database.connect(folder, writing=writing), digests)

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def plan(self) -> StudyPlan:
        """The plan, with its points read and held against their fingerprint."""
        try:
            text = (self.folder / POINTS).read_text(encoding="utf-8")
        except (OSError, ValueError) as fault:
            raise FailureError("error.study_plan_damaged", {"store": self.folder, "file": POINTS}) from fault
        if _digest(text) != self.digests["points"]:
            raise FailureError("error.study_plan_damaged", {"store": self.folder, "file": POINTS})
        return StudyPlan(self.study, points_from_text(text))

    # ---- facts and sittings ----------------------------------------------------------------------------------------

    def fact(self, name: str, default: str) -> str:
        """Return something that is noted of the study."""
        found = self.all("SELECT value FROM facts WHERE name = ?", name)
        return str(found[0][0]) if found else default

    def note(self, name: str, value: object) -> None:
        """Note something of the study."""
        with self.transaction():
            self.connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, str(value)))

    @property
    def most(self) -> int:
        """Replicates that may be run: as the study says, or as it was extended."""
        return int(self.fact("most", str(self.study.replicates.most)))

    @property
    def target(self) -> int:
        """Replicates that are wanted so far: the first, and what the looks have added."""
        first = min(self.study.replicates.first, self.most) if self.study.stop else self.most
        return min(self.most, int(self.fact("target", str(first))))

    def begin_sitting(self, command: str, executor: str, workers: int) -> None:
        """Note who begins to run what, where and with what."""
        row = (lock.now(), command, surroundings()["host"], os.getpid(), json.dumps(surroundings()), executor, workers)
        with self.transaction():
            self.sitting = int(
                self.connection.execute(
                    "INSERT INTO sittings (began, command, host, pid, surroundings, executor, workers) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    row,
                ).lastrowid
                or 0
            )
        self.log(f"sitting {self.sitting} begins: {command}")

    def end_sitting(self, ending: str) -> None:
        """Note how a sitting ended."""
        with self.transaction():
            row = (lock.now(), ending, self.sitting)
            self.connection.execute("UPDATE sittings SET ended = ?, ending = ? WHERE id = ?", row)
        self.log(f"sitting {self.sitting} ends: {ending}")

    def log(self, line: str) -> None:
        """Append a line to the log."""
        with database.spoken(self.folder), (self.folder / LOG).open("a", encoding="utf-8") as file:
            file.write(f"{lock.now()} {line}\n")

    # ---- epochs ----------------------------------------------------------------------------------------------------

    @property
    def epochs(self) -> list[Epoch]:
        """The epochs that the runs were lived in, the first one first."""
        return [Epoch.from_text(text) for (text,) in self.all("SELECT text FROM epochs ORDER BY id")]

    def enter_epoch(self, *, accept: bool) -> None:
        """Enter the present epoch; another one than that of the runs is refused unless accepted.

        Raises
        ------
        RefusalError
            With what has changed.
        """
        here, known = present(), self.epochs
        if known and here not in known and not accept and self.done_count:
            values = {"store": self.folder, "changes": differences(known[-1], here)}
            raise RefusalError("error.study_other_epoch", values)
        if here not in known:
            with self.transaction():
                row = (here.digest, here.as_text())
                self.connection.execute("INSERT INTO epochs (digest, text) VALUES (?, ?)", row)
            self.log(f"epoch {here.digest}")
        self._epochs = {str(digest): int(at) for digest, at in self.all("SELECT digest, id FROM epochs")}

    # ---- runs and attempts -----------------------------------------------------------------------------------------

    def keep(self, outcomes: Iterable[Outcome]) -> None:
        """Commit what became of some runs. A run that is there already stays as it is."""
        with self.transaction():
            for outcome in outcomes:
                self._keep_failure(outcome) if outcome.cause else self._keep_result(outcome)

    def _keep_result(self, outcome: Outcome) -> None:
        run = outcome.run
        epoch = self._epochs[outcome.epoch]
        payload_digest = hashlib.sha256(outcome.payload).hexdigest()
        parts = (run.key, run.replicate, run.point, run.policy, epoch, outcome.digest, payload_digest)
        self.connection.execute(
            "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *parts[:5], self.sitting, outcome.seconds, outcome.host, lock.now(), outcome.digest, outcome.finals,
                payload_digest, checksum(parts, outcome.finals), outcome.payload,
            ),
        )  # fmt: skip

    def _keep_failure(self, outcome: Outcome) -> None:
        row = (
            outcome.run.key, outcome.run.number, self.sitting, lock.now(), outcome.seconds, outcome.cause,
            outcome.detail, outcome.host, outcome.counts,
        )  # fmt: skip
        columns = "key, number, sitting, at, seconds, cause, detail, host, counts"
        self.connection.execute(f"INSERT INTO attempts ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    @property
    def done_count(self) -> int:
        """Runs that are done."""
        return int(self.all("SELECT count(*) FROM runs")[0][0])

    def done_before(self, replicate: int) -> int:
        """Return how many runs of the replicates before one are done."""
        return int(self.all("SELECT count(*) FROM runs WHERE replicate < ?", replicate)[0][0])

    def done(self) -> set[str]:
        """Return the keys of the runs that are done."""
        return {str(key) for (key,) in self.all("SELECT key FROM runs")}

    def attempts(self) -> dict[str, int]:
        """Return how many attempts each run has used up that is not done, since it was last asked to be tried again."""
        text = "SELECT key, sum(counts) FROM attempts WHERE counts AND key NOT IN (SELECT key FROM runs) GROUP BY key"
        return {str(key): int(count) for key, count in self.all(text)}

    def failures(self) -> list[dict[str, Any]]:
        """Return the runs that were given up, each with its last cause."""
        text = (
            "SELECT number, key, count(*), cause, detail, at, host FROM attempts WHERE counts "
            "AND key NOT IN (SELECT key FROM runs) GROUP BY key HAVING sum(counts) >= ? AND id = max(id) "
            "ORDER BY number"
        )
        names = ("number", "key", "attempts", "cause", "detail", "at", "host")
        return [dict(zip(names, row, strict=True)) for row in self.all(text, self.study.limits.attempts)]

    def forgive(self) -> int:
        """Let runs that were given up be tried again; return how many there were."""
        failed = self.failures()
        with self.transaction():
            self.connection.execute("UPDATE attempts SET counts = 0")
        return len(failed)

    def discard(self, keys: Iterable[str]) -> None:
        """Take out runs that are damaged, so that they are lived again."""
        with self.transaction():
            self.connection.executemany("DELETE FROM runs WHERE key = ?", [(key,) for key in keys])

    # ---- how it is asked -------------------------------------------------------------------------------------------

    def all(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with database.spoken(self.folder):
            return self.connection.execute(text, values).fetchall()

    def each(self, text: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query one by one."""
        with database.spoken(self.folder):
            yield from self.connection.execute(text, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, all of it or nothing."""
        with database.transaction(self.connection, self.folder):
            yield


def checksum(parts: tuple[object, ...], finals: bytes) -> str:
    """Return the fingerprint of a run's row: key, replicate, point, policy, epoch, digest, payload's digest, finals."""
    return hashlib.sha256(json.dumps(parts).encode() + finals).hexdigest()


def _read(text: str) -> tuple[Study, dict[str, str]]:
    """Return the study that a plan's file holds, and the fingerprints in it.

    Raises
    ------
    ValueError
        If it does not hold together.
    """
    written = json.loads(text)
    study, digests = json.dumps(written["study"]), written["digests"]
    if written["format"] != FORMAT or _digest(study + digests["plan"] + digests["points"]) != digests["all"]:
        raise ValueError(PLAN)
    return STUDY.validate_json(study), digests


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
