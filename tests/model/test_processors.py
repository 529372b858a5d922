"""The same bits whatever processor the kernels are compiled for, and without a compiler; whole histories, elsewhere."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from functools import cache

import pytest
from llvmlite import binding  # type: ignore[import-untyped,unused-ignore]

from model.compiling import PROJECT_ROOT

HOST = dict(binding.get_host_cpu_features())
WIDE = ("avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd", "avx2", "avx", "fma")
INTEL_OR_AMD = binding.get_default_triple().startswith("x86_64")
TARGETS = {
    "any processor of the kind": {"NUMBA_CPU_NAME": "generic"},
    "without wide vectors": {"NUMBA_ENABLE_AVX": "0"},
    "without multiplying and adding at once": {
        "NUMBA_CPU_NAME": "x86-64-v3", "NUMBA_CPU_FEATURES": "+avx2,-fma,-fma4",
    },
    "with the widest vectors": {
        "NUMBA_CPU_NAME": "x86-64-v4",
        "NUMBA_CPU_FEATURES": ",".join(f"+{name}" for name in WIDE) + ",-prefer-256-bit",
    },
}  # fmt: skip


def fits_host(target: str) -> bool:
    """Whether code for a target can run here."""
    if not INTEL_OR_AMD:
        return target == "any processor of the kind"
    return target != "with the widest vectors" or all(HOST.get(name) for name in WIDE)


def numpy_features() -> str:
    """Return what NumPy would use of this processor beyond the least that it needs."""
    umath = importlib.import_module("numpy._core._multiarray_umath")
    return " ".join(name for name in umath.__cpu_dispatch__ if umath.__cpu_features__.get(name))


@cache
def digests(*words: str, **environment: str) -> str:
    """Return the digests of some histories, lived by another program in other surroundings."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.reference.digests", *words], env={**os.environ, **environment}, cwd=PROJECT_ROOT,
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 3, done.stdout
    return done.stdout


def test_numpy_without_its_wide_vectors():
    if not (features := numpy_features()):
        pytest.skip("NumPy uses none here")
    assert digests(NPY_DISABLE_CPU_FEATURES=features) == digests()


def test_few_phases_compiled_for_any_processor():
    assert digests("few", NUMBA_CPU_NAME="generic") == digests("few")


def test_few_phases_in_the_kernels_own_source_without_a_compiler():
    assert digests("few", NUMBA_DISABLE_JIT="1") == digests("few")


def test_few_phases_are_not_all():
    assert digests("few") != digests()


@pytest.mark.matrix
@pytest.mark.parametrize("target", TARGETS)
def test_compiled_for_other_processors(target):
    if not fits_host(target):
        pytest.skip("this processor cannot run such code")
    assert digests(**TARGETS[target]) == digests()


@pytest.mark.matrix
@pytest.mark.parametrize(
    "settings", [{"NUMBA_OPT": "0"}, {"NUMBA_LOOP_VECTORIZE": "0", "NUMBA_SLP_VECTORIZE": "0"}], ids=["plain", "scalar"]
)
def test_compiled_otherwise(settings, tmp_path):
    """With a cache of its own, as Numba does not tell such code apart."""
    assert digests(**settings, NUMBA_CACHE_DIR=str(tmp_path)) == digests()


@pytest.mark.matrix
def test_without_a_compiler():
    """In the reference engine, with the compiler switched off: nothing but Python and NumPy reckons."""
    assert digests("walk", NUMBA_DISABLE_JIT="1") == digests()


@pytest.mark.matrix
def test_without_a_compiler_and_without_wide_vectors():
    surroundings = {"NUMBA_DISABLE_JIT": "1", "NPY_DISABLE_CPU_FEATURES": numpy_features()}
    assert digests("walk", **surroundings) == digests()
