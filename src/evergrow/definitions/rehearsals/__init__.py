"""Rehearsals: what definitions are expected to do, as files that a build can run."""

from evergrow.definitions.rehearsals.read import read_rehearsal
from evergrow.definitions.rehearsals.spec import Actor, Expected, Forbidden, Given, Rehearsal

__all__ = ["Actor", "Expected", "Forbidden", "Given", "Rehearsal", "read_rehearsal"]
