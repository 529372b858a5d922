"""How a peer says that it cannot be run here."""

from __future__ import annotations


class SkippedError(Exception):
    """A peer that is not on this machine; the message is a sentence without its full stop."""
