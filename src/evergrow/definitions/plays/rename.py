"""A play's documents under another name, and with the shop's own address in their links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from evergrow.definitions.folders import Document, document_of
from evergrow.definitions.plays.shipped_plays import SHOP
from evergrow.definitions.plays.spec import Play
from evergrow.kernel import refuse

LONGEST: Final = 40
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_REFERRING: Final = "journey|message|webhook|segment|segment_entered|segment_left"


def renamed(play: Play, name: str) -> list[Document]:
    """The documents that carry the play's name, carrying this one instead; the others as they are.

    Raises:
        Refusal: `play.bad_name`.
    """
    names = {one.name: _other(play.name, name, one.name) for one in play.documents}
    if not _NAME.fullmatch(name) or any(len(new) > LONGEST for new in names.values()):
        room = LONGEST - max(len(new) - len(name) for new in names.values())
        raise refuse(
            "play.bad_name",
            f"The play cannot be named '{name}'.",
            where="name",
            next_step=f"Use small letters, digits, - and _, at most {room}.",
            status=422,
        )
    return [document_of(one.kind, names[one.name], _referring(one.text, names)) for one in play.documents]


def with_shop(documents: Iterable[Document], url: str) -> list[Document]:
    """The documents, their links leading to this shop.

    Raises:
        Refusal: `play.bad_shop` for what is no address on the web.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\"'<>{}]", url.strip()):
        raise refuse(
            "play.bad_shop",
            f"'{url[:80]}' is no address on the web.",
            where="shop_url",
            next_step="Write it as https://www.example.com.",
            status=422,
        )
    own = url.strip().rstrip("/")
    return [document_of(one.kind, one.name, one.text.replace(SHOP, own)) for one in documents]


def _other(old: str, new: str, name: str) -> str:
    is_own = name == old or name.startswith(f"{old}-")
    return new + name.removeprefix(old) if is_own else name


def _referring(text: str, names: dict[str, str]) -> str:
    """Every name in one pass, so that a new name is never taken for an old one."""
    any_name = "|".join(re.escape(old) for old in sorted(names, key=len, reverse=True))
    found = re.compile(rf"(?<![\w-])(?P<place>(?:{_REFERRING}): |in segment ')(?P<name>{any_name})(?![\w-])")
    return found.sub(lambda one: one["place"] + names[one["name"]], text)
