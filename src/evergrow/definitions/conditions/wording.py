"""What a language needs to say a condition in words; one file a language."""

from __future__ import annotations

from typing import Protocol

from evergrow.definitions.conditions.spec import Operator, Reading, Span, Value


class Wording(Protocol):
    """Each method says one kind of claim; `is_so` False says that it does not hold."""

    def all_of(self, parts: list[str]) -> str: ...

    def any_of(self, parts: list[str]) -> str: ...

    def none_of(self, part: str) -> str: ...

    def where(self, inner: str) -> str: ...

    def in_segment(self, name: str, is_so: bool) -> str: ...

    def is_so(self, name: str, is_so: bool) -> str: ...

    def field(self, name: str, within: Span | None, operator: Operator, value: Value, is_so: bool) -> str: ...

    def did(
        self,
        event: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str: ...

    def behaviour(
        self,
        reading: Reading,
        event: str | None,
        of: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str: ...

    def share(
        self,
        like: str,
        event: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str: ...
