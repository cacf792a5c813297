"""The vocabulary in Arabic, French and English, ready for pages and letters."""

from collections.abc import Mapping

Texts = Mapping[str, str]


def _texts(ar: str, fr: str, en: str) -> Texts:
    return {"ar": ar, "fr": fr, "en": en}


KINDS = {
    "complaint": _texts("شكاية", "Réclamation", "Complaint"),
    "observation": _texts("ملاحظة", "Observation", "Observation"),
    "suggestion": _texts("اقتراح", "Suggestion", "Suggestion"),
}
CHANNELS = {
    "web": _texts("الموقع الإلكتروني", "Site web", "Web"),
    "phone": _texts("الهاتف", "Téléphone", "Telephone"),
    "counter": _texts("الشباك", "Guichet", "Counter"),
    "mail": _texts("البريد", "Courrier", "Letter"),
    "fax": _texts("الفاكس", "Télécopie", "Fax"),
    "email": _texts("البريد الإلكتروني", "Courriel", "E-mail"),
    "mobile": _texts("التطبيق الهاتفي", "Application mobile", "Mobile application"),
    "api": _texts("خدمة أخرى", "Autre service", "Other service"),
    "other": _texts("غير مسجل", "Non enregistré", "Not recorded"),
}
STATUSES = {
    "received": _texts("متوصل بها", "Reçue", "Received"),
    "in_review": _texts("قيد الفحص", "En cours d’examen", "Being checked"),
    "in_progress": _texts("قيد المعالجة", "En cours de traitement", "Being examined"),
    "answered": _texts("تم الجواب", "Réponse donnée", "Answered"),
    "closed": _texts("مغلقة", "Clôturée", "Closed"),
    "inadmissible": _texts("غير مقبولة", "Non recevable", "Not admissible"),
    "withdrawn": _texts("مسحوبة", "Retirée", "Withdrawn"),
    "to_complete": _texts("في انتظار معطيات منكم", "À compléter", "Waiting for you"),
    "transferred": _texts("محالة على هيئة أخرى", "Transmise à un autre organisme", "Sent to another body"),
    "renewed": _texts("قيد إعادة النظر", "Nouvel examen en cours", "Looked at again"),
    "noted": _texts("أخذت بعين الاعتبار", "Prise en compte", "Taken into account"),
    "joined": _texts("ضمت إلى ملف آخر", "Jointe à un autre dossier", "Joined to another case"),
}
OUTCOMES = {
    "upheld": _texts("شكاية مؤسسة", "Réclamation fondée", "Upheld"),
    "partly_upheld": _texts("مؤسسة جزئيا", "Partiellement fondée", "Partly upheld"),
    "not_upheld": _texts("غير مؤسسة", "Non fondée", "Not upheld"),
    "settled": _texts("تسوية ودية", "Réglée à l’amiable", "Settled"),
    "withdrawn": _texts("تم سحبها", "Retirée", "Withdrawn"),
    "referred": _texts("محالة على هيئة أخرى", "Transmise à un autre organisme", "Referred to another body"),
}
LETTERS = {
    "receipt": _texts("إشعار بالتوصل", "accusé de réception", "receipt"),
    "receipt_feedback": _texts("إشعار بالتوصل بملاحظة أو اقتراح", "accusé de réception d’une observation ou suggestion",
                               "receipt of an observation or suggestion"),
    "reply": _texts("الجواب", "réponse", "reply"),
    "inadmissible": _texts("تبليغ عدم المقبولية", "avis de non-recevabilité", "notice of inadmissibility"),
    "withdrawn": _texts("تأكيد السحب", "confirmation du retrait", "confirmation of the withdrawal"),
    "reminder": _texts("تذكير بالأجل", "rappel du délai", "reminder of the date"),
    "breach_notice": _texts("إشعار بتجاوز الأجل القانوني", "avis de dépassement du délai légal",
                            "notice that the legal date has passed"),
    "triage_late": _texts("إشعار بتأخر الفرز", "avis de tri en retard", "notice of late triage"),
    "escalation_digest": _texts("موجز الآجال", "avis du matin sur les échéances", "morning digest of dates"),
    "date_moved": _texts("إشعار بتغيير تاريخ الجواب", "avis de nouvelle date", "notice of a new date"),
    "interim_reply": _texts("جواب مؤقت", "réponse d’attente", "interim reply"),
    "missing_information": _texts("طلب معطيات ناقصة", "demande de compléments", "request for missing information"),
    "missing_reminder": _texts("تذكير بالمعطيات الناقصة", "rappel des compléments demandés", "reminder of what is missing"),
    "transferred": _texts("إشعار بالإحالة", "avis de transmission", "notice of transfer"),
    "renewal_reply": _texts("الجواب بعد إعادة الفحص", "réponse après nouvel examen", "reply after the new examination"),
    "noted": _texts("شكر وإخبار بالمآل", "remerciement et suite donnée", "thanks and what follows"),
    "information": _texts("جواب عن طلب معلومات", "réponse à une demande d’information", "answer to a request for information"),
    "joined": _texts("إشعار بالضم إلى ملف آخر", "avis de jonction", "notice of joining"),
    "agency_message": _texts("رسالة من الهيئة", "message de l’organisme", "message from the body"),
    "code_again": _texts("رمز التتبع", "code de suivi", "follow-up code"),
    "closing": _texts("إشعار بالإغلاق", "avis de clôture", "closing notice"),
}
#: Roles that no diagram names as a lane.
ROLES = {
    "process_owner": _texts("مسؤول عن المسارات", "Responsable des processus", "Process owner"),
    "agency_administrator": _texts("مدير حسابات الهيئة", "Administrateur de l’organisme", "Agency administrator"),
    "national_desk": _texts("المكتب الوطني", "Bureau national", "National desk"),
    "supervisor": _texts("مشرف", "Superviseur", "Supervisor"),
    "data_protection_officer": _texts("مسؤول حماية المعطيات", "Délégué à la protection des données",
                                      "Data protection officer"),
}
SYSTEM = _texts("النظام", "Système", "System")


def kind_word(kind: str, language: str) -> str:
    return _word(KINDS, kind, language)


def outcome_word(outcome: str, language: str) -> str:
    return _word(OUTCOMES, outcome, language)


def texts_of(table: Mapping[str, Texts], code: str | None) -> Texts:
    """The word in every language; the code itself where the table does not know it."""
    return table.get(code or "") or _texts(code or "", code or "", code or "")


def _word(table: Mapping[str, Texts], code: str, language: str) -> str:
    texts = texts_of(table, code)
    return texts.get(language) or texts["fr"]
