"""The table of deadlines, edited as a table: rows come and go, the check speaks first, what changes is shown, then published."""

import re

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.deploy_definition import UploadDefinition
from engine.errors import DefinitionRefused
from webapp.auth.asking import allowed, ask, read
from webapp.i18n import current_language
from webapp.security.forgery import form_key
from webapp.studio.blueprint import blueprint
from webapp.studio.deadline_words import choice_words, column_words
from webapp.studio.upload import MAX_NOTE

CODE = "deadline"
MOST_ROWS = 40
_FIELD = re.compile(r"r(\d{1,3})-(\w+)")


@blueprint.get("/studio/<family>/deadlines")
@allowed("own_processes")
def deadline_table(family):
    table = read(queries.deadline_table, family)
    return _page(table, table.rows)


@blueprint.post("/studio/<family>/deadlines")
@allowed("own_processes")
def change_deadlines(family):
    """"add" and "remove-N" give the page back with a row more or less; "check" says what would be wrong and what changes."""
    table, rows, do = read(queries.deadline_table, family), _posted(), request.form.get("do", "check")
    note = request.form.get("note", "").strip()
    if do == "add" and len(rows) < MOST_ROWS:
        return _page(table, [*rows, queries.empty_row()], note=note, added=len(rows))
    if do.startswith("remove-"):
        return _page(table, [row for place, row in enumerate(rows) if f"remove-{place}" != do], note=note)
    findings, changes = read(queries.check_deadline_table, family, rows)
    wrong = any(finding.severity == "error" for finding in findings)
    if do != "publish":
        return _page(table, rows, findings, changes, note, checked=True), 422 if wrong else 200
    problem = _unusable(table, changes, note)
    if problem:
        return _page(table, rows, findings, changes, note, problem=problem), 422
    try:
        receipt = ask(UploadDefinition(family, (queries.written_table(rows),), note), key=form_key())
    except DefinitionRefused as refused:
        return _page(table, rows, refused.findings, changes, note), 422
    flash(_("Version %(number)s is in force. New cases follow it; running cases stay on theirs.", number=receipt.count), "done")
    return redirect(url_for("studio.family", family=family, part="dates"), 303)


def _unusable(table, changes, note) -> str:
    if request.form.get("base") != table.content_hash:
        return _("Somebody has published another version meanwhile. Open the table again and repeat your change.")
    if not changes:
        return _("Nothing is changed in the table.")
    if not note:
        return _("Say in the note what changes and why; it stays with the version.")
    return _("The note may have at most 500 characters.") if len(note) > MAX_NOTE else ""


def _posted() -> list[dict[str, str]]:
    """The rows in their order on the page; what an unchecked box leaves out is empty."""
    rows: dict[int, dict[str, str]] = {}
    for name in request.form:
        found = _FIELD.fullmatch(name)
        if found and (found[2] == CODE or found[2] in queries.COLUMNS):
            value = ", ".join(request.form.getlist(name)) if found[2].endswith("_by") else request.form[name]
            rows.setdefault(int(found[1]), {})[found[2]] = value
    empty = dict.fromkeys((CODE, *queries.COLUMNS), "")
    return [empty | rows[place] for place in sorted(rows)][:MOST_ROWS]


def _page(table, rows, findings=(), changes=None, note="", problem="", checked=False, added=None):
    language = current_language()
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    return render_template(
        "studio/deadlines.html", table=table, rows=rows, findings=ordered, changes=changes, note=note, problem=problem,
        checked=checked, added=added, stopping=table.stopping(language), roles=table.roles(language), choices=queries.CHOICES,
        column_words=column_words(), choice_words=choice_words())
