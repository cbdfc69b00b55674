"""Segment's HTTP tracking API: single calls and batches, as every Segment SDK sends them."""

from evergrow.ingest.dialects.reading import Dialect
from evergrow.ingest.dialects.segment.read import quote, read, wrap
from evergrow.ingest.dialects.segment.spec import BATCHES, EVENT_BYTES, TYPES, Id, Message, decode_message

DIALECT = Dialect(read=read, quote=quote, wrap=wrap)

__all__ = ["BATCHES", "DIALECT", "EVENT_BYTES", "TYPES", "Id", "Message", "decode_message"]
