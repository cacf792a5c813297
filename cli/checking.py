"""What a path on the command line asks to be checked: a family, loose diagrams, or one file of another kind."""

from pathlib import Path

from engine.definitions import Bundle, Finding, check_path, read_family, read_files
from engine.errors import InsafError
from engine.queries.findings import findings_of

LOOSE = "single"
DIAGRAMS = (".bpmn", ".xml")


def problems_at(path: Path, profile: str) -> list[Finding]:
    """The linter's word, and for whatever can be run also the engine's. Never raises for what is in the files."""
    try:
        bundle = _bundle_at(path, profile)
    except (InsafError, OSError):
        bundle = None  # the linter says what cannot be read
    return check_path(path, profile) if bundle is None else findings_of(bundle)


def _bundle_at(path: Path, profile: str) -> Bundle | None:
    if path.is_dir() and (path / "family.toml").is_file():
        family = read_family(path.resolve().name, path.resolve().parent, path.resolve().parent.parent / "forms")
        return Bundle(family.family, family.files, profile)
    judged_as = profile if profile == "engine" else LOOSE
    if path.is_dir():
        diagrams = sorted(found for suffix in DIAGRAMS for found in path.glob(f"*{suffix}"))
        return read_files(diagrams, sorted(path.glob("*.dmn")), profile=judged_as, family=path.resolve().name)
    is_loose = profile == "engine" or not (path.parent / "family.toml").is_file()
    if path.suffix in DIAGRAMS and is_loose:
        return read_files([path], sorted(path.parent.glob("*.dmn")), profile=judged_as, family=path.stem)
    return None
