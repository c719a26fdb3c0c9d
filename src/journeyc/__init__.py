"""Owns the package's name and version: journeyc compiles B2B customer journeys.
Must not know any module of its own: importing the package stays free."""

__version__ = "0.1.0"
