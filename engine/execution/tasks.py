"""Task kinds of our own: a service task that only asks, and copies in number that stay within bounds."""

from SpiffWorkflow.bpmn.serializer.default.task_spec import StandardLoopTaskConverter
from SpiffWorkflow.spiff.serializer.task_spec import ServiceTaskConverter, SpiffMultiInstanceConverter
from SpiffWorkflow.spiff.specs.defaults import (
    ParallelMultiInstanceTask, SequentialMultiInstanceTask, ServiceTask, StandardLoopTask,
)

from engine.errors import ExecutionFailed
from engine.execution.joins import of_a_family
from engine.execution.values import brought_together, copied

OPERATORS = frozenset({"send_letter", "record_fact", "escalate", "offer_case", "end_offer", "move_case", "restrict_case",
                       "lift_restriction", "find_duplicates", "link_case", "raise_to_complaint"})
MOST_COPIES = 500


def _hands_back_all(spec) -> bool:
    """Does a copy hand back its variables, and not one item of a collection?"""
    return getattr(spec, "data_output", None) is None or spec.output_item is None


def _refuse_parts_of_copies(spec, wanted) -> None:
    if not isinstance(wanted, int):
        raise ExecutionFailed(element=spec.bpmn_id, reason="how often it happens is not a whole number")


class RequestTask(ServiceTask):
    """A service task. It evaluates its parameters and leaves a request; the act carries it out in the same step."""

    def _execute(self, task):
        host = task.workflow.script_engine
        values = {name: given["value"] for name, given in self.evaluate_params(task).items()}
        host.request(task, self.operation_name, values)
        return True


class BoundedCopies(ParallelMultiInstanceTask):
    """A parallel multi-instance task; a million copies would be created before the step limit could see them."""

    def create_children(self, my_task):
        if self.data_input is not None:
            wanted = len(self.data_input.get(my_task) or ())
        else:
            wanted = my_task.workflow.script_engine.evaluate(my_task, self.cardinality)
        _refuse_parts_of_copies(self, wanted)
        if wanted > MOST_COPIES:
            raise ExecutionFailed(element=self.bpmn_id, reason=f"{wanted} copies are more than {MOST_COPIES}")
        super().create_children(my_task)

    def merge_child(self, workflow, child):
        """A copy hands back what it changed; what it never touched may have been changed by another copy meanwhile. Its own
        item it keeps: left behind, the item would forbid a second round."""
        my_task = child.parent
        if of_a_family(workflow.spec) and self.input_item is not None and self.output_item is None:
            child.data.pop(self.input_item.bpmn_id, None)
        if not of_a_family(workflow.spec) or not _hands_back_all(self):
            return super().merge_child(workflow, child)
        before, mine = copied(my_task.parent.data), copied(my_task.data)
        super().merge_child(workflow, child)
        my_task.data = brought_together(before, copied(child.data), mine)


class _OneAfterAnother:
    """A repetition hands its variables on whole; the library would bring lists together place by place."""

    def merge_child(self, workflow, child):
        if of_a_family(workflow.spec) and _hands_back_all(self):
            child.parent.data = copied(child.data)
        super().merge_child(workflow, child)


class CopiesInTurn(_OneAfterAnother, SequentialMultiInstanceTask):
    """The item of one copy is not left behind: the library finds its name taken when it makes the next, and stops. With two
    and a half copies, less than none, or an item that is None it would make no copy and never be done."""

    def children_complete(self, my_task):
        if self.data_input is not None:
            return super().children_complete(my_task)
        wanted = my_task.internal_data["cardinality"]
        _refuse_parts_of_copies(self, wanted)
        return my_task.internal_data["current"] >= wanted

    def add_next_child(self, my_task):
        """Asked only while one is left."""
        key, item = self.get_next_index(my_task) if self.data_input is None else self.get_next_input_item(my_task)
        self.create_child(my_task, item, key)

    def create_child(self, my_task, item, key_or_index=None):
        if self.input_item is not None and my_task.internal_data["merged"]:
            my_task.data.pop(self.input_item.bpmn_id, None)
        super().create_child(my_task, item, key_or_index)

    def merge_child(self, workflow, child):
        if of_a_family(workflow.spec) and self.input_item is not None and self.output_item is None:
            child.data.pop(self.input_item.bpmn_id, None)
        super().merge_child(workflow, child)


class Repetitions(_OneAfterAnother, StandardLoopTask):
    pass


CONVERTERS = {RequestTask: ServiceTaskConverter, BoundedCopies: SpiffMultiInstanceConverter,
              CopiesInTurn: SpiffMultiInstanceConverter, Repetitions: StandardLoopTaskConverter}
