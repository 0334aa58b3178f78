"""What stands at the top of a script and of each of its files."""

from __future__ import annotations

from specs_app.sql.plan import ScriptPlan
from specs_app.sql.scopes import scope_lines


def header_of(plan: ScriptPlan) -> tuple[str, ...]:
    """The lines that begin a script."""
    prefix, path = plan.names.home.prefix, plan.names.home.path
    place = ".".join(path) if path else "the default schema"
    promise = f"Writes to tables whose names begin with {prefix}, in {place}; all others are only read."
    return (*edition_of(plan), *scope_lines(plan.scopes), promise, *_form(plan), *plan.dialect.advice)


def edition_of(plan: ScriptPlan) -> tuple[str, ...]:
    """From what a script is made, and for whom."""
    origin = plan.origin
    facts = {
        "Specification": f"{origin.title} ({origin.slug})" if origin.slug else origin.title,
        "Release": origin.release,
        "Revision": origin.revision,
        "Checksum of the edition": origin.checksum,
        "CMS": f"{origin.cms_title} ({origin.cms})",
        "Dialect": plan.dialect.title,
        "Authority": origin.authority or "any",
    }
    return tuple(f"{name}: {value or 'not said'}" for name, value in facts.items())


def _form(plan: ScriptPlan) -> tuple[str, ...]:
    """How the tables are made anew."""
    if plan.names.home.temporary:
        return ("The tables are temporary: they end with the session.",)
    if plan.options.form == "views":
        return ("Makes views: where tables of the same names exist, drop these first.",)
    if plan.keeps and not plan.wants("drop_table"):
        return (
            "Tables that are there are kept and filled anew; none is dropped, so that those of another shape stop the run.",
        )
    if plan.keeps:
        return (
            "Tables that have the shape of this edition are kept and filled anew; others are dropped and made anew.",
        )
    return ("Tables of an earlier run are dropped and made anew, with their rows.",)
