"""What happened, as a title in Arabic, French and English."""

from collections.abc import Mapping

from engine.queries.words import Texts

#: `{agency}` is the body a case goes to, `{former}` the one it comes from.
#: `{step}` is the name of the element, `{letter}` of the letter, `{status}` of the standing, `{kind}` of the message,
#: `{until}` the day that an interim reply announces, `{person}` who was given a task.
TITLES: Mapping[str, Texts] = {
    "case_lodged": {"ar": "تم الإيداع: {kind}", "fr": "Dépôt : {kind}", "en": "Lodged: {kind}"},
    "case_imported": {"ar": "نقل من سجل سابق", "fr": "Reprise d’un ancien registre",
                      "en": "Taken over from a former register"},
    "case_withdrawn": {"ar": "سحب من طرف المشتكي", "fr": "Retrait par la personne qui a écrit",
                       "en": "Withdrawn by the person who wrote"},
    "renewal_asked": {"ar": "طلب إعادة النظر", "fr": "Nouvel examen demandé", "en": "New examination asked for"},
    "case_ended": {"ar": "نهاية الملف: {step}", "fr": "Fin du dossier : {step}", "en": "End of the case: {step}"},
    "task_opened": {"ar": "بداية المرحلة: {step}", "fr": "Étape commencée : {step}", "en": "Step begun: {step}"},
    "task_claimed": {"ar": "تكفل بالمرحلة: {step}", "fr": "Étape prise en charge : {step}", "en": "Step taken on: {step}"},
    "task_released": {"ar": "إرجاع المرحلة: {step}", "fr": "Étape rendue : {step}", "en": "Step given back: {step}"},
    "task_reassigned": {"ar": "تكليف {person} بالمرحلة: {step}", "fr": "Étape confiée à {person} : {step}",
                        "en": "Step given to {person}: {step}"},
    "task_completed": {"ar": "انتهاء المرحلة: {step}", "fr": "Étape terminée : {step}", "en": "Step done: {step}"},
    "task_cancelled": {"ar": "إلغاء المرحلة: {step}", "fr": "Étape annulée : {step}", "en": "Step cancelled: {step}"},
    "letter_written": {"ar": "تحرير رسالة: {letter}", "fr": "Lettre rédigée : {letter}", "en": "Letter written: {letter}"},
    "letter_sent": {"ar": "إرسال بالبريد الإلكتروني: {letter}", "fr": "Envoi par courriel : {letter}",
                    "en": "Sent by e-mail: {letter}"},
    "letter_posted": {"ar": "إرسال بالبريد: {letter}", "fr": "Envoi par courrier : {letter}", "en": "Posted: {letter}"},
    "letter_failed": {"ar": "تعذر الإرسال: {letter}", "fr": "Envoi impossible : {letter}", "en": "Could not be sent: {letter}"},
    "letter_not_sent": {"ar": "لا إرسال عن الماضي: {letter}", "fr": "Pas d’envoi pour le passé : {letter}",
                        "en": "Not sent for the past: {letter}"},
    "letter_not_written": {"ar": "لم تحرر الرسالة: {letter}", "fr": "Lettre non rédigée : {letter}",
                           "en": "Letter not written: {letter}"},
    "timer_fired": {"ar": "حلول التاريخ: {step}", "fr": "Date atteinte : {step}", "en": "Date reached: {step}"},
    "timer_passed": {"ar": "تاريخ سابق للنقل: {step}", "fr": "Date antérieure à la reprise : {step}",
                     "en": "Date before the take-over: {step}"},
    "escalated": {"ar": "إشعار بالأجل: {step}", "fr": "Palier atteint : {step}", "en": "Rung reached: {step}"},
    "message_received": {"ar": "رسالة متوصل بها: {message}", "fr": "Message reçu : {message}",
                         "en": "Message received: {message}"},
    "message_sent": {"ar": "رسالة موجهة إلى ملف آخر: {message}", "fr": "Message adressé à un autre dossier : {message}",
                     "en": "Message to another case: {message}"},
    "message_not_sent": {"ar": "رسالة بدون متلق: {message}", "fr": "Message sans destinataire : {message}",
                         "en": "Message to nobody: {message}"},
    "event_not_caught": {"ar": "حدث لم يلتقطه أحد: {step}", "fr": "Événement que rien n’attendait : {step}",
                         "en": "Event that nothing waited for: {step}"},
    "deadline_suspended": {"ar": "توقيف العداد: {deadline}", "fr": "Compteur arrêté : {deadline}",
                           "en": "Clock stopped: {deadline}"},
    "deadline_resumed": {"ar": "استئناف العداد: {deadline}", "fr": "Compteur relancé : {deadline}",
                         "en": "Clock running again: {deadline}"},
    "deadline_extended": {"ar": "تمديد الأجل: {deadline}", "fr": "Délai prolongé : {deadline}",
                          "en": "Given more days: {deadline}"},
    "interim_reply_recorded": {
        "ar": "جواب مؤقت: {deadline}، أعلن عنه ليوم {until}، ولا يتغير الأجل القانوني",
        "fr": "Réponse d’attente : {deadline}, annoncée pour le {until} ; la date légale ne change pas",
        "en": "Interim reply: {deadline}, announced for {until}; the legal date does not move"},
    "standing_told": {"ar": "إخبار بوضعية الملف لمن اتصل", "fr": "Situation du dossier dite à la personne qui a appelé",
                      "en": "Standing told to the person who called"},
    "status_changed": {"ar": "الوضعية: {status}", "fr": "Situation : {status}", "en": "Standing: {status}"},
    "texts_erased": {"ar": "محو النصوص والمعطيات الشخصية", "fr": "Textes et données personnelles effacés",
                     "en": "Texts and personal data erased"},
    "case_offered": {"ar": "عرض الملف على {agency}", "fr": "Dossier proposé à {agency}", "en": "Offered to {agency}"},
    "offer_ended": {"ar": "لم تأخذ {agency} الملف", "fr": "{agency} n’a pas pris le dossier",
                    "en": "{agency} did not take the case"},
    "case_transferred": {"ar": "إحالة الملف من {former} إلى {agency}", "fr": "Dossier transmis de {former} à {agency}",
                         "en": "Transferred from {former} to {agency}"},
    "transfer_not_made": {"ar": "لا إحالة عن الماضي", "fr": "Pas de transmission pour le passé",
                          "en": "Not transferred for the past"},
    "case_restricted": {"ar": "أصبح الملف سريا", "fr": "Dossier devenu confidentiel", "en": "The case became confidential"},
    "restriction_lifted": {"ar": "لم يعد الملف سريا", "fr": "Dossier plus confidentiel", "en": "Confidential no more"},
    "people_named": {"ar": "إبعاد أشخاص تخصهم الشكاية عن الملف", "fr": "Personnes visées écartées du dossier",
                     "en": "People complained about were kept away from the case"},
    "similar_found": {"ar": "العثور على ملفات مماثلة", "fr": "Dossiers semblables trouvés", "en": "Cases like it were found"},
    "case_linked": {"ar": "ضم إلى ملف آخر", "fr": "Joint à un autre dossier", "en": "Joined to another case"},
    "case_separated": {"ar": "فصل عن ملف آخر", "fr": "Séparé d’un autre dossier", "en": "Separated from another case"},
    "kind_raised": {"ar": "رفعت إلى شكاية: {kind}",
                    "fr": "Requalification en réclamation : {kind}", "en": "Raised to a complaint: {kind}"},
    "migrated": {"ar": "مواصلة الملف وفق صيغة أخرى من المسطرة", "fr": "Passage à une autre version de la procédure",
                 "en": "Moved to another version of the process"},
    "incident_retried": {"ar": "استئناف بعد حادث تقني", "fr": "Reprise après un incident", "en": "Resumed after an incident"},
    "case_sent_back": {"ar": "إرجاع بعد حادث تقني إلى المرحلة: {step}", "fr": "Renvoi après un incident à l’étape : {step}",
                       "en": "Sent back after an incident to: {step}"},
    "complainant_wrote": {"ar": "رسالة إلى الهيئة", "fr": "Message à l’organisme", "en": "Message to the body"},
    "agency_wrote": {"ar": "رسالة من الهيئة", "fr": "Message de l’organisme", "en": "Message from the body"},
    "messages_settled": {"ar": "قراءة الرسائل، ولا تستدعي جوابا", "fr": "Messages lus, sans réponse à donner",
                         "en": "Messages read, none to answer"},
    "note_written": {"ar": "ملاحظة داخلية", "fr": "Note interne", "en": "Internal note"},
    "incident_cancelled": {"ar": "إيقاف بعد حادث تقني", "fr": "Arrêt après un incident", "en": "Stopped after an incident"},
}
#: Facts that a diagram records.
FACTS: Mapping[str, Texts] = {
    "registered": {"ar": "التسجيل في السجل", "fr": "Inscription au registre", "en": "Entered in the register"},
    "deadline_breached": {"ar": "انقضاء الأجل القانوني دون جواب", "fr": "Délai légal dépassé sans réponse",
                          "en": "The legal date passed without a reply"},
    "triage_late": {"ar": "تأخر الفرز", "fr": "Tri en retard", "en": "Triage is late"},
    "improvement_listed": {"ar": "إدراج في لائحة التحسينات", "fr": "Inscrit sur la liste des améliorations",
                           "en": "Put on the list of improvements"},
    "reply_communicated": {"ar": "تبليغ الجواب", "fr": "Réponse communiquée", "en": "Reply communicated"},
    "renewal_answered": {"ar": "تبليغ الجواب الثاني", "fr": "Seconde réponse communiquée", "en": "Second reply communicated"},
    "renewal_late": {"ar": "تأخر إعادة النظر", "fr": "Second examen en retard", "en": "The second look is late"},
    "mediator_late": {"ar": "انقضاء أجل جواب الوسيط", "fr": "Délai de réponse au Médiateur dépassé",
                      "en": "The time to answer the Mediator has passed"},
}
MESSAGES: Mapping[str, Texts] = {
    "withdrawal": {"ar": "طلب السحب", "fr": "retrait", "en": "withdrawal"},
    "renewal": {"ar": "طلب إعادة النظر", "fr": "nouvel examen", "en": "new examination"},
    "court_seized": {"ar": "عرض الأمر على القضاء", "fr": "tribunal saisi", "en": "a court is seized"},
    "mediator_seized": {"ar": "مراسلة من وسيط المملكة", "fr": "courrier du Médiateur", "en": "the Mediator has written"},
}


def title(kind: str, fact: str | None, words: Mapping[str, Texts]) -> dict[str, str]:
    """The title of an event: `words` fill the braces, by name and language; an unknown kind or fact shows as the step."""
    template = FACTS.get(fact) if fact else TITLES.get(kind)
    template = template or {language: "{step}" for language in ("ar", "fr", "en")}
    return {language: filled(text, words, language) for language, text in template.items()}


def filled(text: str, words: Mapping[str, Texts], language: str) -> str:
    for name, texts in words.items():
        text = text.replace("{" + name + "}", texts.get(language) or texts.get("fr") or "")
    return text.rstrip(" :")
