"""What operators decide about campaigns."""

from evergrow.runtime.campaigns.decide import (
    check_campaign,
    delete_campaign,
    kept_campaign,
    launch_campaign,
    save_campaign,
)

__all__ = ["check_campaign", "delete_campaign", "kept_campaign", "launch_campaign", "save_campaign"]
