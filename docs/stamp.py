"""Which model a page of results was made with: the page says it, and ``make nightly`` tells when it is another now."""

from __future__ import annotations

import hashlib
from pathlib import Path

BASELINES = Path(__file__).parents[1] / "tests" / "baselines" / "digests.json"


def stamp() -> str:
    """Return the line that a page ends with: it changes whenever the model's output does."""
    named = hashlib.sha256(BASELINES.read_bytes()).hexdigest()[:12]
    return f"*Made with the model whose baselines are {named}; `make nightly` says when they are others.*"
