import pytest

from experiments.workers import available_processors, worker_count
from vocabulary.messages import RefusalError


def test_as_many_workers_as_processors_unless_said_otherwise():
    assert worker_count(None) == available_processors() >= 1
    assert worker_count("3") == 3


def test_no_worker_is_refused():
    with pytest.raises(RefusalError, match="--workers 0"):
        worker_count(0)
