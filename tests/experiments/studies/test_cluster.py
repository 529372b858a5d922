"""A cluster: a real scheduler and two workers on this machine, and the same digest as anywhere else."""

import os
import socket
import subprocess
import sys

import pytest

from experiments.studies.executors import Cluster, open_executor
from tests.experiments.studies import lives
from tests.experiments.studies.made_studies import ROOT, digest, run, tiny
from vocabulary.messages import RefusalError

pytest.importorskip("distributed", reason="distributed is not installed: the cluster is not tried")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler with two workers, started as one does on a cluster."""
    address = f"tcp://127.0.0.1:{free_port()}"
    place = {"cwd": tmp_path_factory.mktemp("dask"), "env": os.environ | {"PYTHONPATH": str(ROOT)}}
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **place}
    port = address.rpartition(":")[2]
    started = [subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"], **quiet)]
    for _ in range(2):
        started.append(subprocess.Popen([*dask, "worker", address, "--nthreads", "1", "--no-dashboard"], **quiet))
    yield address
    for program in reversed(started):
        program.terminate()
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()


@pytest.mark.slow
def test_a_cluster_gives_the_same_digest(tmp_path, scheduler):
    run(tiny(tmp_path), tmp_path / "serial", executor="in-process", live=lives.quick)
    executor = open_executor(f"dask:{scheduler}", 1)
    assert isinstance(executor, Cluster)
    executor.client.wait_for_workers(2, timeout=60)
    assert executor.capacity == 2
    executor.shutdown()
    found = run(tiny(tmp_path), tmp_path / "s", executor=f"dask:{scheduler}", live=lives.quick)
    assert (found["ending"], found["done"]) == ("complete", 16)
    assert digest(tmp_path / "s") == digest(tmp_path / "serial")


@pytest.mark.slow
def test_the_model_gives_the_same_on_a_cluster(tmp_path, scheduler):
    plan = tiny(tmp_path, replicates=2)
    run(plan, tmp_path / "serial", executor="in-process")
    found = run(plan, tmp_path / "s", executor=f"dask:{scheduler}")
    assert (found["ending"], found["done"]) == ("complete", 8)
    assert digest(tmp_path / "s") == digest(tmp_path / "serial")


@pytest.mark.slow
def test_failures_on_a_cluster_have_their_causes(tmp_path, scheduler):
    plan = tiny(tmp_path, more="limits = { attempts = 1 }")
    bad = {3: "exception", 6: "unstorable"}
    found = run(plan, tmp_path / "s", executor=f"dask:{scheduler}", live=lives.Poisoned(bad))
    assert (found["done"], found["failed"]) == (14, 2)
    assert {one["number"]: one["cause"] for one in found["failures"]} == bad


def test_no_scheduler_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.studies.executors.CONNECT_SECONDS", 1)
    with pytest.raises(RefusalError, match="no scheduler answers there"):
        run(tiny(tmp_path), tmp_path / "s", executor=f"dask:tcp://127.0.0.1:{free_port()}", live=lives.quick)
