"""The key of a data directory."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from evergrow.kernel import Refusal
from evergrow.runtime.secret import secret_of


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = secret_of(tmp_path)
    assert len(key) == 32
    assert secret_of(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_damaged_key_is_never_replaced_silently(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(Refusal, match="5 bytes"):
        secret_of(tmp_path)
    assert (tmp_path / "secret.key").read_bytes() == b"short"
