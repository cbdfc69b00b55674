"""The one place where a "no" becomes HTTP: problem documents as RFC 9457 describes them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from evergrow.kernel import Problem, Refusal
from evergrow.web.sharing import share

_PUBLIC: Final = "/public/"
"""What pages of other sites ask: they may read why they were refused, else a browser only tells of its own rules."""


class ProblemPoint(BaseModel):
    """One thing that is wrong: a stable code, what it is, where it is, what to do next."""

    code: str
    what: str
    where: str
    next_step: str


class ProblemDocument(BaseModel):
    """Why a request was refused. The first problem also stands on top, for clients that show one."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    where: str
    next_step: str
    problems: list[ProblemPoint]


REFUSED: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemDocument, "description": "Refused; the problems say why."}
}
"""The `responses` of every route."""


def problem_response(refusal: Refusal) -> JSONResponse:
    """The refusal as `application/problem+json`."""
    first = refusal.problems[0]
    return JSONResponse(
        {
            "type": f"urn:evergrow:problem:{first.code}",
            "title": HTTPStatus(refusal.status).phrase,
            "status": refusal.status,
            "code": first.code,
            "detail": first.what,
            "where": first.where,
            "next_step": first.next_step,
            "problems": refusal.as_documents(),
        },
        status_code=refusal.status,
        media_type="application/problem+json",
    )


def answer_problems(api: FastAPI) -> None:
    """Render refusals, requests that do not fit their schema, and unknown addresses the same way."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(RequestValidationError, _misshapen)
    api.add_exception_handler(HTTPException, _http)


def describe_problems(document: dict[str, Any]) -> dict[str, Any]:
    """The API's description with the media type that refusals really have."""
    for path in document["paths"].values():
        for operation in path.values():
            content = operation["responses"]["4XX"]["content"]
            # What a route answers with where it succeeds; refusals come the same way from all.
            for kind in ("application/json", "text/html"):
                if kind in content:
                    content["application/problem+json"] = content.pop(kind)
    return document


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return _readable(problem_response(error), request)


def _readable(response: JSONResponse, request: Request) -> JSONResponse:
    if request.url.path.startswith(_PUBLIC):
        share(response)
    return response


def _misshapen(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = [
        Problem(
            code="request.invalid",
            what=f"{fault['msg']}.",
            where=".".join(str(step) for step in fault["loc"]),
            next_step="See the API reference for what this field takes.",
        )
        for fault in error.errors()
    ]
    return _readable(problem_response(Refusal(*problems, status=422)), request)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    problem = Problem(
        code=f"http.{error.status_code}",
        what=f"{request.method} {request.url.path}: {error.detail}.",
        next_step="See the API reference for the addresses there are.",
    )
    return problem_response(Refusal(problem, status=error.status_code))
