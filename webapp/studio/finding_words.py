"""What the linter found, in the reader's language."""

from flask_babel import gettext


def finding_words(finding) -> tuple[str, str] | None:
    """What is wrong and what to do, as a sentence about all findings of this code; the linter's own words say which.

    None in English, which the linter speaks itself, and for a code that no catalogue knows yet.
    """
    wrong, fix = f"{finding.code}: wrong", f"{finding.code}: fix"
    found = gettext(wrong), gettext(fix)
    return None if found == (wrong, fix) else found
