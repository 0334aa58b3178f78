"""The extract scripts of systems, as the standard has them or as one council asks for them."""

from __future__ import annotations

from http import HTTPStatus

from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer

from specs_app.document.dialects import DIALECTS
from specs_app.publishing.my_sql.answers import VALUES, answers_of
from specs_app.publishing.my_sql.asked import Understood
from specs_app.publishing.my_sql.faults import faults_of
from specs_app.publishing.my_sql.file import script_file
from specs_app.sql.errors import SqlError
from specs_app.sql.options import FORMS, REBUILDS
from specs_app.web.api.base import TellsReleases
from specs_app.web.api.errors import InputFault, ProblemDetail, invalid
from specs_app.web.api.files import attachment
from specs_app.web.api.negotiation import AsTheAddressSays
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.views import cms_of

PARAMETERS = {
    "la": Parameter(
        "The code of an authority, by whose settings the script is made. What else is given goes before them."
    ),
    "dialect": Parameter("The authority's where it is left out, else the system's own.", words=tuple(DIALECTS)),
    "variant": Parameter("A local build of the system, whose bodies go before the usual ones."),
    "source_schema": Parameter("The schema that is read, perhaps with its database before a dot (`HDM.Child_Social`)."),
    "database": Parameter("The database in which tables are made."),
    "schema": Parameter("The schema in which tables are made."),
    "as": Parameter("The form of the script, `script` where it is left out; `files` is a zip.", words=tuple(FORMS)),
    "rebuild": Parameter(
        "`drop` (where it is left out): tables are dropped and made anew. `keep`: those of the same shape are emptied and filled.",
        words=tuple(REBUILDS),
    ),
    VALUES: Parameter(
        "The value of a parameter of the standard, as `key:value`; may be given several times.", many=True
    ),
}


class SqlFile(TellsReleases):
    """The extract script of one system."""

    file = ["application/sql", "application/zip"]
    parameters = PARAMETERS
    refusals = (HTTPStatus.CONFLICT, HTTPStatus.GONE)

    renderer_classes = [JSONRenderer]
    content_negotiation_class = AsTheAddressSays
    throttle_scope = "files"

    def read(self, **parts: str) -> HttpResponseBase:
        cms = cms_of(self, parts["cms"])
        told = answers_of({**self.given, "cms": cms.key}, self.request.query_params.getlist(VALUES))
        understood = Understood(self.document, told)
        if faults := faults_of(understood):
            raise invalid(*(InputFault(fault.name, fault.code, fault.whole) for fault in faults))
        asked = understood.asked()
        if asked is None:
            raise invalid(
                InputFault("dialect", "missing", f"{cms.title} has none of its own. Give one: {', '.join(DIALECTS)}.")
            )
        try:
            made = script_file(self.edition, asked)
        except SqlError as error:
            raise ProblemDetail(409, "no-script", "This version has no script", str(error)) from error
        return attachment(made.data, made.media_type, made.name)
