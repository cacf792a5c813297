"""The cases of the demo: who wrote what how many days ago, and what was done with it since."""

from dataclasses import dataclass, field

from cli.demo_people import COMMUNE, NATIONAL

COMPLAINANT = "complainant"


@dataclass(frozen=True)
class Did:
    """`after` days from the deposit, `by` (the name before the @, or the complainant) completes the task `element`."""

    after: float
    element: str
    by: str
    answers: dict


@dataclass(frozen=True)
class Story:
    """Lodged `days_ago`; `withdrawn_after` days from then the complainant takes it back. `stopped` is (after how many days,
    which deadline, by whom, why): an internal clock that stands still since."""

    agency: str
    days_ago: float
    language: str
    answers: dict
    did: tuple[Did, ...] = field(default_factory=tuple)
    kind: str = "complaint"
    channel: str = "web"
    withdrawn_after: float | None = None
    stopped: tuple[float, str, str, str] | None = None


def _by_email(name: str, address: str) -> dict:
    return {"full_name": name, "contact_channel": "email", "email": address, "consent": True}


def _by_letter(name: str, address: str) -> dict:
    return {"full_name": name, "contact_channel": "letter", "address": address, "consent": True}


def _sorted(after: float, service: str, by: str, urgency: str = "normal") -> Did:
    return Did(after, "triage", by, {"service_type": service, "urgency": urgency, "admissible": True})


def _sent_on(after: float, service: str, by: str, to: str) -> Did:
    """Triage finds that another agency is competent and offers the case to it."""
    return Did(after, "triage", by, {"service_type": service, "urgency": "normal", "route": "elsewhere", "transfer_to": to})


def _assigned(after: float, by: str, to: str) -> Did:
    return Did(after, "assign_officer", by, {"officer_email": f"{to}@demo.example"})


def _looked_into(after: float, by: str, findings: str) -> Did:
    return Did(after, "investigate", by, {"findings": findings})


def _drafted(after: float, by: str, outcome: str, reply: str) -> Did:
    return Did(after, "draft_reply", by, {"outcome": outcome, "reply_text": reply})


def _signed(after: float, by: str) -> Did:
    return Did(after, "validate_reply", by, {"validated": True})


STORIES = (
    Story(NATIONAL, 0.2, "fr", {
        **_by_email("Samira El Fassi", "samira@people.example"), "service_type": "reception",
        "subject": "Guichet fermé pendant les heures d’ouverture",
        "what_happened": "Lundi à 10 h le guichet 3 était fermé et personne n’a pu me dire quand il ouvrirait."}),
    Story(NATIONAL, 2, "ar", {
        **_by_letter("عبد الله المنصوري", "حي السلام، زنقة 4، رقم 12، سلا"), "service_type": "delay",
        "subject": "تأخر تسليم الوثيقة منذ ثلاثة أشهر",
        "what_happened": "أودعت طلبي منذ ثلاثة أشهر ولم أتوصل بأي جواب رغم عدة زيارات للمصلحة."}, channel="counter"),
    Story(NATIONAL, 26, "fr", {
        **_by_email("Mohamed Kabbaj", "kabbaj@people.example"), "service_type": "documents",
        "subject": "Attestation perdue par le service",
        "what_happened": "Le service a perdu l’attestation que j’avais déposée et me demande d’en payer une autre."}),
    Story(NATIONAL, 9, "en", {
        **_by_email("John Carter", "carter@people.example"), "service_type": "permits",
        "subject": "No answer about my permit renewal",
        "what_happened": "I asked for the renewal in spring and every desk sends me to another desk."}, did=(
            _sorted(1, "permits", "ines"), _assigned(2, "karim", "omar")),
        stopped=(6, "investigate", "omar", "The complainant looks for the receipt of the application")),
    Story(NATIONAL, 50, "fr", {
        **_by_letter("Khadija Naciri", "8, rue des Lilas, Kénitra"), "service_type": "social",
        "subject": "Versement interrompu sans explication",
        "what_happened": "Mon versement est interrompu depuis janvier et aucune lettre ne m’en donne la raison."}, did=(
            _sorted(3, "social", "ines", "urgent"), _assigned(4, "karim", "omar"),
            _looked_into(20, "omar", "Le dossier a été suspendu par erreur lors du changement d’adresse."))),
    Story(NATIONAL, 57, "ar", {
        **_by_email("مريم الإدريسي", "meryem@people.example"), "service_type": "reception",
        "subject": "معاملة غير لائقة بالشباك",
        "what_happened": "تعاملت معي الموظفة بطريقة غير لائقة ورفضت تسلم ملفي دون تعليل."}, did=(
            _sorted(2, "reception", "ines"), _assigned(3, "karim", "salma"),
            _looked_into(15, "salma", "تم الاستماع إلى الموظفة المعنية وإلى رئيس المصلحة."),
            _drafted(30, "salma", "partly_upheld", "نعتذر عما حدث. تم تذكير الموظفين بواجب تسلم الملفات وتعليل كل رفض."))),
    Story(NATIONAL, 75, "fr", {
        **_by_email("Hassan Alaoui", "alaoui@people.example"), "service_type": "taxes",
        "subject": "Taxe demandée deux fois",
        "what_happened": "La même taxe m’est réclamée deux fois malgré la quittance que j’ai présentée au bureau."}, did=(
            _sorted(6, "taxes", "ines"), _assigned(8, "karim", "omar"))),
    Story(NATIONAL, 40, "fr", {
        **_by_email("Rim Tahiri", "rim@people.example"), "service_type": "delay",
        "subject": "Dossier sans suite depuis l’été",
        "what_happened": "Mon dossier est complet depuis l’été et le service ne répond ni au téléphone ni au courrier."}, did=(
            _sorted(1, "delay", "ines"), _assigned(1.2, "karim", "omar"),
            _looked_into(7, "omar", "Le dossier attendait une signature ; il a été signé le jour même."),
            _drafted(8, "omar", "upheld", "Votre dossier est signé. Nous regrettons ce retard et vous remercions."),
            _signed(9, "nadia"), Did(12, "give_satisfaction", COMPLAINANT, {"satisfied": True}))),
    Story(NATIONAL, 16, "en", {
        **_by_letter("Anna Petrova", "Rue du Port, 5, Tanger"), "service_type": "documents",
        "subject": "Copies refused at the counter",
        "what_happened": "The counter refused certified copies although the notice on the wall says they are made there."},
        did=(_sorted(1, "documents", "ines"), _assigned(2, "karim", "salma"),
             _looked_into(6, "salma", "The notice was out of date; copies are made at the town hall since May."),
             _drafted(7, "salma", "not_upheld", "Copies are made at the town hall since May. The old notice was removed."),
             _signed(9, "nadia"))),
    Story(NATIONAL, 22, "fr", {
        **_by_email("Ali Benjelloun", "benjelloun@people.example"), "service_type": "other",
        "subject": "Litige avec mon employeur",
        "what_happened": "Mon employeur privé ne paie pas mes heures ; le tribunal est saisi depuis le mois dernier."}, did=(
            Did(2, "triage", "ines", {"service_type": "other", "urgency": "normal", "admissible": False,
                                      "ground": "court_seized",
                                      "grounds": "L’affaire est devant le tribunal du travail, qui décide seul."}),
            Did(4, "confirm_inadmissibility", "karim", {"confirmed": True}))),
    Story(NATIONAL, 11, "fr", {
        **_by_email("Nawal Chafik", "nawal@people.example"), "service_type": "reception",
        "subject": "Un rendez-vous par téléphone",
        "what_happened": "On pourrait proposer le rendez-vous par téléphone aux personnes qui habitent loin."},
        kind="suggestion", channel="phone", did=(_sorted(1, "reception", "ines"),)),
    Story(COMMUNE, 5, "ar", {
        **_by_email("حسن بوزيان", "bouziane@people.example"), "problem_category": "lighting", "danger": True,
        "neighbourhood": "حي الزيتون", "subject": "الإنارة معطلة قرب المدرسة",
        "what_happened": "أعمدة الإنارة قرب المدرسة معطلة منذ أسبوع والأطفال يمرون في الظلام."}, did=(
            _sorted(0.5, "other", "fatima", "urgent"), _assigned(1, "mehdi", "hamid"))),
    Story(COMMUNE, 30, "fr", {
        **_by_email("Imane Ziani", "ziani@people.example"), "problem_category": "waste", "danger": False,
        "neighbourhood": "Centre", "subject": "Bacs jamais vidés rue du Marché",
        "what_happened": "Les bacs de la rue du Marché débordent depuis dix jours et attirent les rats."}, withdrawn_after=6,
        did=(_sorted(2, "environment", "fatima"),)),
    Story(COMMUNE, 1, "fr", {
        **_by_letter("Driss Amrani", "Douar Aït Lahcen, Oued Zitoun"), "problem_category": "civil_status", "danger": False,
        "neighbourhood": "Aït Lahcen", "subject": "Horaires du bureau d’état civil",
        "what_happened": "Le bureau ferme avant l’arrivée du bus de midi ; une heure de plus aiderait beaucoup."},
        kind="observation", channel="mail"),
    # another body is competent: this one has moved, the next one is offered and waits for an answer
    Story(NATIONAL, 14, "fr", {
        **_by_email("Youssra Mernissi", "mernissi@people.example"), "service_type": "roads_transport",
        "subject": "Trottoir effondré devant l’agence de Oued Zitoun",
        "what_happened": "Devant votre agence de Oued Zitoun le trottoir s’est effondré ; on marche sur la chaussée."}, did=(
            _sent_on(1, "roads_transport", "ines", COMMUNE), Did(3, "accept_transfer", "fatima", {"accepted": True}),
            _sorted(4, "roads_transport", "fatima"), _assigned(5, "mehdi", "hamid"))),
    Story(COMMUNE, 2, "ar", {
        **_by_email("سعيد الوردي", "ouardi@people.example"), "problem_category": "other", "danger": False,
        "neighbourhood": "حي السلام", "subject": "لم أتوصل بالوثيقة من الوكالة",
        "what_happened": "طلبت الوثيقة من الوكالة الوطنية قبل شهرين، وقيل لي في الجماعة إنها ليست من اختصاصها."}, did=(
            _sent_on(1, "documents", "fatima", NATIONAL),)),
)
