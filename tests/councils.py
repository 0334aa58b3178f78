"""The example with councils: settings of two, a parameter, a row scope, a hand-written body, and two later revisions of it."""

from __future__ import annotations

from dataclasses import replace

from specs_app.document.authorities import Authority
from specs_app.yaml_files.write.authorities import new_authority_file
from tests.corpus_files import example_repository
from tests.published import Files, edited

PERSON = "data/objects/ysd_young_person.yml"
TEAM = "data/objects/ysd_team.yml"
SETTINGS = "specification.yml"
BODY = "data/cms/larchway/ysd_team.sql"
EXTRACT_SETTINGS = b"""parameters:
- key: years
  type: integer
  default: '6'
  description: So many years are looked back.
row_scopes:
- object: ysd_young_person
  window: YOUN006A
  years: ':years'
"""
QUERY = b"SELECT t.TEAM_CODE AS team_team_id, t.TEAM_NAME AS team_title FROM ORG_TEAM AS t"
EASTVALE = Authority(
    "332",
    "East-Vale",
    system="Larchway Casework",
    database="SQLServer>2014",
    source_schema="HDM.Child_Social",
    target_schema="ysd_live",
    parameters=(("years", "5"), ("sub_years", "1")),
    left_out_kinds=("test",),
)
WESTVALE = Authority("931", "West-Vale", stage="awaiting", system="Something of its own")
PLACE = "la_config_files/332_east-vale.yml"


def council_revisions() -> tuple[Files, Files, Files]:
    """As it is; with a column renamed and another window for East Vale; with a table gone, and a body written by hand."""
    first = dict(example_repository())
    first[SETTINGS] += EXTRACT_SETTINGS
    first[PLACE] = new_authority_file(EASTVALE)
    first["la_config_files/931_west-vale.yml"] = new_authority_file(WESTVALE)
    second = edited(first, PERSON, ("youn_family_name", "youn_last_name"))
    second[PLACE] = new_authority_file(replace(EASTVALE, parameters=(("years", "4"), ("sub_years", "1"))))
    third = {**second, BODY: QUERY}
    return first, second, third
