"""The planned way to a mail's HTML and the long one come to the same text, whatever the template and the customer."""

from __future__ import annotations

from typing import Any

import pytest

from evergrow.engage.messages import Brand, Links
from evergrow.engage.messages.finish import Shows, finish_html
from evergrow.engage.messages.plan import GivenUp, plan_of
from evergrow.engage.messages.sandbox import template_of

BRAND = Brand(name="Tea & Co", postal_address="1 Leaf <Lane>")
TEMPLATES = {
    "values": "<html><body><p>Hello {{ customer.name }}{{ customer.name }}!</p></body></html>",
    "links": """<BODY><a href="https://a.example/?x=1&amp;y=2">a</a><a class='b' HREF='{{ customer.url }}'>b</a>
        <a href="https://c.example/{{ customer.name }}">c</a><a href="javascript:alert(1)">d</a><a href="/e">e</a>
        <a href="mailto:f@g.example">f</a><a href="{{ unsubscribe_url }}">g</a></BODY>""",
    "attributes": '<body lang="und"><img alt="{{ customer.name }}" src="{{ customer.url }}"><a title="{{ customer.name }}" href="https://h.example">h</a></body>',
    "loops": '<body>{% for p in products %}<a href="{{ p.url }}">{{ p.name }}</a>{% if forloop.last %}.{% endif %}{% endfor %}{% assign n = customer.name %}{{ n | upcase }}</body>',
    "no body": "{{ customer.name }} and nothing else",
    "half a tag": '<body><a {% if customer.name %}href="https://i.example"{% endif %}>i</a></body>',
    "end in a branch": "<body>text{% if customer.name %}</body>{% endif %}",
    "broken off": "<body>a{% if customer.name %}{% break %}{% endif %}b</body>",
    "markup": "<body>{{ customer.name | newline_to_br }}<b title='{{ customer.name | newline_to_br }}'></b></body>",
}
PLANNED = {"values", "links", "attributes", "loops", "no body"}
CUSTOMERS: dict[str, dict[str, Any]] = {
    "plain": {"name": "Ana", "url": "https://ana.example/?a=1&b=2"},
    "hostile": {"name": '<a href="x">"&\n', "url": "javascript:alert('x')"},
    "unknown": {},
}
TRACKED = Links(
    unsubscribe_url="https://grow.example/p/u", preferences_url="https://grow.example/p/p",
    pixel_url="https://grow.example/o.gif", click=lambda url: f"https://grow.example/c?{len(url)}&{url}",
)  # fmt: skip


@pytest.mark.parametrize("links", [TRACKED, Links()], ids=["tracked", "plain"])
@pytest.mark.parametrize("whom", CUSTOMERS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_planned_text_is_the_one_of_the_long_way(name: str, whom: str, links: Links) -> None:
    template = template_of(TEMPLATES[name], escapes=True)
    values = {
        "customer": CUSTOMERS[whom],
        "products": [{"name": "Sencha", "url": "https://s.example"}, {"name": "<b>", "url": "data:x"}],
        "unsubscribe_url": links.unsubscribe_url,
    }
    text, missing = template.render(values)
    long_way = finish_html(text, links, BRAND, "pl", Shows())

    plan = plan_of(template, "pl")
    assert plan is not None
    try:
        planned, missed = plan.write(values, links, BRAND, Shows())
    except GivenUp:
        assert name not in PLANNED
        return

    assert (planned, missed) == (long_way, missing)
    assert "".join(planned.pieces) == planned
