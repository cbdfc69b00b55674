"""Phone numbers as E.164: `+819012345678`, however they were typed.

Source:
    ITU-T E.164; the numbering plans are those of Google's libphonenumber, by the `phonenumbers` package.
"""

from __future__ import annotations

from typing import Final

import phonenumbers

_LONGEST: Final = 40  # nobody types a number longer than this; refuses to parse novels


def phone_number(text: str, *, region: str | None = None) -> str | None:
    """The number as E.164, or None where it is none that anybody can be called at.

    Args:
        text: As the customer typed it; `00` or `+` before the country's code, or a national number.
        region: Two letters of the country that a national number belongs to. Without it such a number is none.
    """
    parsed = _parsed(text, region)
    if parsed is None:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def region_of(text: str) -> str | None:
    """Two letters of the country that an international number belongs to."""
    parsed = _parsed(text, None)
    return None if parsed is None else phonenumbers.region_code_for_number(parsed)


def written_forms(number: str) -> list[str]:
    """The digits of an E.164 number in each way that people write it; empty where it is none.

    A number that was found by its digits may belong to another country: compare it by `phone_number` with the region.
    """
    parsed = _parsed(number, None)
    if parsed is None:
        return []
    whole, own = number.lstrip("+"), phonenumbers.national_significant_number(parsed)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = "".join(letter for letter in national if letter.isdigit())
    return sorted({whole, f"00{whole}", digits, own})


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    typed = text.strip()
    if typed.startswith("00"):
        typed = "+" + typed[2:]
    if not typed or len(typed) > _LONGEST:
        return None
    try:
        number = phonenumbers.parse(typed, region.upper() if region else None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
