"""Links of messages: where they lead by way of us, and what a mail makes its reader's machine ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from evergrow.definitions.messages import read_message
from evergrow.engage.messages import Brand, Links, Recipient, Rendered, render_one

MESSAGE = "message: m\ntitle: M\nchannel: {channel}\ntopic: offers\nlanguages: {{ en: {{ {texts} }} }}\n"
PAGE = (
    'title: "T", body: "See https://b.example", link: "{{ customer.url }}", image: "https://i.example/i.png"'
)


def written(channel: str, texts: str, *, is_tracked: bool = True, **customer: str) -> dict[str, Any]:
    message = read_message(MESSAGE.format(channel=channel, texts=texts), file="m.yaml")
    links = Links(click=(lambda url: f"https://grow.example/c/{url[8:]}") if is_tracked else None)
    recipient = Recipient(
        message_key=1, customer=customer, at=datetime(2026, 11, 22, tzinfo=UTC), links=links
    )
    found = render_one(message, recipient, brand=Brand(name="Tea"))
    assert isinstance(found, Rendered), found
    return dict(found.content)


@pytest.mark.parametrize("channel", ["push", "web_push"])
def test_the_link_of_a_push_leads_by_way_of_us_and_its_picture_does_not(channel: str) -> None:
    found = written(channel, PAGE, url="https://a.example/1")

    assert found["link"] == "https://grow.example/c/a.example/1"
    assert found["image"] == "https://i.example/i.png"
    assert found["body"] == "See https://b.example"


def test_a_link_into_an_app_stays_as_it_is() -> None:
    assert written("push", PAGE, url="tea://cart")["link"] == "tea://cart"


def test_links_in_a_messengers_text_lead_by_way_of_us_where_that_is_switched_on() -> None:
    text = 'text: "See https://a.example/1, or https://b.example."'

    assert written("messenger", text)["text"] == (
        "See https://grow.example/c/a.example/1, or https://grow.example/c/b.example."
    )
    assert (
        written("messenger", text, is_tracked=False)["text"]
        == "See https://a.example/1, or https://b.example."
    )


def test_a_mail_asks_no_server_for_fonts_unless_its_author_says_so() -> None:
    body = "<mj-body><mj-section><mj-column><mj-text>Hi</mj-text></mj-column></mj-section></mj-body>"
    font = '<mj-head><mj-font name="Tea" href="https://tea.example/font.css"/></mj-head>'
    dressed = body.replace("<mj-text>", '<mj-text font-family="Tea">')
    plain = written("email", f"subject: S, mjml: '<mjml>{body}</mjml>'")
    chosen = written("email", f"subject: S, mjml: '<mjml>{font}{dressed}</mjml>'")

    assert "fonts.googleapis.com" not in plain["html"]
    assert "https://tea.example/font.css" in chosen["html"]
