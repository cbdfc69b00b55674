"""Read a message from its YAML, with every problem found, its line, and what was probably meant."""

from __future__ import annotations

import re
from typing import Any, Final

from evergrow.definitions.documents import Fields, Findings, Node, did_you_mean, read_tree
from evergrow.definitions.messages.spec import CHANNELS, SHAPES, Content, Coupon, Message, Piece

LONGEST_TEXT: Final = 150_000  # characters; Gmail clips a mail at 102 KB
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PREFIX: Final = re.compile(r"[A-Z0-9-]{1,20}")
_BODIES: Final = ("mjml", "html", "text")


def read_message(text: str, *, file: str = "message.yaml") -> Message:
    """The message a document describes. Its Liquid is not looked at: `engage.messages` checks that.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _message(fields) if fields else None
    findings.settle()
    assert found is not None
    return found


def _message(fields: Fields) -> Message:
    fields.only(
        ("message", "title", "channel", "topic", "default_language", "missing", "coupon", "languages")
    )
    name = fields.text("message")
    if name and not _NAME.fullmatch(name):
        _note(
            fields, "message", code="definition.bad_id", what=f"'{name}' is no name.",
            next_step="Use small letters, digits, - and _, at most 40.",
        )  # fmt: skip
    channel = _one_of(fields, "channel", CHANNELS, "definition.unknown_channel", "channel")
    missing = "suppress"
    if fields.get("missing"):
        missing = _one_of(
            fields, "missing", ("suppress", "fallback"), "definition.wrong_type", "answer to a missing value"
        )
    contents = _contents(fields, channel) if channel else {}
    default = fields.text("default_language", next(iter(contents), "en"))
    if contents and default not in contents:
        _note(
            fields, "default_language", code="message.no_default_language",
            what=f"The default language '{default}' is not among the languages.{did_you_mean(default, contents)}",
            next_step=f"Languages of this message: {', '.join(contents)}.",
        )  # fmt: skip
    return Message(
        name=name,
        title=fields.text("title", name),
        channel=channel,
        topic=fields.text("topic"),
        contents=contents,
        default_language=default,
        missing="fallback" if missing == "fallback" else "suppress",
        coupon=_coupon(fields),
    )


def _coupon(fields: Fields) -> Coupon | None:
    node = fields.get("coupon")
    inner = Fields.of(node, "coupon", fields.findings) if node else None
    if inner is None:
        return None
    inner.only(("prefix", "length"))
    prefix = inner.text("prefix")
    if prefix and not _PREFIX.fullmatch(prefix):
        _note(
            inner, "prefix", code="definition.bad_id", what=f"'{prefix}' is no prefix.",
            next_step="Use capitals, digits and hyphens, at most 20.",
        )  # fmt: skip
    return Coupon(prefix=prefix, length=int(inner.number("length", lowest=4, highest=16) or 8))


def _contents(fields: Fields, channel: str) -> dict[str, Content]:
    node = fields.get("languages")
    listed = Fields.of(node, "languages", fields.findings) if node else None
    if listed is None:
        if node is None:
            fields.text("languages")  # notes that it is missing
        return {}
    if not listed.node.value:
        _note(
            fields,
            "languages",
            code="definition.missing_field",
            what="The message says nothing in any language.",
            next_step="",
        )
    contents: dict[str, Content] = {}
    for language, child in listed.node.value.items():
        path = f"languages.{language}"
        if not _LANGUAGE.fullmatch(language):
            fields.findings.add(
                "message.bad_language",
                f"'{language}' is no language.",
                line=child.line,
                path=path,
                next_step="Write it as en, ja or pt-BR.",
            )
        inner = Fields.of(child, path, fields.findings)
        if inner:
            contents[language] = _content(inner, channel)
    return contents


def _content(fields: Fields, channel: str) -> Content:
    shape = SHAPES[channel]
    fields.only(piece.name for piece in shape)
    texts: dict[str, tuple[str, int]] = {}
    for piece in shape:
        node = fields.get(piece.name)
        if node is None:
            if piece.is_required:
                fields.text(piece.name)  # notes that it is missing
            continue
        texts |= _texts(fields, piece, node)
    if channel == "email" and not any(name in texts for name in _BODIES):
        fields.findings.add(
            "message.empty",
            "The mail has no body.",
            line=fields.node.line,
            path=fields.path,
            next_step="Write mjml, html or text.",
        )
    if "mjml" in texts and "html" in texts:
        fields.findings.add(
            "message.two_bodies",
            "The mail has both mjml and html.",
            line=texts["html"][1],
            path=fields.at("html"),
            next_step="Keep one of them.",
        )
    return Content(
        texts={name: text for name, (text, _) in texts.items()},
        lines={name: line for name, (_, line) in texts.items()},
    )


def _texts(fields: Fields, piece: Piece, node: Node) -> dict[str, tuple[str, int]]:
    if piece.kind == "list":
        return {
            f"{piece.name}[{index}]": (_scalar(fields, item, f"{piece.name}[{index}]"), item.line)
            for index, item in enumerate(fields.items(piece.name))
        }
    if piece.kind == "map":
        inner = Fields.of(node, fields.at(piece.name), fields.findings)
        return {
            f"{piece.name}.{key}": (_scalar(fields, item, f"{piece.name}.{key}"), item.line)
            for key, item in (inner.node.value.items() if inner else ())
        }
    return {piece.name: (_scalar(fields, node, piece.name), node.line)}


def _scalar(fields: Fields, node: Node, key: str) -> str:
    value: Any = node.value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        fields.findings.add(
            "definition.wrong_type", f"'{key}' must be a text.", line=node.line, path=fields.at(key)
        )
        return ""
    text = str(value)
    if len(text) > LONGEST_TEXT:
        fields.findings.add(
            "message.too_large",
            f"'{key}' has {len(text)} characters; {LONGEST_TEXT} are the most.",
            line=node.line,
            path=fields.at(key),
        )
    return text


def _one_of(fields: Fields, key: str, known: tuple[str, ...], code: str, what: str) -> str:
    value = fields.text(key)
    if value and value not in known:
        _note(
            fields, key, code=code, what=f"'{value}' is no {what}.{did_you_mean(value, known)}",
            next_step=f"Take one of {', '.join(known)}.",
        )  # fmt: skip
        return ""
    return value


def _note(fields: Fields, key: str, code: str, what: str, next_step: str) -> None:
    node = fields.get(key) or fields.node
    fields.findings.add(code, what, line=node.line, path=fields.at(key), next_step=next_step)
