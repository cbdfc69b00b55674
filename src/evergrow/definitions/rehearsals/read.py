"""Read a rehearsal from its YAML, with every problem found and its line.

rehearsal: cart
title: Who leaves a cart is reminded once
starts: 2026-03-02 10:00          # in `zone`, UTC unless said
ends: +10 days
customers:
  ana: { email: ana@example.com, consents: [email.offers] }
  ben: { anonymous: true }
given:
  - { at: +0 minutes, customer: ana, event: Checkout Started, properties: { cart_id: c1 } }
expect:
  - { at: +1 hour, customer: ana, message: cart-reminder }
  - { at: +2 days, customer: ana, message: cart-offer, suppressed: no_consent }
  - { customer: ana, no_message: cart-gift }
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from evergrow.definitions.documents import Fields, Findings, did_you_mean, read_tree
from evergrow.definitions.rehearsals.spec import Actor, Expected, Forbidden, Given, Rehearsal
from evergrow.definitions.schedules import read_length
from evergrow.kernel import is_zone, refuse

_DEFAULT_LENGTH = timedelta(days=30)
_CONSENT = re.compile(r"[a-z_]+\.[\w-]+")
_FIELDS = (
    "rehearsal", "title", "starts", "ends", "zone", "journeys", "customers", "given", "expect", "others", "within",
)  # fmt: skip


def read_rehearsal(text: str, *, file: str = "rehearsal.yaml") -> Rehearsal:
    """The rehearsal a document describes.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _Reader(fields).rehearsal() if fields else None
    findings.settle()
    assert found is not None
    return found


class _Reader:
    """Reads one document: its times count from its start."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._zone = fields.text("zone", "UTC")
        if not is_zone(self._zone):
            fields.note("zone", "date.unknown_zone", f"'{self._zone}' is no time zone.", "Write Asia/Tokyo.")
            self._zone = "UTC"
        self._starts = datetime(2026, 1, 1, tzinfo=UTC)
        if not fields.get("starts"):
            fields.text("starts")
        self._starts = fields.parsed("starts", self._time) or self._starts

    def rehearsal(self) -> Rehearsal:
        """The whole document."""
        fields = self._fields
        fields.only(_FIELDS)
        name = fields.name("rehearsal")
        actors = self._actors()
        names = [actor.name for actor in actors]
        given = [self._given(inner, names) for inner in self._listed("given")]
        expects = [(inner, self._expects(inner, names)) for inner in self._listed("expect")]
        last = max([self._starts, *(one.at for one in given)])
        journeys = fields.get("journeys")
        return Rehearsal(
            name=name,
            title=fields.text("title", name),
            starts=self._starts,
            ends=fields.parsed("ends", self._time) or last + _DEFAULT_LENGTH,
            zone=self._zone,
            actors=tuple(actors),
            given=tuple(sorted(given, key=lambda one: one.at)),
            expected=tuple(one for _, one in expects if isinstance(one, Expected)),
            forbidden=tuple(one for _, one in expects if isinstance(one, Forbidden)),
            journeys=tuple(map(str, journeys.plain()))
            if journeys and isinstance(journeys.value, list)
            else (),
            allows_others=fields.get("others") is not None and fields.text("others") == "allowed",
            tolerance=fields.parsed("within", read_length) or timedelta(minutes=1),
        )

    def _time(self, text: str) -> datetime:
        """`+2 days` after the start, or a date and time in the rehearsal's zone."""
        plain = text.strip()
        if plain.startswith("+"):
            rest = plain[1:].strip()
            is_none = re.fullmatch(r"0(\s*[a-z]+)?", rest) is not None
            return self._starts + (timedelta() if is_none else read_length(rest))
        try:
            found = datetime.fromisoformat(plain)
        except ValueError:
            raise refuse(
                "time.unreadable",
                f"'{text}' is no time.",
                next_step="Write +2 days after the start, or 2026-03-02 10:00.",
            ) from None
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(self._zone))).astimezone(UTC)

    def _actors(self) -> list[Actor]:
        node = self._fields.get("customers")
        listed = Fields.of(node, "customers", self._fields.findings) if node else None
        if listed is None:
            self._fields.note("customers", "definition.missing_field", "'customers' is missing.")
            return []
        return [self._actor(listed, name) for name in listed.node.value]

    def _actor(self, listed: Fields, name: str) -> Actor:
        node = listed.get(name)
        inner = Fields.of(node, listed.at(name), listed.findings) if node else None
        traits: dict[str, Any] = inner.node.plain() if inner else {}
        consents = traits.pop("consents", [])
        if not isinstance(consents, list) or not all(_CONSENT.fullmatch(str(one)) for one in consents):
            listed.note(name, "definition.wrong_type", "'consents' is a list such as [email.offers].")
            consents = []
        is_anonymous = traits.pop("anonymous", False) is True
        return Actor(name=name, traits=traits, consents=tuple(map(str, consents)), is_anonymous=is_anonymous)

    def _listed(self, key: str) -> list[Fields]:
        nodes = self._fields.items(key) if self._fields.get(key) else []
        found = [
            Fields.of(node, f"{key}[{place}]", self._fields.findings) for place, node in enumerate(nodes)
        ]
        return [inner for inner in found if inner is not None]

    def _given(self, fields: Fields, names: list[str]) -> Given:
        fields.only(("at", "customer", "event", "properties", "context", "traits"))
        plain = fields.node.plain()
        if not fields.get("event") and not fields.get("traits"):
            fields.text("event")
        return Given(
            at=self._at(fields),
            customer=self._customer(fields, names),
            event=fields.text("event", ""),
            properties=plain.get("properties") or {},
            context=plain.get("context") or {},
            traits=plain.get("traits") or {},
            line=fields.node.line,
        )

    def _expects(self, fields: Fields, names: list[str]) -> Expected | Forbidden:
        fields.only(("at", "customer", "message", "suppressed", "no_message"))
        if fields.get("no_message"):
            customer = self._customer(fields, names) if fields.get("customer") else None
            message = fields.parsed("no_message", str)
            return Forbidden(
                customer=customer, message=None if message == "any" else message, line=fields.node.line
            )
        return Expected(
            at=self._at(fields),
            customer=self._customer(fields, names),
            message=fields.text("message"),
            reason=fields.text("suppressed") if fields.get("suppressed") else None,
            line=fields.node.line,
        )

    def _at(self, fields: Fields) -> datetime:
        if not fields.get("at"):
            fields.text("at")
        return fields.parsed("at", self._time) or self._starts

    def _customer(self, fields: Fields, names: list[str]) -> str:
        name = fields.text("customer")
        if name and name not in names:
            fields.note(
                "customer",
                "rehearsal.unknown_customer",
                f"No customer of this rehearsal is '{name}'.{did_you_mean(name, names)}",
                "Add them under 'customers'.",
            )
        return name
