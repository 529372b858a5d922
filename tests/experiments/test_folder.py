import errno
import os
from pathlib import Path

import pytest

from experiments.folder import new_folder
from vocabulary.messages import FailureError, RefusalError


def test_a_folder_takes_its_name_in_the_end(tmp_path):
    with new_folder(tmp_path / "a" / "b") as draft:
        (draft.path / "result.json").write_text("{}")
        assert not (tmp_path / "a" / "b").exists()
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["result.json"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert draft.target == tmp_path / "a" / "b"


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_half_made_stays(tmp_path, error):
    with pytest.raises(error), new_folder(tmp_path / "a" / "b") as draft:
        (draft.path / "result.json").write_text("{}")
        raise error
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_a_sentence(tmp_path):
    with pytest.raises(FailureError, match="cannot be written"), new_folder(tmp_path / "run"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_a_run_is_left_alone(tmp_path):
    (tmp_path / "result.json").write_text("old")
    with pytest.raises(RefusalError, match="already holds another run"), new_folder(tmp_path):
        raise AssertionError("the block must not begin")
    assert (tmp_path / "result.json").read_text() == "old"


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(RefusalError, match="not empty"), new_folder(tmp_path):
        raise AssertionError("the block must not begin")


def test_a_file_is_left_alone(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RefusalError, match="is a file"), new_folder(tmp_path / "file"):
        raise AssertionError("the block must not begin")


def test_below_a_file_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RefusalError, match="cannot be written"), new_folder(tmp_path / "file" / "run"):
        raise AssertionError("the block must not begin")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_locked_folder_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(RefusalError, match="cannot be written"), new_folder(tmp_path / "run"):
        raise AssertionError("the block must not begin")


def test_an_empty_folder_may_be_given(tmp_path):
    (tmp_path / "run").mkdir()
    with new_folder(tmp_path / "run") as draft:
        (draft.path / "a").touch()
    assert (tmp_path / "run" / "a").exists()


def test_what_appears_meanwhile_is_not_overwritten(tmp_path):
    with pytest.raises(RefusalError, match="another run"), new_folder(tmp_path / "run"):
        (tmp_path / "run").mkdir()
        (tmp_path / "run" / "result.json").write_text("other")
    assert (tmp_path / "run" / "result.json").read_text() == "other"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_numbers_count_on(tmp_path):
    names = []
    for _ in range(3):
        with new_folder(tmp_path / "demo", numbered=True) as draft:
            (draft.path / "a").touch()
        names.append(draft.target.name)
    assert names == ["demo-1", "demo-2", "demo-3"]


def test_two_at_once_get_two_numbers(tmp_path):
    with new_folder(tmp_path / "demo", numbered=True) as first, new_folder(tmp_path / "demo", numbered=True) as second:
        (first.path / "a").touch()
        (second.path / "b").touch()
    assert {first.target.name, second.target.name} == {"demo-1", "demo-2"}


def test_others_may_read_it(tmp_path):
    with new_folder(tmp_path / "run") as draft:
        pass
    mask = os.umask(0)
    os.umask(mask)
    assert draft.target.stat().st_mode & 0o777 == 0o777 & ~mask


def test_a_path_that_cannot_be_looked_at_is_refused_in_a_sentence(tmp_path, monkeypatch):
    with pytest.raises(RefusalError, match="cannot be written"), new_folder(tmp_path / ("a" * 300)):
        pass

    def locked(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", locked)
    with pytest.raises(RefusalError, match="permission denied"), new_folder(tmp_path / "new"):
        pass
