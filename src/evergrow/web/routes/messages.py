"""Messages: write them, check them, see them as a customer, send one to oneself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from evergrow.definitions.documents import write_document
from evergrow.definitions.messages import SHAPES, message_document, read_message
from evergrow.definitions.store import Kept, documents_of, versions_of
from evergrow.engage.messages import Finding, Variable, plain_links
from evergrow.kernel import Refusal, refuse
from evergrow.runtime import messages, titles_of
from evergrow.web.access import SignedIn
from evergrow.web.frames import picture
from evergrow.web.problems import ProblemPoint
from evergrow.web.site import Here, Now, Room, Site

router = APIRouter(prefix="/messages", tags=["messages"])


class MessageText(BaseModel):
    """A message as YAML, or as the fields of its document."""

    yaml: Annotated[str | None, Field(max_length=20_000_000)] = None
    document: dict[str, Any] | None = None

    def text(self) -> str:
        """The YAML, written from the document where none is given."""
        if self.yaml is not None:
            return self.yaml
        if self.document is None:
            raise refuse("request.invalid", "Neither yaml nor document is given.", where="yaml", status=422)
        return write_document(self.document)


class MessageFinding(ProblemPoint):
    """Something about a message. An `error` keeps it from being saved."""

    level: Literal["error", "warning"]


class MessageShown(BaseModel):
    """The newest version of a message. `document` has the fields of the YAML; `titles` are those known by language."""

    name: str
    title: str
    titles: dict[str, str]
    channel: str
    topic: str
    languages: list[str]
    version: int
    saved_at: datetime
    saved_by: str
    yaml: str
    document: dict[str, Any]
    findings: list[MessageFinding]


class MessageCheck(BaseModel):
    """What there is to say about a document, and the document itself where it could be read."""

    findings: list[MessageFinding]
    document: dict[str, Any] | None
    yaml: str


class MessageVersion(BaseModel):
    """A version of a message."""

    version: int
    yaml: str
    saved_at: datetime
    saved_by: str


class PieceShown(BaseModel):
    """One text of a channel's content."""

    name: str
    kind: str
    is_required: bool


class MessageVariables(BaseModel):
    """What a template may use, and what each channel's content is made of."""

    variables: list[Variable]
    channels: dict[str, list[PieceShown]]


class MessagePreviewRequest(MessageText):
    """Whom to show it as. `event` is a trigger; `event_name` takes the customer's newest event of that name."""

    customer_id: str | None = None
    event_name: str | None = None
    event: dict[str, Any] | None = None
    language: str | None = None


class PreviewShown(BaseModel):
    """The message as the customer would get it. `content` is null where nothing could be written.

    `event_at` is when the trigger happened; null where none was asked for, or the customer never did it.
    `frame` is the address of a mail's HTML or of a notice's picture, to be shown in a frame.
    """

    customer_id: str | None
    event_at: datetime | None
    language: str
    languages: list[str]
    content: dict[str, Any] | None
    missing: list[str]
    size_bytes: int
    would_suppress: str | None
    frame: str | None


class MessageTestRequest(BaseModel):
    """Where a test goes, and as whom it is written."""

    address: Annotated[str, Field(max_length=500)]
    customer_id: str | None = None
    event_name: str | None = None
    language: str | None = None


class LinkShown(BaseModel):
    """A link that leads nowhere, and why."""

    url: str
    what: str


class TestSent(BaseModel):
    """The id of the message, as deliveries show it."""

    message_id: str


@router.get("", operation_id="listMessages")
def every(room: Room) -> list[MessageShown]:
    """Every message in its newest version, by name."""
    with room.state.reading() as tx:
        return [_shown(kept, []) for kept in documents_of(tx, messages.KIND)]


@router.get("/variables", operation_id="listMessageVariables")
def variables(room: Room) -> MessageVariables:
    """For completion in an editor."""
    channels = {
        channel: [
            PieceShown(name=piece.name, kind=piece.kind, is_required=piece.is_required) for piece in shape
        ]
        for channel, shape in SHAPES.items()
    }
    return MessageVariables(variables=messages.variables(room), channels=channels)


@router.post("/check", operation_id="checkMessage")
def check(body: MessageText, room: Room) -> MessageCheck:
    """What there is to say about a message; nothing is saved."""
    text = body.text()
    try:
        message, findings = messages.look_over(room, text)
    except Refusal as refusal:
        problems = [MessageFinding(level="error", **problem) for problem in refusal.as_documents()]
        return MessageCheck(findings=problems, document=None, yaml=text)
    return MessageCheck(findings=_findings(findings), document=message_document(message), yaml=text)


@router.post("/links", operation_id="followMessageLinks")
async def follow_links(body: MessageText) -> list[LinkShown]:
    """Open every link of a message that no value is part of; returns those that lead nowhere."""
    found = await messages.dead_links(plain_links(read_message(body.text())))
    return [LinkShown(url=link.url, what=link.what) for link in found]


@router.post("/preview", operation_id="previewMessage")
def preview(body: MessagePreviewRequest, site: Here, now: Now) -> PreviewShown:
    """The message as a customer would get it; nothing is saved or sent.

    Where no customer is named, it is the one who did `event_name` last, else the one who was seen last.
    """
    found, seen_by = messages.show_as(
        site.workspace,
        body.text(),
        customer_id=body.customer_id,
        event_name=body.event_name,
        event=body.event,
        language=body.language,
        now=now,
    )
    content = dict(found.content) if found.content is not None else None
    return PreviewShown(
        customer_id=seen_by.customer_id,
        event_at=seen_by.event_at,
        content=content,
        frame=_frame(site, content or {}),
        language=found.language,
        languages=found.languages,
        missing=found.missing,
        size_bytes=found.size_bytes,
        would_suppress=found.would_suppress,
    )


@router.get("/{name}", operation_id="getMessage")
def one(
    name: str,
    room: Room,
    version: Annotated[int | None, Query(description="The newest when left out.")] = None,
) -> MessageShown:
    """A message."""
    with room.state.reading() as tx:
        return _shown(messages.known_message(tx, name, version), [])


@router.put("/{name}", operation_id="saveMessage")
def save(name: str, body: MessageText, room: Room, operator: SignedIn, now: Now) -> MessageShown:
    """Keep a document as the message's next version. Errors are refused, warnings come along."""
    kept, findings = messages.save_message(room, body.text(), name=name, by=operator.name, now=now)
    return _shown(kept, findings)


@router.delete("/{name}", status_code=204, operation_id="deleteMessage")
def delete(name: str, room: Room, operator: SignedIn, now: Now) -> None:
    """Let there be no such message from now on; its versions stay."""
    messages.delete_message(room, name, by=operator.name, now=now)


@router.get("/{name}/versions", operation_id="listMessageVersions")
def versions(name: str, room: Room) -> list[MessageVersion]:
    """Every version of a message, newest first."""
    with room.state.reading() as tx:
        messages.known_message(tx, name)
        found = versions_of(tx, messages.KIND, name)
    return [
        MessageVersion(version=kept.version, yaml=kept.text, saved_at=kept.saved_at, saved_by=kept.saved_by)
        for kept in found
    ]


@router.post("/{name}/test", status_code=202, operation_id="sendTestMessage")
def test(name: str, body: MessageTestRequest, room: Room, now: Now) -> TestSent:
    """Send the newest version to one address, written as for a customer."""
    message_id = messages.send_test(
        room,
        name,
        address=body.address,
        customer_id=body.customer_id,
        event_name=body.event_name,
        language=body.language,
        now=now,
    )
    return TestSent(message_id=message_id)


def _frame(site: Site, content: dict[str, Any]) -> str | None:
    if content.get("html"):
        return site.frames.keep(str(content["html"]))
    return site.frames.keep(picture(str(content["image"]))) if content.get("image") else None


def _shown(kept: Kept, findings: list[Finding]) -> MessageShown:
    message = read_message(kept.text)
    return MessageShown(
        name=message.name,
        title=message.title,
        titles=dict(titles_of(kept)),
        channel=message.channel,
        topic=message.topic,
        languages=list(message.contents),
        version=kept.version,
        saved_at=kept.saved_at,
        saved_by=kept.saved_by,
        yaml=kept.text,
        document=message_document(message),
        findings=_findings(findings),
    )


def _findings(findings: list[Finding]) -> list[MessageFinding]:
    return [
        MessageFinding(
            level=finding.level,
            code=finding.problem.code,
            what=finding.problem.what,
            where=finding.problem.where,
            next_step=finding.problem.next_step,
        )
        for finding in findings
    ]
