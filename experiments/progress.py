"""How far the work is: a bar on a terminal, a plain line now and then elsewhere; never on standard output."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, TextIO

from vocabulary.messages import say

LINE_EVERY_SECONDS = 10.0


class Progress:
    """Counts histories (or weeks) done out of a total. Used as a context; silent unless ``shown``."""

    def __init__(self, language: str = "en", *, shown: bool = False, stream: TextIO | None = None) -> None:
        self.language, self.shown = language, shown
        self.stream = sys.stderr if stream is None else stream
        self.total = self.done = 0
        self.started = self.spoken = time.monotonic()
        self.bar: Any = None

    def note(self, key: str, **values: object) -> None:
        """Say one line of the catalogue."""
        if self.shown:
            print(say(self.language, key, **values), file=self.stream, flush=True)

    def begin(self, total: int, unit: str = "progress.histories") -> None:
        """Start to count towards a total; ``unit`` is a key of the catalogue."""
        self.total, self.done = total, 0
        self.started = self.spoken = time.monotonic()
        if self.shown and self.stream.isatty():
            from tqdm import tqdm

            self.bar = tqdm(total=total, unit=" " + say(self.language, unit), file=self.stream, dynamic_ncols=True)

    def advance(self) -> None:
        """Count one more."""
        self.reach(self.done + 1)

    def reach(self, done: int) -> None:
        """Set how many are done."""
        if self.bar is not None:
            self.bar.update(done - self.done)
        self.done = done
        if self.shown and self.bar is None and self._is_due():
            self.spoken = time.monotonic()
            seconds = round(self.spoken - self.started)
            self.note("progress.line", done=self.done, total=self.total, seconds=seconds)

    def _is_due(self) -> bool:
        return time.monotonic() - self.spoken >= LINE_EVERY_SECONDS

    def end(self) -> None:
        """Close the bar."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
