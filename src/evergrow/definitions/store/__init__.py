"""The documents an operator saved, version by version."""

from evergrow.definitions.store.documents import (
    Kept,
    document,
    documents_at,
    documents_kept,
    documents_of,
    keep_document,
    meant,
    remove_document,
    versions_of,
)
from evergrow.definitions.store.maps import (
    KeptMap,
    kept_map,
    list_maps,
    map_choices,
    map_in_force,
    map_versions,
    put_in_force,
    save_map,
)
from evergrow.definitions.store.said import kept_message, topics_in_force

__all__ = [
    "Kept",
    "KeptMap",
    "document",
    "documents_at",
    "documents_kept",
    "documents_of",
    "keep_document",
    "kept_map",
    "kept_message",
    "list_maps",
    "map_choices",
    "map_in_force",
    "map_versions",
    "meant",
    "put_in_force",
    "remove_document",
    "save_map",
    "topics_in_force",
    "versions_of",
]
