"""Writing: the claimed messages as their customers get them, checked once more right before they go."""

from evergrow.deliver.writing.house import House
from evergrow.deliver.writing.write import Writer

__all__ = ["House", "Writer"]
