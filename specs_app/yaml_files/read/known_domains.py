"""Subjects of children's social care by the keys that files commonly give them: what people read, and what it means.

Used where a repository states no settings. The words are the portal's own; a standard that states its domains says its own.
"""

from __future__ import annotations

from typing import Final

from specs_app.document.types import Term

_WORDS: Final = {
    "address": ("Addresses", "Where a child lives or has lived."),
    "admin": ("Administration", "About the data itself: where it comes from and when it was made."),
    "adoption": ("Adoption", "From the decision that a child should be adopted to the adoption."),
    "assessment": ("Assessments", "What social workers find out about a child's needs."),
    "care_leavers": ("Care leavers", "Young people who were in care, and what the council still does for them."),
    "care_plan": ("Care plans", "What is planned for a child in care."),
    "child_in_need": (
        "Children in need",
        "Children whom a council helps because they need more than families usually give.",
    ),
    "child_protection": (
        "Child protection",
        "Children who may suffer significant harm, and what is done to keep them safe.",
    ),
    "cin_plan": ("Child in need plans", "What is planned for a child in need."),
    "contact": ("Contacts", "Each time that somebody tells children's services about a child."),
    "convictions": ("Convictions", "Offences of children in care."),
    "cp_plan": ("Child protection plans", "What is planned to keep a child safe."),
    "disability": ("Disability", "Disabilities of a child, as returns name them."),
    "early_help": ("Early help", "Help for families before it comes to social work."),
    "ehcp": ("Education, health and care plans", "What a child with special educational needs is entitled to."),
    "ehcp_assessment": ("Assessments for these plans", "What is found out before an education, health and care plan."),
    "ehcp_request": ("Requests for these plans", "When an education, health and care plan is asked for."),
    "family": ("Families", "Who belongs together."),
    "finance": ("Finance", "What support costs."),
    "health": ("Health", "The health of children in care, and when it was looked at."),
    "identity": ("Identity", "Who the child is, and what tells one child from another."),
    "immigration": ("Immigration status", "The right of a child to be in the country."),
    "immunisations": ("Immunisations", "Whether children in care have had their vaccinations."),
    "initial_cp_conference": (
        "Initial child protection conferences",
        "Where it is decided whether a child needs a plan.",
    ),
    "linked_identifiers": ("Linked identifiers", "What others call the same child: schools, health, the police."),
    "looked_after": (
        "Children looked after",
        "Children in care: those for whom a council is responsible, and where they live.",
    ),
    "missing": ("Missing", "Times at which a child in care was missing."),
    "mother": ("Mothers", "Children who have children."),
    "need": ("Special educational needs", "What kind of need a child has."),
    "permanence": ("Permanence", "How a child in care comes to a lasting home."),
    "placement": ("Placements", "With whom and where a child in care lives."),
    "pre_proceedings": ("Pre-proceedings", "What is done before a council goes to court about a child."),
    "referral": ("Referrals", "When children's services are asked to do something for a child."),
    "review": ("Reviews", "Meetings at which a plan is looked at again."),
    "s47_enquiry": ("Section 47 enquiries", "Looking into whether a child suffers significant harm."),
    "sdq": ("Strengths and difficulties", "Scores of a questionnaire about how a child in care feels."),
    "send": ("Special educational needs and disabilities", "Children who need more than others to learn."),
    "substance_misuse": ("Substance misuse", "Drugs and alcohol in the lives of children in care."),
    "uasc": ("Unaccompanied asylum-seeking children", "Children who came to the country without their families."),
    "visit": ("Visits", "When a social worker saw the child."),
    "voice_of_child": ("Voice of the child", "What children say about their lives and their help."),
    "workforce": ("Workforce", "The people who do the work, and where they do it."),
}
KNOWN_DOMAINS: Final = {key: Term(key, title, meaning) for key, (title, meaning) in _WORDS.items()}
