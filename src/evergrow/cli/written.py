"""Numbers, and tables of them, as a person reads them on a terminal."""

from __future__ import annotations

from typing import Any, Final

from rich.table import Table

NOTHING: Final = "–"


def figure(given: dict[str, Any], currency: str = "", *, has_interval: bool = True) -> str:
    """A report's figure with its unit, and with its interval where it is an estimate; a dash where there is none."""
    if given.get("value") is None:
        return NOTHING
    text = quantity(given["value"], given["unit"], currency)
    if has_interval and given.get("low") is not None and given.get("high") is not None:
        low, high = (quantity(given[end], given["unit"], "") for end in ("low", "high"))
        text += f"  ({low} to {high})"
    return f"{text} *" if given.get("is_small_sample") else text


def days(given: dict[str, Any]) -> str:
    """A figure in days, under a heading that says so."""
    if given.get("value") is None:
        return NOTHING
    return f"{given['value']:,.1f}" + (" *" if given.get("is_small_sample") else "")


def quantity(value: float, unit: str, currency: str = "") -> str:
    """A value in its unit."""
    if unit == "share":
        return f"{value:.1%}".replace("%", " %")
    if unit == "money_micros":
        return money(value, currency)
    if unit == "days":
        return f"{value:,.1f} days"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def money(micros: float | None, currency: str = "") -> str:
    """Millionths of the currency as an amount with two places."""
    if micros is None:
        return NOTHING
    return f"{currency} {micros / 1_000_000:,.2f}".strip()


def change(given: dict[str, Any]) -> str:
    """The change since the period before, in percent, or in points for a share."""
    value, previous = given.get("value"), given.get("previous")
    if value is None or previous is None:
        return NOTHING
    if given["unit"] == "share":
        return f"{(value - previous) * 100:+.1f} points"
    return f"{value / previous - 1:+.1%}".replace("%", " %") if previous else NOTHING


def day(instant: str | None) -> str:
    """The date of an instant of the API."""
    return instant[:10] if instant else NOTHING


def share(value: float | None) -> str:
    """A share in percent."""
    return NOTHING if value is None else quantity(value, "share")


def table(title: str, *columns: str, texts: int = 1) -> Table:
    """A table whose first `texts` columns are words and whose others are numbers, right-aligned."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        header_style="dim",
        box=None,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < texts else "right", no_wrap=True)
    return table
