"""The warehouse: events and what is computed from them, as columns; asked through Ibis."""

from evergrow.storage.warehouse.given import Given, as_rows, as_table, want_columns
from evergrow.storage.warehouse.questions import Question
from evergrow.storage.warehouse.rest import give_back_what_is_freed
from evergrow.storage.warehouse.scratch import Scratch, scratch
from evergrow.storage.warehouse.store import Compiled, Instant, Warehouse, WarehouseTx, compiled, moment
from evergrow.storage.warehouse.tables import WarehouseTable

__all__ = [
    "Compiled",
    "Given",
    "Instant",
    "Question",
    "Scratch",
    "Warehouse",
    "WarehouseTable",
    "WarehouseTx",
    "as_rows",
    "as_table",
    "compiled",
    "give_back_what_is_freed",
    "moment",
    "scratch",
    "want_columns",
]
