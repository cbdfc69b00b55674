"""Documents: YAML read with line numbers, every problem at once."""

from evergrow.definitions.documents.tree import Fields, Findings, Node, did_you_mean, read_tree

__all__ = ["Fields", "Findings", "Node", "did_you_mean", "read_tree"]
