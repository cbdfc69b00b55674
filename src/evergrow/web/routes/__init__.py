"""The addresses of the API, one file an area. A route translates: it asks a room and hands the answer on."""

from evergrow.web.routes.every import build_routes

__all__ = ["build_routes"]
