import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.progress import Progress
from experiments.workers import available_processors, spread
from tests.experiments import replicate_tasks
from vocabulary.messages import FailureError, RefusalError

ROOT = Path(__file__).parents[2]


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process_id}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def ids_in(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir()]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_replicates(workers):
    progress = Progress()
    progress.begin(5)
    assert spread(replicate_tasks.square, 5, workers, progress) == [(n, n * n) for n in range(5)]
    assert progress.done == 5


def test_a_killed_worker_is_a_sentence():
    with pytest.raises(FailureError, match="was killed before it had finished"):
        spread(replicate_tasks.kill_oneself_at_two, 4, 2, Progress())


def test_an_error_in_a_worker_comes_through():
    with pytest.raises(RefusalError, match="--scale 7"):
        spread(replicate_tasks.refuse_at_two, 4, 2, Progress())


@pytest.fixture
def interruptible():
    """Hear interrupts even where the tests themselves were started in the background, deaf to them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_an_interrupt_leaves_no_process(tmp_path, interruptible):
    def interrupt():
        wait_for(lambda: len(ids_in(tmp_path)) == 2)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        spread(replicate_tasks.SleepLong(tmp_path), 2, 2, Progress())
    assert len(ids_in(tmp_path)) == 2
    wait_for(lambda: not any(map(is_alive, ids_in(tmp_path))))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_workers_end_with_a_killed_parent(tmp_path):
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from experiments.progress import Progress
from experiments.workers import spread
from tests.experiments.replicate_tasks import SleepLong
if __name__ == "__main__":
    spread(SleepLong({str(tmp_path / "ids")!r}), 2, 2, Progress())
"""
    (tmp_path / "ids").mkdir()
    program = tmp_path / "program.py"
    program.write_text(code, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(program)])
    wait_for(lambda: len(ids_in(tmp_path / "ids")) == 2)
    workers = ids_in(tmp_path / "ids")
    assert all(map(is_alive, workers))
    parent.kill()
    assert parent.wait() == -signal.SIGKILL
    wait_for(lambda: not any(map(is_alive, workers)))
    assert not any(map(is_alive, workers))


def test_processors_are_counted():
    assert available_processors() >= 1
