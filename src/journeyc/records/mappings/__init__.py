"""Owns mappings: files that say how other people's exports are read as leads and events.
Must not know how any format is read, or what a run does with a record."""
