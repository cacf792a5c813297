"""A new version from uploaded files: checked first, in force only when nothing is wrong with it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.deploy_definition import UploadDefinition
from engine.errors import DefinitionRefused
from webapp.auth.asking import allowed, ask, read
from webapp.security.forgery import form_key
from webapp.studio.blueprint import blueprint

MAX_FILES, MAX_BYTES, MAX_NOTE = 60, 2 * 1024 * 1024, 500


@blueprint.get("/studio/<family>/upload")
@allowed("own_processes")
def new_version(family):
    return _page(family)


@blueprint.post("/studio/<family>/upload")
@allowed("own_processes")
def upload(family):
    """"check" only says what would be wrong; "publish" makes it the version that new cases follow."""
    files = tuple((sent.filename, sent.read(MAX_BYTES + 1)) for sent in request.files.getlist("files") if sent.filename)
    note = request.form.get("note", "").strip()
    problem = _unusable(files, note)
    if problem:
        return _page(family, problem=problem, note=note), 422
    if request.form.get("do") == "check":
        findings = read(queries.check_upload, family, files)
        wrong = any(finding.severity == "error" for finding in findings)
        return _page(family, findings, note=note, checked=True), 422 if wrong else 200
    try:
        receipt = ask(UploadDefinition(family, files, note), key=form_key())
    except DefinitionRefused as refused:
        return _page(family, refused.findings, note=note), 422
    if receipt.repeated:
        flash(_("These files are in force already; nothing was changed."), "note")
    else:
        flash(_("Version %(number)s is in force. New cases follow it; running cases stay on theirs.",
                number=receipt.count), "done")
    return redirect(url_for("studio.family", family=family), 303)


def _unusable(files, note) -> str | None:
    if not files:
        return _("Choose at least one file.")
    if len(files) > MAX_FILES:
        return _("Choose at most %(count)s files at a time.", count=MAX_FILES)
    large = next((name for name, data in files if len(data) > MAX_BYTES), None)
    if large:
        return _("The file %(name)s is larger than 2 MB.", name=large)
    if request.form.get("do") != "check" and not note:
        return _("Say in the note what changes and why; it stays with the version.")
    return _("The note may have at most 500 characters.") if len(note) > MAX_NOTE else None


def _page(family, findings=(), problem="", note="", checked=False):
    found = read(queries.family_page, family)
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    asked = queries.obligations_by_code(found.definition) if findings else {}
    return render_template("studio/upload.html", family=found, findings=ordered, problem=problem, note=note,
                           checked=checked, asked=asked)
