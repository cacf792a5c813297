"""Which function looks after which kind of requirement in legal.toml."""

from collections.abc import Callable, Iterator, Mapping

from engine.definitions.legal_list import Requirement
from engine.definitions.lint.law.ends import check_ends, check_status
from engine.definitions.lint.law.facts import check_kinds, check_languages, check_nothing
from engine.definitions.lint.law.letters import check_letters
from engine.definitions.lint.law.other_eyes import check_fresh_eyes, check_restriction
from engine.definitions.lint.law.questions import check_question
from engine.definitions.lint.law.second_person import check_second_person
from engine.definitions.lint.law.steps import Breach, check_step
from engine.definitions.lint.law.terms import check_deadline
from engine.definitions.lint.law.watches import check_watch
from engine.definitions.lint.subject import Subject

CHECKS: Mapping[str, Callable[[Subject, Requirement], Iterator[Breach]]] = {
    "accepts": check_kinds,
    "speaks": check_languages,
    "sends": check_step,
    "records": check_step,
    "status": check_status,
    "deadline": check_deadline,
    "timer": check_watch,
    "takes": check_watch,
    "every_end_passes": check_ends,
    "letters": check_letters,
    "asks": check_question,
    "second_person": check_second_person,
    "fresh_eyes": check_fresh_eyes,
    "restricts": check_restriction,
    "program": check_nothing,
}
