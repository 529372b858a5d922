"""How far the work is: a bar on a terminal, a plain line now and then elsewhere; never on standard output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, TextIO

from vocabulary.indicators import BY_ID
from vocabulary.messages import say

LINE_EVERY_SECONDS = 10.0


class Progress:
    """Counts runs (or weeks) done out of a total. Used as a context; silent unless ``shown``."""

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

    def begin(self, total: int, unit: str = "progress.runs", done: int = 0) -> None:
        """Start to count towards a total; ``unit`` is a key of the catalogue, ``done`` what was done before."""
        self.total, self.done = total, done
        self.started = self.spoken = time.monotonic()
        if self.shown and self.stream.isatty():
            from tqdm import tqdm

            words = " " + say(self.language, unit)
            self.bar = tqdm(total=total, initial=done, unit=words, file=self.stream, dynamic_ncols=True)

    def advance(self) -> None:
        """Count one more."""
        self.reach(self.done + 1)

    def reach(self, done: int, further: Callable[[], dict[str, str]] | None = None) -> None:
        """Set how many are done; now and then what ``further`` gives is said as well, by names of the catalogue."""
        if self.bar is not None:
            self.bar.update(done - self.done)
        self.done = done
        if not (self.shown and self._is_due()):
            return
        self.spoken = time.monotonic()
        more = {self._named(name): value for name, value in further().items()} if further else {}
        if self.bar is not None:
            self.bar.set_postfix(more)
        else:
            seconds, comma = round(self.spoken - self.started), say(self.language, "words.list_separator")
            told = "".join(f"{comma}{name} {value}" for name, value in more.items())
            self.note("progress.line", done=self.done, total=self.total, seconds=seconds, further=told)

    def _named(self, name: str) -> str:
        return BY_ID[name].label(self.language) if name in BY_ID else say(self.language, f"progress.{name}")

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
