"""What owners write for the pages before lodging, as TOML in forms/shared/: the words people use, the questions that may
stop, the privacy notice. A mistake is a sentence that names the file and the entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions.toml_reader import read_toml
from engine.domain.plain_search import Topic, words_of
from engine.errors import DefinitionUnreadable

LANGUAGES = ("ar", "fr", "en")
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Matter:
    """A topic of the search with what pages say of it. `service` is an answer of the question about the service."""

    topic: Topic
    service: str
    name: Texts = field(hash=False)
    where: Texts = field(hash=False)


@dataclass(frozen=True)
class Suitability:
    """An answer to the question before the form. Without a `title` it leads on; else its page stops with `lines`, and
    `go_on` may be the words of a link that leads on all the same."""

    code: str
    answer: Texts = field(hash=False)
    title: Texts | None = field(hash=False)
    lines: tuple[Texts, ...] = field(hash=False)
    go_on: Texts | None = field(hash=False)


def read_suitability(data: bytes, file: str) -> tuple[Suitability, ...]:
    """The answers of before_lodging.toml. Raises DefinitionUnreadable."""
    found = []
    for number, entry in enumerate(_list_of(read_toml(data, file), "case", file), 1):
        place = f"case {number}"
        code, stops = _word(entry, "code", place, file), "title" in entry
        lines = entry.get("lines", [])
        if not code.isascii() or not code.isalpha() or not isinstance(lines, list) or stops and not lines:
            raise _wrong(file, f"{place} stops without lines, or its code is no word of letters", "Add what people shall do.")
        said = [texts_in({"lines": line}, "lines", place, file) for line in lines]
        found.append(Suitability(
            code, texts_in(entry, "answer", place, file), texts_in(entry, "title", place, file) if stops else None,
            tuple(said), texts_in(entry, "go_on", place, file) if "go_on" in entry else None))
    if all(one.title for one in found):
        raise _wrong(file, "no answer leads on to the form", "Leave the title of one [[case]] out.")
    return tuple(found)


@dataclass(frozen=True)
class Notice:
    """What people are told of their data. `version` names what exactly they agreed to."""

    version: str
    sections: tuple[tuple[Texts, tuple[Texts, ...]], ...] = field(hash=False)


def read_notice(data: bytes, file: str) -> Notice:
    """The sections of privacy_notice.toml, each a title and its lines. Raises DefinitionUnreadable."""
    table, sections = read_toml(data, file), []
    version = _word(table, "version", "the notice", file)
    for number, entry in enumerate(_list_of(table, "section", file), 1):
        place, lines = f"section {number}", entry.get("lines")
        if not isinstance(lines, list) or not lines:
            raise _wrong(file, f"{place} has no lines", "Write at least one line.")
        said = tuple(texts_in({"lines": line}, "lines", place, file) for line in lines)
        sections.append((texts_in(entry, "title", place, file), said))
    return Notice(version[:40], tuple(sections))


def read_matters(data: bytes, file: str) -> tuple[Matter, ...]:
    """The topics of plain_words.toml. Raises DefinitionUnreadable."""
    found = []
    for number, entry in enumerate(_list_of(read_toml(data, file), "topic", file), 1):
        place = f"topic {number}"
        code, service = _word(entry, "code", place, file), _word(entry, "service", place, file)
        phrases = [words_of(text) for language in LANGUAGES for text in _lines(entry, language, place, file)]
        bodies = [words_of(text) for text in _lines(entry, "bodies", place, file)]
        found.append(Matter(Topic(code, tuple(filter(None, phrases)), tuple(filter(None, bodies))), service,
                            texts_in(entry, "name", place, file), texts_in(entry, "where", place, file)))
    return tuple(found)


def texts_in(entry: Mapping, key: str, place: str, file: str) -> Texts:
    """A text in the three languages, such as `name = { ar = "…", fr = "…", en = "…" }`."""
    value = entry.get(key)
    if not isinstance(value, dict) or not all(isinstance(value.get(one), str) and value[one].strip() for one in LANGUAGES):
        raise _wrong(file, f"{place} has no text {key!r} in ar, fr and en",
                     f"Write {key} = {{ ar = \"…\", fr = \"…\", en = \"…\" }}.")
    return {one: value[one].strip() for one in LANGUAGES}


def _list_of(table: Mapping, key: str, file: str) -> list[Mapping]:
    entries = table.get(key)
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise _wrong(file, f"it has no [[{key}]]", f"Write at least one [[{key}]].")
    return entries


def _word(entry: Mapping, key: str, place: str, file: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(file, f"{place} has no {key}", f"Write {key} = \"…\".")
    return value.strip()


def _lines(entry: Mapping, key: str, place: str, file: str) -> list[str]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong(file, f"{key} of {place} is no list of texts", f"Write {key} = [\"…\", \"…\"].")
    return value


def _wrong(file: str, reason: str, what_next: str) -> DefinitionUnreadable:
    return DefinitionUnreadable(file, "not_toml", reason, what_next)
