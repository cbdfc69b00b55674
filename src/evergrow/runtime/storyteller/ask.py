"""Ask the endpoint, in OpenAI's chat completions.

Never   follows a redirect, reads more than 256 kB, or lets the key into a refusal.

Source:
    https://platform.openai.com/docs/api-reference/chat/create
"""

from __future__ import annotations

import json
from typing import Any, Final

import httpx

from evergrow.kernel import refuse
from evergrow.runtime.storyteller.spec import Connected

LARGEST_ANSWER: Final = 256 * 1024
_PATIENCE: Final = httpx.Timeout(60.0, connect=5.0)
_SHOWN: Final = 200


def ask(endpoint: Connected, messages: list[dict[str, str]]) -> str:
    """The endpoint's answer as text.

    Raises:
        Refusal: `storyteller.unreachable`, `storyteller.refused`, `storyteller.unreadable` (502).
    """
    headers = {"authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    body = {"model": endpoint.model, "messages": messages}
    try:
        with (
            httpx.Client(timeout=_PATIENCE, follow_redirects=False) as client,
            client.stream(
                "POST", f"{endpoint.base_url}/chat/completions", json=body, headers=headers
            ) as answer,
        ):
            status, content = answer.status_code, _read(answer)
    except httpx.HTTPError as error:
        raise refuse(
            "storyteller.unreachable",
            f"The endpoint cannot be reached ({type(error).__name__}).",
            where="storyteller",
            next_step="Look at its address, model and key in Settings.",
            status=502,
        ) from None
    document = _document(content)
    if status != httpx.codes.OK:
        said = _said(document, endpoint.key)
        raise refuse(
            "storyteller.refused",
            f"The endpoint answered {status}{': ' + said if said else ''}.",
            where="storyteller",
            next_step="Look at its address, model and key in Settings.",
            status=502,
        )
    try:
        text = document["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        text = None
    if not isinstance(text, str) or not text.strip():
        raise refuse(
            "storyteller.unreadable",
            "The endpoint answered something that is no chat completion.",
            where="storyteller",
            next_step="Look at its address, model and key in Settings.",
            status=502,
        )
    return text.strip()


def _read(answer: httpx.Response) -> bytes:
    found = bytearray()
    for part in answer.iter_bytes():
        found += part
        if len(found) > LARGEST_ANSWER:
            return b""
    return bytes(found)


def _document(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _said(document: dict[str, Any], key: str) -> str:
    error = document.get("error")
    message = error.get("message") if isinstance(error, dict) else None
    text = " ".join(message.split()) if isinstance(message, str) else ""
    return (text.replace(key, "…") if key else text)[:_SHOWN].rstrip(".")
