"""The shapes of the account and of an operator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Account:
    """How this brand reckons and reads.

    `currency` is ISO 4217 (what amounts without a currency are in), `time_zone` an IANA name (where a
    day begins), `locale` BCP 47 (how numbers and dates are written). `postal_address` stands in commercial mails.
    """

    name: str = "My shop"
    currency: str = "USD"
    time_zone: str = "UTC"
    locale: str = "en-US"
    postal_address: str = ""


@dataclass(frozen=True, kw_only=True)
class Operator:
    """A person who runs the platform."""

    id: str
    email: str
    name: str
