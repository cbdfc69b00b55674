"""The state of record: small tables that are read and written row by row, in transactions."""

from evergrow.storage.state.columns import CountedInstant, Instant, micros_since_1970
from evergrow.storage.state.given import Kinds
from evergrow.storage.state.store import METADATA, State, Tx

__all__ = ["METADATA", "CountedInstant", "Instant", "Kinds", "State", "Tx", "micros_since_1970"]
