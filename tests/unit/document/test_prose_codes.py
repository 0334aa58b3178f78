"""Codes that stand in prose: which are seen, which are not, and what the real guidance says, checked by hand."""

from __future__ import annotations

import pytest

from specs_app.document.reading.codes import ProseCode, codes_in
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository

#: By reference the codes that a person finds in the guidance of the real standard. No other item has any that are told apart.
REAL = {
    "CINF002A": (
        "1A/1B/1C 2A/2B/2C 3A/3B/3C 4A/4B/4C 5A/5B/5C 6A/6B/6C 7A 8B 8C 8D 8E 8F 9A 10A 11A 12A "
        "13A 14A 15A 16A 17A 18B 18C 19B 19C 20 21 22A 23A 24A"
    ),
    "CLEA004A": "YES NO DIED REFU NREQ RHOM",
    "CLEA006A": "B C D E G H K R S T U V W X Y Z",
    "CLEA007A": "1 2",
    "CLEA008A": "F1 P1 F2 P2 F4 P4 F5 P5 G4 G5 G6 F3 P3",
    "CINE010A": "N1 N2 N3 N4 N5 N6 N7 N8 N9 N0",
    "CINE006A": "RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8 RC9",
    "CLAE004A": "S L P T B U",
    "CLAE009A": "N1 N2 N3 N4 N5 N6 N7 N8",
    "CLAE006A": "X1 E11 E12 E2 E3 E4A E4B E13 E41 E45 E46 E47 E48 E5 E6 E7 E9 E14 E15 E16 E17 E8",
    "CLAP004A": "A3 A4 A5 A6 H5 K1 K2 P1 P2 P3 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 U1 U2 U3 U4 U5 U6 Z1",
    "CLAP007A": "PR0 PR1 PR2 PR3 PR4 PR5",
    "CLAP010A": "CARPL CLOSE ALLEG STAND CUSTOD CREQB CREQO CHILD LAREQ PLACE OTHER",
    "LAPP004A": "P1 P2 P3 P4 Z1",
    "CLAR007A": "PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7",
    "CPPR007A": "PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7",
    "DISA002A": "NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA",
    "EHCA004A": "Y N A W H",
    "EHCA005A": "1 0",
    "EHCN005A": "1 2 3 4 5 6 7 8 9",
    "EHCR005A": "Y N A W H",
    "INVO004A": "MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS",
    "PERM012A": "0 1",
    "PERM016A": "RD1 RD2 RD3 RD4",
    "PERM025A": "F1 FF M1 MF MM",
    "PERM026A": "L0 L11 L12 L2 L3 L4",
    "PERS002A": "F M U",
    "PERS003A": "00 01 02 09",
    "PERS004A": "WBRI WIRI WOTH WIRT WROM MWBC MWBA MWAS MOTH AIND APKN ABAN CNHE AOTH BCRB BAFR BOTH OOTH REFU NOBT",
    "PERS007A": "UN1 UN2 UN3 UN4 UN5",
    "PERS008A": "Y N",
    "PERS011A": "N Y",
    "PREP008A": "A B C D",
    "PREP019A": "A B c",
    "PREP021A": "A B C D E F G",
    "PREP023A": "A B C D E F G H",
    "CSDQ004A": "SDQ1 SDQ2 SDQ3 SDQ4 SDQ5",
    "SENN003A": "SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD OTH",
    "SEND004A": "UN1 UN2 UN3 UN5 UN8 UN9 UN10",
}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Sex. Code set F - Female M - Male", [("F", "Female"), ("M", "Male")]),
        ("Code set: 1) Yes 2) No", [("1", "Yes"), ("2", "No")]),
        ("Choose one:\na. Yes\nb. No", [("a", "Yes"), ("b", "No")]),
        ("Is it so? 1 – Yes, it is 0 – No", [("1", "Yes, it is"), ("0", "No")]),
        (
            "One of: -Y It was -N It was not Where it was, say when and who decided",
            [("Y", "It was"), ("N", "It was not")],
        ),
        (
            "NO - Not at all\nE4B – Went home, by bus - and train\nYES - All",
            [("NO", "Not at all"), ("E4B", "Went home, by bus - and train"), ("YES", "All")],
        ),
    ],
)
def test_codes_are_seen_however_they_are_written(text: str, codes: list[tuple[str, str]]) -> None:
    found = codes_in(text)
    assert found
    assert [(code.value, code.meaning) for code in found.codes] == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The SSD - A standard. Others use B - another.",
        "Option A - Stay. Option B - Go. Option C - Wait.",
        "1. Ask the person\n2. Write it down",
        "Children aged 2 – 5 and 6 – 9",
        "Code set F - Female",
        "3) Third 4) Fourth, in this list",
        "see (a) above or (b) below",
    ],
)
def test_what_may_be_meant_otherwise_is_left_as_prose(text: str) -> None:
    assert codes_in(text) is None


def test_lines_between_codes_are_notes_and_prose_behind_the_last_is_none() -> None:
    found = codes_in("Why.\nCode set\nN1 - Neglect\nA child at risk.\nN2 - Illness\nA child who is ill.\nUse N1 first.")
    assert found
    assert (found.before, found.caption, found.after) == ("Why.", "Code set", "Use N1 first.")
    assert found.codes == (
        ProseCode("N1", "Neglect", "A child at risk."),
        ProseCode("N2", "Illness", "A child who is ill."),
    )


def test_codes_that_are_talked_about_again_are_told_once() -> None:
    found = codes_in("A - One\nB - Two\nC - Three Further words on some of these codes are here:\nA - Not always")
    assert found
    assert [code.value for code in found.codes] == ["A", "B", "C"]
    assert found.after == "Further words on some of these codes are here:\nA - Not always"


@needs_corpus
def test_real_codes_are_those_that_people_find() -> None:
    items = read(corpus_repository()).document.items()
    found = {item.item_ref: codes for _, item in items if (codes := codes_in(item.guidance))}
    assert {ref: " ".join(code.value for code in codes.codes) for ref, codes in found.items()} == REAL
