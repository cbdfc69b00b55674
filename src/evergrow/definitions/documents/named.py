"""A document saved under a name must have that name."""

from __future__ import annotations

from evergrow.kernel import refuse


def refuse_other_name(kind: str, found: str, wanted: str | None, *, field: str | None = None) -> None:
    """Refuse a document that is not named as it is saved.

    Args:
        kind: What the document is.
        found: Its name.
        wanted: The name it is saved under; None takes any.
        field: Where its name stands; None: at its kind.

    Raises:
        Refusal: `definitions.other_name`.
    """
    if wanted is None or found == wanted:
        return
    place = field or kind
    raise refuse(
        "definitions.other_name",
        f"This is the {kind} '{found}', not '{wanted}'.",
        where=place,
        next_step=f"Write '{wanted}' at '{place}', or save it as '{found}'.",
        status=422,
    )
