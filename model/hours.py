"""Hours: whose stock they are, and a book of what came in, was spent and expired."""

from __future__ import annotations

from typing import Any

import numpy as np

STOCKS = (
    "organizations", "departments", "grid workers", "the command center", "the service center", "the alliance",
    "Party members", "rooms", "judges", "advisers", "residents who watch",
)  # fmt: skip
(
    ORGANIZATIONS, DEPARTMENTS, GRID_WORKERS, COMMAND_CENTER, SERVICE_CENTER, ALLIANCE,
    PARTY_MEMBERS, ROOMS, JUDGES, ADVISERS, WATCHERS,
) = range(11)  # fmt: skip
SUPPLIED, SPENT, EXPIRED = range(3)


def empty_books() -> Any:
    """Return a row for each stock: hours supplied, spent and expired since the beginning."""
    return np.zeros((len(STOCKS), 3))
