"""Paths: what sessions do after an event, or did before it, step by step.

On a table of your own: `path_links` takes any events, Ibis or what speaks Arrow.
"""

from evergrow.measure.paths.counted import counted_links
from evergrow.measure.paths.links import ENDED, NOWHERE, OTHER, path_links, told_links
from evergrow.measure.paths.read import NOT_DONE, read_paths
from evergrow.measure.paths.report import link_rows, paths
from evergrow.measure.paths.spec import EarlierPaths, PathLink, PathNext, PathNode, Paths, PathsReport

__all__ = [
    "ENDED",
    "NOT_DONE",
    "NOWHERE",
    "OTHER",
    "EarlierPaths",
    "PathLink",
    "PathNext",
    "PathNode",
    "Paths",
    "PathsReport",
    "counted_links",
    "link_rows",
    "path_links",
    "paths",
    "read_paths",
    "told_links",
]
