"""Tasks that tests hand to worker processes, which must be able to import them."""

import os
import signal
import time
from pathlib import Path

from experiments.histories import Tick
from vocabulary.messages import RefusalError


def square(tick: Tick, replicate: int) -> tuple[int, int]:
    tick()
    return replicate, replicate**2


def kill_oneself_at_two(tick: Tick, replicate: int) -> int:
    if replicate == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return replicate


def refuse_at_two(tick: Tick, replicate: int) -> int:
    if replicate == 2:
        raise RefusalError("error.scale", {"given": 7})
    time.sleep(0.01)
    return replicate


class SleepLong:
    """Writes its process id into a folder, then sleeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def __call__(self, tick: Tick, replicate: int) -> None:
        (Path(self.folder) / str(os.getpid())).touch()
        time.sleep(60)
