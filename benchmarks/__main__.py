"""``python -m benchmarks``: one thread for every library, said before they are loaded; then the rest."""

from __future__ import annotations

import os
import sys

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def main() -> int:
    """Do what the command line asks for and return the exit code."""
    for name in THREADS:
        os.environ.setdefault(name, "1")
    from benchmarks.command_line import main as do

    return do()


if __name__ == "__main__":
    sys.exit(main())
