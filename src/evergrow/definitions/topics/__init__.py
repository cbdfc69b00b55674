"""Topics: what customers may agree to hear about, and how they agree."""

from evergrow.definitions.topics.read import SHIPPED_TOPICS, read_topics, write_topics
from evergrow.definitions.topics.spec import ConsentRule, Topic, TopicKind, Topics

__all__ = [
    "SHIPPED_TOPICS",
    "ConsentRule",
    "Topic",
    "TopicKind",
    "Topics",
    "read_topics",
    "write_topics",
]
