"""Task kinds of our own: a service task that only asks, and copies in number that stay within bounds."""

from SpiffWorkflow.spiff.serializer.task_spec import ServiceTaskConverter
from SpiffWorkflow.spiff.specs.defaults import ParallelMultiInstanceTask, ServiceTask

from engine.errors import ExecutionFailed

OPERATORS = frozenset({"send_letter", "record_fact"})
MOST_COPIES = 500


class RequestTask(ServiceTask):
    """A service task. It evaluates its parameters and leaves a request; the act carries it out after the commit."""

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
        if not isinstance(wanted, int):
            raise ExecutionFailed(element=self.bpmn_id, reason="how often it happens is not a whole number")
        if wanted > MOST_COPIES:
            raise ExecutionFailed(element=self.bpmn_id, reason=f"{wanted} copies are more than {MOST_COPIES}")
        super().create_children(my_task)


CONVERTERS = {RequestTask: ServiceTaskConverter}
