"""References can be read over the telephone; the follow-up code is their secret twin."""

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.reference_number import code_matches, follow_up_code, is_reference, reference, tidy_reference


@given(st.integers(1, 9_999_999), st.integers(2000, 2100))
def test_a_reference_checks_itself(number, year):
    made = reference("HLT", year, number)
    assert is_reference(made) and is_reference(tidy_reference(f"  {made.lower()} "))


@given(st.integers(1, 999_999), st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, place, change):
    made = reference("HLT", 2026, number)
    position = len("HLT-2026-") + place
    wrong = made[:position] + str((int(made[position]) + change) % 10) + made[position + 1:]
    assert not is_reference(wrong)


def test_two_digits_swapped_are_noticed():
    made = reference("HLT", 2026, 123456)
    assert not is_reference(made.replace("123456", "124356"))


def test_a_code_is_accepted_however_it_is_typed():
    code = follow_up_code("HLT-2026-000001-W", "secret")
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} ", code.replace("-", " – ")):
        assert code_matches("HLT-2026-000001-W", typed, "secret")
    assert code_matches("HLT-2026-000001-W", code.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩")), "secret")


def test_a_code_of_another_case_or_installation_is_refused():
    code = follow_up_code("HLT-2026-000001-W", "secret")
    assert not code_matches("HLT-2026-000002-Y", code, "secret")
    assert not code_matches("HLT-2026-000001-W", code, "another secret")
    assert not code_matches("HLT-2026-000001-W", "", "secret")
