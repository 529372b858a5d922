"""Money as double entry: every yuan has a payer and a payee.

Amounts are whole fen (a hundredth of a yuan), so that sums are exact. With a scale below one, accounts hold the scaled
amounts; what is reported is scaled back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Fen = Any
"""A whole number of fen, or an array of them."""

SECTORS = ("finance", "residents", "units", "foundations", "staff", "suppliers", "enterprises")
FINANCE, RESIDENTS, UNITS, FOUNDATIONS, STAFF, SUPPLIERS, ENTERPRISES = range(7)
PURPOSES = (
    "casework", "grid_work", "committee_activities", "center_staff", "alliance_staff", "rooms", "training",
    "events", "fees", "donations", "unit_giving", "foundation_grants", "wages", "activities", "winding_up",
    "subsidy", "milestones", "reward", "match", "paid_back", "project_outreach", "project_hours", "project_activities",
    "judging", "advisers", "rules", "seed", "entry_grant", "start_cash",
    "rooms_in_kind", "venues",
)  # fmt: skip
PLACES = {purpose: at for at, purpose in enumerate(PURPOSES)}

ACCRUED = [PURPOSES.index(name) for name in ("subsidy", "milestones", "reward")]
"""Counted as public cost when they are claimed, not when they are paid: what is owed at the end is counted too."""


def fen(yuan: Any) -> Any:
    """Return yuan as whole fen, rounded to the nearest."""
    if isinstance(yuan, float):
        return round(yuan * 100.0)
    return np.rint(np.asarray(yuan, dtype=float) * 100.0).astype(np.int64)


class Accounts:
    """Balances of the sectors outside and of every organization, and what flowed for which purpose.

    Sectors begin at 0 and may go below: their balance is what came from or went to them. Organizations may not.
    """

    def __init__(self, organizations: int) -> None:
        self.sectors = np.zeros(len(SECTORS), dtype=np.int64)
        self.cash = np.zeros(organizations, dtype=np.int64)
        self.received = np.zeros(organizations, dtype=np.int64)
        self.spent = np.zeros(organizations, dtype=np.int64)
        self.flows = np.zeros(len(PURPOSES), dtype=np.int64)
        self.week = np.zeros((len(PURPOSES), 2), dtype=np.int64)

    def grow(self, organizations: int) -> None:
        """Make room for more organizations."""
        more = np.zeros(organizations - self.cash.size, dtype=np.int64)
        self.cash = np.concatenate([self.cash, more])
        self.received, self.spent = np.concatenate([self.received, more]), np.concatenate([self.spent, more])

    def begin_week(self) -> None:
        """Forget the week's flows."""
        self.week[:] = 0

    def pay_outside(self, purpose: str, payer: int, payee: int, amount: Fen) -> None:
        """Let one sector pay another."""
        whole = int(amount)
        self.sectors[payer] -= whole
        self.sectors[payee] += whole
        self._note(purpose, payer, whole)

    def pay_organizations(self, purpose: str, payer: int, amounts: Fen) -> int:
        """Let a sector pay each organization its amount; return what it pays in all."""
        total = int(np.add.reduce(amounts))
        self.cash += amounts
        self.received += amounts
        self.sectors[payer] -= total
        self._note(purpose, payer, total)
        return total

    def give_one(self, purpose: str, payer: int, organization: int, amount: int) -> None:
        """Let a sector pay one organization."""
        self.cash[organization] += amount
        self.received[organization] += amount
        self.sectors[payer] -= amount
        self._note(purpose, payer, amount)

    def pay_from_organizations(self, purpose: str, payee: int, amounts: Fen) -> None:
        """Let each organization pay a sector its amount.

        Raises
        ------
        ArithmeticError
            If an organization would pay more than it has.
        """
        if bool((amounts > self.cash).any()):
            raise ArithmeticError(f"an organization pays more than it has for {purpose}")
        self.cash -= amounts
        self.spent += amounts
        total = int(np.add.reduce(amounts))
        self.sectors[payee] += total
        self._note(purpose, -1, total)

    def pay_one(self, purpose: str, payee: int, organization: int, amount: int) -> None:
        """Let one organization pay a sector.

        Raises
        ------
        ArithmeticError
            If it would pay more than it has.
        """
        if amount > self.cash[organization]:
            raise ArithmeticError(f"an organization pays more than it has for {purpose}")
        self.cash[organization] -= amount
        self.spent[organization] += amount
        self.sectors[payee] += amount
        self._note(purpose, -1, amount)

    def _note(self, purpose: str, payer: int, amount: int) -> None:
        at = PLACES[purpose]
        self.flows[at] += amount
        self.week[at, 0] += amount
        if payer == FINANCE:
            self.week[at, 1] += amount

    @property
    def public_this_week(self) -> int:
        """What the public purse paid this week, in fen, but for what was counted when it was claimed."""
        return int(self.week[:, 1].sum() - self.week[ACCRUED, 1].sum())

    def check(self) -> None:
        """Raise ``ArithmeticError`` if a yuan came from nowhere or an organization owes what it has not."""
        total = int(self.sectors.sum()) + int(self.cash.sum())
        if total != 0:
            raise ArithmeticError(f"{total / 100:.2f} yuan came from nowhere")
        if bool((self.cash < 0).any()):
            raise ArithmeticError("an organization's cash is below zero")
        if bool((self.cash != self.received - self.spent).any()):
            raise ArithmeticError("an organization's cash is not what it received less what it spent")
