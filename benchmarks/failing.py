"""How a benchmark says that it cannot go on."""

from __future__ import annotations


class FailedError(Exception):
    """A benchmark that cannot go on; the message is a sentence without its full stop."""
