"""Benchmarks: each measures something beside its floor."""
