"""The documents an operator saved, version by version."""

from evergrow.definitions.store.maps import (
    KeptMap,
    kept_map,
    list_maps,
    map_in_force,
    map_versions,
    put_in_force,
    save_map,
)

__all__ = ["KeptMap", "kept_map", "list_maps", "map_in_force", "map_versions", "put_in_force", "save_map"]
