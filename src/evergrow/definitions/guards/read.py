"""Read the guards from their YAML, with every problem found and its line; write them back."""

from __future__ import annotations

from datetime import time
from typing import Any, Final

from evergrow.definitions.documents import Fields, Findings, Node, did_you_mean, read_tree, write_document
from evergrow.definitions.guards.spec import EVERY_CHANNEL, BestHour, Cap, Guards, QuietHours
from evergrow.definitions.messages import CHANNELS
from evergrow.definitions.schedules import length_text, read_length

SHIPPED_GUARDS: Final = """\
caps:
  - { channel: email, at_most: 3, in_days: 7 }
  - { channel: sms, at_most: 2, in_days: 7 }
  - { channel: all, at_most: 5, in_days: 7 }
quiet_hours: { from: "21:00", to: "08:00" }
tracking: { opens: true, clicks: true }
"""
"""In force until others are saved."""

MOST_CAPS: Final = 20
_MOST_MESSAGES: Final = 1_000
_MOST_DAYS: Final = 365
_FASTEST: Final = 100_000


def read_guards(text: str, *, file: str = "guards.yaml") -> Guards:
    """The guards a document describes. An empty document guards nothing.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    if not text.strip():
        return Guards()
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    guards = _guards(fields) if fields else Guards()
    findings.settle()
    return guards


def write_guards(guards: Guards) -> str:
    """The document. Reading it gives equal guards."""
    shown: dict[str, Any] = {}
    if guards.caps:
        shown["caps"] = [
            {"channel": cap.channel, "at_most": cap.at_most, "in_days": _plain(cap.in_days)}
            for cap in guards.caps
        ]
    if guards.quiet_hours:
        quiet = guards.quiet_hours
        shown["quiet_hours"] = {"from": f"{quiet.start:%H:%M}", "to": f"{quiet.end:%H:%M}"}
    if guards.best_hour:
        best = guards.best_hour
        shown["best_hour"] = {"channels": list(best.channels), "at_most": length_text(best.at_most)}
    if guards.throttle:
        shown["throttle"] = {channel: _plain(rate) for channel, rate in guards.throttle.items()}
    shown["tracking"] = {"opens": guards.tracks_opens, "clicks": guards.tracks_clicks}
    return write_document(shown)


def _guards(fields: Fields) -> Guards:
    fields.only(("caps", "quiet_hours", "best_hour", "throttle", "tracking"))
    tracking = _inner(fields, "tracking")
    if tracking:
        tracking.only(("opens", "clicks"))
    return Guards(
        caps=_caps(fields),
        quiet_hours=_quiet_hours(fields),
        best_hour=_best_hour(fields),
        throttle=_throttle(fields),
        tracks_opens=_flag(tracking, "opens"),
        tracks_clicks=_flag(tracking, "clicks"),
    )


def _flag(fields: Fields | None, key: str) -> bool:
    return fields.flag(key) if fields and fields.get(key) else True


def _caps(fields: Fields) -> tuple[Cap, ...]:
    nodes = fields.items("caps") if fields.get("caps") else []
    if len(nodes) > MOST_CAPS:
        fields.findings.add("guards.too_many", f"{MOST_CAPS} caps are the most.", line=nodes[0].line)
    caps: list[Cap] = []
    for index, node in enumerate(nodes):
        inner = Fields.of(node, f"caps[{index}]", fields.findings)
        if not inner:
            continue
        inner.only(("channel", "at_most", "in_days"))
        channel = inner.text("channel", EVERY_CHANNEL)
        _check_channel(inner, "channel", channel, (*CHANNELS, EVERY_CHANNEL))
        at_most = inner.number("at_most", lowest=0, highest=_MOST_MESSAGES)
        in_days = inner.number("in_days", lowest=1 / 24, highest=_MOST_DAYS)
        if at_most is None and not inner.get("at_most"):
            inner.findings.add(
                "definition.missing_field", "A cap needs 'at_most'.", line=node.line, path=inner.path
            )
        if at_most is not None:
            if at_most != int(at_most):
                _note(inner, "at_most", "definition.wrong_type", "'at_most' must be a whole number.")
            caps.append(Cap(channel=channel, at_most=int(at_most), in_days=in_days or 7.0))
    return tuple(caps)


def _quiet_hours(fields: Fields) -> QuietHours | None:
    inner = _inner(fields, "quiet_hours")
    if inner is None:
        return None
    inner.only(("from", "to"))
    start, end = _time(inner, "from"), _time(inner, "to")
    if start is None or end is None:
        return None
    if start == end:
        _note(inner, "to", "guards.empty_hours", "Quiet hours that end where they start are none.")
    return QuietHours(start=start, end=end)


def _best_hour(fields: Fields) -> BestHour | None:
    inner = _inner(fields, "best_hour")
    if inner is None:
        return None
    inner.only(("channels", "at_most"))
    channels: list[str] = []
    for node in inner.items("channels"):
        channel = str(node.value)
        _check_channel(inner, "channels", channel, CHANNELS)
        channels.append(channel)
    at_most = inner.parsed("at_most", read_length) if inner.get("at_most") else None
    return BestHour(channels=tuple(channels), at_most=at_most or BestHour.at_most)


def _throttle(fields: Fields) -> dict[str, float]:
    inner = _inner(fields, "throttle")
    rates: dict[str, float] = {}
    for channel in inner.node.value if inner else ():
        assert inner is not None
        _check_channel(inner, channel, channel, CHANNELS)
        rate = inner.number(channel, lowest=0.001, highest=_FASTEST)
        if rate is not None:
            rates[channel] = rate
    return rates


def _time(fields: Fields, key: str) -> time | None:
    text = fields.text(key)
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        if text:
            _note(fields, key, "guards.bad_time", f"'{text}' is no time of day.", 'Write it as "21:00".')
        return None


def _check_channel(fields: Fields, key: str, channel: str, known: tuple[str, ...]) -> None:
    if channel not in known:
        what = f"'{channel}' is no channel.{did_you_mean(channel, known)}"
        _note(fields, key, "definition.unknown_channel", what, f"Take one of {', '.join(known)}.")


def _inner(fields: Fields, key: str) -> Fields | None:
    node = fields.get(key)
    return Fields.of(node, fields.at(key), fields.findings) if node else None


def _note(fields: Fields, key: str, code: str, what: str, next_step: str = "") -> None:
    node: Node = fields.get(key) or fields.node
    fields.findings.add(code, what, line=node.line, path=fields.at(key), next_step=next_step)


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
