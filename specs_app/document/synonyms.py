"""Words of the field that mean the same: a search for one finds what says another. Pure data; a group a line, in small letters.

Only what is the same thing: sex and gender are two. What a standard itself calls its domains, returns and systems need not stand
here, as the search knows those from its registries.
"""

from __future__ import annotations

from typing import Final

SYNONYMS: Final[tuple[tuple[str, ...], ...]] = (
    (
        *("looked after", "cla", "lac", "children in care", "child in care", "children looked after"),
        *("looked after child", "looked after children"),
    ),
    ("date of birth", "dob", "birth date", "birthday"),
    ("child in need", "children in need", "cin"),
    ("child protection", "cp"),
    ("care leaver", "care leavers", "leaving care"),
    ("early help", "eh"),
    ("special educational needs", "special educational need", "sen", "send"),
    ("education health and care plan", "ehcp", "ehc plan"),
    ("initial child protection conference", "icpc", "initial cp conference"),
    ("section 47", "s47"),
    ("section 251", "s251"),
    ("unaccompanied asylum seeking child", "unaccompanied asylum seeking children", "uasc"),
    ("strengths and difficulties questionnaire", "sdq"),
    ("unique pupil number", "upn"),
    ("unique learner number", "uln"),
    ("national health service number", "nhs number"),
    ("local authority", "la"),
    ("first name", "forename", "given name", "christian name"),
    ("surname", "family name", "last name"),
    ("postcode", "post code"),
    ("social worker", "practitioner", "professional"),
)

#: What people say every day and no standard does, with the phrases that are looked for too. Not the other way round.
EVERYDAY: Final[dict[str, tuple[str, ...]]] = {
    "kid": ("child", "children"),
    "kids": ("children", "child"),
    "kids in care": ("children in care",),
    "kid in care": ("child in care",),
}
