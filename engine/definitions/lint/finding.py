"""One thing that is wrong."""

from dataclasses import asdict, dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
    """`code` is stable; `severity` is "error" (refused) or "warning"; `wrong` says what is the matter, `fix` what to
    do."""

    code: str
    severity: str
    file: str
    element_id: str
    element_name: str
    wrong: str
    fix: str

    def __str__(self) -> str:
        where = (
            f"{self.element_name} ({self.element_id})"
            if self.element_name and self.element_id
            else self.element_id or self.element_name
        )
        return f"{self.severity}: {self.file}{': ' + where if where else ''}: {self.wrong}. {self.fix} [{self.code}]"

    def as_json(self) -> dict[str, str]:
        return asdict(self)
