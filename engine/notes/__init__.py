"""Internal notes: what the people of an agency write for each other on a case, and what never leaves the agency.

A room of its own, above acts, queries, notifications and the store: whatever writes letters, exports, public pages or
messages lies below it and cannot open this door. Above it only the bus, which carries out its act, and one page of the
staff may (contracts in setup.cfg). Decision 0030.
"""

from engine.notes.notes_of import Note, NotePage, notes_of
from engine.notes.write_note import LONGEST_NOTE, WriteNote, write_note

__all__ = ["LONGEST_NOTE", "Note", "NotePage", "WriteNote", "notes_of", "write_note"]
