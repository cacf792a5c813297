"""Lodging, first steps: start, the agency, the kind of message."""

import re
from functools import wraps

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.queries import agency_choice, lodging_page, matters, search_bodies
from webapp import door
from webapp.i18n import current_language
from webapp.public import drafts
from webapp.public.blueprint import blueprint
from webapp.security import limiter

LONGEST_SEARCH = 100
#: The question about the service, which a search in plain words may have answered.
SERVICE = "service_type"
#: Each start may leave a draft on the disk for a day.
STARTS = "300 per hour"


def with_draft(view):
    """The view gets `draft` and `page` (agency, form, legal date); without them the journey starts again."""
    @wraps(view)
    def found(**values):
        draft = drafts.current()
        if draft is None or draft.agency is None:
            flash(_("Your answers are kept for a day. Please start again: choose the body concerned."), "note")
            return redirect(url_for("public.choose_agency"), 303)
        page = door.read(lodging_page, draft.agency, door.now())
        return view(draft=draft, page=page, **values)
    return found


@blueprint.get("/lodge")
@limiter.limit(STARTS)
def lodge():
    """Start anew; `?agency=CODE` on a body's own site leads straight to its form."""
    drafts.leave()
    known = _agency(request.args.get("agency", ""))
    return redirect(url_for("public.suitable", agency=known.code if known else None), 303)


@blueprint.get("/lodge/to/<agency>")
@limiter.limit(STARTS)
def write_to(agency):
    known = _agency(agency)
    return _go_on(known.code) if known else redirect(url_for("public.choose_agency"), 303)


@blueprint.get("/lodge/agency")
def choose_agency():
    text = " ".join(request.args.get("q", "").split())[:LONGEST_SEARCH]
    return render_template("public/agency.html", text=text, found=_found(text), draft=drafts.current())


@blueprint.post("/lodge/agency")
@limiter.limit(STARTS)
def agency_chosen():
    known = _agency(request.form.get("agency", ""))
    if known is None:
        text = request.form.get("q", "")[:LONGEST_SEARCH]
        return render_template("public/agency.html", text=text, found=_found(text), draft=drafts.current(),
                               wrong=_("Choose the body concerned.")), 422
    return _go_on(known.code, request.form.get("service", ""))


def _found(text: str):
    return door.read(search_bodies, text, matters(door.insaf().settings.forms_root))


def _agency(code: str):
    """The agency of a posted code, or None."""
    return door.read(agency_choice, code) if re.fullmatch(r"[A-Za-z0-9]{1,12}", code) else None


def _is_answer(code: str, service: str) -> bool:
    """Does the form of this body know that answer?"""
    form = door.read(lodging_page, code, door.now()).form
    fields = form.fields(current_language(), {}, {}, [SERVICE]) if SERVICE in form.names else []
    return any(option.value == service for field in fields for option in field.options)


def _go_on(code: str, service: str = ""):
    """`service` is what the words of the search were about: an answer that can be changed like any other."""
    draft = drafts.current() or drafts.begin()
    draft.agency = code
    if service and SERVICE not in draft.answers and _is_answer(code, service):
        draft.answers[SERVICE] = service
    draft.save()
    if request.args.get("back") == "check":
        return redirect(url_for("public.check"), 303)
    return redirect(url_for("public.choose_kind"), 303)


@blueprint.get("/lodge/kind")
@with_draft
def choose_kind(draft, page):
    return render_template("public/kind.html", draft=draft, page=page)


@blueprint.post("/lodge/kind")
@with_draft
def kind_chosen(draft, page):
    kind = request.form.get("kind", "")
    if kind not in [str(one) for one in page.kinds]:
        wrong = _("Choose what you want to send.")
        return render_template("public/kind.html", draft=draft, page=page, wrong=wrong), 422
    draft.kind = kind
    draft.save()
    if request.args.get("back") == "check":
        return redirect(url_for("public.check"), 303)
    return redirect(url_for("public.question", number=first_page(page, draft)), 303)


def first_page(page, draft) -> int:
    """The number of the first page of questions."""
    return following_page(page, draft, 0) or abort(404)


def following_page(page, draft, number: int) -> int | None:
    """The number of the page after `number` that these answers ask for, or None at the end."""
    wanted = page.form.pages_for(draft.answers)
    return next((n for n, names in enumerate(page.form.pages, 1) if n > number and names in wanted), None)


def preceding_page(page, draft, number: int) -> int | None:
    """The number of the page before `number`, or None at the start."""
    wanted = page.form.pages_for(draft.answers)
    earlier = [n for n, names in enumerate(page.form.pages, 1) if n < number and names in wanted]
    return earlier[-1] if earlier else None
