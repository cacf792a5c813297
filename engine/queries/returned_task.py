"""A task that came back: what the second person said, what was handed in before, and what changed between two drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.word_changes import Part, direction_of, word_changes
from engine.queries.answers_given import AnswerBlock
from engine.queries.four_eyes import not_by
from engine.queries.names import LANGUAGES
from engine.queries.task_draft import KeptDraft
from engine.queries.task_page import TaskPage
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class TextChange:
    """One text in its two newest versions. `direction` is that of the new one."""

    label: Mapping[str, str] = field(hash=False)
    parts: tuple[Part, ...]
    direction: str


@dataclass(frozen=True)
class DraftChanges:
    """The texts that differ between the two newest versions of a draft, empty where they are alike. `before_at` is the
    instant of the older one; `is_saved` says that the newer one is what the reader has typed and not handed in yet."""

    before_at: datetime
    is_saved: bool
    texts: tuple[TextChange, ...]


def returned_by(page: TaskPage) -> AnswerBlock | None:
    """What whoever must not be the same person answered when they sent the task back; None for a task that is new."""
    newest = _newest(page)
    if newest is None:
        return None
    definition = page.case.definition
    judges = {one for one in definition.elements if page.task.element_id in not_by(definition, one)}
    return next((block for block in reversed(page.case.answers) if block.element_id in judges and block.at >= newest.at), None)


def to_judge(page: TaskPage) -> AnswerBlock | None:
    """The newest text of those who may not do this task, because it judges what they did, or their newest answers where
    they wrote none; None for any other task."""
    if page.case is None or page.state != TaskState.OPEN:
        return None
    judged = not_by(page.case.definition, page.task.element_id)
    blocks = [block for block in reversed(page.case.answers) if block.element_id in judged and block.form]
    return next(filter(_has_text, blocks), blocks[0] if blocks else None)


def values_before(page: TaskPage) -> Mapping[str, object]:
    """What was handed in the last time, where the task came back: to go on from, not to type again. In a new task, the
    choices that its form carries on."""
    return _newest(page).values if returned_by(page) else _carried(page)


def draft_changes(page: TaskPage, draft: KeptDraft | None) -> DraftChanges | None:
    """For the one who drafts and for the one who judges it (`not_by`); None where there are no two versions yet."""
    if page.case is None:
        return None
    own = page.task.element_id
    judged = not_by(page.case.definition, own) if _newest(page) else ()
    for element_id in (own, *judged):
        versions = [(block.values, block.at) for block in page.case.answers if block.element_id == element_id]
        is_saved = draft is not None and element_id == own and bool(versions)
        if is_saved:
            versions.append((draft.values, draft.saved_at))
        if len(versions) > 1:
            (before, before_at), (after, _) = versions[-2:]
            return DraftChanges(before_at, is_saved, _texts(page.case.definition.form(element_id), before, after))
    return None


def _carried(page: TaskPage) -> Mapping[str, object]:
    """As the complainant or the last colleague left them."""
    if page.form is None or page.case is None:
        return {}
    given = dict(page.case.lodged_values)
    for block in page.case.answers:
        given.update(block.values)
    return {name: given[name] for name in page.form.carried if name in given}


def _newest(page: TaskPage) -> AnswerBlock | None:
    blocks = page.case.answers if page.case else ()
    return next((block for block in reversed(blocks) if block.element_id == page.task.element_id), None)


def _has_text(block: AnswerBlock) -> bool:
    return any(block.form.widget(name) == "textarea" and block.values.get(name) for name in block.form.names)


def _texts(form, before: Mapping, after: Mapping) -> tuple[TextChange, ...]:
    if form is None:
        return ()
    names = [name for name in form.names if form.widget(name) == "textarea"]
    pairs = [(name, str(before.get(name) or ""), str(after.get(name) or "")) for name in names]
    return tuple(TextChange({one: form.label(name, one) for one in LANGUAGES}, word_changes(old, new), direction_of(new or old))
                 for name, old, new in pairs if old.split() != new.split())
