"""From folders to a bundle. A variant's file wins; what it does not have falls through to the family it extends."""

import re
import tomllib
from pathlib import Path

from engine.definitions.bundle import AGENCY, ENGINE, Bundle
from engine.definitions.deadlines_table import deadline_cells
from engine.definitions.deadlines_writer import deadlines_dmn
from engine.definitions.legal_list import FILE as LEGAL
from engine.definitions.legal_list import national_list
from engine.errors import DefinitionUnreadable, FamilyUnknown

#: Reading stops here, one byte above what the linter accepts, so that it can still say "too large".
READ_LIMIT = 1_000_001
#: Kept beside the variant's own, because the linter compares the two and names and roles fall through line by line.
DEADLINES = "deadlines.dmn"
COMPARED = ("family.toml", DEADLINES)
FAMILY_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def read_family(family: str, bpmn_root: Path = Path("bpmn"), forms_root: Path = Path("forms")) -> Bundle:
    """The bundle of `bpmn/<family>/` and `forms/<family>/`, with everything they extend, `forms/shared/` and legal.toml.

    Raises `FamilyUnknown`, or `DefinitionUnreadable` where families extend each other in a circle.
    """
    files = {f"forms/shared/{name}": data for name, data in _tree(Path(forms_root) / "shared", (".json",)).items()}
    files[LEGAL] = national_list(bpmn_root)
    lineage = _lineage(family, Path(bpmn_root))
    for member in reversed(lineage):
        own = _tree(Path(bpmn_root) / member, (".bpmn", ".dmn", ".toml", ".txt"))
        own = {name: data for name, data in own.items() if not name.startswith("scenarios/")}
        for name in COMPARED:
            if name in own and f"bpmn/{name}" in files:
                base = lineage[lineage.index(member) + 1]
                files[f"bpmn/extends/{base}/{name}"] = files[f"bpmn/{name}"]
        if "legal.toml" in own:
            files[f"bpmn/extends/{member}/legal.toml"] = own.pop("legal.toml")
        if DEADLINES in own:
            own[DEADLINES] = _with_rows_of_base(own[DEADLINES], files.get(f"bpmn/{DEADLINES}"))
        files.update({f"bpmn/{name}": data for name, data in own.items()})
        forms = _tree(Path(forms_root) / member, (".json",))
        files.update({f"forms/{name}": data for name, data in forms.items()})
    return Bundle(family, files, AGENCY)


def families(bpmn_root: Path = Path("bpmn")) -> list[str]:
    """The names of all folders that hold a family.toml, in order."""
    return sorted(
        path.parent.name for path in Path(bpmn_root).glob("*/family.toml") if FAMILY_NAME.fullmatch(path.parent.name)
    )


def read_files(bpmn_files, dmn_files=(), profile: str = ENGINE, family: str | None = None) -> Bundle:
    """Loose diagrams and tables as one bundle. Two files of one name in different folders are kept apart by a
    number."""
    files: dict[str, bytes] = {}
    for path in [*map(Path, bpmn_files), *map(Path, dmn_files)]:
        name, number = path.name, 2
        while f"bpmn/{name}" in files:
            name, number = f"{number}-{path.name}", number + 1
        files[f"bpmn/{name}"] = _head(path)
    first = next(iter(bpmn_files), None)
    return Bundle(family or (Path(first).name.split(".")[0] if first else "none"), files, profile)


def _lineage(family: str, root: Path) -> list[str]:
    """The family, the one it extends, and so on up to the one that extends none."""
    lineage: list[str] = []
    while family or not lineage:
        if not FAMILY_NAME.fullmatch(family) or not (root / family / "family.toml").is_file():
            raise FamilyUnknown(family=family)
        if family in lineage:
            raise DefinitionUnreadable(
                "family.toml",
                "extends_circle",
                f"the families extend each other: {' > '.join([*lineage, family])}",
                "Remove `extends` from one of them.",
            )
        lineage.append(family)
        family = _extends(root / family / "family.toml")
    return lineage


def _with_rows_of_base(own: bytes, base: bytes | None) -> bytes:
    """A variant's table of deadlines with the rows it does not have. A table that cannot be read stays as it is: the linter
    says what is wrong with it."""
    if base is None:
        return own
    try:
        rows = {cells["deadline"]: cells for data in (base, own) for cells in deadline_cells(data)}
    except DefinitionUnreadable:
        return own
    return deadlines_dmn(list(rows.values()))


def _extends(path: Path) -> str:
    """The base named by a family.toml. A broken file has none here; the linter says what is wrong with it."""
    try:
        base = tomllib.loads(_head(path).decode()).get("extends", "")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return base if isinstance(base, str) else ""


def _tree(folder: Path, suffixes: tuple[str, ...]) -> dict[str, bytes]:
    """The files below a folder by their path inside it. Hidden ones and links out of the tree are left alone."""
    if not folder.is_dir():
        return {}
    home = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): _head(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in suffixes
        and path.is_file()
        and path.resolve().is_relative_to(home)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(READ_LIMIT)
