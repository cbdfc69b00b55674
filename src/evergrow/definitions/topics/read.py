"""Read the topics from their YAML, with every problem found, its line, and what was probably meant; write them back."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any, Final

from evergrow.definitions.documents import Fields, Findings, Node, did_you_mean, read_tree, write_document
from evergrow.definitions.messages import CHANNELS
from evergrow.definitions.topics.spec import CONSENT_RULES, TOPIC_KINDS, Topic, Topics

SHIPPED_TOPICS: Final = (files("evergrow.definitions.topics") / "topics.yaml").read_text(encoding="utf-8")
MOST_TOPICS: Final = 50
_ID: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_KNOWN: Final = (
    "id", "title", "kind", "consent", "text", "titles", "texts", "channels", "confirm_message",
)  # fmt: skip


def read_topics(text: str, *, file: str = "topics.yaml") -> Topics:
    """The topics a document describes.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found: list[Topic] = []
    if fields:
        fields.only(("topics",))
        nodes = fields.items("topics")
        if len(nodes) > MOST_TOPICS:
            findings.add("topic.too_many", f"{MOST_TOPICS} topics are the most.", line=nodes[0].line)
        for index, node in enumerate(nodes):
            inner = Fields.of(node, f"topics[{index}]", findings)
            if inner:
                found.append(_topic(inner, found))
    findings.settle()
    return Topics(topics=tuple(found))


def write_topics(topics: Topics) -> str:
    """The document. Reading it gives equal topics."""
    plain = Topic(id="", title="")
    listed: list[dict[str, Any]] = []
    for topic in topics.topics:
        shown: dict[str, Any] = {"id": topic.id, "title": topic.title, "kind": topic.kind}
        if topic.is_marketing:
            shown["consent"] = topic.consent
        for name in ("text", "titles", "texts", "channels", "confirm_message"):
            value = getattr(topic, name)
            if value != getattr(plain, name):
                shown[name] = list(value) if name == "channels" else value
        listed.append(shown)
    return write_document({"topics": listed})


def _topic(fields: Fields, before: list[Topic]) -> Topic:
    fields.only(_KNOWN)
    topic_id = fields.text("id")
    if topic_id and (topic_id == "all" or not _ID.fullmatch(topic_id)):
        _note(
            fields, "id", code="definition.bad_id", what=f"'{topic_id}' is no id of a topic.",
            next_step="Use small letters, digits, - and _, starting with a letter; 'all' stands for every topic.",
        )  # fmt: skip
    if any(topic.id == topic_id for topic in before):
        _note(fields, "id", code="topic.repeated", what=f"There are two topics '{topic_id}'.", next_step="")
    kind = _one_of(fields, "kind", TOPIC_KINDS, "marketing")
    if kind == "transactional" and fields.get("consent"):
        _note(
            fields, "consent", code="topic.needless_consent", what="A transactional topic needs no consent.",
            next_step="Leave 'consent' out, or make the topic a marketing one.",
        )  # fmt: skip
    return Topic(
        id=topic_id,
        title=fields.text("title", topic_id),
        kind="transactional" if kind == "transactional" else "marketing",
        consent=_one_of(fields, "consent", CONSENT_RULES, "opt_in"),  # type: ignore[arg-type]
        text=fields.text("text", ""),
        titles=_words(fields, "titles"),
        texts=_words(fields, "texts"),
        channels=_channels(fields),
        confirm_message=fields.text("confirm_message", ""),
    )


def _channels(fields: Fields) -> tuple[str, ...]:
    if not fields.get("channels"):
        return ("email",)
    found = [str(node.value) for node in fields.items("channels")]
    for channel in found:
        if channel not in CHANNELS:
            _note(
                fields, "channels", code="definition.unknown_channel",
                what=f"'{channel}' is no channel.{did_you_mean(channel, CHANNELS)}",
                next_step=f"Take some of {', '.join(CHANNELS)}.",
            )  # fmt: skip
    return tuple(found)


def _words(fields: Fields, key: str) -> dict[str, str]:
    node = fields.get(key)
    inner = Fields.of(node, fields.at(key), fields.findings) if node else None
    return {language: inner.text(language) for language in inner.node.value} if inner else {}


def _one_of(fields: Fields, key: str, known: tuple[str, ...], default: str) -> str:
    value = fields.text(key, default)
    if value not in known:
        _note(
            fields, key, code="definition.wrong_type", what=f"'{value}' is not known here.{did_you_mean(value, known)}",
            next_step=f"Take one of {', '.join(known)}.",
        )  # fmt: skip
        return default
    return value


def _note(fields: Fields, key: str, code: str, what: str, next_step: str) -> None:
    node: Node = fields.get(key) or fields.node
    fields.findings.add(code, what, line=node.line, path=fields.at(key), next_step=next_step)
