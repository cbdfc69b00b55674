"""A webhook's address that nothing would be sent to: said when it is written, not when customers wait for it."""

from __future__ import annotations

from collections.abc import Iterator

from evergrow.definitions.messages import Message
from evergrow.deliver.channels import barred_in, kind_of
from evergrow.engage.messages import Finding
from evergrow.kernel import Problem


def barred_addresses(message: Message, file: str) -> Iterator[Finding]:
    """An error for each language whose address is private, link-local or otherwise of no machine on the internet, or none."""
    if message.channel != "webhook":
        return
    for language, content in message.contents.items():
        line = content.lines.get("url")
        where = f"{file}{f':{line}' if line else ''}  languages.{language}.url"
        problem = _problem(content.texts.get("url", ""), where)
        if problem:
            yield Finding(level="error", problem=problem)


def _problem(url: str, where: str) -> Problem | None:
    host = barred_in(url)
    if host is not None:
        return Problem(
            code="message.private_address",
            what=f"'{host}' is not on the public internet.",
            where=where,
            next_step="Webhooks reach public addresses only. Give the receiver one.",
        )
    tidy = kind_of("webhook").tidy_address
    if "{" in url or not url.strip() or tidy is None or tidy(url):
        return None
    return Problem(
        code="message.no_receiver",
        what=f"'{url[:80]}' is no address that a webhook can be sent to.",
        where=where,
        next_step="Write it as https://example.com/hook; a user and password go into a header.",
    )
