"""A refusal is an expected "no": it says what is wrong, where, and what to do next."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong. `code` is stable and documented; the rest is for the reader.

    `where` is a place a person can go to: `maps/shop.yaml:14  stages.loyalty.when`, a header, a field.
    """

    code: str
    what: str
    where: str = ""
    next_step: str = ""

    def __str__(self) -> str:
        lines = [
            self.where,
            f"  {self.what}",
            f"  {self.next_step}" if self.next_step else "",
            f"  [{self.code}]",
        ]
        return "\n".join(line for line in lines if line)


class Refusal(Exception):
    """Raised for input that cannot be taken. Carries every problem found, not only the first.

    Rendered once for HTTP (RFC 9457, in `web`) and once for the terminal (in `cli`). `status` is
    the HTTP status that tells the caller whose turn it is; it means nothing on the terminal.
    """

    def __init__(self, *problems: Problem, status: int = 400) -> None:
        if not problems:
            raise ValueError("a refusal needs at least one problem")
        super().__init__("\n\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.status = status

    @property
    def code(self) -> str:
        return self.problems[0].code

    def as_documents(self) -> list[dict[str, str]]:
        """The problems as plain dictionaries, for JSON."""
        return [asdict(problem) for problem in self.problems]


def refuse(code: str, what: str, *, where: str = "", next_step: str = "", status: int = 400) -> Refusal:
    """A refusal with a single problem: `raise refuse("period.empty", "The period ends before it starts.")`."""
    return Refusal(Problem(code=code, what=what, where=where, next_step=next_step), status=status)
