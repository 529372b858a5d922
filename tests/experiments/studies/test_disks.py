"""A disk that is really full, and one that cannot be written: both are told, and nothing committed is lost.

They are made of memory, which only a superuser may mount: elsewhere these tests are skipped, and say so.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments.studies.results import damaged
from experiments.studies.status import status
from experiments.studies.store import Store
from tests.experiments.studies import lives
from tests.experiments.studies.made_studies import digest, done, run, tiny
from vocabulary.messages import SpokenError

SIZE = 2_000_000
TOLD = "cannot be read or written"
Mount = Callable[[str], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Mount]]:
    """A disk of two megabytes, and how to mount it anew with other options."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a disk of memory cannot be mounted here")

    if not shutil.which("mount"):
        pytest.skip("there is no mount on this system")
    mount(f"size={SIZE}")
    yield folder, mount
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def serial(tmp_path: Path) -> str:
    """The digest of the study as it is where the disk is large enough."""
    run(tiny(tmp_path), tmp_path / "serial", executor="in-process", live=lives.quick)
    return digest(tmp_path / "serial")


@pytest.mark.parametrize("left", [0, 4_096, 40_000, 120_000])
def test_a_disk_that_fills_up_loses_nothing_that_was_committed(tmp_path, disk, serial, left):
    folder, _ = disk
    plan, store = tiny(tmp_path), folder / "s"
    run(plan, store, executor="in-process", live=lives.quick, at_most=4)
    with (folder / "ballast").open("wb") as file:
        file.write(bytes(max(0, shutil.disk_usage(folder).free - left)))
    with pytest.raises(SpokenError, match=TOLD):
        for _ in range(40):  # lives until it is full
            run(tiny(tmp_path, replicates=400), folder / "other", executor="in-process", live=lives.quick, at_most=20)
            run(plan, store, executor="in-process", live=lives.quick, at_most=1)
    before = done(store)
    assert before >= 4
    (folder / "ballast").unlink()
    with Store.open(store) as read:
        assert damaged(read) == []
    assert run(plan, store, executor="in-process", live=lives.quick)["digest"] == serial


def test_a_disk_that_cannot_be_written_is_told_and_can_be_read(tmp_path, disk, serial):
    folder, mount = disk
    plan, store = tiny(tmp_path), folder / "s"
    run(plan, store, executor="in-process", live=lives.quick, at_most=4)
    mount(f"remount,ro,size={SIZE}")
    with pytest.raises(SpokenError, match=TOLD):
        run(plan, store, executor="in-process", live=lives.quick)
    with Store.open(store) as read:
        assert status(read)["done"] == 4
        assert damaged(read) == []
    mount(f"remount,rw,size={SIZE}")
    assert run(plan, store, executor="in-process", live=lives.quick)["digest"] == serial
