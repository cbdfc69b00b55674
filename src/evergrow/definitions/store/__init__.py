"""The documents an operator saved, version by version."""

from evergrow.definitions.store.documents import (
    Kept,
    document,
    documents_of,
    keep_document,
    remove_document,
    versions_of,
)
from evergrow.definitions.store.maps import (
    KeptMap,
    kept_map,
    list_maps,
    map_in_force,
    map_versions,
    put_in_force,
    save_map,
)

__all__ = [
    "Kept",
    "KeptMap",
    "document",
    "documents_of",
    "keep_document",
    "kept_map",
    "list_maps",
    "map_in_force",
    "map_versions",
    "put_in_force",
    "remove_document",
    "save_map",
    "versions_of",
]
