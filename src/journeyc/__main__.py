"""Owns `python -m journeyc`.
Must not know any command: the command line is cli's."""

from journeyc.cli import main

if __name__ == "__main__":
    main()
