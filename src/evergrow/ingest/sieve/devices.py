"""Where a customer's device can be pushed to: mobile SDKs say it with every event, so no app has to say it again.

Source:
    https://segment.com/docs/connections/spec/common/#context (device.token, device.type)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
import polars as pl

_TOKEN: Final = '"token"'
_LONGEST: Final = 4_096


class _Device(msgspec.Struct):
    token: str | None = None
    type: str | None = None


class _Context(msgspec.Struct):
    device: _Device | None = None


_decode = msgspec.json.Decoder(_Context).decode


def device_traits_of(frame: pl.DataFrame) -> pl.DataFrame:
    """`push_token` and `push_platform` as traits, once for each identity and context of the batch.

    A context that only looks like one with a token gives no trait and harms no record.
    """
    said = frame.filter(pl.col("context").str.contains(_TOKEN, literal=True))
    if len(said) > 1:
        said = said.sort("at", maintain_order=True).unique(
            ["identity_key", "context"], keep="last", maintain_order=True
        )
    rows = [(owner, *trait) for owner, text in enumerate(said["context"]) for trait in _traits(text)]
    schema = {"owner": pl.UInt32, "key": pl.String, "value": pl.String}
    found = pl.DataFrame(rows, schema=schema, orient="row")
    stating = pl.DataFrame([said[name] for name in ("identity_key", "at", "message_id")])
    return stating[found["owner"]].hstack(found.get_columns()[1:])


def _traits(context: str) -> Iterator[tuple[str, str]]:
    try:
        device = _decode(context).device
    except msgspec.DecodeError:
        return
    if device is None or not device.token or len(device.token) > _LONGEST:
        return
    yield "push_token", msgspec.json.encode(device.token).decode()
    if device.type:
        yield "push_platform", msgspec.json.encode(device.type.lower()[:40]).decode()
