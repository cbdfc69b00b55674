"""What a platform can know a customer by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Person:
    """What was stated of a customer, as it was stated; empty where it is not known."""

    email: str = ""
    phone: str = ""
    first_name: str = ""
    last_name: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


def hashed(text: str) -> str:
    """SHA-256 as lower-case hex; nothing stays nothing."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if text else ""


def country_code(text: str) -> str:
    """Two letters in upper case; empty where it is written otherwise."""
    code = text.strip().upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
