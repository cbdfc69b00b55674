"""Rehearsals: definitions put to the test in virtual time."""

from evergrow.runtime.rehearsals.compare import Difference, Rehearsed, shown
from evergrow.runtime.rehearsals.run import rehearse, rehearse_folder

__all__ = ["Difference", "Rehearsed", "rehearse", "rehearse_folder", "shown"]
