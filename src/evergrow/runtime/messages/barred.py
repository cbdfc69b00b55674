"""A webhook's address that nothing would be sent to: said when it is written, not when customers wait for it."""

from __future__ import annotations

from collections.abc import Iterator

from evergrow.definitions.messages import Message
from evergrow.deliver.channels import barred_in
from evergrow.engage.messages import Finding
from evergrow.kernel import Problem


def barred_addresses(message: Message, file: str) -> Iterator[Finding]:
    """An error for each language whose address is private, link-local or otherwise of no machine on the internet."""
    if message.channel != "webhook":
        return
    for language, content in message.contents.items():
        host = barred_in(content.texts.get("url", ""))
        if host is None:
            continue
        line = content.lines.get("url")
        yield Finding(
            level="error",
            problem=Problem(
                code="message.private_address",
                what=f"'{host}' is not on the public internet.",
                where=f"{file}{f':{line}' if line else ''}  languages.{language}.url",
                next_step="Webhooks reach public addresses only. Give the receiver one.",
            ),
        )
