"""Messages: read from YAML, refused with every problem at its line, written back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.messages import Content, Message, read_message, write_message
from evergrow.kernel import Refusal

REMINDER = """\
message: cart-reminder
title: Cart reminder
channel: email
topic: offers
default_language: en
missing: suppress
coupon: { prefix: CART, length: 6 }
languages:
  en:
    subject: "Your cart waits, {{ customer.first_name | default: 'friend' }}"
    preheader: Still there
    mjml: |
      <mjml><mj-body></mj-body></mjml>
  ja: { subject: カート, text: まだ待っています }
"""


def test_a_message_is_read_with_its_languages_and_lines() -> None:
    message = read_message(REMINDER)
    assert (message.name, message.channel, message.topic) == ("cart-reminder", "email", "offers")
    assert list(message.contents) == ["en", "ja"]
    assert message.contents["en"].texts["preheader"] == "Still there"
    assert message.contents["en"].lines["mjml"] == 12
    assert message.coupon is not None
    assert message.coupon.length == 6


def test_every_problem_is_told_at_once_with_its_line_and_what_was_meant() -> None:
    text = (
        REMINDER.replace("channel: email", "channel: emial")
        .replace("missing: suppress", "missing: supress")
        .replace("title: Cart", "titel: Cart")
    )
    with pytest.raises(Refusal) as refused:
        read_message(text, file="messages/cart-reminder.yaml")
    found = [(problem.code, problem.where.split("  ")[0].split(":")[1]) for problem in refused.value.problems]
    assert found == [
        ("definition.unknown_field", "2"),
        ("definition.unknown_channel", "3"),
        ("definition.wrong_type", "6"),
    ]
    assert "Did you mean 'email'?" in refused.value.problems[1].what


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("message: cart-reminder", "message: Cart Reminder"), "definition.bad_id"),
        (("default_language: en", "default_language: fr"), "message.no_default_language"),
        (("prefix: CART", "prefix: 'C T'"), "definition.bad_id"),
        (("length: 6", "length: 600"), "definition.wrong_type"),
        (("    mjml: |", "    text: |"), ""),
        (("    preheader: Still there\n", "    html: hi\n"), "message.two_bodies"),
        (("subject: カート, ", ""), "definition.missing_field"),
        ((", text: まだ待っています", ""), "message.empty"),
        (("  ja:", "  JAPAN!:"), "message.bad_language"),
        (("preheader: Still there", f"preheader: {'x' * 150_001}"), "message.too_large"),
        (("preheader: Still there", f"preheader: {'x' * 10_000_000}"), "definition.too_large"),
        (("preheader: Still there", "preheader: [a]"), "definition.wrong_type"),
    ],
)
def test_a_message_that_does_not_hold_together_is_refused(change: tuple[str, str], code: str) -> None:
    text = REMINDER.replace(*change)
    if not code:
        read_message(text)
        return
    with pytest.raises(Refusal) as refused:
        read_message(text)
    assert code in [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("channel", "content"),
    [
        ("sms", "{ text: Hi }"),
        ("push", "{ title: Hi, body: There, link: 'https://x.example' }"),
        ("web_push", "{ title: Hi, body: There }"),
        ("in_app", "{ title: Hi, body: There, button: Go }"),
        ("whatsapp", "{ template: hello, parameters: ['{{ customer.name }}', two] }"),
        ("messenger", "{ text: Hi }"),
        ("webhook", "{ url: 'https://x.example', headers: { X-Key: a }, body: '{}' }"),
    ],
)
def test_each_channel_has_its_own_content_and_is_written_back_the_same(channel: str, content: str) -> None:
    message = read_message(f"message: m\nchannel: {channel}\ntopic: t\nlanguages:\n  en: {content}\n")
    assert read_message(write_message(message)) == message


_LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
_TEXTS = st.lists(_LINES, min_size=1, max_size=4).map("\n".join).filter(str.strip)


@given(subject=_LINES.filter(str.strip), text=_TEXTS, title=_LINES.filter(str.strip))
def test_whatever_an_author_writes_comes_back_from_the_file(subject: str, text: str, title: str) -> None:
    content = Content(texts={"subject": subject, "text": text})
    message = Message(name="m", title=title, channel="email", topic="offers", contents={"en": content})
    assert read_message(write_message(message)) == message
