"""YAML as a tree that remembers its lines, read with every problem noted instead of the first one raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, Self, TypeVar

import yaml

from evergrow.kernel import Problem, Refusal

T = TypeVar("T")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LARGEST_DOCUMENT: Final = 200_000  # characters
_SCALARS: Final = {"tag:yaml.org,2002:int": int, "tag:yaml.org,2002:float": float}


@dataclass(frozen=True)
class Node:
    """A value and the line it starts on: a dict of nodes, a list of nodes, or a scalar."""

    value: Any
    line: int

    def plain(self) -> Any:
        """The value without its lines."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return [node.plain() for node in self.value] if isinstance(self.value, list) else self.value


@dataclass
class Findings:
    """Collects what is wrong with one file, with its place."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, what: str, *, line: int, path: str = "", next_step: str = "") -> None:
        where = f"{self.file}:{line}" + (f"  {path}" if path else "")
        self.problems.append(Problem(code=code, what=what, where=where, next_step=next_step))

    def take(self, refusal: Refusal, *, line: int, path: str) -> None:
        """Note what another reader refused, at this place."""
        for problem in refusal.problems:
            self.add(problem.code, problem.what, line=line, path=path, next_step=problem.next_step)

    def settle(self) -> None:
        """Raise all that was found, if anything was."""
        if self.problems:
            raise Refusal(*self.problems, status=422)


@dataclass(frozen=True)
class Fields:
    """A mapping being read: every key is asked for by name, and what nobody asked for is a problem."""

    node: Node
    path: str
    findings: Findings

    @classmethod
    def of(cls, node: Node, path: str, findings: Findings) -> Self | None:
        if isinstance(node.value, dict):
            return cls(node, path, findings)
        findings.add(
            "definition.wrong_type", f"{path or 'The document'} must be a mapping.", line=node.line, path=path
        )
        return None

    def only(self, known: Iterable[str]) -> None:
        """Note every key that is not known, with the nearest known one."""
        names = list(known)
        for key, node in self.node.value.items():
            if key not in names:
                self.findings.add(
                    "definition.unknown_field",
                    f"There is no field '{key}' here.{did_you_mean(key, names)}",
                    line=node.line,
                    path=self.at(key),
                    next_step=f"Fields that are known: {', '.join(names)}.",
                )

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def get(self, key: str) -> Node | None:
        return self.node.value.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; noted as missing where there is neither it nor a default."""
        node = self.get(key)
        if node is None and default is not None:
            return default
        if node is not None and isinstance(node.value, str) and node.value.strip():
            return node.value
        self._wants(key, node, "a text")
        return default or ""

    def is_blank(self, key: str) -> bool:
        """Whether nothing stands at this key: as of a form whose field nobody has filled in yet."""
        node = self.get(key)
        return node is None or node.value is None or (isinstance(node.value, str) and not node.value.strip())

    def name(self, key: str) -> str:
        """The document's own name: part of addresses and files, so small letters only."""
        text = self.text(key)
        if text and not NAME.fullmatch(text):
            self.note(
                key,
                "definition.bad_id",
                f"'{text}' is no name.",
                "Use small letters, digits, - and _, at most 40.",
            )
        return text

    def flag(self, key: str) -> bool:
        node = self.get(key)
        if node is not None and not isinstance(node.value, bool):
            self._wants(key, node, "true or false")
        return bool(node and node.value is True)

    def number(self, key: str, *, lowest: float, highest: float) -> float | None:
        """A number between two bounds, None where the key is absent."""
        node = self.get(key)
        if node is None:
            return None
        if (
            isinstance(node.value, int | float)
            and not isinstance(node.value, bool)
            and lowest <= node.value <= highest
        ):
            return float(node.value)
        self._wants(key, node, f"a number from {lowest:g} to {highest:g}")
        return None

    def share(self, key: str) -> float | None:
        """A share written as `20 %` or `0.2`, as 0 to 1; None where the key is absent."""
        node = self.get(key)
        if node is None:
            return None
        try:
            text = str(node.value).strip()
            share = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self._wants(key, node, "a share such as 20 %")
            return None
        return share

    def parsed(self, key: str, read: Callable[[str], T]) -> T | None:
        """What `read` makes of the text, None where the key is absent; what it refuses is noted here."""
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node.value, dict | list) or node.value is None:
            self._wants(key, node, "a text")
            return None
        try:
            return read(str(node.value))
        except Refusal as refusal:
            self.findings.take(refusal, line=node.line, path=self.at(key))
            return None

    def note(self, key: str, code: str, what: str, next_step: str = "") -> None:
        """Note a problem at this key, or at the mapping where it is absent."""
        line = (self.get(key) or self.node).line
        self.findings.add(code, what, line=line, path=self.at(key), next_step=next_step)

    def items(self, key: str) -> list[Node]:
        node = self.get(key)
        if node is not None and isinstance(node.value, list):
            return node.value
        self._wants(key, node, "a list")
        return []

    def _wants(self, key: str, node: Node | None, kind: str) -> None:
        found = "it is missing" if node is None else f"found '{node.plain()}'"
        code = "definition.missing_field" if node is None else "definition.wrong_type"
        self.findings.add(
            code, f"'{key}' must be {kind}; {found}.", line=(node or self.node).line, path=self.at(key)
        )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?`, or nothing where no known word is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{near[0]}'?" if near else ""


def read_tree(text: str, findings: Findings) -> Node | None:
    """The document as nodes; None, and a finding, where it is no YAML."""
    if len(text) > LARGEST_DOCUMENT:
        findings.add("definition.too_large", f"The document is over {LARGEST_DOCUMENT} characters.", line=1)
        return None
    try:
        root = yaml.compose(
            text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it is no YAML"
        findings.add(
            "definition.unreadable", f"Cannot read the document: {what}.", line=mark.line + 1 if mark else 1
        )
        return None
    if root is None:
        findings.add("definition.empty", "The document is empty.", line=1)
        return None
    return _node(root, findings, depth=0)


def _node(node: yaml.Node, findings: Findings, depth: int) -> Node:
    line = node.start_mark.line + 1
    if depth > 30:
        findings.add("definition.too_deep", "The document nests more than 30 levels.", line=line)
        return Node(None, line)
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in entries:
                findings.add(
                    "definition.repeated_field", f"'{name}' stands here twice.", line=key.start_mark.line + 1
                )
            entries[name] = _node(value, findings, depth + 1)
        return Node(entries, line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(item, findings, depth + 1) for item in node.value], line)
    return Node(_scalar(node), line)


def _scalar(node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in ("true", "yes", "on")
    try:
        return _SCALARS.get(node.tag, str)(node.value)
    except ValueError:
        return node.value
