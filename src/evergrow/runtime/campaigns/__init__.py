"""What operators decide about campaigns."""

from evergrow.runtime.campaigns.decide import (
    check_campaign,
    delete_campaign,
    gone_at_launch,
    kept_campaign,
    launch_campaign,
    save_campaign,
)

__all__ = [
    "check_campaign",
    "delete_campaign",
    "gone_at_launch",
    "kept_campaign",
    "launch_campaign",
    "save_campaign",
]
