"""Owns the commands, one module each: its options, and its results in the words of the catalogue.
Must not know any pass from within: what a command does is asked of the pipeline, the engines and the records."""
