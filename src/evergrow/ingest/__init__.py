"""The door: everything that comes in is read, judged once, and accepted or set aside with a reason."""

from evergrow.ingest.counting import (
    IntakeCounts,
    ReasonCount,
    count_intake,
    count_reasons,
    keep_quarantined,
    read_counts,
)
from evergrow.ingest.dialects import body_of
from evergrow.ingest.events import CONSENTS, EVENTS, IDENTITIES, LINKS, TRAITS
from evergrow.ingest.glance import is_plainly_good
from evergrow.ingest.intake import Intake, judge, take_in
from evergrow.ingest.quarantine import (
    QuarantinedRow,
    QuarantinePage,
    download_quarantine,
    list_quarantine,
    mend_quarantined,
    retry_quarantined,
)
from evergrow.ingest.quarantined import Quarantined
from evergrow.ingest.reasons import REASONS, Reason
from evergrow.ingest.records import RECORDS
from evergrow.ingest.sources import (
    Source,
    SourceKind,
    create_source,
    find_source,
    list_sources,
    rename_source,
    revoke_source,
)

__all__ = [
    "CONSENTS",
    "EVENTS",
    "IDENTITIES",
    "LINKS",
    "REASONS",
    "RECORDS",
    "TRAITS",
    "Intake",
    "IntakeCounts",
    "QuarantinePage",
    "Quarantined",
    "QuarantinedRow",
    "Reason",
    "ReasonCount",
    "Source",
    "SourceKind",
    "body_of",
    "count_intake",
    "count_reasons",
    "create_source",
    "download_quarantine",
    "find_source",
    "is_plainly_good",
    "judge",
    "keep_quarantined",
    "list_quarantine",
    "list_sources",
    "mend_quarantined",
    "read_counts",
    "rename_source",
    "retry_quarantined",
    "revoke_source",
    "take_in",
]
