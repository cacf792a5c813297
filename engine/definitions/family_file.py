"""family.toml: whom a family serves, what its roles are called, where its main process is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions.bpmn_names import LANGUAGES
from engine.definitions.bundle import Bundle
from engine.definitions.toml_reader import read_toml
from engine.vocabulary import Kind


@dataclass(frozen=True)
class FamilyFacts:
    """What family.toml says, with what it leaves out taken from the family it extends. What any of them has `locked` stays
    so."""

    names: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = tuple(Kind)
    languages: tuple[str, ...] = LANGUAGES
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    main: str = "complaint.bpmn"
    process: str = "complaint"
    retention_years: int = 10
    locked: tuple[str, ...] = ()
    extends: str = ""


def family_facts(bundle: Bundle) -> FamilyFacts:
    """The facts of a bundle; the defaults where it has no family.toml. Raises `DefinitionUnreadable`."""
    merged: dict = {}
    locked: list[str] = []
    bases = [name for name in bundle.files if name.startswith("bpmn/extends/") and name.endswith("/family.toml")]
    for name in [*_by_depth(bundle, bases), "bpmn/family.toml"]:
        if name in bundle.files:
            found = read_toml(bundle.files[name], name)
            merged, locked = _over(merged, found), locked + [*_words(_table(found, "law").get("locked"))]
    own = read_toml(bundle.files["bpmn/family.toml"], "bpmn/family.toml") if "bpmn/family.toml" in bundle.files else {}
    retention = _table(merged, "retention")
    years = retention.get("years", 10)
    return FamilyFacts(
        names=_texts(merged.get("name")),
        kinds=_words(merged.get("kinds")) or tuple(Kind),
        languages=_words(merged.get("languages")) or LANGUAGES,
        roles={code: _texts(names) for code, names in _table(merged, "roles").items()},
        main=_word(merged.get("main"), "complaint.bpmn"),
        process=_word(merged.get("process"), "complaint"),
        retention_years=years if isinstance(years, int) and not isinstance(years, bool) else 10,
        locked=tuple(dict.fromkeys(locked)),
        extends=_word(own.get("extends"), ""),
    )


def _by_depth(bundle: Bundle, names: list[str]) -> list[str]:
    """The family.toml files of base families, the farthest first."""
    ordered, wanted = [], read_toml(bundle.files.get("bpmn/family.toml", b""), "bpmn/family.toml").get("extends")
    while isinstance(wanted, str) and (name := f"bpmn/extends/{wanted}/family.toml") in names and name not in ordered:
        ordered.append(name)
        wanted = read_toml(bundle.files[name], name).get("extends")
    return ordered[::-1]


def _over(base: dict, own: dict) -> dict:
    """`own` over `base`, table by table."""
    return {
        **base,
        **{
            key: _over(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
            for key, value in own.items()
        },
    }


def _table(source: dict, key: str) -> dict:
    value = source.get(key)
    return value if isinstance(value, dict) else {}


def _texts(value) -> dict[str, str]:
    return {
        language: value[language]
        for language in LANGUAGES
        if isinstance(value, dict) and isinstance(value.get(language), str)
    }


def _words(value) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def _word(value, default: str) -> str:
    return value if isinstance(value, str) and value else default
