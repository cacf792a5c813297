"""Internal notes have a room of their own: nothing that could carry one outside names it, its table or its template.

The import contracts `notes` and `note_rows` in setup.cfg refuse the doors; this looks for ways around them.
"""

import re
from pathlib import Path

from tests.house.tree import files, text_of

#: Whoever may name the table or the act; each reads or writes notes for the agency's own people, or makes the table.
MAY_NAME = {
    Path("engine/notes/__init__.py"), Path("engine/notes/notes_of.py"), Path("engine/notes/write_note.py"),
    Path("engine/store/tables/internal_note.py"), Path("engine/store/tables/__init__.py"), Path("engine/bus.py"),
    Path("engine/acts/registry.py"), Path("migrations/versions/0022_conversation.py"), Path("webapp/desk/notes.py"),
}
NAMES = re.compile(r"internal_note|InternalNote|WriteNote\b|engine\.notes")


def test_only_their_own_room_the_bus_and_one_page_name_internal_notes():
    named = {path for path in files() if path.parts[0] in ("benchmarks", "cli", "engine", "migrations", "webapp")
             and path.suffix in (".py", ".html", ".sql", ".txt", ".toml") and NAMES.search(text_of(path))}
    assert named <= MAY_NAME, sorted(map(str, named - MAY_NAME))
    assert len(named) >= 8, "the names are spelled otherwise by now: this test looks for nothing"


def test_no_template_takes_in_the_page_of_notes():
    taken = [str(path) for path in files() if path.suffix == ".html" and re.search(r"['\"]desk/notes", text_of(path))]
    assert not taken, taken


def test_the_contracts_that_close_the_room_stand_in_the_set_up():
    told = text_of(Path("setup.cfg"))
    for contract, allowed in (("notes", ["engine.bus", "webapp.desk.notes"]),
                              ("note_rows", ["engine.notes", "engine.store.tables"])):
        part = told.split(f"[importlinter:contract:{contract}]")[1].split("[", 1)[0]
        assert "type = protected" in part and part.split("allowed_importers =")[1].split() == allowed
