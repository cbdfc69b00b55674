"""CleverTap's upload API: profiles and events, up to 1,000 a call."""

from evergrow.ingest.dialects.clevertap.read import quote, read, wrap
from evergrow.ingest.dialects.reading import Dialect

DIALECT = Dialect(read=read, quote=quote, wrap=wrap)

__all__ = ["DIALECT"]
