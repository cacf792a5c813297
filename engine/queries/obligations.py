"""What the law asks of a family, and which of its parts carry it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions import Definition
from engine.definitions.legal_list import GRADES
from engine.definitions.lint.law.carriers import Carrier, carried_by
from engine.queries.words import LETTERS, texts_of


@dataclass(frozen=True)
class CarrierRow:
    """`kind` is "element", "deadline", "letter", "setting" or "program"; `names` by language, empty where it has none."""

    kind: str
    code: str
    names: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class ObligationRow:
    """`grade` is "text", "official", "press" or "policy" (ours); `own` where the family itself has added it."""

    code: str
    grade: str
    titles: Mapping[str, str] = field(hash=False)
    basis: Mapping[str, str] = field(hash=False)
    carriers: tuple[CarrierRow, ...]
    kept: bool
    own: bool


def obligations_in(definition: Definition) -> tuple[list[ObligationRow], list[tuple[str, int]]]:
    """The obligations that hold for a version, and how many there are of each grade, the best known first. Both empty for
    a family that handles no complaints and for a version from before the list."""
    rows = [ObligationRow(one.obligation.code, one.obligation.grade, one.obligation.titles, one.obligation.basis,
                          tuple(_row(definition, carrier) for carrier in one.carriers), one.kept, bool(one.obligation.family))
            for one in carried_by(definition)]
    counted = Counter(row.grade for row in rows)
    return rows, [(grade, counted[grade]) for grade in GRADES if counted[grade]]


def obligations_by_code(definition: Definition) -> dict[str, ObligationRow]:
    """The obligations by the code of the findings that say they are broken."""
    rows = {f"law_{row.code}": row for row in obligations_in(definition)[0]}
    for row in list(rows.values()):
        for carrier in row.carriers:
            if carrier.kind == "deadline":
                rows.setdefault(f"law_{carrier.code}_lengthened", row)
    return rows


def _row(definition: Definition, carrier: Carrier) -> CarrierRow:
    names: Mapping[str, str] = {}
    if carrier.kind == "element":
        names = {language: definition.label(carrier.code, language) for language in definition.languages}
    elif carrier.kind == "deadline" and carrier.code in definition.deadlines:
        names = definition.deadlines[carrier.code].names
    elif carrier.kind == "letter":
        names = texts_of(LETTERS, carrier.code)
    return CarrierRow(carrier.kind, carrier.code, names)
