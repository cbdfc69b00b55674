"""Definitions of every kind through one door, as a folder in git brings them."""

from evergrow.runtime.documents.save import kept_documents, save_document

__all__ = ["kept_documents", "save_document"]
