"""``make matrix``: what it says of the Mesa versions that were tried, with programs that do as if in place of most."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.test_emulated import program

ROOT = Path(__file__).parents[2]
MESA = {"3.11": "3.3.1", "3.12": "3.5.1", "3.13": "3.5.1"}
pytestmark = pytest.mark.skipif(shutil.which("make") is None or os.name != "posix", reason="needs make")


def matrix(folder: Path, *versions: str) -> str:
    """Return what it ends with where these Pythons are on the machine, and everything passes with them."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    for version, mesa in MESA.items():
        program(folder / "bin" / f"python{version}", f"echo {version if version in versions else 'none'}")
        program(folder / ".venv-matrix" / version / "bin" / "python", f"echo {mesa}")
    done = subprocess.run(
        ["make", "matrix", "MAKE=true"], cwd=folder, env={"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"},
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
