"""Variables: is each one set before it is read, on every way a case can go?"""

import difflib

from engine.definitions.bpmn_names import SUB_PROCESSES
from engine.definitions.decision_table import read_tables
from engine.definitions.element import Element, Process
from engine.definitions.forms import Form
from engine.definitions.lint.expression_rules import uses_of
from engine.definitions.lint.graph import in_order
from engine.definitions.lint.repetition import Beside, beside
from engine.definitions.lint.subject import Subject
from engine.definitions.lint.table_rules import uses_of_tables
from engine.errors import ExpressionRefused

AT_START = frozenset({"reference", "kind", "channel", "language", "lodged_at", "agency"})
#: Empty where the form that lodges does not ask for it; other forms may change it.
SERVICE = frozenset({"service_type"})
LODGE = "lodge"
DEEPEST = 8
ALONE = Beside()

#: What is known at a point: (set on every way here, set on some way here). None: no way leads here.
Known = tuple[frozenset[str], frozenset[str]] | None


def check_variables(subject: Subject) -> None:
    """Reads of variables that nothing has set (error), or not on every way (warning); writes over the fixed ones."""
    main = subject.main
    if main is None or not subject.strict:
        return
    always, perhaps = _asked(subject.forms.get(LODGE))
    start = (AT_START | SERVICE | always, AT_START | SERVICE | always | perhaps)
    _Walk(subject, main).through(None, start, 0)
    for process in subject.processes:
        for use in uses_of(process):
            if use.script:
                _writes(subject, use)


def _writes(subject: Subject, use) -> None:
    try:
        written = use.compiled().writes & AT_START
    except ExpressionRefused:
        return
    for name in sorted(written):
        subject.say(
            "variable_reserved",
            use.thing,
            f"its script changes {name}, which belongs to the case itself",
            "Set a variable with another name.",
        )


class _Walk:
    """One pass over a process with what is known at each element; sub-processes and called processes are walked
    inside."""

    def __init__(self, subject: Subject, process: Process):
        self.subject, self.process = subject, process
        self.uses: dict[str, list] = {}
        for use in (*uses_of(process), *uses_of_tables(subject, process)):
            self.uses.setdefault(use.thing.id, []).append(use)
        self.beside = beside(subject, process)

    def through(self, parent_id: str | None, start: Known, depth: int) -> Known:
        """What is known where the scope ends, if `start` is known where it begins. Reports what is read too early."""
        members = {element.id: element for element in self.process.scope(parent_id)}
        starts = [key for key, element in members.items() if element.kind == "startEvent"]
        order = [key for key in in_order(self.process, starts) if key in members]
        before: dict[str, Known] = {}
        after: dict[str, Known] = {}
        for _ in range(len(order) + 2):  # what is certain shrinks from round to round, what is possible grows
            changed = False
            for key in order:
                known = start if key in starts else self._arriving(members[key], before, after)
                if known is not None and (key not in before or known != before[key]):
                    before[key], after[key], changed = known, self._after(members[key], known, depth), True
            if not changed:
                break
        self._report(members, before, after)
        ends: Known = None
        beside: frozenset[str] = frozenset()
        on_the_way = self._on_the_way(members)
        for key in after:
            if members[key].kind == "endEvent" or not self.process.outgoing(key):
                ends = _either(ends, after[key]) if key in on_the_way else ends
                beside |= after[key][1]
        return (ends[0], ends[1] | beside) if ends else start

    def _arriving(self, element: Element, before: dict[str, Known], after: dict[str, Known]) -> Known:
        """What is known where ways meet. A parallel join waits for all, so it knows what any of them set."""
        if element.kind == "boundaryEvent":
            return before.get(element.attached_to)
        known: Known = None
        for way in (after[flow.source] for flow in self.process.incoming(element.id) if flow.source in after):
            joins = element.kind == "parallelGateway" and known is not None
            known = (known[0] | way[0], known[1] | way[1]) if joins else _either(known, way)
        return known

    def _on_the_way(self, members: dict[str, Element]) -> set[str]:
        """What lies on a way to the end of the scope; the path of an event that interrupts nothing runs beside it."""
        seen, pending = set(), [key for key, element in members.items() if element.kind == "startEvent"]
        while pending:
            key = pending.pop()
            if key in members and key not in seen:
                seen.add(key)
                pending += [flow.target for flow in self.process.outgoing(key)]
                pending += [event.id for event in self.process.boundaries(key) if event.interrupting]
        return seen

    def _after(self, element: Element, known: Known, depth: int) -> Known:
        many = self.beside.get(element.id, ALONE)
        inside = known[0] | many.inside, known[1] | many.inside
        always, perhaps = self._done(element, inside, depth)
        if many.gives is not None:
            return known[0] | many.gives, known[1] | many.gives
        return always, perhaps

    def _done(self, element: Element, known: Known, depth: int) -> Known:
        always, perhaps = known
        if element.kind in SUB_PROCESSES and depth < DEEPEST:
            return self.through(element.id, known, depth + 1)
        if element.kind == "callActivity" and depth < DEEPEST:
            other = self.subject.process(element.called)
            return _Walk(self.subject, other).through(None, known, depth + 1) if other else known
        sets, may = _asked(self.subject.forms.get(element.id))
        for use in (*self.uses.get(element.id, []), *self.beside.get(element.id, ALONE).uses):
            if use.script:
                try:
                    sets |= use.compiled().writes
                except ExpressionRefused:
                    continue
        if element.kind == "businessRuleTask":
            sets |= self._decided(element.called)
        received = {part.variable for part in element.events if part.variable}
        return always | sets | received, perhaps | sets | may | received

    def _decided(self, decision: str) -> frozenset[str]:
        """What a decision table sets: its outputs, in the rows that apply."""
        bundle = self.subject.bundle
        tables = [
            table
            for name in bundle.named(".dmn")
            if name not in self.subject.unread
            for table in read_tables(bundle.files[name], name)
        ]
        return frozenset(output for table in tables if table.id == decision for output in table.outputs)

    def _report(self, members: dict[str, Element], before: dict[str, Known], after: dict[str, Known]) -> None:
        for key in before:
            for use in self.uses.get(key, []):
                self._judge(use, before[key])
            for use in self.beside.get(key, ALONE).uses:
                self._judge(use, self._with_items(key, after.get(key) or before[key]))
            for flow in self.process.outgoing(key):
                for use in self.uses.get(flow.id, []):
                    self._judge(use, after.get(key))

    def _with_items(self, key: str, known: Known) -> Known:
        given = self.beside[key].inside | (_asked(self.subject.forms.get(key))[1])
        return known[0] | given, known[1] | given

    def _judge(self, use, known: Known) -> None:
        try:
            reads = use.reads()
        except ExpressionRefused:
            return
        always, perhaps = known or (frozenset(), frozenset())
        for name in sorted(reads - perhaps):
            near = difflib.get_close_matches(name, sorted(perhaps), n=1, cutoff=0.6)
            meant = f"Did you mean {near[0]}? " if near else ""
            self.subject.say(
                "variable_undefined",
                use.thing,
                f"{use.what} reads {name}, which nothing has set by then",
                f"{meant}Known here: {', '.join(sorted(perhaps)) or 'nothing'}. Ask for it in a form before, or set "
                "it in a script.",
            )
        for name in sorted((reads & perhaps) - always):
            self.subject.say(
                "variable_perhaps_undefined",
                use.thing,
                f"{use.what} reads {name}, which is not set on every way that leads here",
                "Make the question obligatory, or set the variable in a script before.",
            )


def _asked(form: Form | None) -> tuple[frozenset[str], frozenset[str]]:
    """The variables a form sets always, and those it sets when the question is shown and answered."""
    if form is None:
        return frozenset(), frozenset()
    decisions = set(form.decision_names)
    sure = {
        name
        for name in decisions
        if not form.conditions(name) and (name in form.schema["required"] or form.widget(name) == "checkbox")
    }
    return frozenset(sure), frozenset(decisions)


def _either(one: Known, other: Known) -> Known:
    if one is None or other is None:
        return one or other
    return one[0] & other[0], one[1] | other[1]
