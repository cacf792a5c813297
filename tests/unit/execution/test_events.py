"""What errors, escalations, signals and messages carry along: what a family says, and everything in a bare diagram."""

import pytest

from tests.unit.execution.diagrams import boundary, declared, definitions, end, event, flows, node, process, spec, start, user
from tests.unit.execution.story import Story


def around(kind: str, profile: str, code: str):
    """The work in a sub-process ends with an event that is caught at its border."""
    thrown = end("e", event(kind, "x")) if kind == "error" else node("intermediateThrowEvent", "e", event(kind, "x")) + end("f")
    inner = start("s") + user("u") + thrown + flows("s > u > e" + ("" if kind == "error" else " > f"))
    return spec(definitions(declared(kind, "x", **({code: "X"} if code else {})), process(
        start(), node("subProcess", "sub", inner), boundary("b", "sub", event(kind, "x")), user("h"), end(), end("e2"),
        flows("begin > sub > done", "b > h > e2"))), profile=profile)


KINDS = [("error", "errorCode"), ("escalation", "escalationCode"), ("signal", ""), ("message", "")]


@pytest.mark.parametrize(("kind", "code"), KINDS)
@pytest.mark.parametrize(("profile", "n"), [("engine", 2), ("agency", 1)])
def test_of_a_bare_diagram_everything_goes_along_with_an_event(kind, code, profile, n):
    story = Story.begin(around(kind, profile, code), n=1).complete("u", n=2)
    assert (story.open, story.variables) == (["h"], {"n": n})
    assert story.complete("h").elements["u"] == 1


@pytest.mark.parametrize(("profile", "caught"), [("engine", ["h1"]), ("agency", ["h1", "h2"])])
def test_an_escalation_of_a_bare_diagram_is_caught_by_the_process_around_it(profile, caught):
    def called(n: int) -> str:
        inner = node("callActivity", f"c{n}", calledElement="leaf") + boundary(f"b{n}", f"c{n}", event("escalation", "x"), False)
        return process(start(), inner, user(f"h{n}"), end(), end("e2"), flows(f"begin > c{n} > done", f"b{n} > h{n} > e2"),
                       id=f"middle{n}")

    leaf = process(start(), user("u"), node("intermediateThrowEvent", "t", event("escalation", "x")), end(),
                   flows("begin > u > t > done"), id="leaf")
    both = [node("callActivity", f"m{n}", calledElement=f"middle{n}") for n in (1, 2)]
    main = process(start(), node("parallelGateway", "g"), *both, end("d1"), end("d2"),
                   flows("begin > g > m1 > d1", "g > m2 > d2"))
    drawn = spec(definitions(declared("escalation", "x", escalationCode="X"), main, called(1), called(2), leaf), profile=profile)
    assert [task for task in Story.begin(drawn).complete("u").open if task != "u"] == caught


def test_what_is_caught_by_nobody_takes_nothing_out_of_the_run():
    thrown = node("intermediateThrowEvent", "t", event("message", "x"))
    drawn = spec(definitions(declared("message", "x"), process(start(), thrown, end(), flows("begin > t > done"))))
    assert [(said.name, said.payload) for said in Story.begin(drawn, name="Awa").advance.thrown] == [("x", {})]
