"""Peers live the same model as we do, as far as luck lets one see; another model is found out."""

from __future__ import annotations

import importlib
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.agreement import compare, curves
from benchmarks.peers import c_kernel, spec
from benchmarks.peers.skipping import SkippedError
from benchmarks.side_by_side import OURS

RESIDENTS, RUNS = 400, 6


@pytest.fixture(scope="module")
def ours():
    return curves(OURS, RESIDENTS, RUNS)


@pytest.mark.parametrize("name", ["mesa_cached", "arrays", "c_kernel"])
def test_a_peer_has_our_mean_curves(name, ours):
    peer = importlib.import_module(f"benchmarks.peers.{name}")
    try:
        theirs = curves(peer, RESIDENTS, RUNS)
    except SkippedError as reason:
        pytest.skip(str(reason))
    assert compare(ours, theirs).holds


def test_another_model_is_found_out(ours):
    """One in which people tell twice as readily."""
    arrays = importlib.import_module("benchmarks.peers.arrays")
    other = SimpleNamespace(**{name: getattr(spec, name) for name in vars(spec)} | {"TELLS": 2 * spec.TELLS})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "spec", other)
        theirs = curves(arrays, RESIDENTS, RUNS)
    found = compare(ours, theirs)
    assert not found.holds
    assert found.gap > 0


def test_plain_and_cached_mesa_live_the_same_lives():
    town = spec.make_town(300, seed=2, aware=0.3)
    plain, cached = (importlib.import_module(f"benchmarks.peers.mesa_{kind}") for kind in ("plain", "cached"))
    np.testing.assert_array_equal(plain.begin(town, 5)(10), cached.begin(town, 5)(10))


def test_everybody_gets_the_same_town():
    one, other = spec.make_town(500, seed=3), spec.make_town(500, seed=3)
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    ties = spec.ties_by_resident(one)
    assert np.diff(ties.first).sum() == ties.entries.size == 2 * one.one.size
    assert not (one.one == one.other).any()
    assert np.diff(ties.first).mean() == pytest.approx(spec.NEIGHBORS, rel=0.01)


def test_the_c_kernel_leaves_the_smallest_numbers_to_the_program_that_loads_it():
    """Linked with fast-math, a library makes a processor take them for nothing, and results are no longer the same."""
    try:
        c_kernel.library()
    except SkippedError as error:
        pytest.skip(str(error))
    assert sys.float_info.min / 2.0 > 0.0
    assert np.nextafter(0.0, 1.0) * 1.0 > 0.0
