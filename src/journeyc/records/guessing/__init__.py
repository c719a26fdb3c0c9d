"""Owns mappings proposed from the head of an export.
Must not know how a mapping is applied, or the wording of what is said about a guess."""
