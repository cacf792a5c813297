"""Specifications: read from a bundle, kept in restored form, shared by every run of that content hash.

Restored form (to a dictionary and back) is not a detail: the callbacks of loops and multi-instance tasks are connected
only there, and a freshly parsed specification hangs at the first restore in another process.
"""

import threading
import tomllib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import orjson
from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from engine.definitions.bundle import ENGINE, Bundle
from engine.definitions.hardened_xml import parse_xml
from engine.errors import DefinitionRefused, DefinitionUnreadable, NotFound
from engine.execution.dialect import CONFIG, DiagramParser
from engine.execution.joins import of_a_family
from engine.execution.run_task import looks_ahead
from engine.execution.workflow import WholeEndJoin

REGISTRY = BpmnWorkflowSerializer.configure(CONFIG)
BpmnTaskSpecConverter(WholeEndJoin, REGISTRY, _EndJoin.__name__)  # what was written as the library's is read as ours


@dataclass(frozen=True)
class Spec:
    """One deployed definition, ready to run: `specs` by process or sub-process id, `main` the default one.

    `written` is kept only where running changes the specification.
    """

    content_hash: str
    main: str
    specs: dict = field(repr=False)
    written: bytes | None = field(default=None, repr=False)

    def process(self, process_id: str | None = None):
        """The specification of a process. Raises NotFound with what there is."""
        try:
            return self.specs[process_id or self.main]
        except KeyError:
            raise NotFound(what="process", which=process_id) from None

    def for_one_run(self) -> "Spec":
        """Itself, or a copy of its own where running changes it: a triggered event sub-process is drawn into the
        specification, and sharing that would start it in other cases."""
        if self.written is None:
            return self
        return replace(self, specs=_restored(self.written, of_a_family(self.process())))


class Specs:
    """The definitions in use, at most `size` of them. `loader` gives the bundle of a content hash."""

    def __init__(self, loader: Callable[[str], Bundle], size: int = 256):
        self._loader, self._size = loader, size
        self._kept: OrderedDict[str, Spec] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, content_hash: str) -> Spec:
        """The specification of a deployed definition; a miss costs one read and about 10 ms."""
        with self._lock:
            if content_hash in self._kept:
                self._kept.move_to_end(content_hash)
                return self._kept[content_hash]
        made = read_spec(self._loader(content_hash))
        with self._lock:
            self._kept[content_hash] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made


def read_spec(bundle: Bundle) -> Spec:
    """Parse a bundle. Raises DefinitionRefused where the library does not accept it."""
    try:
        parser = parsed(bundle)
        main, specs = collected_all(bundle, parser)
    except ValidationException as problem:
        raise DefinitionRefused(bundle.family, [str(problem)]) from None
    written = orjson.dumps({name: REGISTRY.convert(spec) for name, spec in specs.items()},
                           option=orjson.OPT_NON_STR_KEYS)
    changes = any(spec.start.trigger_specs for spec in specs.values())
    restored = _restored(written, bundle.profile != ENGINE)
    return Spec(bundle.content_hash, main, restored, written if changes else None)


def _restored(written: bytes, family: bool) -> dict:
    """Specifications through their dictionaries, with every callback connected."""
    found = {name: REGISTRY.restore(spec) for name, spec in orjson.loads(written).items()}
    for spec in found.values():
        spec.of_a_family, spec.looks_ahead = family, looks_ahead(spec)
    return found


def collected_all(bundle: Bundle, parser: DiagramParser) -> tuple[str, dict]:
    """The main process and, by name, every specification that can be run."""
    main = main_process(bundle, parser)
    specs = collected(parser, main)
    for process_id in parser.get_process_ids():
        try:
            specs.update(collected(parser, process_id))
        except ValidationException:
            if bundle.profile != ENGINE:  # a loose file may hold processes that this run never calls
                raise
    return main, specs


def parsed(bundle: Bundle) -> DiagramParser:
    """A parser that has read every diagram and table of the bundle."""
    parser = DiagramParser()
    with _readable():
        for name in bundle.named(".dmn"):
            parser.add_dmn_xml(_tree(bundle, name), filename=name)
        for name in bundle.named(".bpmn", ".xml"):
            parser.add_bpmn_xml(_tree(bundle, name), filename=name)
    return parser


@contextmanager
def _readable():
    """Whatever else the library stumbles over in a diagram is a refusal too."""
    try:
        yield
    except (ValidationException, DefinitionUnreadable):
        raise
    except RecursionError:
        raise ValidationException("the process is too long; split it with call activities") from None
    except Exception as problem:
        raise ValidationException(f"it cannot be read ({problem!r:.200})") from problem


def _tree(bundle, name):
    root = parse_xml(bundle.files[name], name)
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return root


def main_process(bundle: Bundle, parser: DiagramParser) -> str:
    """The process started by default: the one family.toml names, or the first that no other one calls."""
    named = family_process(bundle)
    if named:
        return named
    ids = parser.get_process_ids()
    if not ids:
        raise ValidationException("no executable process was found; mark one as executable")
    called = {element for name in ids for element in parser.get_process_parser(name).called_element_ids()}
    return next((name for name in ids if name not in called), ids[0])


def family_process(bundle: Bundle) -> str | None:
    """What family.toml says about the main process; None where there is no such file or line."""
    try:
        named = tomllib.loads(bundle.files["bpmn/family.toml"].decode()).get("process")
    except (KeyError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    return named if isinstance(named, str) else None


def collected(parser: DiagramParser, process_id: str) -> dict:
    """A process and everything it embeds or calls, by name."""
    found: dict = {}
    pending = [process_id]
    while pending:
        name = pending.pop()
        if name not in found:
            with _readable():
                found[name] = spec = parser.get_spec(name)
            pending += [task.spec for task in spec.task_specs.values() if isinstance(task, SubWorkflowTask)]
    return found
