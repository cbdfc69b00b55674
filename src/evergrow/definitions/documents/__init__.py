"""Documents in YAML: read as a tree that knows its lines, and written back."""

from evergrow.definitions.documents.named import refuse_other_name
from evergrow.definitions.documents.tree import NAME, Fields, Findings, Node, did_you_mean, read_tree
from evergrow.definitions.documents.write import write_document

__all__ = [
    "NAME",
    "Fields",
    "Findings",
    "Node",
    "did_you_mean",
    "read_tree",
    "refuse_other_name",
    "write_document",
]
