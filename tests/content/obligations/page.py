"""docs/reference/obligations.md: obligation, basis, grade of evidence, element of the national family, test that breaks it.

`python -m tests.content.obligations.page docs/reference` (`make obligations`) writes it anew; a test compares it.
"""

import sys
from pathlib import Path

from engine.definitions import Definition, read_family
from engine.definitions.legal_list import KINDS
from engine.definitions.lint.law.carriers import Carried, carried_by
from tests.content.obligations.breaking import BREAKAGES, BY_PROGRAM

FILE, TESTS = "obligations.md", "tests/content/test_obligations.py"
GRADES = {"text": "text seen", "official": "official", "press": "press", "policy": "**ours**"}
PLACES = {"element": "`{}`", "deadline": "deadline `{}`", "letter": "letter `{}`", "setting": "`{}` in family.toml",
          "program": "the program: `{}`"}
HEAD = """# Obligations

What no family of complaints may leave out, weaken or put off: `bpmn/legal.toml`, checked by `run.py process check` on every
diagram, table, letter and form, and at every deployment. A finding names the obligation, its basis, how well that basis is
known, the element, and what to do. A family may add obligations in a `legal.toml` of its own folder; it can take none away.

How well a basis is known: *text seen*, the words of Decree 2-17-265 themselves (articles 1 and 2 only); *official*, a minister
or ministry says so; *press*, newspapers and guides say so. **ours**: no legal source was found; these are choices for all
agencies, to be settled with a lawyer and the Bulletin officiel no. 6582. Nothing below is the text of the decree but where
it says so.

This page is written by `make obligations` from the list, the national family and the tests. Change those, not the page.
"""
WORDS = {
    "accepts": "the kinds of message that `family.toml` takes",
    "speaks": "the languages of `family.toml`",
    "sends": "a letter that is sent, `to` whom (`complainant`, `staff`, a role), `before_any` of `task`, `timer`, `message` "
             "on every way, `only_after` one of these steps, `then` at once these steps, `never_for` cases of this kind",
    "records": "the same for a fact of `record_fact`",
    "status": "a standing that stops the clock: given `only_after` one of these steps",
    "deadline": "a row of `deadlines.dmn`: `at_most` days (or fewer in the family it extends), `unit`, `starts`; stopped only "
                "by (`until`) one of these steps; `statutory`, `never_paused`, `never_extended`",
    "timer": "a timer event on the border of every place where a case waits `until` one of these steps; `interrupting` or "
             "not; it `leads_to` each of these steps before anything waits or ends; with `after`, "
             "only behind these steps",
    "takes": "the same for a message",
    "every_end_passes": "each way to each end of a case (behind `after`, where that is given) passes one of these steps",
    "letters": "what these letters `say` in each language, and which placeholders they `hold`",
    "asks": "a question of a form: asked `before` that step on every way, `required`, with no other `choices` than these, with "
            "those it `offers`, at "
            "`least` so many signs, `shown` at least for these answers",
    "second_person": "a question whose author may not be the one who agrees: a task with `not_by` stands `before` that step "
                     "on every way, and the flow that follows is only taken where `decides` is true",
    "fresh_eyes": "an answer whose author may do none of the tasks `after` that message on the way to (`before`) that letter",
    "restricts": "a step that lets one role alone see a case: until the reply leaves or it is lifted only that role has tasks, "
                 "and no task that asks one of `keeps` is reached unrestricted",
    "program": "what the program does for every family, whatever its files say",
}


def page() -> str:
    carried = carried_by(Definition.of(read_family("national")))
    rows = "\n".join(
        f"| [{one.obligation.titles['en']}](#{one.obligation.code}) | {GRADES[one.obligation.grade]} | "
        f"{one.obligation.basis['en']} | {_places(one)} | {_tested(one)} |" for one in carried)
    ours = "; ".join(one.obligation.titles["en"].lower() for one in carried if one.obligation.ours)
    words = "\n".join(f"| `{kind}` | {WORDS[kind]} |" for kind in KINDS)
    return "\n".join([
        HEAD, "## The table\n", "| obligation | evidence | basis | carried in the national family by | tests that break it |\n"
        f"|---|---|---|---|---|\n{rows}\n", f"Ours for want of a legal source: {ours}.\n",
        "## The tests\n",
        f"Each is `{TESTS}`, under this name, on the national family; the first two of each obligation on every variant too. "
        "What honest variants do (more steps, fewer days, other words) is tried there as well, and is not refused.\n",
        *map(_section, carried), "## The words of legal.toml\n",
        "An obligation is a table with `grade`, `title` and `basis` in three languages, and one or more `[[code.must]]`, each "
        "beginning with one of:\n", f"| word | what must hold |\n|---|---|\n{words}\n",
        "A step is written `{ sends = \"reply\", to = \"complainant\" }`, `{ records = \"registered\" }`, "
        "`{ asks = \"ground\" }`, `{ takes = \"withdrawal\" }`, `{ alerts = \"reply\" }` (an `escalate` of the rung "
        "`breach`, or a letter, to a role of the agency), `{ reminds = \"reply\" }` or `{ restricts = \"inspectorate\" }`. "
        "Ways are followed through sub-processes, called processes, joins and the events on borders; a step that is done once "
        "for each entry of a list proves nothing, since the list may be empty.\n",
        "What the check cannot see: whether a reply's reasons are good, whether a sentence around the Mediator's name denies "
        "it, or whether the text of a refusal names the right body. People validate those.\n"])


def _section(one: Carried) -> str:
    """All tests of an obligation, where the table names two."""
    return f"### {one.obligation.code}\n\n{one.obligation.titles['en']}: {', '.join(_tests(one.obligation.code))}.\n"


def _tests(code: str) -> list[str]:
    if code in BY_PROGRAM:
        return [f"`{file}::{test}`" for file, test in BY_PROGRAM[code]]
    return [f"`{breakage}`" for breakage in BREAKAGES if breakage.obligation == code]


def _tested(one: Carried) -> str:
    first, second, *more = _tests(one.obligation.code)
    return f"{first}, {second}" + (f" and {len(more)} more" if more else "")


def _places(one: Carried) -> str:
    return ", ".join(PLACES[carrier.kind].format(carrier.code) for carrier in one.carriers)


if __name__ == "__main__":
    (Path(sys.argv[1]) / FILE).write_text(page(), encoding="utf-8")
