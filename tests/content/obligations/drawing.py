"""A family's files as somebody with an editor changes them: steps inserted, taken out, led elsewhere; cells, letters, forms."""

import json
from collections.abc import Callable

from lxml import etree

from engine.definitions import Bundle
from engine.definitions.bpmn_names import BPMN, SPIFF

FRAME, DATES, SETTINGS = "bpmn/complaint.bpmn", "bpmn/deadlines.dmn", "bpmn/family.toml"
CHILD = ("extensionElements", "incoming", "outgoing")
STEPS = {
    "task": "<userTask id='{id}' name='Look at it'/>",
    "timer": "<intermediateCatchEvent id='{id}' name='Ten days'><timerEventDefinition id='{id}_timer'>"
             "<timeDate>days_from_now(10)</timeDate></timerEventDefinition></intermediateCatchEvent>",
    "message": "<receiveTask id='{id}' name='Wait for papers' messageRef='withdrawal_message'/>",
    "fork": "<exclusiveGateway id='{id}' name='Needed?'/>",
    "call": "<callActivity id='{id}' name='Elsewhere' calledElement='elsewhere'/>",
    "both": "<parallelGateway id='{id}'/>",
    "service": "<serviceTask id='{id}' name='Do it'/>",
}


class Drawing:
    """The files of one family under somebody's hands, all its diagrams at once; `bundle` is what they save."""

    def __init__(self, bundle: Bundle):
        self._bundle, self._files = bundle, {}
        self._roots = {name: etree.fromstring(bundle.files[name]) for name in bundle.named(".bpmn", under="bpmn/")}

    @property
    def bundle(self) -> Bundle:
        drawn = {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8") for name, root in self._roots.items()}
        return self._bundle.with_files({**drawn, **self._files})

    def nodes(self, tag: str = "*") -> list:
        """Everything of one kind, whatever file it is drawn in."""
        return [node for root in self._roots.values() for node in root.iter(f"{{{BPMN}}}{tag}")]

    def node(self, element_id: str):
        return next(node for node in self.nodes() if node.get("id") == element_id)

    def flow(self, source: str, target: str):
        return next(node for node in self.nodes("sequenceFlow")
                    if (node.get("sourceRef"), node.get("targetRef")) == (source, target))

    def after(self, source: str) -> str:
        """The step that the first flow out of another leads to."""
        return next(node.get("targetRef") for node in self.nodes("sequenceFlow") if node.get("sourceRef") == source)

    def before(self, target: str) -> str:
        return next(node.get("sourceRef") for node in self.nodes("sequenceFlow") if node.get("targetRef") == target)

    def insert(self, source: str, target: str, kind: str, new: str = "added") -> str:
        """A step on the flow between two others."""
        flow = self.flow(source, target)
        self._add(kind, new, flow.getparent())
        flow.set("targetRef", new)
        self.lead(new, target)
        return new

    def lead(self, source: str, target: str, condition: str = "") -> None:
        """A new flow; with a condition from a gateway, whose other flow then becomes the default."""
        scope = self.node(source).getparent()
        flow = etree.SubElement(scope, f"{{{BPMN}}}sequenceFlow", id=f"{source}_way_to_{target}", sourceRef=source,
                                targetRef=target)
        if condition:
            etree.SubElement(flow, f"{{{BPMN}}}conditionExpression").text = condition
            if not self.node(source).get("default"):
                others = [other for other in scope.iter(f"{{{BPMN}}}sequenceFlow") if other.get("sourceRef") == source]
                self.node(source).set("default", others[0].get("id"))

    def bypass(self, source: str, target: str, onward: str, condition: str = "urgency == 'urgent'") -> None:
        """A gateway on the flow between two steps, and a way from it to another step."""
        self.lead(self.insert(source, target, "fork", "bypass"), onward, condition)

    def redirect(self, source: str, target: str, onward: str) -> None:
        self.flow(source, target).set("targetRef", onward)

    def cut(self, element_id: str) -> None:
        """A step taken out, what came before it led to what came after."""
        after = next(flow for flow in self.nodes("sequenceFlow") if flow.get("sourceRef") == element_id)
        for flow in self.nodes("sequenceFlow"):
            if flow.get("targetRef") == element_id:
                flow.set("targetRef", after.get("targetRef"))
        after.getparent().remove(after)
        self._remove(element_id)

    def erase(self, *element_ids: str) -> None:
        """Steps taken out with the flows at them."""
        for flow in list(self.nodes("sequenceFlow")):
            if {flow.get("sourceRef"), flow.get("targetRef")} & set(element_ids):
                flow.getparent().remove(flow)
        for element_id in element_ids:
            self._remove(element_id)

    def service(self, source: str, target: str, operator: str, new: str = "added", **parameters: str) -> str:
        """A service task on the flow between two steps."""
        self.insert(source, target, "service", new)
        more = etree.SubElement(self.node(new), f"{{{BPMN}}}extensionElements")
        asked = etree.SubElement(etree.SubElement(more, f"{{{SPIFF}}}serviceTaskOperator", id=operator), f"{{{SPIFF}}}parameters")
        for name, value in parameters.items():
            etree.SubElement(asked, f"{{{SPIFF}}}parameter", id=name, type="str", value=f"'{value}'")
        return new

    def lane(self, element_id: str, role: str) -> None:
        """A step given to another role."""
        for ref in list(self.nodes("flowNodeRef")):
            if ref.text == element_id:
                lanes = ref.getparent().getparent()
                ref.getparent().remove(ref)
        lane = etree.SubElement(lanes, f"{{{BPMN}}}lane", id=f"{role}_of_{element_id}", name=role)
        etree.SubElement(lane, f"{{{BPMN}}}flowNodeRef").text = element_id

    def end(self, source: str, target: str, new: str = "ended_at_once", inner: str = "") -> None:
        """The flow between two steps led to an end of its own."""
        flow = self.flow(source, target)
        node = etree.SubElement(flow.getparent(), f"{{{BPMN}}}endEvent", id=new, name="Ended at once")
        if inner:
            etree.SubElement(node, f"{{{BPMN}}}{inner}", id=f"{new}_event")
        flow.set("targetRef", new)

    def boundary(self, host: str, new: str, expression: str, onward: str) -> None:
        """A non-interrupting timer on the border of a step, led to another step."""
        event = etree.SubElement(self.node(host).getparent(), f"{{{BPMN}}}boundaryEvent", id=new, name="Late",
                                 attachedToRef=host, cancelActivity="false")
        timer = etree.SubElement(event, f"{{{BPMN}}}timerEventDefinition", id=f"{new}_timer")
        etree.SubElement(timer, f"{{{BPMN}}}timeDate").text = expression
        self.lead(new, onward)

    def property(self, element_id: str, name: str, value: str | None) -> None:
        """A property of an element; None takes it away."""
        node = self.node(element_id)
        kept = next(iter(node.iter(f"{{{SPIFF}}}properties")), None)
        for found in list(kept):
            if found.get("name") == name:
                kept.remove(found)
        if value is not None:
            etree.SubElement(kept, f"{{{SPIFF}}}property", name=name, value=value)

    def parameter(self, element_id: str, name: str, value: str) -> None:
        next(found for found in self.node(element_id).iter(f"{{{SPIFF}}}parameter") if found.get("id") == name).set(
            "value", f"'{value}'")

    def set(self, element_id: str, name: str, value: str) -> None:
        """An attribute, such as cancelActivity or attachedToRef."""
        self.node(element_id).set(name, value)

    def timer(self, element_id: str, expression: str) -> None:
        next(iter(self.node(element_id).iter(f"{{{BPMN}}}timeDate"))).text = expression

    def many(self, element_id: str) -> None:
        """A step done once for each entry of a list, which may be empty."""
        many = etree.SubElement(self.node(element_id), f"{{{BPMN}}}multiInstanceLoopCharacteristics", isSequential="true")
        etree.SubElement(many, f"{{{BPMN}}}loopCardinality").text = "0"

    def process(self, process_id: str, *kinds: str) -> None:
        """Another process in the file of the frame, its steps in a row."""
        process = etree.SubElement(self._roots[FRAME], f"{{{BPMN}}}process", id=process_id, isExecutable="true")
        names = [f"{process_id}_{number}" for number in range(len(kinds) + 2)]
        etree.SubElement(process, f"{{{BPMN}}}startEvent", id=names[0])
        for name, kind in zip(names[1:], kinds, strict=False):
            self._add(kind, name, process)
        etree.SubElement(process, f"{{{BPMN}}}endEvent", id=names[-1])
        for one, next_one in zip(names, names[1:], strict=False):
            self.lead(one, next_one)

    def staffed(self, element_id: str, role: str) -> None:
        """What a user task needs besides: a lane, names, and the form of the investigation."""
        process = next(node for node in self.node(element_id).iterancestors(f"{{{BPMN}}}process"))
        lane = next((node for node in process.iter(f"{{{BPMN}}}lane") if node.get("name") == role), None)
        if lane is None:
            lane = etree.SubElement(next(process.iter(f"{{{BPMN}}}laneSet")), f"{{{BPMN}}}lane", id=f"{role}_too", name=role)
        etree.SubElement(lane, f"{{{BPMN}}}flowNodeRef").text = element_id
        more = etree.Element(f"{{{BPMN}}}extensionElements")
        kept = etree.SubElement(more, f"{{{SPIFF}}}properties")
        for name, value in (("name_fr", "Étape"), ("name_ar", "مرحلة")):
            etree.SubElement(kept, f"{{{SPIFF}}}property", name=name, value=value)
        self.node(element_id).insert(0, more)
        for part in ("schema", "uischema"):
            self._files[f"forms/{element_id}-{part}.json"] = self._bundle.files[f"forms/investigate-{part}.json"]

    def words(self, old: str, new: str) -> None:
        """Other words in the diagrams, wherever they stand."""
        found = 0
        for name, root in self._roots.items():
            was = etree.tostring(root, encoding="unicode")
            found += was.count(old)
            self._roots[name] = etree.fromstring(was.replace(old, new))
        assert found, f"no diagram holds {old}"

    def text(self, file: str, old: str, new: str, times: int = -1) -> None:
        was = self._files.get(file, self._bundle.files[file]).decode()
        assert old in was, f"{file} does not hold {old}"
        self._files[file] = was.replace(old, new, times).encode()

    def add(self, file: str, text: str) -> None:
        self._files[file] = self._files.get(file, self._bundle.files.get(file, b"")) + text.encode()

    def top(self, file: str, line: str) -> None:
        """A line before the first table of a settings file, in the place of another of the same name."""
        key = line.partition("=")[0]
        was = self._files.get(file, self._bundle.files[file]).decode().splitlines()
        self._files[file] = "\n".join([line, *(text for text in was if not text.startswith(key))]).encode()

    def form(self, name: str, change: Callable[[dict], object]) -> None:
        """A form's file after a change to its JSON."""
        file = f"forms/{name}.json"
        found = json.loads(self._files.get(file, self._bundle.files[file]))
        change(found)
        self._files[file] = json.dumps(found, ensure_ascii=False).encode()

    def cell(self, row: str, column: str, value: str) -> None:
        """A cell of the table of deadlines."""
        root = etree.fromstring(self._files.get(DATES, self._bundle.files[DATES]))
        cell = next(node for node in root.iter(etree.Element) if node.get("id") == f"rule_{row}_{column}")
        cell[0].text = value
        self._files[DATES] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _add(self, kind: str, new: str, scope) -> None:
        scope.append(etree.fromstring(f"<a xmlns='{BPMN}'>{STEPS[kind].format(id=new)}</a>")[0])

    def _remove(self, element_id: str) -> None:
        for node in self.nodes():
            if node.get("id") == element_id or (node.tag == f"{{{BPMN}}}flowNodeRef" and node.text == element_id):
                node.getparent().remove(node)
