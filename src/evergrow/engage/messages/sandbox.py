"""Liquid within limits: what a template may read, how long it may loop, how much it may write.

Reads   the values it is given, by key. There is no loader, so no file, no include and no recursion.
Holds   every loop, filter and output is paid for from a budget, counted and not timed: a template that is
        refused is refused on every machine, and one that is let through renders in some 200 ms at most.
Never   looks at attributes or calls anything: values are plain dicts, lists, texts and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from liquid import Environment, RenderContext, escape
from liquid.ast import Node
from liquid.exceptions import LiquidError, LiquidInterrupt, StopRender
from liquid.template import BoundTemplate
from liquid.undefined import UNDEFINED, Undefined

from evergrow.engage.messages.filters import FILTERS
from evergrow.engage.messages.limits import (
    BUDGET,
    LARGEST_OUTPUT,
    LARGEST_TEMPLATE,
    LONGEST_LOOP,
    OverBudget,
)
from evergrow.engage.messages.marks import check_marks
from evergrow.engage.messages.nodes import Print, Text, make_ours, path_of
from evergrow.kernel import refuse

_TAGS_AWAY: Final = ("include", "render")
_SPECIAL: Final = re.compile(r"[&<>\"']")
PROMISED: Final = frozenset({"recommended"})
FAILURES: Final = (
    LiquidError,
    OverBudget,
    ArithmeticError,
    ValueError,
    TypeError,
    LookupError,
    RecursionError,
)
"""What a template may raise. The sandbox hands none of it on as anything but a sentence."""


class Interrupted(Exception):
    """A tag outside of a loop broke off: what follows depends on it."""


class Missing(Undefined):
    """Stands for a value that is not there. Printing it, or counting with it, is noted by its path."""

    __slots__ = ("_noted",)

    def __init__(
        self, name: str, *, token: Any = None, obj: object = UNDEFINED, hint: str | None = None
    ) -> None:
        super().__init__(name, token=token, obj=obj, hint=hint)
        self._noted: dict[str, None] | None = None

    def noted_in(self, noted: dict[str, None]) -> Missing:
        """The same, telling this record when it is used."""
        self._noted = noted
        return self

    def _note(self) -> None:
        if self._noted is not None:
            self._noted[self.name] = None

    def __str__(self) -> str:
        self._note()
        return ""

    def __int__(self) -> int:
        self._note()
        return 0

    def items(self) -> Any:
        """Asked for by a loop. What is promised to everybody and is not there counts as missing where it is looped over."""
        if self.name in PROMISED:
            self._note()
        return super().items()


class _Context(RenderContext):
    """One rendering: its budget, and the values it missed."""

    __slots__ = ("left", "missing")

    def __init__(self, template: BoundTemplate, **options: Any) -> None:
        super().__init__(template, **options)
        self.left = BUDGET
        self.missing: dict[str, None] = {}

    def spend(self, amount: int) -> None:
        """Take from the budget.

        Raises:
            OverBudget: nothing is left.
        """
        self.left -= amount
        if self.left < 0:
            raise OverBudget("it does more work than one message may")

    def get(self, path: list[object], *, token: Any, default: object = UNDEFINED) -> object:
        try:
            found = self.scope[path[0]]  # type: ignore[index]
            for segment in path[1:]:
                if type(found) is dict and type(segment) is str and segment in found:
                    found = found[segment]
                else:
                    found = self.get_item(found, segment)
        except (KeyError, TypeError, IndexError):
            found = None
        if found is not None:
            return found
        if default is not UNDEFINED:
            return default
        return Missing(_spelled(path), token=token).noted_in(self.missing)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        if length > LONGEST_LOOP:
            raise OverBudget(f"it loops over {length} things; {LONGEST_LOOP} are the most")
        self.spend(length * 20)  # a round costs about as much as 20 characters of text

    def get_buffer(self, buf: Any = None) -> Any:
        return _Output(self)


class _Flat(_Context):
    """One rendering of a template without tags: nothing is assigned, so names are looked up in one place."""

    __slots__ = ()

    def __init__(self, template: BoundTemplate, values: dict[str, Any]) -> None:
        self.env = template.env
        self.template = template
        self.locals, self.counters, self.tag_namespace = {}, {}, {}
        self.globals = self.scope = values  # type: ignore[assignment]
        self.loops, self.disabled_tags = [], []
        self.autoescape = self.env.autoescape
        self._copy_depth, self.parent_context = 0, None
        self.loop_iteration_carry, self.local_namespace_size_carry = 1, 0
        self.left = BUDGET
        self.missing = {}


class _Output:
    """Collects what a template writes, up to a size."""

    __slots__ = ("_context", "_pieces", "size")

    def __init__(self, context: _Context) -> None:
        self._context = context
        self._pieces: list[str] = []
        self.size = 0

    def write(self, text: str) -> int:
        size = len(text)
        self.size += size
        if self.size > LARGEST_OUTPUT:
            raise OverBudget(f"it writes more than {LARGEST_OUTPUT} characters")
        self._context.left -= size >> 4
        self._pieces.append(text)
        return size

    def getvalue(self) -> str:
        return "".join(self._pieces)


class Template:
    """A Liquid template that was read, with every range in it bounded."""

    __slots__ = ("_bound", "_escapes", "_is_flat", "_paths", "_pieces", "_places", "_size", "holes", "nodes")

    def __init__(self, bound: BoundTemplate) -> None:
        self._bound = bound
        make_ours(bound)
        self.nodes: tuple[str | Node, ...] = tuple(
            node.text if isinstance(node, Text) else node for node in bound.nodes
        )
        self.holes = tuple(node for node in self.nodes if not isinstance(node, str))
        self._places = tuple(place for place, node in enumerate(self.nodes) if not isinstance(node, str))
        self._pieces = [node if isinstance(node, str) else "" for node in self.nodes]
        self._is_flat = all(isinstance(node, Print) for node in self.holes)
        self._paths = tuple(path_of(node) for node in self.holes)
        self._escapes = bound.env.autoescape
        self._size = sum(len(node) for node in self.nodes if isinstance(node, str))

    def render(self, values: dict[str, Any]) -> tuple[str, list[str]]:
        """The text, and the paths of the values it missed.

        Raises:
            FAILURES: the template asked for too much or for what cannot be.
        """
        if not self._is_flat:
            return self._with_tags(values)
        filled, missing = self.fill(values)
        pieces = self._pieces.copy()
        for place, text in zip(self._places, filled, strict=True):
            pieces[place] = text
        return "".join(pieces), missing

    def fill(self, values: dict[str, Any]) -> tuple[list[str], list[str]]:
        """What comes into each of `holes`, and the paths of the values it missed.

        Raises:
            Interrupted: a tag ends the text before its end.
            FAILURES: as `render`.
        """
        context: _Context | None = None
        size, texts = self._size, list[str]()
        for node, path in zip(self.holes, self._paths, strict=True):
            text = self._looked_up(values, path) if path is not None and self._is_flat else None
            if text is None:  # more than a text to be printed: Liquid's own way
                if context is None:
                    context = self._begun(values)
                out = _Output(context)
                try:
                    node.render(context, out)  # type: ignore[arg-type]
                except (StopRender, LiquidInterrupt) as interrupt:
                    raise Interrupted from interrupt
                text = out.getvalue()
            size += len(text)
            texts.append(text)
        if size > LARGEST_OUTPUT:
            raise OverBudget(f"it writes more than {LARGEST_OUTPUT} characters")
        return texts, list(context.missing) if context is not None else []

    def _looked_up(self, values: dict[str, Any], path: tuple[str, ...]) -> str | None:
        """The text that a path leads to through plain dicts, as it is printed; None where it is no such text."""
        found: Any = values
        for segment in path:
            if type(found) is not dict or (found := found.get(segment)) is None:
                return None
        if type(found) is not str:
            return None
        return str.__str__(escape(found)) if self._escapes and _SPECIAL.search(found) else found

    def _begun(self, values: dict[str, Any]) -> _Context:
        context = _Flat(self._bound, values) if self._is_flat else _Context(self._bound, globals=values)
        context.left -= self._size >> 4
        return context

    def _with_tags(self, values: Mapping[str, Any]) -> tuple[str, list[str]]:
        context = _Context(self._bound, globals=values)
        out = _Output(context)
        for node in self._bound.nodes:
            try:
                node.render(context, out)  # type: ignore[arg-type]
            except StopRender:
                break
            except LiquidInterrupt:
                continue  # a break outside of a loop means nothing
        return out.getvalue(), list(context.missing)

    @property
    def bound(self) -> BoundTemplate:
        """For looking at what it uses."""
        return self._bound


@lru_cache(maxsize=500)
def template_of(source: str, *, escapes: bool) -> Template:
    """The template of a text; read once. `escapes`: values are put into HTML.

    Raises:
        Refusal: `message.template_unreadable` or `message.template_too_large`.
    """
    if len(source) > LARGEST_TEMPLATE:
        raise refuse(
            "message.template_too_large",
            f"The template has {len(source)} characters; {LARGEST_TEMPLATE} are the most.",
            next_step="Link to long content instead of sending it.",
            status=422,
        )
    check_marks(source)
    try:
        return Template(_ENVIRONMENTS[escapes].from_string(source))
    except FAILURES as error:
        raise refuse(
            "message.template_unreadable",
            f"Cannot read the template: {said(error)}.",
            where=f"line {line}" if (line := line_of(error)) else "",
            next_step="See the Liquid reference for what may stand between {{ }} and {% %}.",
            status=422,
        ) from None


def said(error: BaseException) -> str:
    """What an error of a template says, in one line without its own place."""
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    text = str(getattr(error, "message", None) or error).strip().splitlines()
    return (text[0] if text else type(error).__name__).removesuffix(".")[:200]


def line_of(error: BaseException) -> int | None:
    """The line of the template that an error of Liquid points at, from 1."""
    token = getattr(error, "token", None)
    if token is None or not isinstance(getattr(token, "source", None), str):
        return None
    return token.source.count("\n", 0, max(token.start_index, 0)) + 1


def _spelled(path: list[object]) -> str:
    return "".join(
        str(part) if place == 0 else (f".{part}" if isinstance(part, str) else f"[{part}]")
        for place, part in enumerate(path)
    )


class _Limited(Environment):
    block_nesting_limit = 20
    local_namespace_limit = 1_000_000


def _environment(*, escapes: bool) -> Environment:
    environment = _Limited(autoescape=escapes)
    for name in _TAGS_AWAY:
        del environment.tags[name]
    environment.filters.clear()
    environment.filters.update(FILTERS)
    environment.undefined = Missing
    return environment


_ENVIRONMENTS: Final = {escapes: _environment(escapes=escapes) for escapes in (False, True)}
