"""What an operator enters to connect a mail server, read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from evergrow.deliver.channels.email_smtp.addresses import Address, read_address
from evergrow.deliver.channels.email_smtp.dkim import Signer, signer
from evergrow.deliver.channels.email_smtp.reports import unfit_secret
from evergrow.deliver.channels.spec import Field
from evergrow.kernel import Problem, Refusal

Security = Literal["starttls", "tls", "none"]
MOST_CONNECTIONS: Final = 64
REPORTERS: Final = ("none", "ses", "sendgrid", "mailgun", "postmark")

FIELDS: Final[Sequence[Field]] = (
    Field(name="host", title="Server", example="smtp.example.com"),
    Field(name="port", title="Port", example="587", default="587"),
    Field(
        name="security",
        title="Security",
        choices=("starttls", "tls", "none"),
        default="starttls",
        hint="'none' only for a server on this machine.",
    ),
    Field(name="user", title="User name", example="evergrow", is_optional=True),
    Field(name="password", title="Password", is_secret=True, is_optional=True),
    Field(name="from_address", title="From", example="hello@shop.example"),
    Field(name="from_name", title="Sender's name", example="The Tea Shop", is_optional=True),
    Field(name="reply_to", title="Reply to", example="help@shop.example", is_optional=True),
    Field(
        name="bounce_address",
        title="Bounces to",
        example="bounces@shop.example",
        is_optional=True,
        hint="The envelope's sender. The From address when left out.",
    ),
    Field(name="connections", title="Connections at once", example="16", default="16", is_optional=True),
    Field(name="dkim_domain", title="DKIM domain", example="shop.example", is_optional=True),
    Field(name="dkim_selector", title="DKIM selector", example="grow", is_optional=True),
    Field(
        name="dkim_key",
        title="DKIM private key (PEM)",
        is_secret=True,
        is_optional=True,
        hint="Leave the three empty where the server signs itself.",
    ),
    Field(
        name="reports_from",
        title="Bounces are reported by",
        choices=REPORTERS,
        default="none",
        is_optional=True,
    ),
    Field(
        name="reports_secret",
        title="Webhook secret",
        is_secret=True,
        is_optional=True,
        hint="Mailgun: the signing key. SendGrid: the verification key. Postmark: user:password. SES: the topic's ARN.",
    ),
    Field(name="patience_seconds", title="Wait for an answer (seconds)", default="60", is_optional=True),
)


@dataclass(frozen=True, kw_only=True)
class SmtpSettings:
    """A mail server and how to speak with it."""

    host: str
    port: int
    security: Security
    sender: Address
    envelope: Address
    user: str = ""
    password: str = ""
    from_name: str = ""
    reply_to: str = ""
    connections: int = 16
    signer: Signer | None = None
    patience_seconds: float = 60.0
    reports_from: str = "none"

    def __repr__(self) -> str:
        return f"SmtpSettings({self.user}@{self.host}:{self.port} {self.security})"


def read_settings(values: Mapping[str, str]) -> SmtpSettings:
    """The settings of entered values.

    Raises:
        Refusal: `channel.bad_value`, one problem a field; `channel.bad_key`.
    """
    given = {field.name: values.get(field.name, "").strip() or field.default for field in FIELDS}
    reading = _Reading(given)
    settings = SmtpSettings(
        host=reading.host(),
        port=reading.number("port", 1, 65_535),
        security=reading.one_of("security", ("starttls", "tls", "none")),  # type: ignore[arg-type]
        sender=reading.address("from_address"),
        envelope=reading.address("bounce_address" if given["bounce_address"] else "from_address"),
        user=given["user"],
        password=given["password"],
        from_name=given["from_name"],
        reply_to=given["reply_to"] and reading.address("reply_to").text,
        connections=reading.number("connections", 1, MOST_CONNECTIONS),
        signer=reading.signer(),
        patience_seconds=reading.seconds("patience_seconds"),
        reports_from=reading.reporter(),
    )
    reading.settle()
    return settings


class _Reading:
    """Collects what is wrong with the values."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self._problems: list[Problem] = []

    def host(self) -> str:
        host = self._given["host"]
        if not host or any(character.isspace() or character in "/@:" for character in host.strip("[]")):
            self._note("host", f"'{host}' is no server's name.", "Enter a name such as smtp.example.com.")
        return host

    def number(self, name: str, lowest: int, highest: int) -> int:
        text = self._given[name]
        if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
            return int(text)
        self._note(name, f"'{text}' is no number from {lowest} to {highest}.")
        return lowest

    def seconds(self, name: str) -> float:
        try:
            seconds = float(self._given[name])
        except ValueError:
            seconds = 0.0
        if not 0.1 <= seconds <= 600:
            self._note(name, f"'{self._given[name]}' is no time from 0.1 to 600 seconds.")
        return seconds

    def one_of(self, name: str, known: Sequence[str]) -> str:
        if self._given[name] not in known:
            self._note(name, f"'{self._given[name]}' is not known.", f"Take one of {', '.join(known)}.")
        return self._given[name]

    def address(self, name: str) -> Address:
        found = read_address(self._given[name])
        if found is None:
            self._note(name, f"'{self._given[name]}' is no address.", "Enter one such as hello@shop.example.")
        return found or Address("", "", False)

    def signer(self) -> Signer | None:
        names = ("dkim_domain", "dkim_selector", "dkim_key")
        entered = [name for name in names if self._given[name]]
        if not entered:
            return None
        for name in set(names) - set(entered):
            self._note(name, "DKIM needs the domain, the selector and the key.")
        if len(entered) < len(names):
            return None
        try:
            return signer(*(self._given[name] for name in names))
        except Refusal as refusal:
            self._problems += refusal.problems
            return None

    def reporter(self) -> str:
        found = self.one_of("reports_from", REPORTERS)
        unfit = unfit_secret(found, self._given["reports_secret"])
        if unfit:
            self._note("reports_secret", *unfit)
        return found

    def settle(self) -> None:
        if self._problems:
            raise Refusal(*self._problems, status=422)

    def _note(self, name: str, what: str, next_step: str = "") -> None:
        self._problems.append(Problem(code="channel.bad_value", what=what, where=name, next_step=next_step))
