"""Lodging, the questions of the agency's form: one page each, answers kept on the server."""

from flask import abort, redirect, render_template, request, url_for

from engine.queries import privacy_notice
from webapp import door
from webapp.i18n import current_language
from webapp.public import uploads
from webapp.public.blueprint import blueprint
from webapp.public.journey import following_page, preceding_page, with_draft
from webapp.security import limiter


@blueprint.get("/lodge/questions/<int:number>")
@with_draft
def question(draft, page, number):
    """One page; with `?check` it shows what is missing, for people sent back from the last page."""
    names = _names(page, number)
    errors = problems(page, draft, names) if "check" in request.args else {}
    return _page(draft, page, number, errors, 200)


@blueprint.post("/lodge/questions/<int:number>")
@limiter.limit("300 per hour")
@with_draft
def answered(draft, page, number):
    names = _names(page, number)
    for name in names:
        draft.answers.pop(name, None)
    draft.answers.update(page.form.parse(request.form, names, draft.answers))
    refused = {}
    for name in _file_names(page, names):
        draft.answers.pop(name, None)
        draft.drop_file(request.form.get("remove", ""))
        refused |= {name: wrong for wrong in [uploads.receive(draft, name, _most(page, name))] if wrong}
    draft.save()
    errors = refused or ({} if _stays() else problems(page, draft, names))
    if errors or _stays():
        return _page(draft, page, number, errors, 422 if errors else 200)
    return redirect(_next(draft, page, number), 303)


def problems(page, draft, names=None) -> dict[str, str]:
    """What is wrong with the answers so far, by question."""
    return page.form.problems(answers_of(page, draft), current_language(), names)


def answers_of(page, draft) -> dict:
    """The answers the form asks for, files by their names."""
    files = {name: [file["filename"] for file in draft.files_of(name)] for name in _file_names(page, page.form.names)}
    return page.form.kept({**draft.answers, **{name: names for name, names in files.items() if names}})


def _names(page, number: int) -> list[str]:
    return page.form.pages[number - 1] if 1 <= number <= len(page.form.pages) else abort(404)


def _file_names(page, names) -> list[str]:
    return [name for name in names if page.form.widget(name) == "files"]


def _most(page, name: str) -> int | None:
    return page.form.fields(current_language(), {}, {}, [name])[0].max_items


def _stays() -> bool:
    """Buttons other than Continue save and show the page again."""
    return "remove" in request.form or "stay" in request.form


def _next(draft, page, number: int) -> str:
    if request.args.get("back") == "check":
        return url_for("public.check")
    following = following_page(page, draft, number)
    return url_for("public.question", number=following) if following else url_for("public.check")


def _page(draft, page, number: int, errors: dict, status: int):
    names = _names(page, number)
    files = {name: draft.files_of(name) for name in _file_names(page, names)}
    fields = page.form.fields(current_language(), {**draft.answers, **files}, errors, names)
    before = preceding_page(page, draft, number)
    back = url_for("public.question", number=before) if before else url_for("public.choose_kind")
    if request.args.get("back") == "check":
        back = url_for("public.check")
    notice = privacy_notice(door.insaf().settings.forms_root) if "consent" in [page.form.role(one) for one in names] else None
    return render_template("public/question.html", page=page, fields=fields, back=back, draft=draft, files=bool(files),
                           errors=errors, notice=notice), status
