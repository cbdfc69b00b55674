"""Templates that loop for ever, grow without end or reach for what is not theirs: stopped, each with its reason."""

from __future__ import annotations

import time

import pytest

from evergrow.engage.messages import Suppressed
from tests.unit.engage.messages.writing import one, said, to

STOPPED = {
    "a loop over a huge range": "{% for i in (1..100000000000) %}x{% endfor %}",
    "loops in loops": "{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}",
    "many loops": "{% for i in (1..1000) %}x{% endfor %}" * 1_000,
    "a text that doubles": "{% assign s = 'ab' %}{% for i in (1..100) %}{% assign s = s | append: s %}{% endfor %}",
    "a text that squares": "{% assign s = 'aaaaaaaaaaaaaaaaaaaa' %}{{ s | replace: '', s | replace: '', s | replace: '', s | replace: '', s }}",
    "a number that squares": "{% assign n = 9 %}{% for i in (1..100) %}{% assign n = n | times: n %}{% endfor %}",
    "a number with a huge exponent": "{{ '1e999999999' | ceil }}",
    "a range made into text": "{{ (1..1000000000) | join: ',' }}",
    "a search in a range": "{% if (1..1000000000) contains 'x' %}{% endif %}",
    "a capture written over and over": "{% capture a %}{% for i in (1..900) %}xxxxxxxxxxxx{% endfor %}{% endcapture %}{% for i in (1..1000) %}{{ a }}{% endfor %}",
    "an unknown filter": "{{ customer.customer_id | nosuch }}",
    "a division by zero": "{{ 5 | divided_by: 0 }}",
    "an include": "{% include '/etc/passwd' %}",
    "a render": "{% render 'x' %}",
    "an open mark": "{{ customer.name",
    "seventy thousand open marks": "{{" * 70_000,
    "thousands of raw blocks": "{% raw %}" * 10_000,
    "blocks in blocks": "{% if a %}" * 2_000,
    "an unclosed block": "{% if a %}x",
    "deep brackets": "{{ " + "a[" * 1_000 + "a" + "]" * 1_000 + " }}",
}


@pytest.mark.parametrize("template", STOPPED.values(), ids=STOPPED.keys())
def test_a_template_that_asks_for_too_much_is_stopped_with_a_reason(template: str) -> None:
    started = time.process_time()
    found = one(said("sms", text=template), to())
    assert isinstance(found, Suppressed)
    assert found.reason in ("template_failed", "template_too_large")
    assert found.detail.endswith(".")
    assert time.process_time() - started < 2


def test_a_template_of_ten_megabytes_is_too_large() -> None:
    found = one(said("email", subject="s", text="x" * 10_000_000), to())
    assert isinstance(found, Suppressed)
    assert found.reason == "template_too_large"


@pytest.mark.parametrize(
    "path",
    ["customer.__class__", "customer.__class__.__mro__[1].__subclasses__", "settings.secret", "customer.keys", "now.__globals__"],
)  # fmt: skip
def test_a_template_reads_values_and_nothing_behind_them(path: str) -> None:
    found = one(said("sms", text=f"a {{{{ {path} }}}}"), to())
    assert isinstance(found, Suppressed)
    assert found.reason == "missing_value"


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<a href={{ customer.name }}>x</a>", "without quotes"),
        ("<p {{ customer.name }}>x</p>", "without quotes"),
        ("<script>{{ customer.name }}</script>", "scripts"),
        ('<img src="x" onerror="alert(1)">', "scripts"),
        ("<iframe src='x'></iframe>", "frames"),
        ("<style>.a { color: {{ customer.color }} }</style>", "style sheet"),
    ],
)
def test_html_in_which_a_value_could_become_code_is_not_sent(html: str, what: str) -> None:
    found = one(said("email", subject="s", html=html), to({"name": "x onclick=alert(1)", "color": "red"}))
    assert isinstance(found, Suppressed)
    assert what in found.detail


@pytest.mark.parametrize(
    ("mjml", "what"),
    [
        ("<mjml><mj-body><mj-sction/></mj-body></mjml>", "Did you mean 'mj-section'?"),
        ("<mjml><mj-body><mj-section></mj-body></mjml>", "Cannot read the MJML"),
        ('<mjml><mj-body><mj-include path="/etc/passwd"/></mj-body></mjml>', "includes no files"),
    ],
)
def test_mjml_that_cannot_be_read_is_not_sent(mjml: str, what: str) -> None:
    found = one(said("email", subject="s", mjml=mjml), to())
    assert isinstance(found, Suppressed)
    assert what in found.detail
