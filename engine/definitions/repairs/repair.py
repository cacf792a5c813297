"""One suggestion: what was found in a file, and what would be changed."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Repair:
    """`code` names the kind and is stable; `found`, `change` and `why` are clauses without a full stop."""

    code: str
    file: str
    element_id: str
    element_name: str
    found: str
    change: str
    why: str

    def __str__(self) -> str:
        place = f"{self.element_name} ({self.element_id})" if self.element_name else self.element_id
        return f"{self.file}{': ' + place if place else ''}: {self.found}; {self.change}, because {self.why} [{self.code}]"

    def as_json(self) -> dict[str, str]:
        return asdict(self)
