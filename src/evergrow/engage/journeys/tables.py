"""What journeys keep in the state: which run, who is inside and where, how many passed each step.

Holds   an entry has one position, or it has ended. Of every step, entered = left + standing there.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from evergrow.storage.state import METADATA, CountedInstant, Instant

journey_states = Table(
    "journey_states",
    METADATA,
    Column("journey", String(40), primary_key=True),
    Column("status", String(10), nullable=False),  # running paused stopped
    Column("version", Integer, nullable=False),  # the one that customers come in on
    Column("launched_at", Instant, nullable=False),
    Column(
        "open_since", Instant, nullable=False
    ),  # launched or resumed: what happened before brings nobody in
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String(80), nullable=False),
)

entries = Table(
    "entries",
    METADATA,
    Column("entry_key", BigInteger, primary_key=True, autoincrement=False),
    Column("journey", String(40), nullable=False),
    Column("version", Integer, nullable=False),  # the one they came in on, or ended on
    Column("identity_key", BigInteger, nullable=False),  # the customer's key when they came in
    Column("customer_id", String(200), nullable=False),
    Column("key", String(200), nullable=False),  # such as a cart's id; empty where there is none
    Column("trigger", Text, nullable=False),  # JSON: event, at, properties, key
    Column("entered_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("end_reason", String(12)),  # finished exited goal stopped
    Column("goal_at", Instant),
    Column(
        "path", Text, nullable=False
    ),  # `step@microseconds` of steps entered; empty until the end; see visits.py
    Index("entries_by_identity", "identity_key", "journey"),
    Index("entries_by_journey", "journey", "entered_at"),
    sqlite_with_rowid=False,  # rows lie in their key's order: moving a hundred thousand at once takes half as long
)
"""Who came in, by what, and how it ended. Written when they come in and when they end, not on the way."""

positions = Table(
    "positions",
    METADATA,
    Column("entry_key", BigInteger, primary_key=True, autoincrement=False),
    Column("journey", String(40), nullable=False),
    Column("version", Integer, nullable=False),  # the one they go by now
    Column("identity_key", BigInteger, nullable=False),
    Column("customer_id", String(200), nullable=False),
    Column("step", String(40), nullable=False),
    Column("arrived_at", CountedInstant, nullable=False),
    Column("due_at", CountedInstant, nullable=False),
    Column("path", Text, nullable=False),  # as in `entries`, up to now
    sqlite_with_rowid=False,
)
"""Where each entry stands that has not ended: as narrow as can be, because every move writes the row again. No index: one
would be written with every move, too."""

visits = Table(
    "visits",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("journey", String(40), nullable=False),
    Column("last_at", CountedInstant, nullable=False),  # the latest of its moments
    Column("key_from", BigInteger, nullable=False),  # of its keys the first
    Column("key_to", BigInteger, nullable=False),  # and the last
    Column("passed", Text, nullable=False),  # the steps, a space between
    Column("moments", LargeBinary, nullable=False),  # a number for each key, or one for all
    Column("entry_keys", LargeBinary, nullable=False),  # ascending
    Index("visits_by_journey", "journey", "last_at"),
)
"""What many entries passed alike: a page for a thousand of them. Moments are microseconds since 1970, numbers eight bytes, the
least first; see visits.py."""

calendar = Table(
    "calendar",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("journey", String(40), nullable=False),
    Column("second", BigInteger, nullable=False),  # since 1970: these entries fall due within it
    Column("held", Integer, nullable=False),  # how many keys
    Column("entry_keys", Text, nullable=False),  # JSON: a list
    Index("calendar_by_second", "journey", "second"),
)
"""Which entries may fall due when; see calendar.py."""

journey_counts = Table(
    "journey_counts",
    METADATA,
    Column("journey", String(40), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("step", String(40), primary_key=True),  # empty: the journey as a whole
    Column("what", String(20), primary_key=True),  # entered left goal ended.<reason> moved.in moved.out
    Column("count", BigInteger, nullable=False),
)
"""Counted in the transaction that moves the entries, so they are exact after any crash."""

entry_requests = Table(
    "entry_requests",
    METADATA,
    Column("request_key", BigInteger, primary_key=True, autoincrement=False),
    Column("journey", String(40), nullable=False),
    Column("identity_key", BigInteger, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", String(80), nullable=False),
    Index("entry_requests_by_journey", "journey", "asked_at"),
)
"""Customers asked for through the API, until the next tick decides on them."""

journey_progress = Table(
    "journey_progress",
    METADATA,
    Column("id", Integer, primary_key=True),  # always 1
    Column("position", BigInteger, nullable=False),  # of the log: up to it, events have been told to journeys
    Column("segment_move", BigInteger, nullable=False),  # likewise the last move between segments
    Column("at", Instant, nullable=False),  # the end of the last slice
)
"""How far time has happened to journeys and campaigns: moved in the transaction that keeps what came of it."""
