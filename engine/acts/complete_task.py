"""A person completes a human task: an officer theirs, a complainant the one about satisfaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from engine.acts.answer_of_delay import tell_of_delay
from engine.acts.attach_files import NewAttachment, keep_attachments
from engine.acts.lookup_answers import lookup_problems, name_complained_about
from engine.acts.open_task import open_task, refuse_if_claimed_by_another
from engine.acts.other_case import named_cases
from engine.acts.work import Receipt, Work
from engine.errors import InvalidAnswers

LONGEST_DECISION = 40


@dataclass(frozen=True)
class CompleteTask:
    """`answers` are typed values of the task's form. A task without a form (profile "engine") hands them to the
    process as they are, after the names in `remove` were deleted from its variables."""

    task_id: str
    answers: Mapping = field(default_factory=dict)
    attachments: tuple[NewAttachment, ...] = ()
    remove: tuple[str, ...] = ()


def complete_task(act: CompleteTask, work: Work) -> Receipt:
    """Raises InvalidAnswers, TaskAlreadyClaimed, TaskNotOpen, FourEyes, Forbidden, NotFound, FileRefused, TooLarge."""
    step, task = open_task(work, act.task_id)
    refuse_if_claimed_by_another(work, step, task)
    form = step.definition.form(task.element_id)
    if form is None:
        decisions, said = dict(act.answers), "{}"
        told = {name: _scalar_or_digest(value) for name, value in decisions.items()}
    else:
        answers = form.kept(act.answers)
        problems = form.problems(answers, work.by.language) or lookup_problems(work, form, answers, step.change.agency_id)
        if not problems:
            answers, problems = named_cases(work, step, form, answers)
        if problems:
            raise InvalidAnswers(problems)
        decisions, _ = form.split(answers)
        if name_complained_about(work, form, answers, task.instance_id):
            step.note("people_named", work.now, task.element_id)
        told = decisions
        said = orjson.dumps(answers).decode()
        step.file.said.append({"element_id": task.element_id, "answers": said})
        tell_of_delay(step, task.element_id, answers)
    step.complete(task.id, task.element_id, decisions, work.now, remove=act.remove, told=told, answers=said)
    step.fire_due()
    step.finish()
    if form is not None:
        keep_attachments(work, task.instance_id, task.id, act.attachments, work.now)
    return Receipt(step.name, step.change.instance_id)


def _scalar_or_digest(value):
    """A task without a form may be answered with anything; only what can be no text of people enters the history."""
    if value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= LONGEST_DECISION):
        return value
    return "sha256:" + hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:16]
