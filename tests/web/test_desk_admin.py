"""Agencies, units and people by page, each administrator within their own walls."""

from sqlalchemy import select

from engine.store.tables import Account, LetterRow
from tests.people import COMMUNE, INES, NATIONAL, RACHID, YOUSSEF
from tests.web.desk_visit import page_of, posted, sign_in, text_of

PORT = {"code": "port", "family": "national", "name_fr": "Agence des ports", "name_ar": "وكالة الموانئ", "name_en": "Ports",
        "address": "Quai 1, Casablanca", "phone": "+212 5", "email": ""}
PERSON = {"email": "Samira@Example.org", "name": "Samira Jaidi", "roles": ["officer", "unit_head"], "agency_code": NATIONAL,
          "unit_id": "", "language": "ar"}


def account(insaf, email: str) -> Account:
    with insaf.reading() as session:
        return session.scalars(select(Account).where(Account.email == email)).one()


def test_an_administrator_makes_an_agency_a_unit_and_a_person_who_gets_a_link(app, insaf):
    visit = sign_in(app, RACHID)
    visit.get("/admin/agencies/new")
    page = visit.post("/admin/agencies/new", PORT)
    assert page.answer.request.path == "/admin/agencies/PORT" and "Quai 1" in text_of(page)
    visit.get("/admin/agencies/PORT/units/new")
    page = visit.post("/admin/agencies/PORT/units/new", {"name_fr": "Quais", "name_ar": "الأرصفة", "name_en": "Docks"})
    unit = next(link for link in page.links if "/units/" in link and not link.endswith("/new"))
    visit.get("/admin/people/new?agency=PORT")
    page = visit.post("/admin/people/new", {**PERSON, "agency_code": "PORT", "unit_id": unit.rsplit("/", 1)[1]})
    assert "Samira Jaidi" in text_of(page) and "Quais" in text_of(page)
    with insaf.reading() as session:
        letter = session.scalars(select(LetterRow).where(LetterRow.recipient == "samira@example.org")).one()
    assert "/password/new?token=" in letter.body and letter.language == "ar"


def test_what_is_wrong_stands_at_its_field_in_the_language_of_the_page(app):
    visit = sign_in(app, RACHID, "ar")
    visit.get("/admin/agencies/new")
    page = page_of(posted(visit, "/admin/agencies/new", {**PORT, "code": "x y", "name_ar": "", "family": "nothing"}))
    assert page.status == 422
    for field in ("code", "name_ar", "family"):
        assert f'id="{field}-error"' in page.text
    assert "capital" not in text_of(page) and page.value("name_fr") == PORT["name_fr"]
    visit.get("/admin/people/new")
    page = page_of(posted(visit, "/admin/people/new", {**PERSON, "email": INES.email}))
    assert page.status == 422 and 'id="email-error"' in page.text


def test_closing_an_account_signs_the_person_out_at_once(app, insaf):
    ines, visit = sign_in(app, INES), sign_in(app, RACHID)
    path = f"/admin/people/{account(insaf, INES.email).id}"
    page = visit.get(path)
    assert INES.email in text_of(page)
    visit.post(path, {"name": INES.name, "roles": ["dispatcher"], "agency_code": NATIONAL, "language": "fr"})
    assert ines.client.get("/desk").status_code == 303
    assert not account(insaf, INES.email).active


def test_an_agency_administrator_stays_within_the_agency(app, insaf):
    visit = sign_in(app, YOUSSEF)
    assert COMMUNE not in text_of(visit.get("/admin")) and NATIONAL in text_of(visit.get("/admin"))
    assert visit.get(f"/admin/agencies/{COMMUNE}").status == 404
    assert visit.get(f"/admin/people/{account(insaf, RACHID.email).id}").status == 404
    visit.get("/admin/people/new")
    for wider in ({"agency_code": ""}, {"agency_code": COMMUNE}, {"agency_code": "", "is_admin": "1"}):
        assert posted(visit, "/admin/people/new", {**PERSON, **wider}).status_code in (403, 404, 422), wider
    assert posted(visit, "/admin/agencies/new", PORT).status_code in (403, 404)


def test_officers_find_no_administration(app):
    visit = sign_in(app, INES)
    for path in ("/admin", "/admin/people", "/admin/people/new", f"/admin/agencies/{NATIONAL}", "/studio"):
        assert visit.get(path).status == 404, path


def test_a_link_for_a_new_password_is_sent_on_demand(app, insaf):
    visit, path = sign_in(app, RACHID), f"/admin/people/{account(insaf, INES.email).id}"
    visit.get(path)
    page = visit.post(f"{path}/password-link")
    assert page.answer.request.path == path
    with insaf.reading() as session:
        assert session.scalars(select(LetterRow).where(LetterRow.recipient == INES.email)).all()


def test_an_agency_administrator_cannot_make_anybody_owner_of_the_processes_of_all_agencies(app, insaf):
    visit = sign_in(app, YOUSSEF)
    path = f"/admin/people/{account(insaf, YOUSSEF.email).id}"
    assert 'value="process_owner"' not in visit.get(path).text
    visit.post(path, {"name": YOUSSEF.name, "roles": ["agency_administrator", "process_owner"], "agency_code": NATIONAL,
                      "language": "fr", "active": "1"})
    visit = sign_in(app, YOUSSEF)
    visit.get("/account")
    assert visit.get("/studio").status == 404
    assert posted(visit, "/studio/national/upload", {"note": "x", "do": "publish"}).status_code == 404
