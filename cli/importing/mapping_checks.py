"""Reading a mapping's TOML so that everything wrong in it is one sentence that names the entry."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.importing.told import Told, told
from engine.definitions.toml_reader import read_toml
from engine.errors import DefinitionUnreadable, ImportRefused

_MISSING = object()


@dataclass(frozen=True)
class MappingText:
    """A table of the mapping; `place` is its name inside the file, empty for the whole."""

    path: Path
    place: str
    entries: dict

    @classmethod
    def read(cls, path: Path) -> "MappingText":
        """Raises ImportRefused."""
        try:
            return cls(path, "", read_toml(path.read_bytes(), path.name))
        except OSError as problem:
            raise ImportRefused(file=path, reason=f"the mapping cannot be read ({problem.strerror})") from None
        except DefinitionUnreadable as problem:
            raise ImportRefused(file=path, reason=f"of the mapping: {problem.wrong}") from None

    def refuse(self, name: str, what: str):
        where = f"{self.place}.{name}" if self.place else name
        raise ImportRefused(file=self.path, reason=f"the mapping's entry `{where}` {what}")

    def only(self, *known: str) -> None:
        """Refuses entries nobody would read: a misspelt one must not pass in silence."""
        for name in self.entries:
            if name not in known:
                self.refuse(name, f"is unknown; here may stand: {', '.join(known)}")

    def names(self) -> list[str]:
        return list(self.entries)

    def table(self, name: str, required: bool = False) -> "MappingText":
        found = self.entries.get(name, _MISSING)
        if found is _MISSING and required:
            self.refuse(name, "is missing")
        if found is not _MISSING and not isinstance(found, dict):
            self.refuse(name, f"should be a table: [{self.place + '.' if self.place else ''}{name}]")
        return MappingText(self.path, f"{self.place}.{name}".lstrip("."), {} if found is _MISSING else found)

    def tables(self) -> Iterator[tuple[str, "MappingText"]]:
        return ((name, self.table(name)) for name in self.entries)

    def tables_list(self, name: str) -> list["MappingText"]:
        found = self.entries.get(name, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.refuse(name, f"should be a list of tables, each begun by [[{name}]]")
        return [MappingText(self.path, f"{name}[{place}]", entry) for place, entry in enumerate(found, start=1)]

    def word(self, name: str, default=_MISSING, allowed=None, longest: int = 200) -> str:
        found = self.entries.get(name, default)
        if found is _MISSING:
            self.refuse(name, "is missing")
        if not isinstance(found, str) or (not found and default is _MISSING) or len(found) > longest:
            self.refuse(name, f"should be a text of 1 to {longest} characters")
        if allowed is not None and found and found not in allowed:
            self.refuse(name, f"is {found!r}, which is none of: {', '.join(allowed)}")
        return found

    def words(self, name: str, default=_MISSING) -> list[str]:
        """A text or a list of texts."""
        found = self.entries.get(name, default)
        if found is _MISSING:
            self.refuse(name, "is missing")
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found) or \
                (not found and default is _MISSING):
            self.refuse(name, "should be a text or a list of texts")
        return found

    def characters(self, name: str, default: str) -> str:
        found = "".join(self.words(name, [default]))
        if not found or set(found) & set('"\r\n') or len(found) > 8:
            self.refuse(name, "should be a separator such as \",\" or a list of them")
        return found

    def encoding(self, name: str, default: str) -> str:
        found = self.word(name, default)
        try:
            return codecs.lookup(found).name if found else ""
        except LookupError:
            self.refuse(name, f"is {found!r}, an encoding nobody knows; usual are utf-8, cp1252, windows-1256")

    def zone(self, name: str) -> ZoneInfo:
        found = self.word(name)
        try:
            return ZoneInfo(found)
        except (OSError, ValueError, KeyError):
            self.refuse(name, f"is {found!r}, no time zone such as \"Africa/Casablanca\"")

    def choices(self, allowed) -> list[tuple[str, str]]:
        """A word of the register to one of the allowed words."""
        return [(name, self.word(name, allowed=allowed)) for name in self.entries]

    def told(self, *known: str) -> dict[str, Told]:
        if known:
            self.only(*known)
        return {name: told(said, f"`{self.place}.{name}`") for name, said in self.entries.items()}

    def limited(self, values: dict[str, Told], name: str, words) -> None:
        """Refuses a mapping that could give another word than these."""
        if name not in values:
            self.refuse(name, f"is missing; give one of: {', '.join(words)}")
        for value in values[name].possible():
            if value not in list(words):
                self.refuse(name, f"may give {value!r}, which is none of: {', '.join(words)}")
