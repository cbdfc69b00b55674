"""HTTP: the collector, the API and the dashboard in one ASGI application. Translates only.

The application is loaded when somebody asks for it: a report on a terminal needs none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from evergrow.web.reports import report_json
from evergrow.web.version import VERSION

if TYPE_CHECKING:
    from evergrow.web.application import Application, app, describe
    from evergrow.web.inside import client_of

__all__ = ["VERSION", "Application", "app", "client_of", "describe", "report_json"]

_LATER: Final = {
    "Application": "application",
    "app": "application",
    "client_of": "inside",
    "describe": "application",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
