"""What moves people is declared: these files hold no other numbers than those a form needs."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = (
    "agents/rules/taking_part.py",
    "model/kernels/taking_part.py",
    "model/kernels/offers.py",
    "model/kernels/roles.py",
    "model/kernels/population.py",
    "model/kernels/feelings.py",
    "model/kernels/network.py",
    "model/world.py",
)
OF_A_FORM = {0.0, 0.5, 1.0, 100.0, 4294967296.0, 1e300}
"""Nothing, the middle, all; fen in a yuan; a draw as a whole word; below every score."""


def numbers(path: str) -> set[float]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {number for number in found if isinstance(number, float)}


@pytest.mark.parametrize("path", FILES)
def test_numbers_that_move_people_are_declared(path):
    assert numbers(path) <= OF_A_FORM
