"""Read an email address as RFC 5321 and 6531 write it: quoted names, other scripts, names of domains in other scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LOCAL: Final = re.compile(rf'{_ATOM}(?:\.{_ATOM})*|"(?:[ !#-\[\]-~\u00a0-\U0010ffff]|\\[ -~])*"')
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64


@dataclass(frozen=True, slots=True)
class Address:
    """An address ready for a server. `needs_utf8`: only a server with SMTPUTF8 can take it."""

    text: str
    domain: str
    needs_utf8: bool


@lru_cache(maxsize=8_192)  # asked for twice for each message in hand
def read_address(text: str) -> Address | None:
    """The address, its domain in ASCII; None where it cannot be one."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local.encode()) > _LONGEST_LOCAL:
        return None
    ascii_domain = _ascii_domain(domain)
    if ascii_domain is None or len(local) + 1 + len(ascii_domain) > _LONGEST:
        return None
    return Address(f"{local}@{ascii_domain}", ascii_domain, not local.isascii())


def tidy_address(text: str) -> str | None:
    """The address as it is handed to a server, or None where it cannot be one."""
    address = read_address(text)
    return address.text if address else None


@lru_cache(maxsize=4_096)
def _ascii_domain(domain: str) -> str | None:
    try:
        written = domain.encode("idna").decode().lower() if not domain.isascii() else domain.lower()
    except UnicodeError:
        return None
    labels = written.split(".")
    is_sound = all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    return written if is_sound and (len(labels) > 1 or written == "localhost") else None
