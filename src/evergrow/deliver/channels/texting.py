"""What all channels for text messages share: the caller's id, the number, the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from evergrow.deliver.channels.spec import Field, Outcome, Outgoing
from evergrow.deliver.phones import phone_number, text_parts

MOST_PARTS: Final = 10

SENDER: Final = Field(
    name="sender",
    title="Caller id",
    example="+15005550006",
    hint="The one number, short code or name (up to 11 letters) that all texts of your brand come from.",
)
CALLER: Final = replace(
    SENDER,
    shape="a phone number, a short code, or a name of up to 11 letters and digits",
    pattern=r"\+?[0-9][0-9 ().-]{2,19}|(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}",
)
"""As the networks take it. A gateway of your own may call its callers as it likes."""
COUNTRY: Final = Field(
    name="country",
    title="Country of numbers without a country code",
    example="JP",
    is_optional=True,
    shape="two letters",
    pattern=r"[A-Za-z]{2}",
    hint="Two letters. Without it, numbers that do not begin with + or 00 are not sent to.",
)


def tidy_number(text: str) -> str | None:
    """The number as E.164; a national one as it is, for only the channel knows its country."""
    known = phone_number(text)
    if known is not None:
        return known
    digits = "".join(character for character in text if character.isascii() and character.isdigit())
    is_national = 7 <= len(digits) <= 12 and all(character in " 0123456789-().+/" for character in text)
    return digits if is_national and not text.strip().startswith(("+", "00")) else None


def plain(text: object) -> str:
    """A text as it can be written: no halves of characters, one kind of line break."""
    whole = str(text or "").encode("utf-8", "replace").decode()
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


def ready(outgoing: Outgoing, country: str) -> tuple[str, str] | Outcome:
    """The number and the text of a message, or why it cannot be sent."""
    number = phone_number(outgoing.address, region=country or None)
    if number is None:
        return Outcome(
            status="failed", reason="bad_address", detail="It is no phone number that can be called."
        )
    text = plain(outgoing.content.get("text"))
    if not text:
        return Outcome(status="failed", reason="bad_content", detail="The text is empty.")
    parts = text_parts(text).count
    if parts > MOST_PARTS:
        detail = f"The text would be sent in {parts} pieces; at most {MOST_PARTS} are."
        return Outcome(status="failed", reason="bad_content", detail=detail)
    return number, text
