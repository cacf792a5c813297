"""legal.toml: what no family may leave out or put off, each with its legal basis and how well that basis is known.

`bpmn/legal.toml` stands beside the families and holds for all of them. A `legal.toml` in a family's own folder may only
add: in a bundle it lies under `bpmn/extends/<family>/`, beside the national list and never in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from engine.definitions.bpmn_names import LANGUAGES
from engine.definitions.bundle import Bundle
from engine.definitions.toml_reader import read_toml
from engine.errors import DefinitionUnreadable
from engine.settings import ROOT

FILE = "bpmn/legal.toml"
GRADES = ("text", "official", "press", "policy")
WAITS = ("task", "timer", "message")
#: What a step can be recognised by: the letter it sends, the fact it records, what it asks, the message it takes, the date
#: of which it tells somebody above that it has passed, or reminds somebody; the role to which it restricts the case.
STEPS = ("sends", "records", "asks", "takes", "alerts", "reminds", "restricts")
#: Each kind of requirement, by its first word, with the further words it knows.
KINDS: Mapping[str, tuple[str, ...]] = {
    "accepts": (),
    "speaks": (),
    "sends": ("to", "before_any", "only_after", "then", "never_for"),
    "records": ("before_any", "only_after", "then"),
    "status": ("only_after",),
    "deadline": ("at_most", "unit", "starts", "until", "evidence", "statutory", "never_paused", "never_extended"),
    "timer": ("interrupting", "after", "until", "leads_to"),
    "takes": ("interrupting", "after", "until", "leads_to"),
    "every_end_passes": ("after",),
    "letters": ("say", "hold"),
    "asks": ("before", "required", "choices", "offers", "shown", "least"),
    "second_person": ("before", "decides"),
    "fresh_eyes": ("after", "before"),
    "restricts": ("keeps",),
    "program": (),
}
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "accepts": list, "speaks": list, "status": list, "every_end_passes": list, "letters": list, "before_any": list,
    "only_after": list, "then": list, "until": list, "after": list, "keeps": list, "offers": list, "leads_to": list,
    "before": dict, "say": dict, "hold": list,
    "choices": dict, "shown": dict, "least": int, "at_most": int, "required": bool, "interrupting": bool,
    "statutory": bool, "never_paused": bool, "never_extended": bool,
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A step of a diagram by what it does: `does` is one of STEPS, `what` the letter, fact, question or message; `to` who
    gets the letter: "complainant", "staff" for any role of the agency, or empty for anybody."""

    does: str
    what: str
    to: str = ""


@dataclass(frozen=True)
class Requirement:
    """One thing that must hold: `kind` is one of KINDS, `what` the value beside it, `more` the further words."""

    kind: str
    what: object = field(hash=False)
    more: Mapping[str, object] = field(default_factory=dict, hash=False)

    def steps(self, word: str) -> tuple[Step, ...]:
        """The steps that stand under a word such as `until`, in order."""
        return tuple(_step(found) for found in self.more.get(word, ()))

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The steps of which any one will do, where the value itself is a list of steps."""
        return tuple(_step(found) for found in self.what)

    def one(self, word: str) -> Step | None:
        """The only step under a word such as `before`."""
        return _step(self.more[word]) if word in self.more else None

    @property
    def step(self) -> Step:
        """What this requirement is about, where it is about a step."""
        return _step({self.kind: self.what, "to": self.more.get("to", "")})


@dataclass(frozen=True)
class Obligation:
    """`grade` says how well the basis is known: "text" of the decree seen, "official" statement, "press", or "policy" of
    ours for want of a source; `family` is empty for the national list, else the family that added it."""

    code: str
    grade: str
    titles: Mapping[str, str] = field(hash=False)
    basis: Mapping[str, str] = field(hash=False)
    must: tuple[Requirement, ...] = field(hash=False)
    family: str = ""

    @property
    def ours(self) -> bool:
        """Whether no legal source was found for it."""
        return self.grade == "policy"


def obligations_of(bundle: Bundle) -> list[Obligation]:
    """The national list and what the families of the bundle add to it, in order; empty for a bundle of a time before
    the list. Raises `DefinitionUnreadable`, also where an addition takes a name of the list."""
    found: dict[str, Obligation] = {}
    for name in [FILE, *(name for name in bundle.files if name.startswith("bpmn/extends/"))]:
        if name in bundle.files and name.endswith("/legal.toml"):
            for obligation in read_obligations(bundle.files[name], name):
                if obligation.code in found:
                    raise _refused(name, obligation.code, "it stands in the national list already",
                                   "A family may only add: give what it adds a name of its own.")
                found[obligation.code] = obligation
    return list(found.values())


def read_obligations(data: bytes, file: str = FILE) -> list[Obligation]:
    """The entries of one list, in order. Raises `DefinitionUnreadable` with the entry and what is wrong with it."""
    return list(_entries(data, file))


@lru_cache(maxsize=16)
def _entries(data: bytes, file: str) -> tuple[Obligation, ...]:
    """Kept, because every version of every family is held against the same list."""
    family = "" if file == FILE else file.split("/")[-2]
    return tuple(_obligation(code, entry, file, family) for code, entry in read_toml(data, file).items())


def national_list(root: Path | str = ROOT / "bpmn") -> bytes:
    """The list beside the families in a folder; that of the project where the folder has none."""
    path = Path(root) / "legal.toml"
    return (path if path.is_file() else ROOT / "bpmn" / "legal.toml").read_bytes()


def _obligation(code: str, entry, file: str, family: str) -> Obligation:
    if not code.isidentifier() or not isinstance(entry, dict):
        raise _refused(file, code, "it is no table with a name of letters and _", "Write [receipt], then its lines.")
    if entry.get("grade") not in GRADES:
        raise _refused(file, code, f"its grade is {entry.get('grade')!r}", f"Write one of {', '.join(GRADES)}.")
    for name in ("title", "basis"):
        texts = entry.get(name)
        if not isinstance(texts, dict) or not all(isinstance(texts.get(word), str) and texts[word] for word in LANGUAGES):
            raise _refused(file, code, f"its {name} is not there in every language", "Write it in ar, fr and en.")
    must = entry.get("must")
    if not isinstance(must, list) or not must:
        raise _refused(file, code, "it does not say what must hold", "Add at least one [[" + code + ".must]].")
    if unknown := set(entry) - {"grade", "title", "basis", "must"}:
        raise _refused(file, code, f"it holds {sorted(unknown)[0]}, which means nothing here", "Remove it.")
    return Obligation(code, entry["grade"], entry["title"], entry["basis"],
                      tuple(_requirement(file, code, part) for part in must), family)


def _requirement(file: str, code: str, part) -> Requirement:
    kind = next(iter(part), "") if isinstance(part, dict) else ""
    if kind not in KINDS:
        raise _refused(file, code, f"a requirement begins with {kind!r}", f"Begin with one of {', '.join(KINDS)}.")
    more = {word: value for word, value in part.items() if word != kind}
    if unknown := set(more) - set(KINDS[kind]):
        raise _refused(file, code, f"{kind} does not know the word {sorted(unknown)[0]}",
                       f"It knows: {', '.join(KINDS[kind]) or 'no further word'}.")
    for word, value in part.items():
        wanted = _TYPES.get(word, str)
        if not isinstance(value, wanted) or isinstance(value, bool) and wanted is not bool or value in ("", [], {}):
            raise _refused(file, code, f"{word} is {value!r}", "See docs/reference/obligations.md for what it takes.")
    found = Requirement(kind, part[kind], more)
    try:
        for word in ("only_after", "then", "after", "until", "leads_to"):
            found.steps(word)
        found.one("before")
        if kind == "every_end_passes":
            _ = found.all_steps
    except (TypeError, ValueError, AttributeError):
        raise _refused(file, code, f"a step that {kind} names is not written as a step",
                       f"Write it like {{ sends = \"reply\" }}; a step begins with {', '.join(STEPS)}.") from None
    return found


def _step(found: Mapping) -> Step:
    """Raises ValueError."""
    (does, what), *rest = [(word, value) for word, value in found.items() if word != "to"]
    if rest or does not in STEPS or not isinstance(what, str) or not isinstance(found.get("to", ""), str):
        raise ValueError(does)
    return Step(does, what, found.get("to", ""))


def _refused(file: str, code: str, wrong: str, fix: str) -> DefinitionUnreadable:
    return DefinitionUnreadable(file, "law_entry", f"the entry {code}: {wrong}", fix)
