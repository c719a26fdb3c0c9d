"""Owns the syntax of journey files: the tree, the parser that makes it, the formatter that prints it.
Must not know what names mean or what a journey does."""
