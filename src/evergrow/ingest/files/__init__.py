"""Files: CSV, NDJSON and Parquet of orders, events or customers become records in the log; of spend and of products, rows."""

from evergrow.ingest.files.book import (
    FILE_SOURCE,
    WrittenImport,
    begin_import,
    close_import,
    fail_import,
    fail_unfinished_imports,
    list_imports,
    note_progress,
    note_written,
    read_import,
    written_imports,
)
from evergrow.ingest.files.catalogue import CatalogueRows, read_catalogue
from evergrow.ingest.files.portions import at_once
from evergrow.ingest.files.preview import Plan, plan, preview
from evergrow.ingest.files.quarantined_rows import quarantined_rows
from evergrow.ingest.files.run import Job, run_import
from evergrow.ingest.files.spec import (
    KINDS,
    ColumnSample,
    DateOrder,
    FieldOffer,
    Import,
    ImportOptions,
    Kind,
    Preview,
    Progress,
    Written,
)
from evergrow.ingest.files.spend import read_spend

__all__ = [
    "FILE_SOURCE",
    "KINDS",
    "CatalogueRows",
    "ColumnSample",
    "DateOrder",
    "FieldOffer",
    "Import",
    "ImportOptions",
    "Job",
    "Kind",
    "Plan",
    "Preview",
    "Progress",
    "Written",
    "WrittenImport",
    "at_once",
    "begin_import",
    "close_import",
    "fail_import",
    "fail_unfinished_imports",
    "list_imports",
    "note_progress",
    "note_written",
    "plan",
    "preview",
    "quarantined_rows",
    "read_catalogue",
    "read_import",
    "read_spend",
    "run_import",
    "written_imports",
]
