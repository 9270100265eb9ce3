"""Builders for tests, demonstrations and benchmarks."""
