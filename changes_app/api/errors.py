"""A refusal of the domain as a problem of REST, in this one place."""

from __future__ import annotations

from typing import Any

from changes_app.errors import ChangeError, Refused
from specs_app.document.problems import Problem
from specs_app.errors import SpecificationError
from specs_app.web.api.errors import ProblemDetail, ProblemHandler


class ChangeProblemHandler(ProblemHandler):
    """The portal's one exception handler of REST."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, SpecificationError):
            exc = Refused(exc.message, remedy=exc.remedy, problems=exc.problems)
        if isinstance(exc, ChangeError):
            return as_problem(exc)
        return super().convert_known_exceptions(exc)


def as_problem(error: ChangeError) -> ProblemDetail:
    """Everything the refusal knows: what was expected and found, what to do, and each fault with its pointer."""
    known = error.as_dict()
    extra: dict[str, Any] = {
        name: known[name] for name in ("expected", "found", "remedy", "conflicts") if known.get(name)
    }
    if error.problems:
        extra["errors"] = [fault(problem) for problem in error.problems]
    return ProblemDetail(error.status, error.code, error.title, error.message, **extra)


def fault(problem: Problem) -> dict[str, str]:
    """One wrong thing in the input; what is wrong in the specification that would result has no pointer."""
    return {"pointer": problem.pointer, "code": problem.rule, "detail": f"{problem.message} {problem.remedy}".strip()}
