"""Families become bundles: what a variant lacks falls through, and nothing outside the folders is read."""

from pathlib import Path

import pytest

from engine.definitions import Bundle, Definition, families, read_family, read_files
from engine.errors import DefinitionUnreadable, FamilyUnknown

ROOT = Path(__file__).parents[3]
TOML = 'extends = "{base}"\n[name]\nen = "{name}"\n'


def make_family(root: Path, name: str, base: str = "", **files: str) -> None:
    folder = root / "bpmn" / name
    folder.mkdir(parents=True)
    (folder / "family.toml").write_text(TOML.format(base=base, name=name) + files.pop("more", ""))
    for file, text in files.items():
        (folder / file.replace("__", ".")).write_text(text)


def test_the_files_of_a_variant_win_and_the_rest_falls_through(tmp_path):
    make_family(
        tmp_path, "national", complaint__bpmn="N", deadlines__dmn="ND", more='[roles.officer]\nen = "Officer"\n'
    )
    make_family(tmp_path, "commune", "national", complaint__bpmn="C", more='[roles.visitor]\nen = "Visitor"\n')
    (tmp_path / "forms" / "shared").mkdir(parents=True)
    (tmp_path / "forms" / "shared" / "contact-schema.json").write_text("{}")

    bundle = read_family("commune", tmp_path / "bpmn", tmp_path / "forms")

    assert bundle.files["bpmn/complaint.bpmn"] == b"C"
    assert bundle.files["bpmn/deadlines.dmn"] == b"ND"
    assert "forms/shared/contact-schema.json" in bundle.files
    assert "bpmn/extends/national/family.toml" in bundle.files


def test_roles_and_names_of_the_base_family_remain():
    definition = Definition.of(read_family("commune", ROOT / "bpmn", ROOT / "forms"))

    assert definition.name("fr") == "Commune"
    assert {"field_agent", "officer", "complainant"} <= set(definition.roles)
    assert definition.role_name("officer", "fr") == "Agent traitant"


@pytest.mark.parametrize("name", ["nowhere", "../national", "NATIONAL", "", "national/../national", "a" * 60])
def test_a_family_that_is_none_is_refused(name):
    with pytest.raises(FamilyUnknown):
        read_family(name, ROOT / "bpmn", ROOT / "forms")


def test_families_that_extend_each_other_are_refused(tmp_path):
    make_family(tmp_path, "one", "two")
    make_family(tmp_path, "two", "one")

    with pytest.raises(DefinitionUnreadable, match="one > two > one"):
        read_family("one", tmp_path / "bpmn", tmp_path / "forms")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    make_family(tmp_path, "national")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "bpmn" / "national" / "leak.txt").symlink_to(tmp_path / "secret.txt")

    assert list(read_family("national", tmp_path / "bpmn", tmp_path / "forms").files) == ["bpmn/family.toml", "bpmn/legal.toml"]


def test_a_bundle_survives_the_database_byte_for_byte():
    bundle = read_family("national", ROOT / "bpmn", ROOT / "forms")

    again = Bundle.unpacked(bundle.packed())

    assert again == bundle and again.content_hash == bundle.content_hash and again.packed() == bundle.packed()


@pytest.mark.parametrize("data", [b"", b"nonsense", Bundle("a", {}).packed()[:-3]])
def test_a_damaged_row_is_said_to_be_damaged(data):
    with pytest.raises(DefinitionUnreadable, match="Restore the row"):
        Bundle.unpacked(data)


def test_the_hash_follows_names_bytes_and_profile_and_not_their_order():
    one, other = Bundle("f", {"a": b"1", "b": b"2"}), Bundle("f", {"b": b"2", "a": b"1"})

    assert one.content_hash == other.content_hash
    assert (
        len(
            {
                one.content_hash,
                Bundle("f", {"a": b"12", "b": b""}).content_hash,
                Bundle("f", {"a": b"1", "b": b"2"}, "engine").content_hash,
            }
        )
        == 3
    )


def test_loose_files_of_one_name_stay_apart(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.bpmn").write_text(folder)

    bundle = read_files([tmp_path / "x" / "a.bpmn", tmp_path / "y" / "a.bpmn"])

    assert bundle.files == {"bpmn/a.bpmn": b"x", "bpmn/2-a.bpmn": b"y"}
    assert (bundle.family, bundle.profile) == ("a", "engine")


def test_the_families_we_ship_are_listed():
    assert {"commune", "national"} <= set(families(ROOT / "bpmn"))
