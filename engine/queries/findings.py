"""Everything that is wrong with a bundle: the linter's word first, then the schema's, then the engine's own."""

from engine.definitions import Bundle, Finding, check
from engine.execution import schema_findings, validate

ERROR = "error"


def findings_of(bundle: Bundle) -> list[Finding]:
    """The findings of the linter and of the schema; where neither has errors, also what the engine itself refuses."""
    findings = [*check(bundle), *schema_findings(bundle)]
    if any(finding.severity == ERROR for finding in findings):
        return sorted(findings, key=lambda finding: finding.severity != ERROR)
    told = {(finding.code, finding.file, finding.element_id) for finding in findings}
    return [*findings, *(f for f in validate(bundle) if (f.code, f.file, f.element_id) not in told)]
