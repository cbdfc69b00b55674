"""The `evergrow` command. Translates only: every number comes from the same doors as the API's."""

from evergrow.cli.commands import cli, main

__all__ = ["cli", "main"]
