"""The reference workload in our own hands: the same bits without a compiler, the same curves as peers have."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import workload
from benchmarks.peers import spec
from model.randomness import history_key
from tests.reference.interpreted import interpreted

WEEKS = 12


def lived(live_weeks, residents: int):
    town, rows = workload.settle(spec.make_town(residents, seed=3, aware=0.3)), np.zeros((WEEKS, 5))
    with np.errstate(over="ignore"):  # words of 64 bits are meant to run over
        live_weeks(town, history_key(7), 0, rows)
    return {**{name: column.tobytes() for name, column in town._asdict().items()}, "rows": rows.tobytes()}, rows


@pytest.mark.parametrize("residents", [100, 256, 701])
def test_python_and_compiled_code_have_the_same_bits(residents):
    compiled, rows = lived(workload.live_weeks, residents)
    plain, _ = lived(interpreted(workload.live_weeks), residents)
    assert [name for name in compiled if compiled[name] != plain[name]] == []
    assert 0 < rows[-1, 1] < rows[-1, 0] < 1
