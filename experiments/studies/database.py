"""The database of a study: its tables, how it is opened, and what its failures are called.

One process writes. Every commit is on the disk before the next run is handed out (write-ahead log, full
synchronization), so that what has been committed survives a killed program and a lost machine.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vocabulary.messages import FailureError, RefusalError, SpokenError

FILE = "runs.sqlite"
TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE epochs (id INTEGER PRIMARY KEY, digest TEXT UNIQUE NOT NULL, text TEXT NOT NULL);
CREATE TABLE sittings (
    id INTEGER PRIMARY KEY, began TEXT NOT NULL, ended TEXT, ending TEXT, command TEXT NOT NULL, host TEXT NOT NULL,
    pid INTEGER NOT NULL, surroundings TEXT NOT NULL, executor TEXT NOT NULL, workers INTEGER NOT NULL);
CREATE TABLE runs (
    key TEXT PRIMARY KEY, replicate INTEGER NOT NULL, point INTEGER NOT NULL, policy TEXT NOT NULL,
    epoch INTEGER NOT NULL, sitting INTEGER NOT NULL, seconds REAL NOT NULL, host TEXT NOT NULL, finished TEXT NOT NULL,
    digest TEXT NOT NULL, finals BLOB NOT NULL, payload_digest TEXT NOT NULL, checksum TEXT NOT NULL,
    payload BLOB NOT NULL);
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, number INTEGER NOT NULL, sitting INTEGER NOT NULL, at TEXT NOT NULL,
    seconds REAL NOT NULL, cause TEXT NOT NULL, detail TEXT NOT NULL, host TEXT NOT NULL,
    counts INTEGER NOT NULL DEFAULT 1);
CREATE INDEX attempts_by_key ON attempts (key, counts);
CREATE TABLE looks (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, replicates INTEGER NOT NULL, outcome TEXT NOT NULL, policy TEXT NOT NULL,
    mean REAL, half_width REAL, wanted REAL NOT NULL);
"""
MIGRATIONS: tuple[str, ...] = (TABLES,)
"""What makes each version of the schema out of the one before; a database's version is how many it has been through."""

BUSY_SECONDS = 10.0


def connect(folder: Path, *, writing: bool) -> sqlite3.Connection:
    """Open the database in a folder, its schema brought up to date if it is to be written.

    Raises
    ------
    RefusalError
        If it is of a later version of this program, or no database.
    FailureError
        If it cannot be read or written.
    """
    path = folder / FILE
    with spoken(folder):
        connection = _opened(path, writing)
    try:
        with spoken(folder):
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version > len(MIGRATIONS):
            values = {"store": folder, "given": version, "known": len(MIGRATIONS)}
            raise RefusalError("error.study_later_version", values)
        if writing:
            with spoken(folder):
                _prepare(connection, version)
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, writing: bool) -> sqlite3.Connection:
    if writing:
        return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection = _reading(path, "mode=ro")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return connection
    except sqlite3.OperationalError:
        if not path.exists():
            raise
        # Where nothing can be written, for want of room or of leave, SQLite opens what has no log beside it if told
        # that nobody writes, and a log only where it can keep an index of it: elsewhere, then.
        if not path.with_name(f"{path.name}-wal").exists():
            return _reading(path, "immutable=1")
        return _copy_of(path)


class _Copy(sqlite3.Connection):
    """A database in a folder of its own, which goes when it is closed."""

    folder: Path

    def close(self) -> None:
        """Close the database and remove its folder."""
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _copy_of(path: Path) -> sqlite3.Connection:
    """Return a copy of a database with its log, to be read in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-"))
    try:
        for name in (path.name, f"{path.name}-wal"):
            shutil.copy(path.with_name(name), folder / name)
        connection = sqlite3.connect(folder / path.name, isolation_level=None, factory=_Copy)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    connection.folder = folder
    return connection


def _reading(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _prepare(connection: sqlite3.Connection, version: int) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN;{script};PRAGMA user_version = {number};COMMIT;")


@contextmanager
def transaction(connection: sqlite3.Connection, folder: Path) -> Iterator[None]:
    """Commit what the block writes, all of it or nothing."""
    with spoken(folder):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """Turn what SQLite or the system says into a sentence."""
    try:
        yield
    except SpokenError:
        raise
    except sqlite3.DatabaseError as fault:
        raise FailureError(_key(fault), {"store": folder, "reason": fault}) from fault
    except OSError as fault:
        raise FailureError("error.study_not_written", {"store": folder, "reason": fault.strerror}) from fault


def _key(fault: sqlite3.DatabaseError) -> str:
    name = getattr(fault, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return "error.study_broken"
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY")):
        return "error.study_not_written"
    return "error.study_broken"
