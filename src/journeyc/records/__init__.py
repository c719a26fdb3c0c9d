"""Owns records at the edge: leads and events in from files, actions and rejects out.
Must not know how a run decides, how journeys are written, or the wording of any message."""
