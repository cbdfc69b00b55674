"""Messages let out: judged in the tick, sent by a thread of their own."""

from evergrow.runtime.sending.send import (
    Sender,
    guards_of,
    guards_text,
    house_of,
    judge_messages,
    save_guards,
)

__all__ = [
    "Sender",
    "guards_of",
    "guards_text",
    "house_of",
    "judge_messages",
    "save_guards",
]
