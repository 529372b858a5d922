"""``make emulated``: what its script says and how it ends, with other programs in the place of all that is heavy."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "reference" / "emulated.sh"
BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None or os.name != "posix", reason="needs bash")


def program(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def root(tmp_path):
    """A project that has nothing but the script and programs which do as if."""
    (tmp_path / "tests" / "reference").mkdir(parents=True)
    shutil.copy(SCRIPT, tmp_path / "tests" / "reference")
    (tmp_path / "requirements-dev.txt").write_text("numpy\n", "utf-8")
    program(tmp_path / "bin" / "apt-get", "exit 100")
    program(tmp_path / "bin" / "dpkg", "echo amd64")
    program(tmp_path / "python", 'test "$2" = "" || echo "12ab  a town"')
    return tmp_path


def run(root: Path, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BASH), str(root / "tests" / "reference" / "emulated.sh"), str(root / "python")],
        env={"PATH": path}, text=True, encoding="utf-8", capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def with_programs(root: Path) -> subprocess.CompletedProcess[str]:
    return run(root, f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}")


def already_fetched(root: Path, digest: str) -> None:
    arm = root / ".venv-matrix" / "arm64"
    (arm / "system").mkdir(parents=True)
    shutil.copy(root / "requirements-dev.txt", arm / "locked")
    program(arm / "qemu", f'case "$*" in *digests*) echo "{digest}  a town" ;; esac')


def test_it_can_be_called_by_hand():
    assert os.access(SCRIPT, os.X_OK)


def test_it_is_skipped_where_there_are_no_packages_of_debian(root):
    done = run(root, str(root / "nowhere"))
    assert done.returncode == 0
    assert done.stdout == "Skipped: apt-get is not on this machine; the emulator comes from Debian's packages.\n"
    assert not (root / ".venv-matrix").exists()


def test_it_is_skipped_on_such_a_processor(root):
    program(root / "bin" / "dpkg", "echo arm64")
    done = with_programs(root)
    assert done.returncode == 0
    assert done.stdout.startswith("Skipped: this machine is arm64 itself")


def test_it_is_skipped_where_packages_cannot_be_fetched(root):
    done = with_programs(root)
    assert done.returncode == 0
    assert "\nSkipped: Debian's packages for arm64 could not be fetched" in done.stdout
    assert not (root / ".venv-matrix" / "arm64" / "system").exists()


def test_equal_digests_end_well(root):
    already_fetched(root, "12ab")
    done = with_programs(root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("All digests are equal: arm64, emulated, and amd64 lead to the same bits.\n")


def test_other_digests_end_with_1(root):
    already_fetched(root, "34cd")
    done = with_programs(root)
    assert done.returncode == 1
    assert "< 12ab  a town" in done.stdout
    assert "These are not the digests that amd64 has" in done.stderr
    assert "equal" not in done.stdout
