"""Owns made-up leads and events that fit a journey, the same from the same seed everywhere.
Must not know files or formats, nor how a journey is written."""
