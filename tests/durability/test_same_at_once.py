"""The same request, or the same name, from eight at once: one effect, everybody told, and no incident."""

import threading

import pytest
from sqlalchemy import func, select

from engine.acts.deploy_definition import DeployDefinition
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_agency import CreateAgency
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.definitions import Bundle, read_family
from engine.domain.access import Person
from engine.errors import InsafError
from engine.store.tables import ComplaintCase, Incident
from tests.durability.invariants import disagreements
from tests.steps import lodge

AT_ONCE = 8


def eight(ask) -> list:
    """What each of eight threads was told: the receipt, or the refusal. `ask` gets the number of the thread."""
    told, ready = [], threading.Barrier(AT_ONCE)

    def one(number: int) -> None:
        ready.wait()
        try:
            told.append(ask(number))
        except Exception as problem:
            told.append(problem)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def incidents(insaf) -> int:
    with insaf.reading() as session:
        return session.scalar(select(func.count()).select_from(Incident))


def test_one_form_sent_eight_times_at_once_is_one_case_with_one_receipt(insaf):
    told = eight(lambda _: lodge(insaf, key="one form"))
    assert len({(receipt.reference, receipt.follow_up_code) for receipt in told}) == 1
    assert sorted(receipt.repeated for receipt in told) == [False] + [True] * (AT_ONCE - 1)
    with insaf.reading() as session:
        assert session.scalar(select(func.count()).select_from(ComplaintCase)) == 1
    assert disagreements(insaf) == [] and incidents(insaf) == 0


def test_eight_forms_at_once_are_eight_cases_numbered_without_a_gap(insaf):
    told = eight(lambda number: lodge(insaf, key=f"form {number}"))
    assert len({receipt.reference for receipt in told}) == AT_ONCE and disagreements(insaf) == []


def test_a_case_withdrawn_from_eight_windows_is_withdrawn_once(insaf):
    reference = lodge(insaf).reference
    told = eight(lambda number: insaf.bus.ask(
        WithdrawComplaint(reference), by=Person.complainant(reference), key=f"window {number}"))
    refused = [one.code for one in told if isinstance(one, InsafError)]
    assert refused == ["case_already_ended"] * (AT_ONCE - 1) and disagreements(insaf) == [] and incidents(insaf) == 0


def _version(number: int) -> Bundle:
    national, letter = read_family("national"), "bpmn/letters/receipt.fr.txt"
    return Bundle("national", {**national.files, letter: national.files[letter] + f"\n{number}\n".encode()})


def test_eight_versions_deployed_at_once_are_counted_one_after_the_other(insaf):
    bundles = [_version(number) for number in range(AT_ONCE)]
    told = eight(lambda number: insaf.bus.ask(DeployDefinition(bundles[number]), by=Person.system()))
    assert sorted(receipt.count for receipt in told) == list(range(2, AT_ONCE + 2)) and incidents(insaf) == 0


@pytest.mark.parametrize("act", [
    CreateAgency(code="NEW", family="national", name_fr="Nouvelle", name_ar="جديدة", name_en="New"),
    CreateAccount(email="new@example.org", name="New", password="a long password for tests 7"),
    DeployDefinition(_version(0), "from eight windows"),
], ids=lambda act: type(act).__name__)
def test_what_may_exist_once_is_made_once_and_the_others_get_a_sentence(insaf, act):
    told = eight(lambda _: insaf.bus.ask(act, by=Person.system()))
    strange = [one for one in told if isinstance(one, Exception) and not isinstance(one, InsafError)]
    made = [one for one in told if not isinstance(one, Exception) and not one.repeated]
    assert strange == [] and len(made) == 1, told
    assert incidents(insaf) == 0
