"""Definitions as code: a folder of documents, checked, compared, written."""

from evergrow.definitions.folders.compare import Change, changes
from evergrow.definitions.folders.read import Document, map_document, read_folder, write_folder

__all__ = ["Change", "Document", "changes", "map_document", "read_folder", "write_folder"]
