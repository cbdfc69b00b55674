"""The collector: plain ASGI for Segment's tracking API under /v1 and CleverTap's upload API under /1.

Holds   "success" is answered only after the request is on disk.
Never   meets FastAPI: that would take most of the time there is for a request.
"""

from evergrow.web.collect.collector import collector
from evergrow.web.collect.short_way import ShortWay

__all__ = ["ShortWay", "collector"]
