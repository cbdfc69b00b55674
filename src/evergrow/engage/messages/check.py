"""Look a message over before it is saved: what will not work is an error, what a reader would mind a warning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from liquid.template import BoundTemplate

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.messages import Content, Message
from evergrow.definitions.topics import Topics
from evergrow.engage.messages.check_html import html_remarks
from evergrow.engage.messages.mail import mail_template
from evergrow.engage.messages.remark import Level, Remark
from evergrow.engage.messages.sandbox import template_of
from evergrow.engage.messages.spec import Brand
from evergrow.engage.messages.variables import Vocabulary, used_in, variable_remark
from evergrow.kernel import Problem, Refusal

LONGEST_SUBJECT: Final = 70  # characters; phones show some 40
HEAVIEST_MAIL: Final = 102 * 1024  # bytes; Gmail clips what is longer and hides the unsubscribe link with it
_OWN_LINKS: Final = ("unsubscribe_url", "preferences_url")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing about a message. An `error` keeps it from being saved."""

    level: Level
    problem: Problem


def check_message(
    message: Message,
    *,
    topics: Topics,
    vocabulary: Vocabulary,
    languages: Sequence[str] = (),
    brand: Brand | None = None,
    file: str = "message.yaml",
) -> list[Finding]:
    """Everything worth saying about a message, errors first.

    Args:
        brand: who writes; nothing is said of them where it is left out.
        vocabulary: the traits and properties that were ever seen.
        languages: those that customers of this brand should find the message in.
    """
    checked = _Checked(message, topics, vocabulary, file)
    found = [*checked.topic(), *checked.missing_languages(languages)]
    if brand is not None:
        found += checked.postal_address(brand)
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
                "error", code="message.unknown_topic",
                what=f"No topic is named '{self.message.topic}'.{did_you_mean(self.message.topic, self.topics.ids)}",
                where=f"{self.file}  topic", next_step=f"Topics: {', '.join(self.topics.ids)}.",
            )  # fmt: skip

    def postal_address(self, brand: Brand) -> Iterator[Finding]:
        """A commercial mail has to say where its sender can be found: CAN-SPAM in the USA, others elsewhere."""
        topic = self.topics.topic(self.message.topic)
        if self.message.channel != "email" or topic is None or not topic.is_marketing or brand.postal_address:
            return
        yield _finding(
            "warning", code="message.no_postal_address", what="The mail does not say where its sender can be found.",
            where=f"{self.file}  topic",
            next_step="Enter your postal address in Settings; it is then added to every commercial mail.",
        )  # fmt: skip

    def missing_languages(self, languages: Sequence[str]) -> Iterator[Finding]:
        """Each language that the brand's customers read."""
        stems = {name.partition("-")[0] for name in self.message.contents}
        absent = [name for name in dict.fromkeys(languages) if name.partition("-")[0] not in stems]
        if absent:
            yield _finding(
                "warning", code="message.missing_language", what=f"The message does not speak {', '.join(absent)}.",
                where=f"{self.file}  languages", next_step=f"Whoever reads them gets {self.message.default_language}.",
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
            remarks = list(self._of_values(bound, text))
            if name in ("mjml", "html"):
                remarks += html_remarks(text)
            for remark in remarks:
                yield self._remark(remark, content, name, where)
        if self.message.channel == "email":
            yield from self._mail(language, content, is_sound=is_sound)

    def _of_values(self, bound: BoundTemplate, text: str) -> Iterator[Remark]:
        for used in used_in(bound, text):
            remark = variable_remark(used, self.vocabulary, has_coupon=self.message.coupon is not None)
            if remark:
                yield replace(remark, line=used.line)

    def _mail(self, language: str, content: Content, *, is_sound: bool) -> Iterator[Finding]:
        texts, where = content.texts, f"languages.{language}"
        subject = texts.get("subject", "")
        if len(subject) > LONGEST_SUBJECT and "{" not in subject:
            yield _finding(
                "warning", code="message.long_subject", what=f"The subject has {len(subject)} characters.",
                where=self._at(content, "subject", 1, f"{where}.subject"),
                next_step=f"Most inboxes show fewer than {LONGEST_SUBJECT}.",
            )  # fmt: skip
        topic = self.topics.topic(self.message.topic)
        shows_way_out = any(link in text for text in texts.values() for link in _OWN_LINKS)
        if topic is not None and topic.is_marketing and not shows_way_out:
            yield _finding(
                "warning", code="message.no_unsubscribe", what="The mail shows no way to unsubscribe.",
                where=f"{self.file}  {where}",
                next_step="A footer with the links is added; put {{ unsubscribe_url }} where you want it.",
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
                "warning", code="message.too_heavy", what=f"The mail weighs {weight // 1024} KB; Gmail clips it after 102.",
                where=self._at(content, body, 1, where), next_step="Link to the long parts; the clip hides the end of the mail.",
            )  # fmt: skip

    def _remark(self, remark: Remark, content: Content, name: str, where: str) -> Finding:
        problem = Problem(
            code=remark.code,
            what=remark.what,
            where=self._at(content, name, remark.line, where),
            next_step=remark.next_step,
        )
        return Finding(level=remark.level, problem=problem)

    def _moved(self, problem: Problem, content: Content, name: str, where: str) -> Finding:
        """A problem of a text, told at its line of the file."""
        line = int(problem.where.removeprefix("line ")) if problem.where.startswith("line ") else 1
        place = self._at(content, name, line, where)
        return _finding(
            "error", code=problem.code, what=problem.what, where=place, next_step=problem.next_step
        )

    def _at(self, content: Content, name: str, line: int, where: str) -> str:
        start = content.lines.get(name)
        if start is None:
            return f"{self.file}  {where}"
        return f"{self.file}:{start + (line if chr(10) in content.texts[name] else 0)}  {where}"


def _finding(level: Level, code: str, what: str, where: str, next_step: str) -> Finding:
    return Finding(level=level, problem=Problem(code=code, what=what, where=where, next_step=next_step))
