"""The ways to say a record: each dialect reads the bodies of log entries into one frame."""

from evergrow.ingest.dialects import clevertap, records, refused, segment
from evergrow.ingest.dialects.reading import FRAME, Dialect, Reading, rejected
from evergrow.ingest.dialects.records import body_of, quote_rows
from evergrow.ingest.dialects.refused import body_of as refused_body_of

DIALECTS: dict[str, Dialect] = {
    "segment": segment.DIALECT,
    "clevertap": clevertap.DIALECT,
    "records": records.DIALECT,
    "refused": refused.DIALECT,
}
"""By the name that log entries carry."""

__all__ = ["DIALECTS", "FRAME", "Dialect", "Reading", "body_of", "quote_rows", "refused_body_of", "rejected"]
