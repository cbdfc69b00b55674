"""A row of Google's Customer Match: names, address and number hashed, country and postal code plain.

Source:
    https://support.google.com/google-ads/answer/7659867, https://support.google.com/google-ads/answer/7476159
    and `normalize_and_hash` of Google's own example add_customer_match_user_list
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evergrow.deliver.audiences.spec import Person, country_code, hashed
from evergrow.deliver.phones import phone_number

HEADER: Final = ("Email", "Phone", "First Name", "Last Name", "Country", "Zip")


def google_row(person: Person) -> Sequence[str] | None:
    """The cells below `HEADER`; None where there is nothing to know the customer by.

    A postal address counts only whole: both names, country and postal code.
    """
    country = country_code(person.country)
    email = "".join(person.email.split()).lower()
    phone = phone_number(person.phone, region=country or None) or ""
    address = (
        person.first_name.strip().lower(),
        person.last_name.strip().lower(),
        country,
        person.zip.strip(),
    )
    first, last, country, postal = address if all(address) else ("", "", "", "")
    found = (
        hashed(email if "@" in email else ""),
        hashed(phone),
        hashed(first),
        hashed(last),
        country,
        postal,
    )
    return found if any(found) else None
