"""From the files of a folder to suggestions, and to the files as they would be afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import orjson

from engine.definitions.bpmn_names import BPMN, local, space
from engine.definitions.decision_table import read_tables
from engine.definitions.form_schema import read_json
from engine.definitions.repairs.draft import MOST_NODES, Draft, Folder
from engine.definitions.repairs.kinds.results import always_answers
from engine.definitions.repairs.kinds.variables import outputs_of
from engine.definitions.repairs.order import KINDS
from engine.definitions.repairs.repair import Repair
from engine.definitions.repairs.wiring import tidy
from engine.errors import DefinitionUnreadable

DIAGRAMS = (".bpmn", ".bpmn20.xml", ".xml")


@dataclass(frozen=True)
class Imported:
    """`repairs` in the order in which they build on one another; `files` by name, changed ones written anew, all
    others byte for byte; `unreadable` what could not be looked at, with the reason; `processes` the ids found."""

    repairs: tuple[Repair, ...]
    files: Mapping[str, bytes]
    unreadable: tuple[DefinitionUnreadable, ...]
    processes: tuple[str, ...]


def repaired(files: Mapping[str, bytes], main: str = "", kinds: Collection[str] = tuple(KINDS)) -> Imported:
    """What the chosen kinds of repair make of these files (name without folder, bytes). Changes nothing given.

    `main` names the process to run where a diagram holds several. Never raises for what is in the files.
    """
    folder, unreadable = Folder(main=main), []
    for name, data in files.items():
        try:
            _read(folder, name, data)
        except DefinitionUnreadable as problem:
            unreadable.append(problem)
    before = {name: orjson.dumps(form) for name, form in folder.forms.items()}
    for code, repair in KINDS.items():
        if code in kinds:
            folder.code = code
            try:
                repair(folder)
            except (TypeError, ValueError, LookupError, AttributeError) as problem:
                unreadable.append(DefinitionUnreadable(
                    folder.drafts[0].file, "unreadable", f"the repair {code} stumbled over it ({problem!r:.120})",
                    f"Leave it out with --skip {code}, or draw that part anew."))
                break
    made = dict(files)
    for draft in folder.drafts:
        if draft.changed:
            tidy(draft)
            made[draft.file] = draft.written()
    for name, form in folder.forms.items():
        if orjson.dumps(form) != before.get(name):
            made[name] = orjson.dumps(form, option=orjson.OPT_INDENT_2) + b"\n"
    return Imported(tuple(folder.repairs), MappingProxyType(made), tuple(unreadable),
                    tuple(process.get("id", "") for _, process in folder.processes()))


def _read(folder: Folder, name: str, data: bytes) -> None:
    if name.endswith(DIAGRAMS):
        draft = Draft(name, data, folder)
        if (space(draft.root), local(draft.root)) != (BPMN, "definitions"):
            raise DefinitionUnreadable(name, "not_bpmn", "it is XML but no BPMN diagram", "Save it as BPMN 2.0.")
        if len(draft.nodes()) > MOST_NODES:
            raise DefinitionUnreadable(name, "too_many_elements", f"it has more than {MOST_NODES} steps",
                                       "Split the process with call activities.")
        folder.drafts.append(draft)
    elif name.endswith(".dmn"):
        tables = read_tables(data, name)
        folder.decisions |= {table.id for table in tables}
        folder.results |= {table.id: table.outputs for table in tables if always_answers(table)}
        folder.outputs |= outputs_of(tables)
    elif name.endswith(("-schema.json", "-uischema.json")):
        folder.forms[name] = read_json(data, name)
    elif name.endswith(".form"):
        folder.foreign_forms[name] = read_json(data, name)
    elif name == "process_model.json":
        model = read_json(data, name)
        folder.main = folder.main or str(model.get("primary_process_id") or "")
