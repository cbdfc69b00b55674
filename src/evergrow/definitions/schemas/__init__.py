"""The shape of every definition as JSON Schema, so that an editor completes and checks them while they are written."""

from evergrow.definitions.schemas.every import every_schema, schema_text

__all__ = ["every_schema", "schema_text"]
