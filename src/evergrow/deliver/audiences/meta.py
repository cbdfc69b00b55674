"""A row of Meta's customer list: every cell hashed.

Source:
    https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences#hash (normalisation)
    https://www.facebook.com/business/help/2082575038703844 (column headers)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from evergrow.deliver.audiences.spec import Person, country_code, hashed
from evergrow.deliver.phones import phone_number

HEADER: Final = ("email", "phone", "fn", "ln", "ct", "st", "zip", "country")
_STATES: Final[dict[str, str]] = {
    pair[:-3]: pair[-2:]
    for pair in (
        "alabama:al alaska:ak arizona:az arkansas:ar california:ca colorado:co connecticut:ct delaware:de florida:fl "
        "georgia:ga hawaii:hi idaho:id illinois:il indiana:in iowa:ia kansas:ks kentucky:ky louisiana:la maine:me "
        "maryland:md massachusetts:ma michigan:mi minnesota:mn mississippi:ms missouri:mo montana:mt nebraska:ne "
        "nevada:nv newhampshire:nh newjersey:nj newmexico:nm newyork:ny northcarolina:nc northdakota:nd ohio:oh "
        "oklahoma:ok oregon:or pennsylvania:pa rhodeisland:ri southcarolina:sc southdakota:sd tennessee:tn texas:tx "
        "utah:ut vermont:vt virginia:va washington:wa westvirginia:wv wisconsin:wi wyoming:wy districtofcolumbia:dc"
    ).split()
}
_BRITISH: Final = re.compile(r"([a-z]{1,2}\d[a-z\d]?)(\d)[a-z]{2}")


def meta_row(person: Person) -> Sequence[str] | None:
    """The cells below `HEADER`; None where there is neither an address nor a number nor a whole name."""
    country = country_code(person.country)
    email = person.email.strip().lower()
    phone = (phone_number(person.phone, region=country or None) or "").lstrip("+")
    first, last = _letters(person.first_name), _letters(person.last_name)
    if not ("@" in email or phone or (first and last)):
        return None
    found = (
        email if "@" in email else "",
        phone,
        first,
        last,
        _letters(person.city),
        _state(person.state, country),
        _postal(person.zip, country),
        country.lower(),
    )
    return [hashed(cell) for cell in found]


def _letters(text: str) -> str:
    """Lower case without punctuation, digits and blanks; letters of every script stay."""
    normal = unicodedata.normalize("NFC", text).lower()
    return "".join(letter for letter in normal if unicodedata.category(letter)[0] in "LM")


def _state(text: str, country: str) -> str:
    letters = _letters(text)
    return _STATES.get(letters, letters) if country == "US" else letters


def _postal(text: str, country: str) -> str:
    """Without blanks; the first five digits in the US; area, district and sector in Britain."""
    plain = re.sub(r"[\s-]", "" if country != "US" else " ", text.strip().lower())
    if country == "US":
        return plain.split(" ")[0][:5]
    british = _BRITISH.fullmatch(plain) if country == "GB" else None
    return british[1] + british[2] if british else plain
