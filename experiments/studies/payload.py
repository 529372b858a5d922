"""What a run leaves behind as bytes, and back from there, to the bit: a NumPy archive without any pickle."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np

from experiments.histories import History


def encode(history: History) -> bytes:
    """Return a history as bytes; the same history gives the same bytes.

    Raises
    ------
    ValueError, TypeError
        If something in it is no plain data.
    """
    rest = {key: value for key, value in vars(history).items() if key != "totals"}
    text = json.dumps(rest, ensure_ascii=False, allow_nan=False)
    totals = np.asarray(history.totals, dtype=np.float64)
    archive = io.BytesIO()
    np.savez_compressed(archive, totals=totals, rest=np.frombuffer(text.encode(), dtype=np.uint8))
    return archive.getvalue()


def decode(payload: bytes) -> History:
    """Return the history that was encoded."""
    with np.load(io.BytesIO(payload), allow_pickle=False) as archive:
        rest: dict[str, Any] = json.loads(archive["rest"].tobytes())
        totals = archive["totals"]
    for key in ("quarters", "breakdown"):
        rest[key] = tuple(tuple(line) for line in rest[key])
    for key in ("costs_by_year", "casework_by_year"):
        rest[key] = tuple(rest[key])
    return History(totals=totals, **rest)


def finals(history: History) -> bytes:
    """Return all indicators at the end, in the order of the register; NaN where not defined."""
    return np.ascontiguousarray(history.totals[-1], dtype="<f8").tobytes()
