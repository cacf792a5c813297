"""Everything that is wrong with a bundle: the linter's word first, then the engine's own."""

from engine.definitions import Bundle, Finding, check
from engine.execution import validate

ERROR = "error"


def findings_of(bundle: Bundle) -> list[Finding]:
    """The linter's findings; where it has no errors, also what the engine itself refuses."""
    findings = check(bundle)
    if any(finding.severity == ERROR for finding in findings):
        return findings
    return [*findings, *validate(bundle)]
