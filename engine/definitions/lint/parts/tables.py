"""The two tables of this room, read once a process."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Said:
    """What there is to say about a part. `grave` where a case goes otherwise than drawn; `plain` are values that ask for
    nothing."""

    wrong: str
    fix: str
    grave: bool = True
    plain: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BpmnParts:
    """`known` by element: its parts that are carried out, only tell people something, or are judged by another rule;
    `everywhere` are those of every element."""

    known: Mapping[str, frozenset[str]]
    everywhere: frozenset[str]
    closed: frozenset[str]
    said: Mapping[str, Said]


@dataclass(frozen=True)
class Tool:
    """One tool's additions. `read` by part: the elements in which it is read here, or "*"; `left` do not matter here."""

    prefix: str
    name: str
    read: Mapping[str, frozenset[str]]
    left: frozenset[str]
    said: Mapping[str, Said]


@cache
def bpmn_parts() -> BpmnParts:
    table = _table("bpmn")
    groups = {f"@{name}": words.split() for name, words in table["groups"].items()}
    everywhere = frozenset(table["everywhere"].split())
    known = {name: everywhere.union(part for word in words.split() for part in groups.get(word, [word]))
             for name, words in table["known"].items()}
    return BpmnParts(known, everywhere, frozenset(table["closed"].split()),
                     _said(table["said"], grave=False))


@cache
def tools() -> tuple[Mapping[str, Tool], frozenset[str]]:
    """Tools by namespace, and the namespaces that only say how a drawing looks."""
    table = _table("tools")
    looks = frozenset(table.pop("looks"))
    found = {}
    for prefix, entry in table.items():
        read = {part: frozenset(words.split()) for part, words in entry.get("read", {}).items()}
        made = Tool(prefix, entry["name"], read, frozenset(entry["left"].split()), _said(entry["said"], grave=True))
        found |= {space: made for space in entry["spaces"]}
    return found, looks


def _said(entries: Mapping, grave: bool) -> dict[str, Said]:
    found = {}
    for name, entry in entries.items():
        said = Said(entry["wrong"], entry["fix"], entry.get("grave", grave), frozenset(entry.get("plain", ())))
        for part in (name, *entry.get("also", "").split()):
            found[part] = said
    return found


def _table(name: str) -> dict:
    text = (resources.files("engine.definitions.lint.parts") / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
