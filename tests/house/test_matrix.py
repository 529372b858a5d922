"""``make matrix``: what it says of what was tried and what was not, with programs that do as if in place of most."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.test_emulated import program

ROOT = Path(__file__).parents[2]
MESA = {"3.11": "3.3.1", "3.12": "3.5.1", "3.13": "3.5.1"}
pytestmark = pytest.mark.skipif(shutil.which("make") is None or os.name != "posix", reason="needs make")


def matrix(folder: Path, *versions: str, make: str | Path = "true") -> str:
    """Return what it ends with where these Pythons are on the machine, and everything passes with them.

    ``make`` is the program that is asked for each part.
    """
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    for version, mesa in MESA.items():
        program(folder / "bin" / f"python{version}", f"echo {version if version in versions else 'none'}")
        program(folder / ".venv-matrix" / version / "bin" / "python", f"echo {mesa}")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["make", "matrix", f"MAKE={make}"], cwd=folder, env={"PATH": path},
        text=True, encoding="utf-8", capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split("Tried:")[1]


@pytest.mark.parametrize(
    ("versions", "untried"),
    [(("3.11",), "3.5.1"), (("3.12", "3.13"), "3.3.1"), (("3.11", "3.13"), ""), (("3.11", "3.12", "3.13"), "")],
)
def test_it_says_with_which_locked_mesa_nothing_was_tried(tmp_path, versions, untried):
    said = matrix(tmp_path, *versions)
    assert said.startswith(f" {' '.join(versions)}. Skipped")
    assert ("NOT TRIED" in said) is bool(untried)
    assert f"not with {untried}," in said or not untried


def with_the_script(folder: Path) -> Path:
    """Return a make that runs the script of the emulation, as on a machine that is arm64, and does nothing else."""
    script = folder / "tests" / "reference" / "emulated.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "reference" / "emulated.sh", script)
    shutil.copy(ROOT / "requirements-dev.txt", folder)
    (folder / ".venv-matrix" / "3.11").mkdir(parents=True)
    (folder / ".venv-matrix" / "3.11" / ".ready-dev").touch()
    program(folder / "bin" / "apt-get", "exit 100")
    program(folder / "bin" / "dpkg", "echo arm64")
    return program(folder / "made", f'case " $* " in *" emulated "*) exec {shutil.which("make")} "$@" ;; esac')


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("versions", [("3.11",), ("3.11", "3.12", "3.13")])
def test_its_last_line_says_that_the_emulation_was_skipped_and_why(tmp_path, versions):
    make = with_the_script(tmp_path)
    for _ in range(2):
        last = matrix(tmp_path, *versions, make=make).splitlines()[-1]
        assert last.startswith(
            "NOT TRIED on another processor: the emulation was skipped: this machine is arm64 itself;"
        )


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_what_was_skipped_another_time_is_not_told_again(tmp_path):
    make = with_the_script(tmp_path)
    assert "emulation was skipped" in matrix(tmp_path, "3.11", make=make)
    assert "emulation" not in matrix(tmp_path, "3.11"), "this time nothing was skipped"
