"""Judge what an operator entered to connect a channel: everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evergrow.deliver.channels.spec import Field
from evergrow.kernel import Problem, Refusal


def entered(fields: Sequence[Field], values: Mapping[str, str]) -> dict[str, str]:
    """The values without blanks around them, each field's default where nothing was entered.

    Raises:
        Refusal: `channel.value_missing` or `channel.value_unknown`, one problem for each field.
    """
    given = _given(fields, values)
    problems = [problem for field in fields if (problem := _problem(field, given[field.name])) is not None]
    if problems:
        raise Refusal(*problems, status=422)
    return given


def look_at(fields: Sequence[Field], values: Mapping[str, str]) -> None:
    """Judge what is entered anew, its shape too. What was kept before a shape was known is not looked at by this.

    Raises:
        Refusal: as `entered`, and `channel.value_misshapen`.
    """
    given = _given(fields, values)
    problems = [
        problem
        for field in fields
        if (problem := _problem(field, given[field.name]) or _misshapen(field, given[field.name])) is not None
    ]
    if problems:
        raise Refusal(*problems, status=422)


def _given(fields: Sequence[Field], values: Mapping[str, str]) -> dict[str, str]:
    return {field.name: values.get(field.name, "").strip() or field.default for field in fields}


def _misshapen(field: Field, value: str) -> Problem | None:
    if not (value and field.pattern) or re.fullmatch(field.pattern, value):
        return None
    return Problem(
        code="channel.value_misshapen",
        what=f"This cannot be the {field.title}: that is {field.shape}.",
        where=field.name,
        next_step=f"Enter it as {field.example}." if field.example else field.hint,
    )


def _problem(field: Field, value: str) -> Problem | None:
    if not value and not field.is_optional:
        what, code = f"'{field.title}' is missing.", "channel.value_missing"
    elif value and field.choices and value not in field.choices:
        what, code = f"'{value}' is not one of {', '.join(field.choices)}.", "channel.value_unknown"
    else:
        return None
    return Problem(
        code=code, what=what, where=field.name, next_step=field.hint or f"Enter it as {field.example}."
    )


def in_a_header(given: Mapping[str, str], *names: str) -> None:
    """Refuse values that no header can hold: pasted line breaks, and letters beyond ASCII.

    Raises:
        Refusal: `channel.value_unfit`.
    """
    for name in names:
        if not (given[name].isascii() and (given[name].isprintable() or not given[name])):
            raise unfit(
                name, "It has a line break or a letter that cannot be sent.", "Copy it once more, as it is."
            )


def unfit(name: str, what: str, next_step: str) -> Refusal:
    """The refusal of one value that cannot be."""
    return Refusal(
        Problem(code="channel.value_unfit", what=what, where=name, next_step=next_step), status=422
    )
