"""The house as the library sees it: its script engine, its clock, its services. All of them closed.

Every condition, script, timer value, correlation and decision cell passes through here and is evaluated by
`engine.language`; the library's own Python evaluation is never reached.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from engine.execution.shapes import ServiceRequest
from engine.language import compile_expression, compile_script, reads_as_python


class Host:
    """One per run: what time it is, which functions there are, and which requests the diagram made."""

    def __init__(self, functions: Callable[[datetime], Mapping] | Mapping | None, now: datetime):
        self._functions = functions
        self.requests: list[ServiceRequest] = []
        self.dues: dict[tuple[int, str], datetime] = {}  # of the timers armed since the start or the restore
        self.at: str | None = None
        self.set_now(now)
        self.environment = _Environment(self)

    def set_now(self, now: datetime) -> None:
        """The instant at which timers armed from here on begin to count."""
        self.now = now.astimezone(UTC)
        self._offered: Mapping | None = None

    @property
    def functions(self) -> Mapping:
        """The functions expressions may call; asked of the factory once per instant and only if needed."""
        if self._offered is None:
            made = self._functions(self.now) if callable(self._functions) else self._functions
            self._offered = dict(made or {})
        return self._offered

    # The interface the library expects of a script engine.

    def validate(self, expression: str) -> None:
        reads_as_python(expression)

    def evaluate(self, task, expression: str, external_context: Mapping | None = None):
        self.at = task.task_spec.bpmn_id or self.at
        return self.environment.evaluate(expression, task.data, external_context)

    def execute(self, task, script: str, external_context: Mapping | None = None) -> bool:
        self.at = task.task_spec.bpmn_id or self.at
        return self.environment.execute(script, task.data, external_context)

    def request(self, task, operator: str, parameters: Mapping) -> None:
        self.requests.append(ServiceRequest(operator, parameters, task.task_spec.bpmn_id))


class _Environment:
    """The second door of the library, used for correlations: the same language without a task."""

    def __init__(self, host: Host):
        self._host = host

    def evaluate(self, expression: str, context: Mapping, external_context: Mapping | None = None):
        names = {**external_context, **context} if external_context else context
        return compile_expression(expression).evaluate(names, self._host.functions)

    def execute(self, script: str, context: dict, external_context: Mapping | None = None) -> bool:
        compile_script(script).apply(context, self._host.functions, external_context)
        return True
