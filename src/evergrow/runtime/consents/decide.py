"""Consents as customers and operators say them: every one becomes a record in the log, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import pyarrow as pa

from evergrow.definitions.store import document, keep_document, topics_in_force
from evergrow.engage import consent
from evergrow.engage.consent import Choice, Claim, PublicLinks, Statement
from evergrow.engage.messages import enqueue
from evergrow.ingest import body_of
from evergrow.kernel import key_of, refuse
from evergrow.record import customers
from evergrow.runtime.accounts import read_account
from evergrow.runtime.workspace import Workspace
from evergrow.storage.log import Entry
from evergrow.storage.state import Tx

SOURCE: Final = "preferences"
"""The source in the log whose records these are."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Where a statement comes from: the page's address, and what the visitor's machine told of itself."""

    place: str
    ip: str | None = None
    agent: str | None = None


def public_links(workspace: Workspace) -> PublicLinks:
    """Makes and reads the signed links of this workspace."""
    return PublicLinks(workspace.secret, workspace.settings.url())


def say(workspace: Workspace, statements: Sequence[Statement], now: datetime) -> None:
    """Keep what was said. It is durable when this returns, and counts from the next tick on."""
    if statements:
        body = body_of(consent.statement_records(statements))
        workspace.log.append_now([Entry(SOURCE, "records", "consent", body, now)])


def choices(workspace: Workspace, claim: Claim, *, language: str, now: datetime) -> list[Choice]:
    """What the customer of a link hears about."""
    with workspace.state.reading() as tx:
        topics = topics_in_force(tx)
    key = customers.keys_of(workspace.warehouse, [claim.identity]).get(claim.identity)
    return consent.choices_of(
        workspace.warehouse.fetch, key or key_of(claim.identity), topics, language=language, now=now
    )


def choose(
    workspace: Workspace,
    claim: Claim,
    wanted: Iterable[tuple[str, str]],
    visit: Visit,
    *,
    language: str,
    now: datetime,
) -> list[Choice]:
    """Say what changed between before and what is wanted now; returns the choices as they will be."""
    before = choices(workspace, claim, language=language, now=now)
    statements = consent.changed_choices(
        before,
        wanted,
        identity=claim.identity,
        at=now,
        place=visit.place,
        ip=visit.ip,
        agent=visit.agent,
        message_key=claim.message_key,
    )
    say(workspace, statements, now)
    return [_after(choice, {(said.topic, said.channel): said for said in statements}) for choice in before]


def unsubscribe(workspace: Workspace, claim: Claim, visit: Visit, wording: str, now: datetime) -> None:
    """Take the customer of a link off its topic, on its channel."""
    say(workspace, [_statement(claim, visit, wording, now, is_granted=False)], now)


def confirm(workspace: Workspace, claim: Claim, visit: Visit, wording: str, now: datetime) -> None:
    """Confirm the yes that a link is about."""
    say(workspace, [_statement(claim, visit, wording, now, is_granted=True)], now)


def set_consent(
    workspace: Workspace,
    customer_id: str,
    *,
    channel: str,
    topic: str,
    is_granted: bool,
    wording: str,
    place: str,
    by: str,
    now: datetime,
) -> None:
    """Keep what a customer told an operator, with the operator's name.

    Raises:
        Refusal: `customer.unknown`; `consent.no_proof` where nothing tells what was said and where.
    """
    customers.identity_keys(workspace.warehouse, customer_id)
    if not wording.strip() or not place.strip():
        raise refuse(
            "consent.no_proof",
            "A consent without its wording and its place proves nothing.",
            where="wording",
            next_step="Write what the customer said, and where: a form, a call, a letter.",
            status=422,
        )
    said = Statement(
        identity=customer_id, channel=channel, topic=topic, is_granted=is_granted, is_confirmed=is_granted,
        at=now, wording=wording.strip(), place=place.strip(), by=by,
    )  # fmt: skip
    say(workspace, [said], now)


def ask_to_confirm(workspace: Workspace, tx: Tx, stated: pa.Table, now: datetime) -> int:
    """Put a message into the outbox for each yes that its owner has yet to confirm; returns how many are new.

    The tick calls it with the consents it took in, in its state transaction. Repeating it adds nothing.
    """
    topics = topics_in_force(tx)
    rows = consent.to_confirm(stated, topics, now=now)
    if not rows:
        return 0
    named = {topic.confirm_message or consent.CONFIRMATION for topic in topics.topics}
    found = consent.confirmations(
        rows,
        topics,
        customers=customers.customer_ids(workspace.warehouse, [row["identity_key"] for row in rows]),
        versions={name: _version(tx, name, now) for name in named},
        links=public_links(workspace),
        now=now,
    )
    return enqueue(tx, found)


def page_language(workspace: Workspace, accepted: str) -> str:
    """`ja` or `en`: what the browser asks for, else the account's."""
    for wanted in (accepted, read_account(workspace.state).locale):
        for part in wanted.lower().split(","):
            stem = part.strip().partition(";")[0].partition("-")[0]
            if stem in ("en", "ja"):
                return stem
    return "en"


def _after(choice: Choice, said: Mapping[tuple[str, str], Statement]) -> Choice:
    """The choice once the statements are taken in; a yes may yet have to be confirmed."""
    word = said.get((choice.topic, choice.channel))
    if word is None:
        return choice
    return replace(
        choice,
        is_granted=word.is_granted and not choice.must_confirm,
        is_pending=word.is_granted and choice.must_confirm,
    )


def _statement(claim: Claim, visit: Visit, wording: str, now: datetime, *, is_granted: bool) -> Statement:
    return Statement(
        identity=claim.identity,
        channel=claim.channel,
        topic=claim.topic,
        is_granted=is_granted,
        is_confirmed=is_granted,
        at=now,
        wording=wording,
        place=visit.place,
        ip=visit.ip,
        agent=visit.agent,
        message_key=claim.message_key,
    )


def _version(tx: Tx, name: str, now: datetime) -> int:
    """The newest version of a message; the shipped question is saved when it is first needed."""
    kept = document(tx, "message", name)
    if kept is not None:
        return kept.version
    if name == consent.CONFIRMATION:
        return keep_document(tx, "message", name, consent.CONFIRMATION_TEXT, by="Evergrow", now=now)
    return 0
