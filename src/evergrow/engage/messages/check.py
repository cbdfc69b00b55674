"""Look a message over before it is saved: what will not work is an error, what a reader would mind a warning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.messages import Content, Message
from evergrow.definitions.topics import Topics
from evergrow.engage.messages.check_html import html_findings
from evergrow.engage.messages.mail import mail_template
from evergrow.engage.messages.sandbox import template_of
from evergrow.engage.messages.variables import Vocabulary, used_in, variable_finding
from evergrow.kernel import Problem, Refusal

LONGEST_SUBJECT: Final = 70  # characters; phones show some 40
HEAVIEST_MAIL: Final = 102 * 1024  # bytes; Gmail clips what is longer and hides the unsubscribe link with it
_OWN_LINKS: Final = ("unsubscribe_url", "preferences_url")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing about a message. An `error` keeps it from being saved."""

    level: Literal["error", "warning"]
    problem: Problem


def check_message(
    message: Message,
    *,
    topics: Topics,
    vocabulary: Vocabulary,
    languages: Sequence[str] = (),
    file: str = "message.yaml",
) -> list[Finding]:
    """Everything worth saying about a message, errors first.

    Args:
        vocabulary: the traits and properties that were ever seen.
        languages: those that customers of this brand should find the message in.
    """
    checked = _Checked(message, topics, vocabulary, file)
    found = [*checked.topic(), *checked.missing_languages(languages)]
    for language, content in message.contents.items():
        found += checked.content(language, content)
    return sorted(found, key=lambda finding: finding.level)


def refuse_errors(findings: Sequence[Finding]) -> None:
    """Raise every error at once.

    Raises:
        Refusal: the errors among the findings.
    """
    problems = [finding.problem for finding in findings if finding.level == "error"]
    if problems:
        raise Refusal(*problems, status=422)


@dataclass(frozen=True)
class _Checked:
    message: Message
    topics: Topics
    vocabulary: Vocabulary
    file: str

    def topic(self) -> Iterator[Finding]:
        """The topic must be one of those customers agree to."""
        if self.topics.topic(self.message.topic) is None:
            yield _finding(
                "error", "message.unknown_topic",
                f"No topic is named '{self.message.topic}'.{did_you_mean(self.message.topic, self.topics.ids)}",
                f"{self.file}  topic", f"Topics: {', '.join(self.topics.ids)}.",
            )  # fmt: skip

    def missing_languages(self, languages: Sequence[str]) -> Iterator[Finding]:
        """Each language that the brand's customers read."""
        stems = {name.partition("-")[0] for name in self.message.contents}
        absent = [name for name in dict.fromkeys(languages) if name.partition("-")[0] not in stems]
        if absent:
            yield _finding(
                "warning", "message.missing_language", f"The message does not speak {', '.join(absent)}.",
                f"{self.file}  languages", f"Whoever reads them gets {self.message.default_language}.",
            )  # fmt: skip

    def content(self, language: str, content: Content) -> Iterator[Finding]:
        """The texts of one language, and the mail they make."""
        is_sound = True
        for name, text in content.texts.items():
            where = f"languages.{language}.{name}"
            try:
                bound = template_of(text, escapes=False).bound
            except Refusal as refusal:
                is_sound = False
                for problem in refusal.problems:
                    yield self._moved(problem, content, name, where)
                continue
            for used in used_in(bound, text):
                finding = variable_finding(used, self.vocabulary, has_coupon=self.message.coupon is not None)
                if finding:
                    level, code, what, next_step = finding
                    yield _finding(level, code, what, self._at(content, name, used.line, where), next_step)
            if name in ("mjml", "html"):
                for level, code, what, line, next_step in html_findings(text):
                    yield _finding(level, code, what, self._at(content, name, line, where), next_step)
        if self.message.channel == "email":
            yield from self._mail(language, content, is_sound=is_sound)

    def _mail(self, language: str, content: Content, *, is_sound: bool) -> Iterator[Finding]:
        texts, where = content.texts, f"languages.{language}"
        subject = texts.get("subject", "")
        if len(subject) > LONGEST_SUBJECT and "{" not in subject:
            yield _finding(
                "warning", "message.long_subject", f"The subject has {len(subject)} characters.",
                self._at(content, "subject", 1, f"{where}.subject"),
                f"Most inboxes show fewer than {LONGEST_SUBJECT}.",
            )  # fmt: skip
        topic = self.topics.topic(self.message.topic)
        shows_way_out = any(link in text for text in texts.values() for link in _OWN_LINKS)
        if topic is not None and topic.is_marketing and not shows_way_out:
            yield _finding(
                "warning", "message.no_unsubscribe", "The mail shows no way to unsubscribe.",
                f"{self.file}  {where}",
                "A footer with the links is added; put {{ unsubscribe_url }} where you want it.",
            )  # fmt: skip
        body = next((name for name in ("mjml", "html") if name in texts), None)
        if body and is_sound:
            yield from self._body(content, body, f"{where}.{body}")

    def _body(self, content: Content, body: str, where: str) -> Iterator[Finding]:
        preheader = content.texts.get("preheader", "")
        try:
            mail = mail_template(content.texts[body], preheader, is_mjml=body == "mjml")
        except Refusal as refusal:
            for problem in refusal.problems:
                yield self._moved(problem, content, body, where)
            return
        weight = len(mail.html.encode())
        if weight > HEAVIEST_MAIL:
            yield _finding(
                "warning", "message.too_heavy", f"The mail weighs {weight // 1024} KB; Gmail clips it after 102.",
                self._at(content, body, 1, where), "Link to the long parts; the clip hides the end of the mail.",
            )  # fmt: skip

    def _moved(self, problem: Problem, content: Content, name: str, where: str) -> Finding:
        """A problem of a text, told at its line of the file."""
        line = int(problem.where.removeprefix("line ")) if problem.where.startswith("line ") else 1
        place = self._at(content, name, line, where)
        return _finding("error", problem.code, problem.what, place, problem.next_step)

    def _at(self, content: Content, name: str, line: int, where: str) -> str:
        start = content.lines.get(name)
        if start is None:
            return f"{self.file}  {where}"
        return f"{self.file}:{start + (line if chr(10) in content.texts[name] else 0)}  {where}"


def _finding(level: Literal["error", "warning"], code: str, what: str, where: str, next_step: str) -> Finding:
    return Finding(level=level, problem=Problem(code=code, what=what, where=where, next_step=next_step))
