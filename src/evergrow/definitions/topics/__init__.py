"""Topics: what customers may agree to hear about, and how they agree."""

from evergrow.definitions.topics.read import MOST_TOPICS, SHIPPED_TOPICS, read_topics, write_topics
from evergrow.definitions.topics.spec import CONSENT_RULES, TOPIC_KINDS, ConsentRule, Topic, TopicKind, Topics

__all__ = [
    "CONSENT_RULES",
    "MOST_TOPICS",
    "SHIPPED_TOPICS",
    "TOPIC_KINDS",
    "ConsentRule",
    "Topic",
    "TopicKind",
    "Topics",
    "read_topics",
    "write_topics",
]
