"""What a path on the command line asks to be checked: a family, loose diagrams, or one file of another kind."""

from pathlib import Path

from engine.definitions import Bundle, Finding, check_path, read_family, read_files
from engine.errors import InsafError
from engine.execution import schema_findings
from engine.queries.findings import ERROR, findings_of

LOOSE = "single"
DIAGRAMS = (".bpmn", ".xml")
MOST_DIAGRAMS = 500
#: Of a table that cannot be read there is nothing more to say.
UNREAD = frozenset({"unreadable", "empty_file", "file_too_large", "not_xml", "not_dmn", "doctype", "too_many_xml_elements"})


def problems_at(path: Path, profile: str) -> list[Finding]:
    """The linter's word, and for whatever can be run also the engine's. Never raises for what is at the path."""
    if not path.is_dir() and not path.is_file():  # a device or a pipe could be read for ever
        what = "it is no file and no folder" if path.exists() else "there is nothing at this path"
        return [_told("unreadable", path, what, "Check the path.")]
    if path.suffix.lower() == ".zip":
        return [_told("foreign_file", path, "it is packed", "Unpack it, and give the folder.")]
    try:
        refused = _refused_folder(path) if path.is_dir() and not (path / "family.toml").is_file() else None
        bundle = None if refused else _bundle_at(path, profile)
    except (InsafError, OSError):
        refused = bundle = None  # the linter says what cannot be read
    if refused:
        return [refused]
    if bundle is not None:
        return findings_of(bundle)
    found = check_path(path, profile)
    is_read = path.suffix == ".dmn" and not any(finding.code in UNREAD for finding in found)
    return [*found, *schema_findings(Bundle(LOOSE, {path.name: path.read_bytes()}, LOOSE))] if is_read else found


def _refused_folder(path: Path) -> Finding | None:
    """A folder of loose diagrams with none in it, or with more than anybody means to check at once."""
    found = sum(entry.suffix in DIAGRAMS for entry in path.iterdir())
    if found > MOST_DIAGRAMS:
        wrong = f"it holds {found} diagrams, more than {MOST_DIAGRAMS}"
        return _told("too_many_files", path, wrong, "Give a folder with the diagrams that belong together.")
    if found:
        return None
    families = sorted(entry.parent.name for entry in path.glob("*/family.toml"))[:10]
    fix = f"Give the folder of one family: {', '.join(families)}." if families else "Add a .bpmn file, or give its folder."
    return _told("no_diagram", path, "there is no diagram in it", fix)


def _told(code: str, path: Path, wrong: str, fix: str) -> Finding:
    return Finding(code, ERROR, path.name or str(path), "", "", wrong, fix)


def _bundle_at(path: Path, profile: str) -> Bundle | None:
    if path.is_dir() and (path / "family.toml").is_file():
        family = read_family(path.resolve().name, path.resolve().parent, path.resolve().parent.parent / "forms")
        return Bundle(family.family, family.files, profile)
    judged_as = profile if profile == "engine" else LOOSE
    if path.is_dir():
        diagrams = sorted(found for suffix in DIAGRAMS for found in path.glob(f"*{suffix}") if found.is_file())
        return read_files(diagrams, _tables(path), profile=judged_as, family=path.resolve().name)
    is_loose = profile == "engine" or not (path.parent / "family.toml").is_file()
    if path.suffix in DIAGRAMS and is_loose:
        return read_files([path], _tables(path.parent), profile=judged_as, family=path.stem)
    return None


def _tables(folder: Path) -> list[Path]:
    return [found for found in sorted(folder.glob("*.dmn")) if found.is_file()]
