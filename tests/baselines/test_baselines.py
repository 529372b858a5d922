"""The kept records are those of the runs now; and they are rewritten with a reason only."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.baselines import keeping
from tests.baselines.keeping import HEADING, RUNS, difference, kept, lived, with_reason, write
from vocabulary.indicators import INDICATORS

LOG = "# Changelog\n\nWords.\n\n## 0.2.0\n\nOutput changes: yes.\n\n- A thing.\n\n## 0.1.0\n\nOutput changes: no.\n"


@pytest.fixture(scope="module")
def now():
    return lived()


def test_runs_are_what_they_were(now):
    found = difference(kept(), now)
    assert not found, f"\n{found}"


def test_there_are_three_small_records_and_no_other():
    assert len(RUNS) == 3
    there = {path.name for path in keeping.FOLDER.iterdir() if path.suffix in (".csv", ".json")}
    assert there == {*(f"{name}.csv" for name in RUNS), keeping.DIGESTS}
    assert all(path.stat().st_size < 60_000 for path in keeping.FOLDER.glob("*.csv"))


# ---- what differs ---------------------------------------------------------------------------------------------------


def changed(found: Any, name: str, old: str, new: str) -> Any:
    text, digest = found[name]
    assert old in text
    return {**found, name: (text.replace(old, new, 1), digest)}


def test_the_first_difference_is_told_with_indicator_and_week(now):
    rows = now["classroom-full"][0].splitlines()
    column = rows[0].split(",").index("trust")
    value = rows[8].split(",")[column]
    at = rows[8].replace(value, value + "1")
    told = difference(now, changed(now, "classroom-full", rows[8], at))
    assert told.startswith(f"classroom-full: trust differs first, in week 7: {value}1, was {value}.\n")
    assert "make baselines REASON=" in told


def test_a_difference_in_a_breakdown_alone_is_told(now):
    text, _ = now["jiangdong-pilot"]
    assert "by community, group, or domain" in difference(now, {**now, "jiangdong-pilot": (text, "0" * 64)})


def test_a_new_indicator_a_lost_one_and_a_missing_record_are_told(now):
    name, last = "classroom-full", INDICATORS[-1].id
    assert f"{last} differs first, in week 0" in difference(changed(now, name, last, "once"), now)
    longer = {**now, name: (now[name][0] + now[name][0].splitlines()[-1].replace("26,", "27,", 1) + "\n", now[name][1])}
    assert "there are no more" in difference(longer, now)
    assert "no record of it yet" in difference({}, now)


def test_what_is_written_is_read_again(now, tmp_path):
    assert kept(tmp_path) == {}
    write(now, tmp_path)
    assert kept(tmp_path) == now
    assert difference(kept(tmp_path), now) == ""


# ---- the reason -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [[], [""], ["  "], ["mended"], ["new", "numbers"], ["修正"]])
def test_without_a_reason_nothing_is_rewritten(words, capsys, monkeypatch):
    monkeypatch.setattr(keeping, "lived", lambda: pytest.fail("nothing is lived"))
    assert keeping.main(words) == 2
    told = capsys.readouterr().err
    assert "needs a reason" in told
    assert told.count("\n") == 1


def test_make_hands_the_reason_on():
    root = Path(keeping.ROOT)
    done = subprocess.run(
        ["make", "--dry-run", "baselines", "REASON=a reason of mine"],
        cwd=root,
        text=True,
        capture_output=True,
        check=False,
    )
    assert '-m tests.baselines.keeping "$REASON"' in done.stdout


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Keep records and changelog in a folder of their own."""
    (tmp_path / "CHANGELOG.md").write_text(LOG)
    monkeypatch.setattr(keeping, "CHANGELOG", tmp_path / "CHANGELOG.md")
    monkeypatch.setattr(keeping.kept, "__defaults__", (tmp_path,))
    monkeypatch.setattr(keeping.write, "__defaults__", (tmp_path,))
    return tmp_path


def test_a_reason_goes_into_the_changelog_where_something_differs(now, elsewhere, capsys, monkeypatch):
    monkeypatch.setattr(keeping, "lived", lambda: now)
    assert keeping.main(["Ties of a new", "organization are a beginner's."]) == 0
    assert kept() == now
    log = (elsewhere / "CHANGELOG.md").read_text()
    assert f"- A thing.\n\n{HEADING}\n\n- Ties of a new organization are a beginner's.\n\n## 0.1.0" in log
    assert keeping.main(["Once more for nothing"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert (elsewhere / "CHANGELOG.md").read_text() == log


def test_a_reason_in_chinese_is_one(now, elsewhere, capsys, monkeypatch):
    monkeypatch.setattr(keeping, "lived", lambda: now)
    assert keeping.main(["修正志愿者退出率的计算，使其不再重复计数"]) == 0
    assert "- 修正志愿者退出率的计算" in (elsewhere / "CHANGELOG.md").read_text("utf-8")


def test_further_reasons_follow_the_first():
    once = with_reason(LOG, "The first reason.")
    twice = with_reason(once, "The second reason, " + "long " * 40 + "indeed.")
    assert f"{HEADING}\n\n- The first reason.\n- The second reason, long" in twice
    assert twice.endswith(LOG[LOG.index("\n## 0.1.0") :])
    assert max(map(len, twice.splitlines())) <= 120
    with_more = once.replace("\n\n## 0.1.0", "\n\n### Fixed\n\n- Another.\n\n## 0.1.0")
    assert "- The first reason.\n- The second one.\n\n### Fixed\n" in with_reason(with_more, "The second one.")


def test_the_only_version_may_be_the_last():
    alone = LOG[: LOG.index("\n## 0.1.0")]
    assert with_reason(alone, "A good reason.").endswith(f"- A thing.\n\n{HEADING}\n\n- A good reason.\n")
