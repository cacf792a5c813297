"""Answers that name an agency, units or people: do these exist, and may they be named?"""

from collections.abc import Mapping

from sqlalchemy import select

from engine.acts.hand_over import takes_in_cases
from engine.acts.work import Work
from engine.definitions import Form
from engine.definitions.lookups import AGENCY, COMPLAINED_ABOUT, PEOPLE
from engine.store.tables import Account, Agency, PersonComplainedAbout, Unit

_UNKNOWN = {"ar": "اختاروا من اللائحة.", "fr": "Choisissez dans la liste.", "en": "Choose from the list."}
_NOBODY = {"ar": "ليس لدى {agency} من يستقبل الملفات. اختاروا هيئة أخرى، أو اسألوا المكتب الوطني عن الهيئة المختصة.",
           "fr": "{agency} n’a personne qui reçoive les dossiers. Choisissez un autre organisme, ou demandez au bureau national "
                 "lequel est compétent.",
           "en": "{agency} has nobody who takes in cases. Choose another body, or ask the national desk which one it is."}
_HERE = {"ar": "الملف لدى {agency} أصلا. اختاروا هيئة أخرى.",
         "fr": "Le dossier est déjà chez {agency}. Choisissez un autre organisme.",
         "en": "The case is with {agency} already. Choose another body."}


def lookup_problems(work: Work, form: Form, answers: Mapping, case_agency: str | None) -> dict[str, str]:
    """A sentence for each such answer that cannot be accepted: the body that has the case is none to hand it to."""
    found = {}
    for name in form.lookups:
        if answers.get(name):
            problem = _problem(work, form.widget(name), answers[name], case_agency)
            if problem:
                found[name] = problem
    return found


def name_complained_about(work: Work, form: Form, answers: Mapping, instance_id: str) -> int:
    """Keeps the people named in questions of that role away from the case; how many are new."""
    named = {one for name in form.lookups if form.role(name) == COMPLAINED_ABOUT for one in answers.get(name) or ()}
    if not named:
        return 0
    known = set(work.session.scalars(select(PersonComplainedAbout.account_id).where(
        PersonComplainedAbout.instance_id == instance_id)))
    work.session.add_all(PersonComplainedAbout(instance_id=instance_id, account_id=one, named_at=work.now, named_by=work.by.id)
                         for one in sorted(named - known))
    return len(named - known)


def _problem(work: Work, widget: str, answer, case_agency: str | None) -> str | None:
    language, session = work.by.language, work.session
    if widget == AGENCY:
        agency = session.scalar(select(Agency).where(Agency.code == answer, Agency.active))
        if agency is None:
            return _UNKNOWN[language]
        if agency.id == case_agency:
            return _HERE[language].format(agency=agency.name(language))
        able = session.scalar(select(takes_in_cases(agency.id)))
        return None if able else _NOBODY[language].format(agency=agency.name(language))
    table = Account if widget == PEOPLE else Unit
    wanted = set(answer if isinstance(answer, list) else [answer])
    known = set(session.scalars(select(table.id).where(table.id.in_(wanted), table.agency_id == case_agency, table.active)))
    return None if wanted <= known else _UNKNOWN[language]
