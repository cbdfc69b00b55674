"""The personas report as tables on a terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import day, figure, quantity, share, table

Report = dict[str, Any]
NAMES: Final = {
    "bouncer": "Bouncers",
    "passive_browser": "Passive browsers",
    "cart_abandoner": "Cart abandoners",
    "one_time_low": "One-time buyers, low order value",
    "one_time_high": "One-time buyers, high order value",
    "repeat_buyer": "Repeat buyers",
}
_TELLING: Final = 5


class ByWhom(StrEnum):
    """Whose personas."""

    customer = "customer"
    account = "account"


@asks("personas")
def personas_command(
    product: Annotated[
        str | None, typer.Option(help="Only what was done about this product: its id, sku or name.")
    ] = None,
    category: Annotated[str | None, typer.Option(help="Only what was done about this category.")] = None,
    by: Annotated[
        ByWhom | None,
        typer.Option(help="account: of organizations, whose events are those of their members."),
    ] = None,
    account_trait: Annotated[
        str | None,
        typer.Option(help="The trait that names a customer's organization; group calls when left out."),
    ] = None,
) -> Query:
    """Who the customers are by all that they had done until the period's end."""
    return {
        "product": product,
        "category": category,
        "by": None if by is None else by.value,
        "account_trait": account_trait,
    }


def personas(report: Report, *, is_wide: bool) -> RenderableType:
    """The personas with their value, what is characteristic of each, and the organizations' journey."""
    if report["unavailable"]:
        return Text(report["unavailable"])
    whose = "organizations" if report["by"] == "account" else "customers"
    about = "".join(f", {kind} {report[kind]}" for kind in ("product", "category") if report[kind])
    rows = table(
        f"Personas of {figure(report['customers'])} {whose} as of {day(report['as_of'])}{about}",
        *("Persona", "Count", "Share", "Revenue", "Of revenue", "Each", "Average order"),
    )
    for card in report["cards"]:
        rows.add_row(
            NAMES[card["id"]],
            figure(card["customers"]),
            figure(card["share"], has_interval=is_wide),
            *(
                figure(card[name])
                for name in ("revenue", "revenue_share", "revenue_per_customer", "average_order")
            ),
        )
    parts: list[RenderableType] = [rows, ""]
    if report["limit"]["value"] is not None:
        limit = figure(report["limit"], report["currency"])
        parts += [Text(f"An order above {limit}, the middle of all orders, is high.", style="dim"), ""]
    for card in report["cards"]:
        if card["customers"]["value"]:
            parts += [*_card(card), ""]
    if report["accounts"] is not None:
        parts += [_accounts(report["accounts"]), ""]
    return Group(*parts[:-1])


def _card(card: Report) -> list[RenderableType]:
    lines = [Text(NAMES[card["id"]], style="bold")]
    told = [(group, row) for group in card["groups"] for row in group["rows"] if row["is_telling"]]
    told.sort(key=lambda each: -each[1]["difference_low"])
    for group, row in told[:_TELLING]:
        rest = share(row["rest"])
        lines.append(
            Text(f"  more often {group['name']} {row['value']}: {figure(row['share'])}, the others {rest}")
        )
    for row in card["stops"]:
        lines.append(Text(f"  {row['value'].replace('_', ' ')}: {figure(row['share'])}"))
    for cluster in card["clusters"]:
        middles = ", ".join(
            f"{each['feature'].replace('_', ' ')} {quantity(each['cluster'], 'count')}"
            for each in cluster["middles"]
        )
        lines.append(
            Text(
                f"  cluster {cluster['number']}: {figure(cluster['share'])}, stability {cluster['stability']:.2f}; {middles}"
            )
        )
    if card["typical"] is not None:
        lines.append(
            Text(f"  typical: {card['typical']['customer_id']}; next: the play {card['play']}", style="dim")
        )
    return list(lines)


def _accounts(journey: Report) -> RenderableType:
    rows = table(
        f"The journey of {figure(journey['accounts'])} organizations",
        "Stage",
        "Came so far",
        "Stand here",
        "Median days",
    )
    for stage in journey["stages"]:
        rows.add_row(stage["title"], figure(stage["reached"]), figure(stage["now"]), figure(stage["days"]))
    return rows
