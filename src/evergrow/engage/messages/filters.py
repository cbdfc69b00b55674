"""Liquid's filters, each paid for before it runs, and three of our own: `date`, `json` and `money`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from liquid import Environment
from liquid.undefined import is_undefined

from evergrow.engage.messages.limits import LARGEST_NUMBER, LARGEST_VALUE, OverBudget

_PLAIN: Final = Environment().filters
_NUMBERS: Final = frozenset(
    "abs at_least at_most ceil divided_by floor minus modulo plus round times sum".split()
)
_ABSENT: Final = frozenset({"date"})
_DIRECTIVES: Final = re.compile(r"%(-?[aAbBcdDeFgGhHIjklLmMnNpPrRsStTuUVwWxXyYzZ%])|(%.)", re.DOTALL)
_TEXTUAL_NUMBER: Final = re.compile(r"\s*-?\d{1,15}(\.\d{1,15})?\s*")


def _weight(value: Any) -> int:
    return len(value) if isinstance(value, str | list | tuple | dict | range) else 1


def _price(name: str, value: Any, args: tuple[Any, ...]) -> int:
    """What a filter costs, known before it runs."""
    size = _weight(value)
    if name == "uniq":
        return size * size
    if name == "replace" and len(args) > 1 and not is_undefined(value):
        whole, old, new = str(value), str(args[0]), str(args[1])
        return size + whole.count(old) * len(new)
    if name == "join":
        return size * (1 + (len(str(args[0])) if args else 1))
    return 2 + size + sum(map(_weight, args))


def _check_numbers(*values: Any) -> None:
    for value in values:
        if isinstance(value, str) and not _TEXTUAL_NUMBER.fullmatch(value) and any(map(str.isdigit, value)):
            raise OverBudget("it counts with a text that is no number")
        if not isinstance(value, str | list | tuple | dict | range | bool) and not is_undefined(value):
            _check_number(value)


def _check_number(value: Any) -> None:
    is_number = isinstance(value, int | float) or hasattr(value, "is_finite")
    if is_number and not abs(value) <= LARGEST_NUMBER:
        raise OverBudget("it counts beyond a thousand trillions")


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    needs_environment = getattr(function, "with_environment", False)
    needs_context = getattr(function, "with_context", False)
    counts = name in _NUMBERS

    def guarded(value: Any, *args: Any, context: Any, **options: Any) -> Any:
        price = _price(name, value, args)
        if price > LARGEST_VALUE * 2:
            raise OverBudget(f"'{name}' would look at {price} things")
        context.spend(price)
        if counts:
            _check_numbers(value, *args)
        if needs_environment:
            options["environment"] = context.env
        if needs_context:
            options["context"] = context
        result = function(value, *args, **options)
        if counts:
            _check_number(result)
        if _weight(result) > LARGEST_VALUE:
            raise OverBudget(f"'{name}' makes more than {LARGEST_VALUE} characters")
        return result

    guarded.with_context = True  # type: ignore[attr-defined]
    return guarded


def _moment(value: Any, context: Any) -> datetime | None:
    now = context.globals.get("now")
    if isinstance(value, str):
        if value in ("now", "today"):
            return now
        try:
            value = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
        except ValueError:
            return None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC) if abs(value) < 2**33 else None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return value if isinstance(value, datetime) else None


def _date(value: Any, form: Any = "%Y-%m-%d", *, context: Any) -> Any:
    """A date in the customer's time zone. What is no date stays as it is, as in Shopify's Liquid."""
    if is_undefined(value):
        return value
    moment = _moment(value, context)
    if moment is None:
        return value
    zone = context.globals.get("time_zone")
    if moment.tzinfo is not None and zone:
        moment = moment.astimezone(ZoneInfo(str(zone)))

    def written(found: re.Match[str]) -> str:
        return moment.strftime("%" + found[1]) if found[1] else found[0]

    return _DIRECTIVES.sub(written, str(form)[:200])


def _json(value: Any, *, context: Any) -> str:
    """The value as JSON, for bodies of webhooks. A text gets its quotes."""
    if is_undefined(value):
        str(value)  # notes that it is missing
        value = None
    text = json.dumps(value, ensure_ascii=False, default=str)
    context.spend(len(text))
    return text


def _money(value: Any, currency: Any = "", *, context: Any) -> str:
    """An amount with two decimals and thousands apart: `1,234.50 EUR`; yen and won without decimals."""
    if is_undefined(value):
        return str(value)
    amount = float(value)
    _check_number(amount)
    code = "" if is_undefined(currency) else str(currency).upper()[:3]
    decimals = 0 if code in ("JPY", "KRW", "VND", "CLP") else 2
    return f"{amount:,.{decimals}f} {code}".strip()


def _with_context(function: Callable[..., Any]) -> Callable[..., Any]:
    made = partial(function)
    made.with_context = True  # type: ignore[attr-defined]
    return made


_OWN: Final = {name: _with_context(f) for name, f in (("date", _date), ("json", _json), ("money", _money))}
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    name: _guarded(name, function)
    for name, function in {**{k: f for k, f in _PLAIN.items() if k not in _ABSENT}, **_OWN}.items()
}
"""By the name a template uses."""
