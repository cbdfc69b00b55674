"""Conditions in English."""

from __future__ import annotations

from typing import Final

from evergrow.definitions.conditions.spec import UNARY, Operator, Reading, Span, Value

_VERBS: Final = {
    "Order Completed": ("bought", "buy"),
    "Product Viewed": ("looked at a product", "look at a product"),
    "Product Added": ("put something into the cart", "put anything into the cart"),
    "Checkout Started": ("started a checkout", "start a checkout"),
    "Signed Up": ("signed up", "sign up"),
    "Email Sent": ("got an email", "get an email"),
    "SMS Sent": ("got a text message", "get a text message"),
    "Push Sent": ("got a push message", "get a push message"),
    "WhatsApp Sent": ("got a WhatsApp message", "get a WhatsApp message"),
    "Email Opened": ("opened an email", "open an email"),
    "Email Link Clicked": ("clicked in an email", "click in an email"),
}
_TIMES: Final = {1: "once", 2: "twice"}
_OPERATORS: Final = {
    ">=": "at least ",
    "<=": "at most ",
    ">": "more than ",
    "<": "less than ",
    "=": "",
    "!=": "not ",
}
_OPPOSITES: Final[dict[Operator, Operator]] = {
    ">=": "<",
    "<=": ">",
    ">": "<=",
    "<": ">=",
    "=": "!=",
    "!=": "=",
}
_NAMES: Final = {
    "product": "product",
    "stage": "stage",
    "time_in_stage": "time in the stage",
    "rfm": "RFM segment",
    "rfm.r": "recency score",
    "rfm.f": "frequency score",
    "rfm.m": "monetary score",
    "prediction.churn": "chance to lapse",
    "prediction.conversion": "chance of a first order",
    "prediction.next_purchase": "chance to order again",
    "prediction.tier": "chance to come up to the highest stage",
    "value.active": "chance to be active still",
    "value.expected": "expected value of the next year",
    "context.hour": "hour of the day",
    "context.weekday": "day of the week",
}
_CHANCES: Final = {
    "prediction.churn": "lapse",
    "prediction.conversion": "order for the first time",
    "prediction.next_purchase": "order again",
    "prediction.tier": "come up to the highest stage",
    "value.active": "be active still",
}
_READINGS: Final = {
    "sum": "total",
    "average": "average",
    "highest": "highest",
    "lowest": "lowest",
    "first": "first",
    "last": "last",
}


class _English:
    def all_of(self, parts: list[str]) -> str:
        return " and ".join(parts)

    def any_of(self, parts: list[str]) -> str:
        return " or ".join(parts)

    def none_of(self, part: str) -> str:
        return f"not ({part})"

    def where(self, inner: str) -> str:
        return f" with {inner.replace(' is ', ' ', 1) if inner.count(' is ') == 1 else inner}"

    def in_segment(self, name: str, is_so: bool) -> str:
        return f"{'is' if is_so else 'is not'} in the segment {name}"

    def is_so(self, name: str, is_so: bool) -> str:
        if name.startswith("consent."):
            _, channel, topic = name.split(".", 2)
            return f"{'agreed' if is_so else 'did not agree'} to {topic} by {channel}"
        if name in ("seen", "known"):
            return f"{'is' if is_so else 'is not'} {name}"
        return f"has {'' if is_so else 'no '}{_shown(name)}"

    def field(self, name: str, within: Span | None, operator: Operator, value: Value, is_so: bool) -> str:
        if name.startswith("consent.") and isinstance(value, bool):
            return self.is_so(name, (value == (operator == "=")) == is_so)
        if name in _CHANCES and operator in _OPPOSITES and isinstance(value, int | float):
            much = _compared(operator, f"{100 * value:g} %", is_so).removeprefix("is ")
            return f"has a chance of {much} to {_CHANCES[name]}"
        if operator == "=" and name in ("trait.country", "context.country"):
            return f"{'lives' if is_so else 'does not live'} in {_value(value)}"
        return f"{_shown(name)}{_window(within)} {_compared(operator, value, is_so)}"

    def did(
        self,
        event: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str:
        done, undone = _VERBS.get(event or "", (f"did {event or 'anything'}", f"do {event or 'anything'}"))
        operator = operator if is_so else _OPPOSITES.get(operator, operator)
        if (operator, value) in (("=", 0), ("<", 1), ("<=", 0)):
            return f"did not {undone}{where}{_window(within)}"
        if (operator, value) in ((">=", 1), (">", 0), ("!=", 0)):
            return f"{done}{where}{_window(within)}"
        often = _TIMES.get(value, f"{value} times") if isinstance(value, int) else f"{_value(value)} times"
        return f"{done}{where} {_OPERATORS.get(operator, '')}{often}{_window(within)}"

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
    ) -> str:
        name = event or "event of any kind"
        if reading.startswith("time"):
            which = reading.removeprefix("time since ")
            ago = _compared(operator, value, is_so).removeprefix("is ")
            return f"{which} {name}{where}{_window(within)} was {ago} ago"
        of_field = _shown(of or "")
        return f"{_READINGS[reading]} {of_field} of {name}{where}{_window(within)} {_compared(operator, value, is_so)}"

    def share(
        self,
        like: str,
        event: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str:
        much = value
        if isinstance(value, int | float) and not isinstance(value, bool):
            if operator in (">", ">=") and value == 0.5 and is_so:
                return f"mostly chose {like} in {event or 'all events'}{where}{_window(within)}"
            much = f"{value * 100:g} %"
        compared = _compared(operator, much, is_so).removeprefix("is ")
        return f"{like} in {compared} of {event or 'all events'}{where}{_window(within)}"


def _compared(operator: Operator, value: Value, is_so: bool) -> str:
    if operator in _OPPOSITES:
        operator = operator if is_so else _OPPOSITES[operator]
        return f"is {_OPERATORS[operator]}{_value(value)}"
    negated = "" if is_so else "not "
    if operator in UNARY:
        return f"is {negated}{operator.removeprefix('is ')}"
    if operator == "in":
        return f"is {negated}one of {_value(value)}"
    return f"{'does not ' if not is_so else ''}{_VERB[operator][is_so]} {_value(value)}"


_VERB: Final = {"contains": ("contain", "contains"), "starts with": ("start with", "starts with")}


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_value(one) for one in value)
    if isinstance(value, Span):
        return f"{value.amount} {value.unit[:-1] if value.amount == 1 else value.unit}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _shown(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    for root in ("trait.", "properties.", "context."):
        name = name.removeprefix(root)
    return name.replace("_", " ").replace(".", " ")


def _window(within: Span | None) -> str:
    if within is None:
        return ""
    if within.amount == 1:
        return f" in the last {within.unit[:-1]}"
    return f" in the last {within.amount} {within.unit}"


WORDING: Final = _English()
