"""Tell how far long work is, line by line: JSON objects `{"done": 0.25}`, then `{"result": ...}` or `{"problems": ...}`."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import TypeAdapter

from evergrow.kernel import Refusal

Say = Callable[[float], None]


def told_line_by_line(work: Callable[[Say], Any]) -> Iterator[bytes]:
    """The lines of one piece of work, which runs in a thread of its own until it is done."""
    lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            found = work(lambda done: lines.put({"done": round(done, 4)}))
            lines.put({"result": TypeAdapter(type(found)).dump_python(found, mode="json")})
        except Refusal as refusal:
            lines.put({"problems": refusal.as_documents()})
        finally:
            lines.put(None)

    threading.Thread(target=run, name="told", daemon=True).start()
    while (line := lines.get()) is not None:
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
