"""Take in what comes back: providers' webhooks, bounce mails, opens and clicks. All of it becomes records of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.deliver.addresses import TRAITS
from evergrow.deliver.channels import Report, ReportRequest
from evergrow.deliver.channels.email_smtp import read_bounce_mail
from evergrow.deliver.connections import Connection, connection_of
from evergrow.deliver.dispatch import tell
from evergrow.deliver.phones import phone_number, region_of, written_forms
from evergrow.deliver.reports import Taken, take_reports
from evergrow.deliver.telling import SOURCE
from evergrow.deliver.tracking import TrackedLinks, followed
from evergrow.kernel import refuse
from evergrow.record import customers
from evergrow.runtime.workspace import Workspace

_MOST_OWNERS: Final = 20


def take_webhook(workspace: Workspace, connection_id: str, request: ReportRequest) -> Taken:
    """Take in a provider's webhook for one of our connections.

    Raises:
        Refusal: `connection.unknown` (404), `report.unsigned` (401), `report.unreadable` (400).
    """
    connection = _connection(workspace, connection_id)
    if connection.kind.read_reports is None:
        raise refuse(
            "report.unexpected",
            f"{connection.kind.title} reports nothing here.",
            where="connection_id",
            status=404,
        )
    reports = connection.kind.read_reports(connection.values, request)
    return _take(workspace, reports, connection.channel, connection.name, request.now)


def greet_webhook(workspace: Workspace, connection_id: str, request: ReportRequest) -> str:
    """Answer a provider that asks whether the address is ours.

    Raises:
        Refusal: `connection.unknown`, `report.unexpected` (404), or what the channel refuses.
    """
    connection = _connection(workspace, connection_id)
    if connection.kind.greet is None:
        raise refuse("report.unexpected", f"{connection.kind.title} asks nothing here.", status=404)
    return connection.kind.greet(connection.values, request)


def take_bounce_mail(workspace: Workspace, raw: bytes, now: datetime) -> Taken:
    """Take in a mail that came back.

    Raises:
        Refusal: `report.unreadable`.
    """
    return _take(workspace, read_bounce_mail(raw, now=now), "email", "Bounce mail", now)


def note_open(
    workspace: Workspace, token: str, *, method: str, headers: Mapping[str, str], now: datetime
) -> None:
    """Note that a mail was shown; machines are left out.

    Raises:
        Refusal: `link.forged` (404).
    """
    message_id = _links(workspace).opened(token)
    _note(workspace, message_id, None, method, headers, now)


def note_click(
    workspace: Workspace, token: str, packed: str, *, method: str, headers: Mapping[str, str], now: datetime
) -> str:
    """Note that a link was followed; returns where it leads.

    Raises:
        Refusal: `link.forged` (404).
    """
    message_id, target = _links(workspace).clicked(token, packed)
    _note(workspace, message_id, target, method, headers, now)
    return target


def _links(workspace: Workspace) -> TrackedLinks:
    return TrackedLinks(workspace.secret, workspace.settings.url())


def _note(
    workspace: Workspace,
    message_id: str,
    link: str | None,
    method: str,
    headers: Mapping[str, str],
    now: datetime,
) -> None:
    with workspace.state.reading() as tx:
        record = followed(tx, message_id, link=link, method=method, headers=headers, now=now)
    if record is not None:
        tell(workspace.log, [record], source_id=SOURCE, now=now)


def _take(workspace: Workspace, reports: Sequence[Report], channel: str, source: str, now: datetime) -> Taken:
    owners = partial(_owners, workspace)
    with workspace.state.transaction() as tx:
        taken = take_reports(tx, reports, channel=channel, source=source, owners=owners, now=now)
        tell(workspace.log, taken.records, source_id=SOURCE, now=now)
    return taken


def _connection(workspace: Workspace, connection_id: str) -> Connection:
    with workspace.state.reading() as tx:
        return connection_of(tx, connection_id, secret=workspace.secret)


def _owners(workspace: Workspace, channel: str, address: str) -> list[str]:
    """Whose address this is."""
    if not address:
        return []
    ask, trait = workspace.warehouse.ask, TRAITS.get(channel)
    if trait is None:
        found: pa.Table = ask(_with_email, address.lower())
    elif trait == TRAITS["sms"]:
        found = _with_number(workspace, address)
    else:
        found = ask(_with_trait, address, f'"{address}"', key=trait)
    keys = found["customer_key"].to_pylist()
    return sorted(set(customers.customer_ids(workspace.warehouse, keys).values()))


def _with_number(workspace: Workspace, number: str) -> pa.Table:
    """Who stated this phone number, however they wrote it."""
    forms = written_forms(number)
    found: pa.Table = workspace.warehouse.ask(_with_digits, forms or [number], key=TRAITS["sms"])
    region = region_of(number)
    stated = found["value"].to_pylist()
    return found.filter(
        pa.array([phone_number(text.strip('"'), region=region) == number for text in stated], pa.bool_())
    )


def _with_email(address: Any) -> ir.Table:
    rows = customers.CUSTOMERS.rows
    return rows.filter(rows.email.lower() == address).select("customer_key").limit(_MOST_OWNERS)


def _with_digits(forms: Any, *, key: str) -> ir.Table:
    rows = customers.TRAITS.rows
    same = rows.value.re_replace("[^0-9]", "").isin(forms)
    found = customers.with_customer(rows.filter((rows.key == key) & same))
    return found.select("customer_key", "value").distinct().limit(_MOST_OWNERS)


def _with_trait(address: Any, quoted: Any, *, key: str) -> ir.Table:
    rows = customers.TRAITS.rows
    same = (rows.value == address) | (rows.value == quoted)
    found = customers.with_customer(rows.filter((rows.key == key) & same))
    return found.select("customer_key").distinct().limit(_MOST_OWNERS)
