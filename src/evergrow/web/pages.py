"""The built dashboard, from memory: every file once as it is and once gzipped.

Holds   hashed assets may be kept for a year, everything else is asked for anew (304 by ETag);
        an address that is no file is the dashboard's own, so it gets the first page.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

BUILT: Final = Path(__file__).parent / "dashboard"
_NOT_BUILT: Final = b"""<!doctype html><meta charset="utf-8"><title>Evergrow</title>
<body style="font: 16px system-ui; max-width: 40em; margin: 4em auto"><h1>The dashboard is not built</h1>
<p>The server runs and takes events in. Run <code>make dashboard</code> in the checkout, or install the wheel, which
has the dashboard inside. The API is described at <a href="/api/openapi.json">/api/openapi.json</a>.</p>"""
_FIRST: Final = "index.html"
_FOREVER: Final = "public, max-age=31536000, immutable"
_WORTH_ZIPPING: Final = re.compile(r"text/|javascript|json|svg|wasm|manifest")
_INLINE_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A file of the dashboard, ready to be sent."""

    body: bytes
    zipped: bytes | None
    media_type: str
    etag: str
    cache_control: str


def page(request: Request) -> Response:
    """The file asked for, or the dashboard's first page; an unknown address of the API is neither."""
    if request.url.path.startswith("/api/"):
        raise HTTPException(404)
    found = _found(request.url.path.lstrip("/"), BUILT, _built_at())
    if found is None:
        return Response("Not found", status_code=404, media_type="text/plain")
    headers = {"etag": found.etag, "cache-control": found.cache_control, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    body = found.body
    if found.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["content-encoding"] = found.zipped, "gzip"
    return Response(body, media_type=found.media_type, headers=headers)


def inline_script_hashes() -> list[str]:
    """`'sha256-...'` of each inline script on the first page, for the content security policy."""
    first = BUILT / _FIRST
    scripts = _INLINE_SCRIPT.findall(first.read_bytes()) if first.is_file() else []
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts]


def _built_at() -> int:
    """Changes with every build, so that a rebuilt dashboard shows without a restart."""
    try:
        return (BUILT / _FIRST).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _found(path: str, built: Path, built_at: int) -> Page | None:
    if path in _files(built, built_at):
        return _page(path, built, built_at)
    if path.startswith("assets/"):
        return None
    return _page(_FIRST, built, built_at) if built_at else _ready(_NOT_BUILT, "text/html", "no-store")


@lru_cache(maxsize=1)
def _files(built: Path, built_at: int) -> dict[str, Path]:
    """Every file by its address: what is not in here cannot be asked for, however it is spelled."""
    return {file.relative_to(built).as_posix(): file for file in built.rglob("*") if file.is_file()}


@lru_cache(maxsize=500)
def _page(path: str, built: Path, built_at: int) -> Page:
    file = _files(built, built_at)[path]
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return _ready(file.read_bytes(), media_type, _FOREVER if path.startswith("assets/") else "no-cache")


def _ready(body: bytes, media_type: str, cache_control: str) -> Page:
    return Page(
        body=body,
        zipped=gzip.compress(body, 9, mtime=0)
        if _WORTH_ZIPPING.search(media_type) and len(body) > 1_000
        else None,
        media_type=media_type,
        etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        cache_control=cache_control,
    )
