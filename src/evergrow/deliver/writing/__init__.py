"""Writing: the claimed messages as their customers get them, checked once more right before they go."""

from evergrow.deliver.writing.write import House, Writer

__all__ = ["House", "Writer"]
