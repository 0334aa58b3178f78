"""The script of one authority, from REST and from the command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.drivers import import_example

SQL = "/api/v1/specifications/ysd/sql/larchway/"

pytestmark = pytest.mark.django_db


def test_script_follows_the_settings_of_the_authority_that_is_named(client: Client) -> None:
    import_example()
    usual, own = (client.get(SQL, {"dialect": "tsql", **more}) for more in ({}, {"la": "900"}))
    text = own.content.decode()
    assert "Northmoor" in text
    assert "[casework].[dbo]." in text
    assert "casework" not in usual.content.decode()
    assert '"type": "test"' in usual.content.decode()
    assert '"type": "test"' not in text
    assert "900" in own.headers["Content-Disposition"]
    told = StringIO()
    call_command("generate_sql", "ysd", "--cms", "larchway", "--dialect", "tsql", "--la", "900", stdout=told)
    assert told.getvalue() == text


def test_authority_that_is_not_known_is_refused_with_those_that_are(client: Client) -> None:
    import_example()
    answer = client.get(SQL, {"la": "999"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert "900" in error["detail"]
    with pytest.raises(CommandError, match="Known are: 900"):
        call_command("generate_sql", "ysd", "--cms", "larchway", "--la", "999")
