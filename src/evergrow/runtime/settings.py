"""Everything that can be set when Evergrow starts: by flag, by `EVERGROW_*` variable, or left as it is.

A field here is the only place a setting is described: `docs/reference/settings.md` is generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from evergrow.kernel import Problem, Refusal

PREFIX: Final = "EVERGROW_"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_YES_NO: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _setting(default: Any, text: str, *, least: int | None = None, most: int | None = None) -> Any:
    return field(default=default, metadata={"text": text, "least": least, "most": most})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How one process runs. Units are last in a name; sizes are bytes."""

    data: Path = _setting(
        Path("evergrow-data"), "The data directory. Everything that Evergrow keeps is in it."
    )
    host: str = _setting(
        "127.0.0.1", "The address to listen on. The default can be reached from this machine only."
    )
    port: int = _setting(8000, "The port to listen on; 0 takes a free one.", least=0, most=65_535)
    public_url: str = _setting(
        "", "The address people type, such as https://grow.example.com, when a proxy stands before."
    )
    state_url: str = _setting(
        "", "PostgreSQL for the state, as postgresql+psycopg://...; empty is SQLite in the data directory."
    )
    tick_ms: int = _setting(
        250, "The longest pause between two ticks, in milliseconds.", least=10, most=60_000
    )
    session_days: int = _setting(30, "Days until an operator has to sign in again.", least=1, most=365)
    page_threads: int = _setting(
        8, "Requests of the dashboard that may work at the same time.", least=1, most=64
    )
    computing_threads: int = _setting(2, "Reports that may be computed at the same time.", least=1, most=64)
    largest_import_bytes: int = _setting(
        20 * 1024**3, "The largest file that may be uploaded, in bytes.", least=1
    )
    largest_page_rows: int = _setting(
        200, "The most rows one page of a list may ask for.", least=1, most=10_000
    )
    is_demo: bool = _setting(False, "Sign every visitor in, on loopback only. `evergrow demo` sets it.")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in _LOOPBACK

    @property
    def is_private(self) -> bool:
        """Whether whoever asks sits at this machine: bound to it alone, and no proxy lets others in."""
        return self.is_loopback and not self.public_url

    def url(self, port: int | None = None) -> str:
        """Where people find the dashboard; `port` is the one really taken when 0 was asked for."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port if port is None else port}"


def settings_from(environment: Mapping[str, str], **flags: Any) -> Settings:
    """Settings by flag, else by variable, else the default. A flag that is None was not given.

    Raises:
        Refusal: `settings.unreadable`, one problem for each value that does not fit.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for spec in fields(Settings):
        name = PREFIX + spec.name.upper()
        given, where = flags.get(spec.name), f"--{spec.name.replace('_', '-')}"
        if given is None and name in environment:
            given, where = environment[name], name
        if given is None:
            continue
        value = _read(given, spec.default)
        if value is None or not _fits(value, spec.metadata):
            problems.append(_unreadable(where, given, spec.default, spec.metadata))
        else:
            values[spec.name] = value
    if problems:
        raise Refusal(*problems)
    return Settings(**values)


def _read(given: object, default: object) -> object:
    """The value as the type of the default; None where it cannot be read so."""
    if isinstance(default, bool):
        return given if isinstance(given, bool) else _YES_NO.get(str(given).lower())
    if isinstance(default, int):
        try:
            return int(str(given))
        except ValueError:
            return None
    return Path(str(given)) if isinstance(default, Path) else str(given)


def _fits(value: object, limits: Mapping[str, Any]) -> bool:
    if not isinstance(value, int):
        return True
    least, most = limits["least"], limits["most"]
    return (least is None or value >= least) and (most is None or value <= most)


def _unreadable(where: str, given: object, default: object, limits: Mapping[str, Any]) -> Problem:
    if isinstance(default, bool):
        wanted = "true or false"
    else:
        least, most = limits["least"], limits["most"]
        wanted = (
            f"a whole number from {least} up" if most is None else f"a whole number from {least} to {most}"
        )
    return Problem(
        code="settings.unreadable",
        what=f"'{given}' is not {wanted}.",
        where=where,
        next_step=f"Leave it out to use {default}, or see docs/reference/settings.md.",
    )
