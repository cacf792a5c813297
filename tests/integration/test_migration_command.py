"""`run.py case migrate`: a look first, then a batch, and back."""

import json

import pytest
from click.testing import CliRunner

from cli import main
from tests.integration.versions import RELABELLED, begun, done, instance, national, row, standing, tasks, verified
from tests.steps import lodge


@pytest.fixture
def run(insaf):
    environment = {"DATABASE_URL": insaf.settings.database_url, "INSAF_DATA": str(insaf.settings.data),
                   "INSAF_SECRET": insaf.settings.secret}
    return lambda *words: CliRunner().invoke(main, ["case", "migrate", *words], env=environment)


def test_the_command_looks_first_moves_what_it_can_and_takes_it_back(insaf, run):
    former = [begun(insaf, row(insaf, "a", "b", "c")) for _ in range(4)]
    done(insaf, former[3], "a")
    row(insaf, "a", "study", "c")
    told = run("--family", "small", "--dry-run")
    assert told.exit_code == 0, told.output
    assert "3 on version 1, at a: move by themselves." in told.output
    assert "1 on version 1, at b: need a choice.\n  Choose with --choose b=..." in told.output
    assert all(instance(insaf, one).version in (1, 2) for one in former)
    assert run("--family", "small").exit_code == 1  # no reason given
    done_ = json.loads(run("--family", "small", "--reason", "study is new", "--json").output)["done"]
    assert (done_["moved"], done_["failed"]) == (3, [])
    told = run("--family", "small", "--reason", "study is new", "--choose", "b=study", "--only", former[3])
    assert "1 moved" in told.output and list(tasks(insaf, former[3])) == ["study"]
    assert json.loads(run("--family", "small", "--dry-run", "--json").output)["there"] == 4
    told = run("--family", "small", "--revert", "--reason", "too early")
    assert "4 moved" in told.output and list(tasks(insaf, former[3])) == ["b"] and verified(insaf)
    assert "There is no running case of small nobody" in run("--family", "small", "--dry-run", "--only", "nobody").output
    assert "write old_element=new_element" in run("--family", "small", "--dry-run", "--choose", "b").output


def test_three_hundred_cases_of_an_agency_move_in_one_batch(insaf, run):
    first = [lodge(insaf) for _ in range(2)]
    old = row(insaf, "a", "b")
    many = [begun(insaf, old, number=number) for number in range(298)]
    before = {one: standing(insaf, one) for one in many[::50]}
    row(insaf, "a", "b", "c")
    told = json.loads(run("--family", "small", "--reason", "a step more", "--json").output)
    assert told["done"]["moved"] == 298 and told["groups"][0]["count"] == 298
    national(insaf, RELABELLED)
    assert json.loads(run("--family", "national", "--reason", "words", "--json").output)["done"]["moved"] == len(first)
    assert {one: standing(insaf, one) for one in before} == before and verified(insaf)
