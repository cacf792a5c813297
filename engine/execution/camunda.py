"""Diagrams from Camunda's modeller: its spelling of repeated tasks, decision tables and message payloads.

Forms and everything else of that namespace are left alone; they say nothing about how a case goes.
"""

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.data_spec import TaskDataReference
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.spiff.serializer.event_definition import MessageEventDefinitionConverter
from SpiffWorkflow.spiff.serializer.task_spec import SpiffMultiInstanceConverter
from SpiffWorkflow.spiff.specs.defaults import SequentialMultiInstanceTask
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition

from engine.execution.tasks import BoundedCopies

NAMESPACE = "{http://camunda.org/schema/1.0/bpmn}"
HOW = "counts_by"
NUMBER, COLLECTION = "number", "collection"
_SENDS = (".//bpmn:messageEventDefinition[@*[namespace-uri()='http://camunda.org/schema/1.0/bpmn'"
          " and (local-name()='expression' or local-name()='resultVariable')]]")


class _Either:
    """A repeated task whose cardinality may turn out to be a number or a collection, and only when it is reached.

    The library's own reading writes the answer into the shared specification, where the next case would find it. Here
    each answer has a twin of the specification, and the task remembers which one is its own.
    """

    def _update_hook(self, my_task):
        BpmnTaskSpec._update_hook(self, my_task)
        my_task.internal_data[HOW] = self._how(my_task)
        return self._twin(my_task)._update_hook(my_task)

    def merge_child(self, workflow, child):
        self.PLAIN.merge_child(self._twin(child.parent), workflow, child)

    def _how(self, my_task) -> str:
        if self.cardinality is None:
            return COLLECTION
        wanted = my_task.workflow.script_engine.evaluate(my_task, self.cardinality)
        return NUMBER if isinstance(wanted, int) else COLLECTION

    def _twin(self, my_task):
        how, twins = my_task.internal_data[HOW], self.__dict__.setdefault("_twins", {})
        if how not in twins:
            twins[how] = self._made_twin(how)
        return twins[how]

    def _made_twin(self, how):
        twin = object.__new__(self.PLAIN)
        twin.__dict__.update({key: value for key, value in self.__dict__.items() if key != "_twins"})
        twin.merge_child = self.merge_child  # the children's callback, so that it is connected once only
        twin.input_item = self.output_item
        if how == COLLECTION:
            source = self.data_output.bpmn_id if self.cardinality is None else self.cardinality
            twin.cardinality, twin.data_input = None, TaskDataReference(source)
        return twin


class EitherParallel(_Either, BoundedCopies):
    PLAIN = BoundedCopies


class EitherSequential(_Either, SequentialMultiInstanceTask):
    PLAIN = SequentialMultiInstanceTask


class CamundaMessage(MessageEventDefinition):
    """A message whose payload goes into one variable: the one named by the sender, or `<task>_Response`.

    From outside, a payload of `payload` and `result_var` says both itself.
    """

    def update_task_data(self, my_task):
        given = my_task.internal_data.pop(self.name, None)
        if isinstance(given, dict) and "payload" in given:
            my_task.data[given.get("result_var") or f"{my_task.task_spec.name}_Response"] = given["payload"]

    def throw(self, my_task):
        value = my_task.workflow.script_engine.evaluate(my_task, self.expression) if self.expression else None
        event = BpmnEvent(self, payload={"payload": value, "result_var": self.message_var})
        my_task.workflow.top_workflow.catch(event)

    def __eq__(self, other):
        return isinstance(other, MessageEventDefinition) and self.name == other.name

    __hash__ = None


class ReadsCamunda:
    """Mixed into the task parsers: repeated tasks in Camunda's spelling."""

    def _add_multiinstance_task(self, loop_characteristics):
        collection = loop_characteristics.get(f"{NAMESPACE}collection")
        element = loop_characteristics.get(f"{NAMESPACE}elementVariable")
        if collection is None and element is None and not self._counts_freely(loop_characteristics):
            super()._add_multiinstance_task(loop_characteristics)
            return
        cardinality = self.xpath("./bpmn:multiInstanceLoopCharacteristics/bpmn:loopCardinality")
        condition = self.xpath("./bpmn:multiInstanceLoopCharacteristics/bpmn:completionCondition")
        if not cardinality and collection is None:
            self.raise_validation_exception("A repeated task needs a number or a collection")
        made = EitherSequential if loop_characteristics.get("isSequential") == "true" else EitherParallel
        original = self.spec.task_specs.pop(self.task.name)
        self.task = made(
            self.spec, original.name, "",
            cardinality=cardinality[0].text if cardinality else None,
            data_output=TaskDataReference(collection) if collection else None,
            output_item=TaskDataReference(element) if element else None,
            condition=condition[0].text if condition else None)
        self._copy_task_attrs(original, loop_characteristics)

    def _counts_freely(self, loop_characteristics) -> bool:
        """A modeller of Camunda wrote only how many, and may mean how many or which."""
        written = {child.tag.rpartition("}")[2] for child in loop_characteristics}
        return NAMESPACE[1:-1] in self.node.nsmap.values() and written <= {"loopCardinality", "completionCondition"}


class ReadsCamundaMessages:
    """Mixed into the event parsers: payload and variable as attributes of the event."""

    def parse_message_event(self, message_event):
        if not self.doc_xpath(_SENDS):
            return super().parse_message_event(message_event)
        ref = message_event.get("messageRef")
        found = self.doc_xpath(f'.//bpmn:message[@id="{ref}"]') if ref else [message_event.getparent()]
        if len(found) != 1:
            self.raise_validation_exception(f"There is no message {ref}")
        return CamundaMessage(found[0].get("name"), self.get_message_correlations(ref),
                              message_event.get(f"{NAMESPACE}expression"),
                              message_event.get(f"{NAMESPACE}resultVariable"))


def decision_of(node) -> str | None:
    """The decision a business rule task names in Camunda's spelling."""
    return node.get(f"{NAMESPACE}decisionRef")


CONVERTERS = {EitherParallel: SpiffMultiInstanceConverter, EitherSequential: SpiffMultiInstanceConverter,
              CamundaMessage: MessageEventDefinitionConverter}
