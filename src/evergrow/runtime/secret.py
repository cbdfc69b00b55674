"""The key of one data directory: signs public links and locks credentials away."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from evergrow.kernel import refuse

_BYTES: Final = 32


def secret_of(data: Path) -> bytes:
    """The 32 random bytes in `secret.key`, made when there are none yet; only its owner may read the file.

    Raises:
        Refusal: `secret.damaged`: a new key would silently break every link that was mailed and every connection.
    """
    path = data / "secret.key"
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) != _BYTES:
        raise refuse(
            "secret.damaged",
            f"The key of this data directory has {len(key)} bytes, not {_BYTES}.",
            where=str(path),
            next_step="Bring the file back from a backup. Without it, delete it: links in sent messages "
            "stop working and channels have to be connected again.",
        )
    return key


def _make(path: Path) -> None:
    """Whole or not at all, and never over one that another process made meanwhile."""
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as made:
        made.write(secrets.token_bytes(_BYTES))
        made.flush()
        os.fsync(made.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
