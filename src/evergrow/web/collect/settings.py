"""What analytics.js asks for before it sends: the settings of a source, as Segment's CDN gives them."""

from __future__ import annotations

import msgspec

_EVERYTHING = {"__default": {"enabled": True, "integrations": {}}}


def settings_document(write_key: str, scheme: str, host: str) -> bytes:
    """The settings under which analytics.js sends everything to `host`, and nothing anywhere else."""
    return msgspec.json.encode(
        {
            "integrations": {
                "Segment.io": {
                    "apiKey": write_key,
                    "apiHost": f"{host}/v1",
                    "protocol": scheme,
                    "unbundledIntegrations": [],
                    "addBundledMetadata": True,
                    "maybeBundledConfigIds": {},
                    "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
                }
            },
            "plan": {"track": _EVERYTHING, "identify": _EVERYTHING, "group": _EVERYTHING},
            "edgeFunction": {},
            "analyticsNextEnabled": True,
            "middlewareSettings": {},
            "enabledMiddleware": {},
            "metrics": {"sampleRate": 0, "host": f"{host}/v1"},
            "legacyVideoPluginsEnabled": False,
            "remotePlugins": [],
        }
    )
