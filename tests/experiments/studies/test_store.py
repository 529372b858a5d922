"""The store: what is written once stays, what has changed by a bit is found, and nobody writes beside another."""

import json
import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from experiments.histories import History
from experiments.studies import database, lock
from experiments.studies.epoch import Epoch, differences, present
from experiments.studies.living import outcome_of
from experiments.studies.payload import decode, encode
from experiments.studies.results import damaged, finals, history, row_of, rows, study_digest
from experiments.studies.running import extend, retry
from experiments.studies.store import PLAN, POINTS, Store
from tests.experiments.studies import lives
from tests.experiments.studies.made_studies import digest, run, tiny
from vocabulary.messages import FailureError, RefusalError

KINDS = {".json", ".csv", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".txt", ""}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of sixteen quick runs that nothing may write to."""
    folder = tmp_path_factory.mktemp("filled")
    run(tiny(folder), folder / "store", executor="in-process", live=lives.quick)
    return folder / "store"


@pytest.fixture
def copied(filled: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copied"
    folder.mkdir()
    for file in filled.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def test_a_plan_comes_back_as_it_was(tmp_path):
    plan = tiny(tmp_path)
    Store.create(tmp_path / "store", plan)
    with Store.open(tmp_path / "store") as store:
        assert store.study == plan.study
        assert store.plan.points == plan.points
        assert [store.plan.run(number) for number in range(16)] == [plan.run(number) for number in range(16)]


def test_runs_go_replicate_by_replicate_with_policies_side_by_side(tmp_path):
    plan = tiny(tmp_path, replicates=2)
    told = [(run.replicate, run.point, run.policy) for run in plan.runs(range(2))]
    assert told == [(r, p, policy) for r in range(2) for p in range(2) for policy in ("full", "fragmented")]
    assert len({run.key for run in plan.runs(range(2))}) == 8


def test_a_key_is_what_a_run_depends_on_and_nothing_else(tmp_path):
    base = tiny(tmp_path).run(0).key
    same = ('zh = "别名"', "limits = { run_seconds = 5.0 }", 'record = "end"', "[settings]\n'trust.reported' = 'true'")
    other = ("seed = 1", "town_seed = 3", 'shocks = ["epidemic"]', "[settings]\n'people.start_aware' = 0.31")
    for more in same:
        assert tiny(tmp_path, more=more).run(0).key == base, more
    for more in other:
        assert tiny(tmp_path, more=more).run(0).key != base, more


def test_a_history_comes_back_to_the_bit():
    totals = np.array([[1.0, np.nan], [0.1, -0.0]])
    given = History(totals, ((13, "a", "b", "c", None),), (("a", "b", "c", 0.1),), "d", None, 1.5, 0.0, (1.0,), (2.0,))
    found = decode(encode(given))
    assert found.totals.tobytes() == totals.tobytes()
    assert {**vars(found), "totals": 0} == {**vars(given), "totals": 0}
    assert encode(found) == encode(given)


def test_what_is_kept_is_what_was_lived(filled):
    with Store.open(filled) as store:
        found = list(finals(store))
        assert len(found) == 16
        for row in found:
            policies = [policy.id for policy in store.study.policies]
            number = (row.replicate * 2 + row.point) * 2 + policies.index(row.policy)
            made = lives.made(store.plan.run(number))
            assert history(store, row).totals.tobytes() == made.totals.tobytes()
            assert row.digest == made.digest


def test_a_duplicate_changes_nothing(copied):
    with Store.open(copied, writing=True) as store:
        store.enter_epoch(accept=False)
        before = study_digest(store)
        other = outcome_of(store.plan.run(0), lives.made(store.plan.run(1)), 1.0)
        store.keep([other])
        assert study_digest(store) == before
        assert store.done_count == 16


def test_every_flipped_bit_of_what_is_kept_is_found(copied):
    columns = ("payload", "finals", "digest", "policy", "key", "payload_digest", "checksum")
    connection = sqlite3.connect(copied / database.FILE, isolation_level=None)
    draws = np.random.default_rng(1)
    for column in columns:
        for _ in range(12):
            number, value = connection.execute(f"SELECT rowid, {column} FROM runs ORDER BY random() LIMIT 1").fetchone()
            raw = bytearray(value if isinstance(value, bytes) else value.encode())
            raw[draws.integers(len(raw))] ^= 1 << int(draws.integers(7))
            flipped = bytes(raw) if isinstance(value, bytes) else raw.decode("utf-8", "replace")
            connection.execute(f"UPDATE runs SET {column} = ? WHERE rowid = ?", (flipped, number))
            with Store.open(copied) as store:
                assert len(damaged(store)) == 1, column
                if column != "payload":
                    with pytest.raises(FailureError, match="has changed since it was written"):
                        list(finals(store))
            connection.execute(f"UPDATE runs SET {column} = ? WHERE rowid = ?", (value, number))
    connection.close()
    assert digest(copied)


def test_a_flipped_payload_is_never_handed_on(copied):
    with sqlite3.connect(copied / database.FILE) as connection:
        connection.execute("UPDATE runs SET payload = substr(payload, 2)")
    with Store.open(copied) as store:
        for row in rows(store):
            with pytest.raises(FailureError, match="has changed"):
                history(store, row)


def test_what_is_damaged_is_taken_out_and_lived_again(copied):
    before = digest(copied)
    with sqlite3.connect(copied / database.FILE) as connection:
        connection.execute("UPDATE runs SET finals = zeroblob(8) WHERE replicate = 1 AND point = 0")
    found = retry(str(copied), None)
    assert (found["discarded"], found["done"], found["left"]) == (2, 14, 2)
    run(None, copied, executor="in-process", live=lives.quick)
    assert digest(copied) == before


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_truncated_database_says_so_or_gives_right_numbers(copied, filled, share):
    size = (copied / database.FILE).stat().st_size
    os.truncate(copied / database.FILE, int(size * share))
    with Store.open(filled) as whole:
        right = {row.key: row.digest for row in finals(whole)}
    try:
        with Store.open(copied) as store:
            for row in finals(store):
                assert right[row.key] == row.digest
                history(store, row)
            assert store.done_count in (0, 16)
    except (FailureError, RefusalError) as fault:
        assert str(copied) in str(fault)


@pytest.mark.parametrize("name", [PLAN, POINTS])
def test_a_damaged_plan_is_told(copied, name):
    text = (copied / name).read_text("utf-8")
    for changed in (text[: len(text) // 2], text.replace("1", "2", 1), ""):
        (copied / name).write_text(changed, "utf-8")
        with pytest.raises(FailureError, match="missing or damaged"), Store.open(copied) as store:
            store.plan.run(0)


def test_a_later_schema_is_refused_and_an_earlier_one_is_brought_up(copied, monkeypatch):
    script = "ALTER TABLE runs ADD COLUMN colour TEXT"
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, script))
    before = digest(copied)
    with Store.open(copied, writing=True) as store:
        assert store.all("SELECT DISTINCT colour FROM runs") == [(None,)]
    assert digest(copied) == before
    monkeypatch.undo()
    with pytest.raises(RefusalError, match="later version of this program"):
        Store.open(copied)


def test_no_pickle_lies_on_the_disk(filled):
    with Store.open(filled) as store:
        for (payload,) in store.each("SELECT payload FROM runs"):
            assert payload[:2] == b"PK"
    assert {path.suffix for path in filled.iterdir()} <= KINDS


# ---- who may write --------------------------------------------------------------------------------------------------


def test_a_second_one_is_refused_and_told_who_has_it(copied):
    with lock.held(copied):
        with pytest.raises(RefusalError, match=f"process {os.getpid()} on"):
            run(None, copied, executor="in-process", live=lives.quick)
        assert lock.is_held(copied)
    assert not lock.is_held(copied)


def test_a_lock_that_a_dead_one_left_is_taken_over(copied):
    (copied / lock.HOLDER).write_text(json.dumps({"pid": 1, "host": "gone", "since": "then"}), "utf-8")
    (copied / lock.LOCK).touch()
    assert not lock.is_held(copied)
    assert run(None, copied, executor="in-process", live=lives.quick)["ending"] == "complete"


def test_another_epoch_is_refused_unless_accepted(copied, monkeypatch):
    extend(str(copied), None, 5)
    here = present()
    other = Epoch(here.sources, (("mesa", "99"), *here.libraries[1:]), here.numerics)
    monkeypatch.setattr("experiments.studies.store.present", lambda: other)
    with pytest.raises(RefusalError, match=r"mesa .* → 99"):
        run(None, copied, executor="in-process", live=lives.quick)
    assert differences(here, Epoch("x", here.libraries, "y"))


def test_a_changed_study_is_refused(copied, tmp_path):
    with pytest.raises(RefusalError, match="not the study any more"):
        run(tiny(tmp_path, points=3), copied, executor="in-process", live=lives.quick)
    with pytest.raises(RefusalError, match="study extend"):
        run(tiny(tmp_path, replicates=9), copied, executor="in-process", live=lives.quick)
    with pytest.raises(RefusalError, match="other limits"):
        run(tiny(tmp_path, more="limits = { attempts = 7 }"), copied, executor="in-process", live=lives.quick)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(RefusalError, match="something else"):
        run(tiny(tmp_path), tmp_path / "own", executor="in-process", live=lives.quick)
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FailureError, match="cannot be read or written"):
        run(tiny(tmp_path), tmp_path / "file" / "store", executor="in-process", live=lives.quick)


def test_a_row_is_found_by_its_key(filled):
    with Store.open(filled) as store:
        key = store.plan.run(3).key
        row = row_of(store, key)
        assert row is not None and row.key == key
        assert row_of(store, "nothing") is None
