"""Which channel a visit came by: the rules, all of them, in the order in which they are tried.

The mediums and the order follow Google Analytics' default channel group, so that numbers can be held side by side
with it. Where we decided otherwise, it is written beside the rule.

Source:
    Google Analytics Help, "Default channel group" (support.google.com/analytics/answer/9756891).
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

import re
from typing import Final

import ibis
import ibis.expr.types as ir

CHANNELS: Final = (
    "email",
    "sms",
    "push",
    "affiliate",
    "paid_social",
    "paid_search",
    "display",
    "social",
    "organic_search",
    "referral",
    "other",
    "direct",
)
"""In the order in which their rules are tried: the first that holds is the visit's channel."""

EMAIL: Final = ("email", "e-mail", "e_mail", "e mail", "mail", "newsletter")
SMS: Final = ("sms", "text")
PUSH: Final = ("push", "mobile push", "web_push", "webpush", "notification")
AFFILIATE: Final = ("affiliate", "affiliates", "partner")
PAID: Final = r"^(.*cp[acmv].*|ppc|sem|retargeting|paid.*)$"
PAID_SEARCH: Final = ("cpc", "ppc", "sem", "paid_search", "paidsearch", "paid-search")
PAID_SOCIAL: Final = ("paid_social", "paidsocial", "paid-social", "cpc_social", "social_paid", "social-paid")
DISPLAY: Final = ("display", "banner", "expandable", "interstitial", "cpm", "retargeting", "programmatic")
SOCIAL: Final = ("social", "social-network", "social-media", "sm", "social network", "social media")
REFERRAL: Final = ("referral", "app", "link")

SEARCH_ENGINES: Final = (
    "google|bing|yahoo|duckduckgo|baidu|yandex|ecosia|naver|daum|seznam|qwant|startpage|sogou|search"
)
SOCIAL_SITES: Final = (
    "facebook|fb|instagram|ig|twitter|linkedin|pinterest|tiktok|reddit|youtube|threads|snapchat|line|kakao|"
    "weibo|mixi|vk|whatsapp|telegram|mastodon|bsky|bluesky|tumblr|quora|discord"
)
SEARCH_HOST: Final = rf"(^|\.)({SEARCH_ENGINES})\.[a-z.]+$|^search\.brave\.com$"
SOCIAL_HOST: Final = rf"(^|\.)({SOCIAL_SITES})\.[a-z.]+$|^(t\.co|x\.com|lnkd\.in|youtu\.be|wa\.me|t\.me)$"
WEBMAIL_HOST: Final = r"^(mail\.google|outlook\.(live|office)|mail\.yahoo|webmail|mail\.proton)\."
PAYMENT_HOST: Final = r"(^|\.)(paypal|stripe|klarna|adyen|mollie|afterpay|amazonpay|paypay|przelewy24)\."
"""Who comes back from paying has not come from there: such a referrer counts as none."""

CLICK_IDS: Final = ("gclid", "msclkid", "fbclid", "ttclid")
"""Parameters that ad platforms put into the addresses of their links."""

CLICKS: Final = {
    "Email Link Clicked": "email",
    "SMS Link Clicked": "sms",
    "Push Link Clicked": "push",
    "Web Push Link Clicked": "push",
    "Messenger Link Clicked": "other",
    "WhatsApp Link Clicked": "other",
}
"""Clicks in messages are visits by themselves: the page that opens belongs to the same visit."""

_PLATFORMS: Final = {
    "paid_search": "google ads|googleads|adwords|bing ads|microsoft ads|microsoft advertising|yahoo ads|google|bing|cpc|sem",
    "paid_social": "facebook|facebook ads|meta|meta ads|instagram|instagram ads|tiktok|tiktok ads|linkedin|linkedin ads|"
    "pinterest|pinterest ads|line ads|twitter|twitter ads|x ads|snapchat",
    "display": "criteo|adroll|taboola|outbrain|display ads|banner|programmatic|retargeting",
    "email": "newsletter|mailing|mailings|e mail|mailchimp|klaviyo",
    "affiliate": "affiliates|awin|partners|partner|affiliate program",
    "organic_search": "seo|organic|content",
    "sms": "text messages",
}
_SPOKEN: Final = {name: channel for channel, names in _PLATFORMS.items() for name in names.split("|")}


def channel(
    source: ir.Value, medium: ir.Value, campaign: ir.Value, host: ir.Value, click_id: ir.Value
) -> ir.StringValue:
    """The channel of a visit, one of CHANNELS. What is not told is an empty text.

    Args:
        source: utm_source in small letters.
        medium: utm_medium in small letters.
        campaign: utm_campaign.
        host: Of the page that linked here, in small letters, empty where it was one of the shop's own.
        click_id: What an ad platform put into the address, one of CLICK_IDS.
    """
    foreign = ibis.ifelse(host.re_search(PAYMENT_HOST), "", host)
    is_paid = medium.re_search(PAID)
    by_search = source.re_search(rf"^({SEARCH_ENGINES})(\.[a-z.]+)?$")
    by_social = source.re_search(rf"^({SOCIAL_SITES}|x)(\.[a-z.]+)?$")
    is_named = (source != "") | (medium != "") | (campaign != "")
    return ibis.cases(
        (medium.isin(EMAIL) | source.isin(EMAIL) | foreign.re_search(WEBMAIL_HOST), "email"),
        (medium.isin(SMS) | (source == "sms"), "sms"),
        (medium.isin(PUSH), "push"),
        (medium.isin(AFFILIATE), "affiliate"),
        (medium.isin(PAID_SOCIAL) | (is_paid & by_social), "paid_social"),
        # "cpc" without a source we know is search here, "paid other" there: most such links are search ads.
        (medium.isin(PAID_SEARCH) | (is_paid & by_search), "paid_search"),
        (click_id.isin(["gclid", "msclkid"]), "paid_search"),
        (medium.isin(DISPLAY), "display"),
        (is_paid, "other"),
        # Facebook adds fbclid to every link, paid or not; only a medium tells an ad.
        (medium.isin(SOCIAL) | by_social | (click_id != ""), "social"),
        ((medium == "organic") | (by_search & (medium == "")), "organic_search"),
        (medium.isin(REFERRAL), "referral"),
        (is_named, "other"),
        (foreign.re_search(SOCIAL_HOST), "social"),
        (foreign.re_search(SEARCH_HOST), "organic_search"),
        (foreign != "", "referral"),
        else_="direct",
    )


def host_of(address: ir.Value) -> ir.StringValue:
    """The host of a web address in small letters, without `www.`; null where there is none."""
    host = address.lower().split("/")[2].split(":")[0].re_replace(r"^www\.", "")
    return host.nullif("")


def channel_of_name(name: str) -> str | None:
    """The channel that a spend file means by a name ("Google Ads", "paid search"); None where it means none of ours."""
    plain = re.sub(r"[\s_\-/]+", " ", name.strip().lower())
    key = plain.replace(" ", "_")
    return key if key in CHANNELS else _SPOKEN.get(plain)
