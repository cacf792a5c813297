"""Table files as offices export them: one strange row spoils itself alone."""

import pytest

from cli.importing.record import Record
from cli.importing.table_file import TableFile
from engine.errors import ImportRefused


def opened(tmp_path, data, **options) -> TableFile:
    path = tmp_path / "register.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return TableFile(path, **options)


def told(file) -> list:
    return [row.values if isinstance(row, Record) else (row.row, row.reason) for row in file]


def test_values_are_trimmed_and_found_by_column_name_whatever_its_case(tmp_path):
    [record] = opened(tmp_path, "\ufeffKey , Created  Date\r\n 1 ,today \r\n\r\n")
    assert record.row == 2
    assert record.get("KEY") == "1" and record.get("created date") == "today" and record.get("absent") == ""


def test_rows_of_another_length_are_refused_and_empty_surplus_is_not(tmp_path):
    assert told(opened(tmp_path, "a,b\n1\n1,2,3\n1,2,,\n")) == [
        (2, "it has 1 values and the header 2"), (3, "it has 3 values and the header 2"), {"a": "1", "b": "2"}]


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path):
    rows = told(opened(tmp_path, 'a,b\n1,"open\n2,x\n3,"in ""two""\nlines"\n4,"to the end\n5,y'))
    assert rows == [(2, "a quotation mark is opened and never closed"), {"a": "2", "b": "x"},
                    {"a": "3", "b": 'in "two"\nlines'}, (6, "a quotation mark is opened and never closed"),
                    {"a": "5", "b": "y"}]


def test_a_quotation_mark_inside_a_value_is_a_character(tmp_path):
    assert told(opened(tmp_path, 'a,b\n1,a 5" pipe\n2,x\n')) == [{"a": "1", "b": 'a 5" pipe'}, {"a": "2", "b": "x"}]


@pytest.mark.parametrize("data", [
    "a,b\n1,Médina\n".encode("utf-16"), "a,b\n1,Médina\n".encode("utf-8-sig"), "a,b\n1,Médina\n".encode("utf-8"),
])
def test_a_byte_order_mark_decides_the_encoding(tmp_path, data):
    assert told(opened(tmp_path, data)) == [{"a": "1", "b": "Médina"}]


def test_a_value_in_another_encoding_is_read_by_the_second_one_and_the_others_are_kept(tmp_path):
    first, second = opened(tmp_path, b"a,b\n1,M\xe9dina\n2," + "مدينة".encode() + b"\n", fallback="cp1252")
    assert first.get("b") == "Médina" and "cp1252" in first.notes[0]
    assert second.get("b") == "مدينة" and not second.notes


def test_without_a_second_encoding_only_that_row_is_refused(tmp_path):
    assert told(opened(tmp_path, b"a,b\n1,M\xe9dina\n2,x\n"))[0] == (
        2, "it holds bytes that are not of the file's encoding")


def test_control_characters_are_left_out_and_noted(tmp_path):
    [record] = opened(tmp_path, b"a,b\n1" + b"," + b"x" * 5000 + b"\x00\x07y\n")
    assert record.get("b").endswith("xy") and "control" in record.notes[0]


def test_the_separator_that_divides_the_header_is_taken(tmp_path):
    file = opened(tmp_path, "a;b;c\n1;2,5;3\n", delimiters=",;\t")
    assert told(file) == [{"a": "1", "b": "2,5", "c": "3"}]


@pytest.mark.parametrize("data, reason", [
    (b"", "is empty"), (b" \n \n", "is empty"), (b"PK\x03\x04rest", "Excel or zip"), (b"a\x00\x01\x02", "no text file"),
    (b"\n1,2\n", "first line"), (b"\xff\xfea", "not written in utf-16"),
])
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path, data, reason):
    with pytest.raises(ImportRefused, match=reason):
        opened(tmp_path, data)


def test_missing_and_doubled_columns_are_named(tmp_path):
    file = opened(tmp_path, "a,b,B\n")
    with pytest.raises(ImportRefused, match="no column Key .key.*its columns are: a, b, B"):
        file.require({"a": "lodged", "Key": "key"})
    with pytest.raises(ImportRefused, match="more than once"):
        file.require({"b": "key"})
    assert file.lacks({"a", "z", "y"}) == ["y", "z"]


@pytest.mark.parametrize("path, reason", [("nowhere.csv", "no such file"), ("", "folder")])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, path, reason):
    with pytest.raises(ImportRefused, match=reason):
        TableFile(tmp_path / path)
