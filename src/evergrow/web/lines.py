"""Tell how far long work is, line by line: JSON objects `{"done": 0.25}`, then `{"result": ...}` or `{"problems": ...}`.

Holds   work that nobody listens to any more ends at the next thing it tells: whoever asked has stopped it or left.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from pydantic import TypeAdapter

from evergrow.kernel import Refusal

Say = Callable[[float], None]


class _Unheard(Exception):
    """Raised into the work where nobody listens any more."""


async def told_line_by_line(work: Callable[[Say], Any]) -> AsyncIterator[bytes]:
    """The lines of one piece of work, which runs in a thread of its own until it is done or nobody listens."""
    lines: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    loop, is_unheard = asyncio.get_running_loop(), threading.Event()

    def tell(line: dict[str, Any] | None) -> None:
        if is_unheard.is_set():
            raise _Unheard
        loop.call_soon_threadsafe(lines.put_nowait, line)

    def run() -> None:
        try:
            found = work(lambda done: tell({"done": round(done, 4)}))
            tell({"result": TypeAdapter(type(found)).dump_python(found, mode="json")})
        except _Unheard:
            return
        except Refusal as refusal:
            tell({"problems": refusal.as_documents()})
        finally:
            if not is_unheard.is_set():
                tell(None)

    threading.Thread(target=run, name="told", daemon=True).start()
    try:
        while (line := await lines.get()) is not None:
            yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
    finally:
        is_unheard.set()
