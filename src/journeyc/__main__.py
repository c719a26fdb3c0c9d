"""Owns how journeyc is started, as a program and by `python -m journeyc`.
Must not know any command: the command line is cli's."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

# A start makes many objects that live to its end: looking among them for garbage costs a fifth of a short command.
gc.set_threshold(100_000, 20, 50)


def main() -> NoReturn:
    """Run journeyc on the arguments it was called with."""
    try:
        from journeyc import cli

        cli.main()
    except KeyboardInterrupt:  # before there is a command line to say how that ends
        sys.exit(130)


if __name__ == "__main__":
    main()
