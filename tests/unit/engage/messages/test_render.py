"""Messages for customers: values, languages, links, and nothing that a name could smuggle in."""

from __future__ import annotations

from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.messages import Coupon
from evergrow.engage.messages import Brand, Rendered, Suppressed, one_line, render_many, safe_url
from tests.unit.engage.messages.writing import BRAND, LINKS, content, one, said, to

MJML = """<mjml><mj-body>{% for p in products %}
<mj-section><mj-column><mj-text>Hi {{ customer.name | default: "friend" }}: {{ p.name }}{% if p.price < 5 %} (cheap){% endif %}</mj-text>
<mj-button href="{{ p.url }}">See it</mj-button></mj-column></mj-section>{% endfor %}</mj-body></mjml>"""
CART = {
    "event": "Checkout Started",
    "properties": {
        "products": [
            {"name": "Tea <green>", "price": 3, "url": "https://shop.example/tea?a=1&b=2"},
            {"name": "Pot", "price": 30, "url": "javascript:alert(1)"},
        ]
    },
}


def test_a_mail_is_compiled_from_mjml_with_loops_conditions_and_escaped_values() -> None:
    mail = content(said("email", subject="Hi", mjml=MJML), to({"name": "Ana"}, event=CART))
    assert "Hi Ana: Tea &lt;green&gt; (cheap)</div>" in mail["html"]
    assert "Hi Ana: Pot</div>" in mail["html"]
    assert 'href="https://shop.example/tea?a=1&amp;b=2"' in mail["html"]
    assert "javascript" not in mail["html"]
    assert "{" + "%" not in mail["html"]


def test_the_text_part_is_made_from_the_html_with_its_addresses() -> None:
    mail = content(said("email", subject="Hi", mjml=MJML), to({"name": "Ana"}, event=CART))
    assert mail["text"].startswith(
        "Hi Ana: Tea <green> (cheap)\n\nSee it (https://shop.example/tea?a=1&b=2)\n"
    )
    written = said("email", subject="Hi", mjml=MJML, text="Only this {{ customer.name }}")
    assert content(written, to({"name": "Ana"}, event=CART))["text"] == "Only this Ana\n"


def test_links_are_tracked_but_the_customers_own_are_not() -> None:
    html = '<a href="https://shop.example/?a=1&amp;b=2">x</a> <a href="{{ unsubscribe_url }}">out</a> <a href="mailto:a@b.c">m</a>'
    mail = content(said("email", subject="Hi", html=html), to(links=LINKS))
    assert 'href="https://grow.example/c/1?to=https://shop.example/?a=1&amp;b=2"' in mail["html"]
    assert 'href="https://grow.example/u/1"' in mail["html"]
    assert 'href="mailto:a@b.c"' in mail["html"]
    assert '<img src="https://grow.example/o/1"' in mail["html"]
    assert "x (https://grow.example/c/1?to=https://shop.example/?a=1&b=2)" in mail["text"]


def test_a_mail_that_shows_no_way_out_gets_one_with_the_brands_address() -> None:
    mail = content(said("email", subject="Hi", html="<p>Hi</p>"), to(links=LINKS))
    assert "Shop &amp; Co, 1 Main Street" in mail["html"]
    assert mail["html"].count('href="https://grow.example/u/1"') == 1
    assert mail["text"].endswith(
        "Unsubscribe: https://grow.example/u/1\nPreferences: https://grow.example/p/1\n"
    )
    assert "grow.example" not in content(said("sms", text="Hi"), to(links=LINKS))["text"]


def test_a_mail_gets_what_its_footer_lacks_and_nothing_twice() -> None:
    way_out = '<a href="{{ unsubscribe_url }}">out</a>'
    mail = content(said("email", subject="Hi", html=way_out), to(links=LINKS))
    assert mail["html"].count('href="https://grow.example/u/1"') == 1
    assert mail["html"].count("1 Main Street") == mail["text"].count("1 Main Street") == 1
    whole = said("email", subject="Hi", html=f"{way_out}<p>{{{{ brand.postal_address }}}}</p>")
    assert content(whole, to(links=LINKS))["html"].count("Main Street") == 1
    assert "Main Street" not in content(said("email", subject="Hi", html="<p>Your order</p>"), to())["html"]


@pytest.mark.parametrize(
    ("customer", "account", "language"),
    [
        ({"language": "ja"}, "en", "ja"),
        ({"locale": "ja_JP"}, "en", "ja"),
        ({"locale": "pt"}, "en", "pt-BR"),
        ({"language": "fr"}, "ja", "ja"),
        ({"language": "fr"}, "de", "en"),
        ({"language": 7}, "en", "en"),
        ({}, "ja-JP", "ja"),
    ],
)
def test_the_language_is_the_customers_else_the_accounts_else_the_messages(
    customer: dict[str, str], account: str, language: str
) -> None:
    message = said("sms", text="Hi", others={"ja": {"text": "こんにちは"}, "pt-BR": {"text": "Oi"}})
    found = one(message, to(customer), Brand(name="S", language=account))
    assert isinstance(found, Rendered)
    assert found.language == language


def test_a_missing_value_suppresses_with_its_name_or_falls_back_as_the_author_chose() -> None:
    text = "Hi {{ customer.first_name }} {{ event.properties.cart.id | upcase }} {{ customer.age | default: 'x' }}"
    found = one(said("sms", text=text), to())
    assert found == Suppressed(
        reason="missing_value",
        detail="The customer has no customer.first_name, event.properties.cart.id to put into the message.",
    )
    fallen = one(said("sms", text=text, missing="fallback"), to())
    assert isinstance(fallen, Rendered)
    assert fallen.content["text"] == "Hi   x"
    assert fallen.missing == ("customer.first_name", "event.properties.cart.id")


def test_asking_whether_a_value_is_there_is_not_missing_it() -> None:
    text = "{% if customer.name %}{{ customer.name }}{% else %}you{% endif %}{% for p in products %}{{ p }}{% endfor %}{% unless customer.x == 3 %}!{% endunless %}"
    assert content(said("sms", text=text), to())["text"] == "you!"


def test_what_comes_out_empty_is_not_sent() -> None:
    found = one(said("sms", text="{% if customer.name %}Hi{% endif %}"), to())
    assert isinstance(found, Suppressed)
    assert found.reason == "empty_message"


def test_a_coupon_is_the_customers_own_and_the_same_each_time() -> None:
    message = said("sms", text="{{ coupon.code }}", coupon=Coupon(prefix="CART", length=6))
    brand = Brand(name="S", coupon_key=b"secret")
    ana, again, ben = (
        content(message, to({"customer_id": name}), brand)["text"] for name in ("ana", "ana", "ben")
    )
    assert ana == again != ben
    assert ana.startswith("CART-")
    assert len(ana) == len("CART-") + 6
    assert content(message, to({"customer_id": "ana"}), BRAND)["text"] != ana


def test_dates_are_told_in_the_customers_time_zone_and_now_is_the_messages_moment() -> None:
    text = "{{ 'now' | date: '%Y-%m-%d %H:%M' }} {{ event.at | date: '%H:%M' }} {{ now | date: '%d' }}"
    event = {"event": "E", "at": "2026-11-21T23:30:00Z"}
    assert (
        content(said("sms", text=text), to({"time_zone": "Asia/Tokyo"}, event=event))["text"]
        == "2026-11-21 21:00 08:30 21"
    )
    assert (
        content(said("sms", text=text), to({"time_zone": "Mars"}, event=event))["text"]
        == "2026-11-21 12:00 23:30 21"
    )


def test_each_channel_gets_its_own_shape() -> None:
    whatsapp = said(
        "whatsapp", missing="fallback",
        template="cart", more={ "parameters[0]": "{{ customer.name }}", "parameters[1]": "{{ customer.x }}"},
    )  # fmt: skip
    assert content(whatsapp, to({"name": "Ana\nB"})) == {"template": "cart", "parameters": ["Ana B", ""]}
    push = said("push", title="{{ customer.name }}", body="b", link="{{ customer.link }}")
    assert content(push, to({"name": "a\r\nb", "link": "myapp://cart"})) == {
        "title": "a b",
        "body": "b",
        "link": "myapp://cart",
    }
    assert "link" not in content(push, to({"name": "a", "link": "javascript:alert(1)"}))
    webhook = said("webhook", url="https://x.example", more={"headers.X-Name": "{{ customer.name }}"}, body="{{ customer.name | json }}")  # fmt: skip
    assert content(webhook, to({"name": 'a"\r\nX: 1'})) == {
        "url": "https://x.example",
        "headers": {"X-Name": 'a" X: 1'},
        "body": '"a\\"\\r\\nX: 1"',
    }


@given(name=st.text(max_size=60))
def test_no_name_ever_breaks_a_header(name: str) -> None:
    found = one(said("email", subject="Hi {{ customer.name }}", text="x"), to({"name": name}))
    assert isinstance(found, Rendered)
    subject = found.content["subject"]
    mail = EmailMessage()
    mail["Subject"] = subject  # the standard library refuses line breaks
    assert subject.isprintable() or all(ord(letter) > 0x9F for letter in subject if not letter.isprintable())
    assert "\n" not in subject
    assert "\r" not in subject


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(["<script>", '"', "'", " onclick=x", "-->", "&lt;", "</a>", "{{", "}}", "{%", "%3Cb%3E", "PGI+", "\r\n"]),
        max_size=6,
    ).map("".join),
)  # fmt: skip
_FILTERS = (
    "", "| upcase", "| strip_html", "| newline_to_br", "| escape_once", "| url_decode", "| base64_decode",
    "| replace: 'a', 'b'", "| append: '!'", "| split: '' | join: ''", "| json", "| truncate: 20", "| strip_newlines",
    "| default: 'x'", "| date: '%Y'", "| slice: 0, 10", "| squish", "| remove: 'x'", "| capitalize",
)  # fmt: skip


@given(value=_HOSTILE, filters=st.sampled_from(_FILTERS))
def test_no_value_and_no_filter_puts_an_element_or_an_attribute_into_html(value: str, filters: str) -> None:
    html = f'<p title="{{{{ customer.v {filters} }}}}">{{{{ customer.v {filters} }}}}</p><a href="{{{{ customer.v }}}}">x</a>'
    found = one(said("email", subject="s", html=html, missing="fallback"), to({"v": value}))
    if isinstance(found, Suppressed):
        assert found.reason == "template_failed"
        return
    elements = _Elements()
    elements.feed(found.content["html"])
    allowed = {"html", "body", "p", "a", "br"}
    assert {tag for tag, _ in elements.found} <= allowed
    assert {names for tag, names in elements.found if tag in ("p", "a")} == {("title",), ("href",)}


@given(text=st.text(max_size=60))
def test_an_address_never_runs_as_code(text: str) -> None:
    url = safe_url(text)
    assert not url.lower().startswith(("javascript:", "data:", "vbscript:", "file:"))
    assert safe_url(f"java\nscript:{text}") == ""
    assert one_line(one_line(text)) == one_line(text)


def test_the_same_template_serves_many_customers_in_their_order() -> None:
    message = said("sms", text="Hi {{ customer.name }}")
    found = render_many(message, [to({"name": str(number)}) for number in range(100)], brand=BRAND)
    assert [one.content["text"] for one in found if isinstance(one, Rendered)] == [
        f"Hi {n}" for n in range(100)
    ]
