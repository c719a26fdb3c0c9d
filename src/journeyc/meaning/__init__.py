"""Owns what a journey file means: its names, its types, the rules between them.
Must not know how a Program is shaped, run or emitted."""
