"""Sequences: what each customer did in its order, laid side by side, so that reports on order need not sort.

It is the events once more and nothing of its own: whatever is asked of it answers as the events would, at every moment.
"""

from evergrow.record.sequences.blocks import Block, Sequences
from evergrow.record.sequences.lay import LATER, LEAST, lay
from evergrow.record.sequences.read import (
    are_worth_reading,
    in_sequence,
    read_sequences,
    sequences_of,
)
from evergrow.record.sequences.tables import LAID, NAMES, SEQUENCES

TABLES = (LAID, NAMES, SEQUENCES)

__all__ = [
    "LAID",
    "LATER",
    "LEAST",
    "NAMES",
    "SEQUENCES",
    "TABLES",
    "Block",
    "Sequences",
    "are_worth_reading",
    "in_sequence",
    "lay",
    "read_sequences",
    "sequences_of",
]
