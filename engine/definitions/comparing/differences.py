"""Where a family differs from the one it extends, as sentences by group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.definitions.clock_words import length, name_of
from engine.definitions.comparing.steps import step_sentences
from engine.definitions.comparing.words import KINDS, LANGUAGE_NAMES, group_name, joined, questions, sentence
from engine.definitions.definition import LODGE, Definition
from engine.definitions.element import Process
from engine.definitions.fields import ui_of

LODGING = {"en": "Lodging", "fr": "Dépôt", "ar": "الإيداع"}


@dataclass(frozen=True)
class DifferenceGroup:
    """`key` is stages, steps, forms, deadlines, letters or people."""

    key: str
    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """`groups` without those that are empty. `redrawn` are the ids of the processes that both have and that are drawn
    otherwise. `locked` says by the name of each locked element whether the family has it."""

    family: str
    base: str
    groups: tuple[DifferenceGroup, ...]
    redrawn: tuple[str, ...]
    locked: tuple[tuple[str, bool], ...]


def differences(own: Definition, base: Definition, language: str,
                letter_names: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> Differences:
    """How `own` goes another way than `base`, in a language; `letter_names` by code and language."""
    one = _Comparison(own, base, language, letter_names)
    told = {"stages": one.stages(), "steps": step_sentences(own, base, language), "forms": one.forms(),
            "deadlines": one.deadlines(), "letters": one.letters(), "people": one.people()}
    groups = [DifferenceGroup(key, group_name(key, language), tuple(found)) for key, found in told.items()]
    locked = tuple((base.label(key, language), key in own.elements) for key in own.facts.locked)
    return Differences(own.family, base.family, tuple(group for group in groups if group.sentences), one.redrawn(), locked)


@dataclass(frozen=True)
class _Comparison:
    own: Definition
    base: Definition
    language: str
    letter_names: Mapping[str, Mapping[str, str]]

    def redrawn(self) -> tuple[str, ...]:
        mine, theirs = self._processes(self.own), self._processes(self.base)
        return tuple(key for key, process in mine.items() if key in theirs and process != theirs[key])

    def stages(self) -> Iterator[str]:
        mine, theirs = self._processes(self.own), self._processes(self.base)
        for key, process in mine.items():
            if key not in theirs or process != theirs[key]:
                yield self._say("stage_redrawn" if key in theirs else "stage_added", name=self._name(process),
                                file=process.file.removeprefix("bpmn/"))
        yield from (self._say("stage_missing", name=self._name(theirs[key])) for key in theirs if key not in mine)

    def forms(self) -> Iterator[str]:
        for code, form in self.own.forms.items():
            before = self.base.forms.get(code)
            if before is None:
                yield self._say("form_added", form=self._place(self.own, code), count=questions(len(form.names), self.language))
                continue
            words = {"form": self._place(self.own, code)}
            for name in form.names:
                new, old = form.label(name, self.language), before.label(name, self.language)
                if name not in before.names:
                    yield self._say("question_added", name=new, **words)
                elif new != old:
                    yield self._say("question_name", new=new, old=old, **words)
                elif _asked(form, name) != _asked(before, name):
                    yield self._say("question_changed", name=new, **words)
            yield from (self._say("question_missing", name=before.label(name, self.language), **words)
                        for name in before.names if name not in form.names)

    def deadlines(self) -> Iterator[str]:
        for code, rule in self.own.deadlines.items():
            before, new = self.base.deadlines.get(code), length(rule, self.language)
            name = name_of(rule, self.language)
            if before is None:
                yield self._say("date_added", name=name, new=new)
            elif (rule.days, rule.unit) != (before.days, before.unit):
                is_shorter = rule.unit == before.unit and rule.days < before.days
                yield self._say("date_shorter" if is_shorter else "date_other", name=name, new=new,
                                old=length(before, self.language))
            elif (rule.starts, rule.until) != (before.starts, before.until):
                yield self._say("date_other", name=name, new=self._ends(self.own, rule), old=self._ends(self.base, before))
        yield from (self._say("date_missing", name=name_of(rule, self.language))
                    for code, rule in self.base.deadlines.items() if code not in self.own.deadlines)

    def letters(self) -> Iterator[str]:
        mine, theirs = ({code for code, _ in one.letters} for one in (self.own, self.base))
        for code in sorted(mine):
            others = [LANGUAGE_NAMES[tongue][self.language] for (other, tongue), letter in self.own.letters.items()
                      if other == code and tongue in LANGUAGE_NAMES and letter != self.base.letters.get((code, tongue))]
            if code not in theirs:
                yield self._say("letter_added", name=self._letter(code))
            elif others:
                yield self._say("letter_reworded", name=self._letter(code), new=joined(others, self.language))
        yield from (self._say("letter_missing", name=self._letter(code)) for code in sorted(theirs - mine))

    def people(self) -> Iterator[str]:
        for code in self.own.roles:
            new, old = self.own.role_name(code, self.language), self.base.role_name(code, self.language)
            if code not in self.base.roles:
                yield self._say("role_added", name=new)
            elif new != old:
                yield self._say("role_name", new=new, old=old)
        if set(self.own.kinds) != set(self.base.kinds):
            new, old = (joined([KINDS[kind][self.language] for kind in one.kinds], self.language)
                        for one in (self.own, self.base))
            yield self._say("kinds", new=new, old=old)

    def _say(self, key: str, **fields) -> str:
        return sentence(key, self.language, **fields)

    def _processes(self, definition: Definition) -> dict[str, Process]:
        return {process.id: process for process in definition.reached()}

    def _name(self, process: Process) -> str:
        return process.names.get(self.language) or process.default_name or process.id

    def _place(self, definition: Definition, code: str) -> str:
        return LODGING[self.language] if code == LODGE else definition.label(code, self.language)

    def _letter(self, code: str) -> str:
        return self.letter_names.get(code, {}).get(self.language) or code

    def _ends(self, definition: Definition, rule) -> str:
        return " – ".join(definition.label(end, self.language) for end in (rule.starts, rule.until) if end)


def _asked(form, name: str) -> tuple:
    """What else there is to a question than its words."""
    return form.schema["properties"].get(name), ui_of(form.ui, name), name in form.schema.get("required", ())
