"""The ways to say a record: each dialect reads the bodies of log entries into one frame."""

from evergrow.ingest.dialects import clevertap, records, refused, segment
from evergrow.ingest.dialects.reading import Dialect, Reading

DIALECTS: dict[str, Dialect] = {
    "segment": segment.DIALECT,
    "clevertap": clevertap.DIALECT,
    "records": records.DIALECT,
    "refused": refused.DIALECT,
}
"""By the name that log entries carry."""

__all__ = ["DIALECTS", "Dialect", "Reading"]
