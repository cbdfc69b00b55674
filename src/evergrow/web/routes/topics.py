"""Topics: what customers may agree to hear about."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.documents import write_document
from evergrow.definitions.topics import Topic, read_topics
from evergrow.kernel import Refusal, refuse
from evergrow.runtime import messages
from evergrow.web.access import SignedIn
from evergrow.web.problems import ProblemPoint
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/topics", tags=["messages"])


class TopicShown(BaseModel):
    """A topic. `titles` and `texts` say it in other languages."""

    id: str
    title: str
    kind: Literal["transactional", "marketing"]
    consent: Literal["opt_in", "opt_out", "double_opt_in"]
    text: str
    titles: dict[str, str]
    texts: dict[str, str]
    channels: list[str]
    confirm_message: str


class TopicsShown(BaseModel):
    """The topics in force, in the order customers see them. Version 0 ships with Evergrow."""

    version: int
    yaml: str
    topics: list[TopicShown]


class TopicsText(BaseModel):
    """The topics as YAML, or as the fields of their document."""

    yaml: Annotated[str | None, Field(max_length=200_000)] = None
    document: dict[str, Any] | None = None

    def text(self) -> str:
        """The YAML, written from the document where none is given."""
        if self.yaml is not None:
            return self.yaml
        if self.document is None:
            raise refuse("request.invalid", "Neither yaml nor document is given.", where="yaml", status=422)
        return write_document(self.document)


class TopicsCheck(BaseModel):
    """What is wrong with a document."""

    problems: list[ProblemPoint]
    topics: list[TopicShown]


@router.get("", operation_id="getTopics")
def shown(room: Room) -> TopicsShown:
    """The topics in force."""
    with room.state.reading() as tx:
        kept = messages.kept_topics(tx)
    return TopicsShown(
        version=kept.version, yaml=kept.text, topics=[_shown(one) for one in kept.topics.topics]
    )


@router.put("", operation_id="saveTopics")
def save(body: TopicsText, room: Room, operator: SignedIn, now: Now) -> TopicsShown:
    """Let these be the topics from now on."""
    messages.save_topics(room, body.text(), by=operator.name, now=now)
    return shown(room)


@router.post("/check", operation_id="checkTopics")
def check(body: TopicsText) -> TopicsCheck:
    """What is wrong with a document; nothing is saved."""
    try:
        topics = read_topics(body.text())
    except Refusal as refusal:
        problems = [ProblemPoint(**problem) for problem in refusal.as_documents()]
        return TopicsCheck(problems=problems, topics=[])
    return TopicsCheck(problems=[], topics=[_shown(topic) for topic in topics.topics])


def _shown(topic: Topic) -> TopicShown:
    return TopicShown(
        id=topic.id,
        title=topic.title,
        kind=topic.kind,
        consent=topic.consent,
        text=topic.text,
        titles=dict(topic.titles),
        texts=dict(topic.texts),
        channels=list(topic.channels),
        confirm_message=topic.confirm_message,
    )
