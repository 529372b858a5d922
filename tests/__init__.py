"""Tests, and the reference engine that benchmarks use too."""
