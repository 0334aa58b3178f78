"""A specification as a successor might keep it: all in one folder, with keys of its own and code lists where they are used."""

from textwrap import dedent

#: The folder is put before each path; the root is "".
OBJECTS = {
    "suc_person.yml": """\
        # Kept by hand and by a generator.
        _inferred: {by: generator, "on": 2025-11-03}
        nodes:
        - name: suc_person
          _inferred: true
          code_lists:   # beside the fields
            sex: {F: Female, M: Male}
            yes_no:
            - value: Y
              label: "Yes"
            - value: 'N'
              label: "No"
          fields:
          - name: pers_id
            item_ref: SUCP001A
            type: nvarchar
            primary_key: true
            _inferred: [type, primary_key]
            description:   Key of the person   # not the NHS number
            guidance: >-
              Give the number
              that the system uses.
          - name: pers_sex
            item_ref: SUCP002A
            type: nvarchar
            _inferred:
              type: {value: nvarchar, confidence: 0.7}
              categories: ~
            values:
              F: Female   # as recorded
              M: Male
            enum: ["F", 'M', U]
            description: "Sex, as recorded"
            guidance: 'Ask again'
        """,
    "suc_visit.yml": """\
        - name: suc_visit
          fields:
          - {name: visi_id, item_ref: SUCV001A, type: int, primary_key: true, _inferred: yes}
          - name: visi_person_id
            item_ref: SUCV002A
            type: nvarchar
            foreign_key: suc_person.pers_id
            codelist:
            - 1
            - 2
          _inferred: no
        """,
    "relationships.yml": """\
        relationships:
        - parent_object: suc_person
          parent_key: pers_id
          child_object: suc_visit
          child_key: visi_person_id
          relation: 1:M
          _inferred: true
        """,
    "notes.yml": "reviewed: [2025-11-03]\n",
}
OUTSIDE = {
    "README.md": "A successor.\n",
    "CHANGELOG.md": "| Date | Change |\n| --- | --- |\n",
    "mkdocs.yml": "nav: []\n",
}


def successor_files(folder: str) -> dict[str, bytes]:
    """The files, with the objects in a folder (with its last slash) or, where that is empty, at the root."""
    inside = {f"{folder}{name}": dedent(text) for name, text in OBJECTS.items()}
    return {path: text.encode() for path, text in {**OUTSIDE, **inside}.items()}
