"""The lifecycle: in which stage customers stand, how they move, and where they are lost."""

from evergrow.measure.lifecycle.settle import rebuild_stays, settle_stays
from evergrow.measure.lifecycle.stays import stays
from evergrow.measure.lifecycle.tables import STAYS

TABLES = (STAYS,)

__all__ = ["STAYS", "TABLES", "rebuild_stays", "settle_stays", "stays"]
