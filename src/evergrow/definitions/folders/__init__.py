"""Definitions as code: a folder of documents, checked, compared, written."""

from evergrow.definitions.folders.compare import Change, changes
from evergrow.definitions.folders.kinds import KINDS, DocumentKind, known_names
from evergrow.definitions.folders.read import Document, document_of, read_folder, write_folder

__all__ = [
    "KINDS",
    "Change",
    "Document",
    "DocumentKind",
    "changes",
    "document_of",
    "known_names",
    "read_folder",
    "write_folder",
]
