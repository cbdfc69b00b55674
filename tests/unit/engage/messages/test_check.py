"""What is said about a message before it is saved."""

from __future__ import annotations

import pytest

from evergrow.definitions.messages import Coupon, Message, read_message
from evergrow.definitions.topics import SHIPPED_TOPICS, read_topics
from evergrow.engage.messages import Finding, Vocabulary, check_message, preview_message, refuse_errors
from evergrow.kernel import Refusal
from tests.unit.engage.messages.writing import BRAND, said, to

TOPICS = read_topics(SHIPPED_TOPICS)
WORDS = Vocabulary(traits=("plan", "country"))


def _findings(message: Message, **more: object) -> list[Finding]:
    return check_message(message, topics=TOPICS, vocabulary=WORDS, **more)  # type: ignore[arg-type]


def _codes(message: Message) -> list[tuple[str, str]]:
    return [(finding.level, finding.problem.code) for finding in _findings(message)]


def test_a_good_message_has_nothing_said_about_it() -> None:
    html = '<a href="https://shop.example/{{ customer.plan }}">x</a><img src="https://x.example/a.png" alt=""><a href="{{ unsubscribe_url }}">out</a>'
    message = said(
        "email", subject="Hi {{ customer.first_name }} {{ event.properties.anything.at.all }}", html=html
    )
    assert _codes(message) == []


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("{{ custmer.name }}", "message.unknown_variable", "Did you mean 'customer'?"),
        ("{{ customer.metrics.order }}", "message.unknown_variable", "Did you mean 'orders'?"),
        ("{{ customer.countri }}", "message.unknown_trait", "Did you mean 'country'?"),
        ("{{ event.propertys }}", "message.unknown_variable", "Did you mean 'properties'?"),
        ("{{ customer.name | upcas }}", "message.unknown_filter", "Did you mean 'upcase'?"),
        ("{{ coupon.code }}", "message.no_coupon", "declares no coupon"),
        ("{{ customer.name", "message.template_unreadable", "has no '}}'"),
        ("{% if a %}", "message.template_unreadable", "endif"),
    ],
)
def test_what_a_text_gets_wrong_is_told_with_what_was_meant(text: str, code: str, hint: str) -> None:
    found = _findings(said("sms", text=text))
    assert [finding.problem.code for finding in found] == [code] or found[0].problem.code == code
    assert hint in found[0].problem.what
    assert (found[0].level == "warning") == (code == "message.unknown_trait")


def test_names_that_the_template_makes_itself_are_known() -> None:
    text = "{% for p in products %}{{ p.name }}{{ forloop.index }}{% endfor %}{% assign a = 1 %}{{ a }}{{ coupon.code }}"
    assert _codes(said("sms", text=text, coupon=Coupon(prefix="A"))) == []


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ('<a href="www.shop.example">x</a>', [("error", "message.broken_link")]),
        ('<a href="javascript:alert(1)">x</a>', [("error", "message.broken_link")]),
        ('<a href="https://">x</a>', [("error", "message.broken_link")]),
        ('<a href="http://[">x</a>', [("error", "message.broken_link")]),
        ('<a href="">x</a>', [("warning", "message.broken_link")]),
        ('<a href="http://192.168.1.1/x">x</a>', [("warning", "message.private_link")]),
        ('<a href="http://localhost:8000">x</a>', [("warning", "message.private_link")]),
        ('<a href="mailto:a@b.example">x</a>', []),
        ('<a href="https://{{ customer.plan }}.example/">x</a>', []),
        ('<img src="https://x.example/a.png">', [("warning", "message.no_alt")]),
        ("x" * 105_000, [("warning", "message.too_heavy")]),
        ("<script>x</script>", [("error", "message.unsafe_html")]),
    ],
)
def test_links_pictures_and_weight_are_looked_at(html: str, codes: list[tuple[str, str]]) -> None:
    assert _codes(said("email", subject="s", html=html + "{{ unsubscribe_url }}")) == codes


def test_a_marketing_mail_without_a_way_out_a_long_subject_and_a_language_less_are_warned_of() -> None:
    message = said("email", subject="s" * 71, text="hi")
    found = check_message(message, topics=TOPICS, vocabulary=WORDS, languages=["en-US", "ja-JP"])
    assert sorted(finding.problem.code for finding in found) == [
        "message.long_subject", "message.missing_language", "message.no_unsubscribe",
    ]  # fmt: skip
    refuse_errors(found)


def test_errors_are_refused_at_their_line_of_the_file() -> None:
    text = """\
message: m
channel: email
topic: ofers
languages:
  en:
    subject: "Hi {{ custmer.name }}"
    mjml: |
      <mjml><mj-body>
        <mj-sction/>
        <mj-section><mj-column><mj-text>{{ customer.name | upcas }}</mj-text></mj-column></mj-section>
      </mj-body></mjml>
"""
    findings = _findings(read_message(text, file="messages/m.yaml"), file="messages/m.yaml")
    with pytest.raises(Refusal) as refused:
        refuse_errors(findings)
    found = {problem.code: problem.where.split("  ")[0] for problem in refused.value.problems}
    assert found == {
        "message.unknown_topic": "messages/m.yaml",
        "message.unknown_variable": "messages/m.yaml:6",
        "message.unknown_filter": "messages/m.yaml:10",
        "message.unknown_element": "messages/m.yaml:9",
    }


def test_a_preview_shows_the_message_and_what_the_customer_lacks() -> None:
    message = said("sms", text="Hi {{ customer.name }}!", others={"ja": {"text": "{{ customer.name }}さん"}})
    shown = preview_message(message, to(), brand=BRAND, language="ja")
    assert (shown.language, shown.content, shown.missing) == ("ja", {"text": "さん"}, ["customer.name"])
    assert shown.would_suppress == "The customer has no customer.name to put into the message."
    assert shown.size_bytes == 6
    good = preview_message(message, to({"name": "Ana"}), brand=BRAND)
    assert (good.would_suppress, good.missing, good.languages) == (None, [], ["en", "ja"])
