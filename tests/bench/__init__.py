"""Owns the timing bars, each a ratio of two things measured side by side in one run.
Must not decide whether the tests pass."""
