"""HTTP: the collector, the API and the dashboard in one ASGI application. Translates only."""

from evergrow.web.application import Application, app, describe
from evergrow.web.inside import client_of
from evergrow.web.version import VERSION

__all__ = ["VERSION", "Application", "app", "client_of", "describe"]
