"""Measures answers against question sets: reads, asks, judges, sums up, reports, compares."""
