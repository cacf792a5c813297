"""A person names another case in a form (widget `case`): is it one that this case may be joined to?"""

from collections.abc import Mapping

from engine.acts.step import Step
from engine.acts.work import Work
from engine.definitions import Form
from engine.definitions.answers import CASE
from engine.domain.likeness import same_person
from engine.errors import NotFound
from engine.queries.seen import case_by_reference
from engine.store.tables import ComplaintCase, Contact
from engine.vocabulary import Status

#: Cases in which no reply will ever be given.
_UNANSWERED = frozenset({Status.INADMISSIBLE, Status.WITHDRAWN, Status.JOINED})
_WORDS = {
    "unknown": {
        "ar": "لا يوجد في هيئتكم ملف بهذا المرجع.",
        "fr": "Aucun dossier de votre organisme ne porte cette référence.",
        "en": "No case of your agency has this reference."},
    "itself": {
        "ar": "هذا هو الملف نفسه. اكتبوا مرجع الملف الآخر.",
        "fr": "C’est le dossier lui-même. Indiquez la référence de l’autre.",
        "en": "This is the case itself. Write the reference of the other one."},
    "unanswered": {
        "ar": "أغلق ذلك الملف دون جواب (سحب أو عدم قبول أو ضم)، فلا شيء يضم إليه هذا الملف.",
        "fr": "Cet autre dossier est clos sans réponse (retiré, non recevable ou joint) : rien à quoi joindre celui-ci.",
        "en": "That case was closed without a reply (withdrawn, not admitted or joined): there is nothing to join to."},
    "somebody_else": {
        "ar": "أودع ذلك الملف شخص آخر. لكل شخص الحق في جواب خاص به، فلا يضم الملفان.",
        "fr": "Une autre personne a déposé ce dossier. Chacune a droit à sa propre réponse : ils ne sont pas joints.",
        "en": "Somebody else lodged that case. Each person is owed a reply of their own, so the two are not joined."},
}


def named_cases(work: Work, step: Step, form: Form, answers: Mapping) -> tuple[dict, dict[str, str]]:
    """The answers with each reference as it is printed, and a message for each that this case cannot be joined to."""
    kept, problems = dict(answers), {}
    for name in answers.keys() & {name for name in form.names if form.widget(name) == CASE}:
        try:
            other = case_by_reference(work.session, str(answers[name]), work.by)
        except NotFound:
            problem = "unknown"
        else:
            problem, kept[name] = _problem(work, step, other), other.reference
        if problem:
            problems[name] = _WORDS[problem].get(work.by.language, _WORDS[problem]["fr"])
    return kept, problems


def _problem(work: Work, step: Step, other: ComplaintCase) -> str | None:
    if other.instance_id == step.change.instance_id:
        return "itself"
    if other.agency_id != step.change.agency_id:
        return "unknown"
    if other.status in _UNANSWERED:
        return "unanswered"
    theirs, mine = work.session.get(Contact, other.instance_id), step.file.contact
    return None if same_person(mine.known_by, theirs.known_by) else "somebody_else"
