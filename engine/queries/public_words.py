"""What a complainant reads about the way of a case: whole sentences in plain words, and never the name of a step."""

from collections.abc import Mapping

from engine.queries.words import Texts


def _texts(ar: str, fr: str, en: str) -> Texts:
    return {"ar": ar, "fr": fr, "en": en}


#: What the person who wrote did.
YOURS: Mapping[str, Texts] = {
    "case_lodged": _texts("أودعتم رسالتكم: {kind}. وسجلت في السجل.",
                          "Vous avez déposé votre message : {kind}. Il est au registre.",
                          "You lodged your message: {kind}. It is in the register."),
    "case_withdrawn": _texts("سحبتم رسالتكم.", "Vous avez retiré votre message.", "You withdrew your message."),
    "renewal_asked": _texts("طلبتم إعادة النظر في ملفكم.", "Vous avez demandé un nouvel examen.",
                            "You asked for a new examination."),
    "complainant_wrote": _texts("راسلتم الهيئة.", "Vous avez écrit à l’organisme.", "You wrote to the body."),
    "task_completed": _texts("أجبتم: {step}.", "Vous avez répondu : {step}.", "You answered: {step}."),
}
#: Added to the lodging: which privacy notice was agreed to.
AGREED = _texts(" ووافقتم على بيان حماية المعطيات، في صيغته المؤرخة في {notice}.",
                " Vous avez accepté la notice sur vos données dans sa version du {notice}.",
                " You agreed to the notice on your data in its version of {notice}.")
OWN_DATE_PASSED = "own_date_passed"
#: What the body did. `{letter}` is a letter, `{until}` a day, `{step}` what is asked of the complainant.
ITS: Mapping[str, Texts] = {
    "case_imported": _texts("نقلت الهيئة ملفكم من سجلها السابق.", "L’organisme a repris votre dossier de son ancien registre.",
                            "The body took your case over from its former register."),
    "letter_sent": _texts("راسلتكم الهيئة بالبريد الإلكتروني: {letter}.", "L’organisme vous a écrit par courriel : {letter}.",
                          "The body wrote to you by e-mail: {letter}."),
    "letter_posted": _texts("راسلتكم الهيئة بالبريد: {letter}.", "L’organisme vous a écrit par courrier : {letter}.",
                            "The body wrote to you by post: {letter}."),
    "agency_wrote": _texts("وجهت إليكم الهيئة رسالة.", "L’organisme vous a adressé un message.", "The body wrote you a message."),
    "deadline_breached": _texts("انقضى الأجل القانوني دون جواب، وأخبر مسؤولو الهيئة بذلك.",
                                "Le délai légal est passé sans réponse ; les responsables de l’organisme ont été alertés.",
                                "The legal date passed without a reply; those in charge of the body were told."),
    OWN_DATE_PASSED: _texts("انقضى الأجل الذي التزمت به الهيئة دون أن تراسلكم، وأخبر مسؤولوها بذلك.",
                            "La date que l’organisme s’était fixée est passée sans courrier ; ses responsables ont été alertés.",
                            "The date that the body had set itself passed without a word; those in charge of it were told."),
    "reply_communicated": _texts("وجهت إليكم الهيئة جوابها.", "L’organisme vous a communiqué sa réponse.",
                                 "The body gave you its reply."),
    "interim_reply_recorded": _texts(
        "أخبرتكم الهيئة بأن الجواب يتطلب وقتا أطول وأعلنت عنه ليوم {until}، ولا يتغير الأجل القانوني.",
        "L’organisme vous a dit que la réponse demande plus de temps, annoncée pour le {until} ; la date légale ne change pas.",
        "The body told you that the reply takes longer and announced it for {until}; the legal date does not move."),
    "standing_told": _texts("أخبرت الهيئة بوضعية الملف شخصا اتصل وذكر الرمز أو الاسم.",
                            "L’organisme a dit où en est le dossier à une personne qui a donné le code ou le nom.",
                            "The body told somebody who gave the code or the name where the case stands."),
    "task_opened": _texts("تطلب منكم الهيئة: {step}.", "L’organisme vous demande : {step}.", "The body asks you: {step}."),
}
#: What each standing means when it begins; those without a sentence are told by an event of their own.
BEGINS: Mapping[str, Texts] = {
    "in_review": _texts("بدأت الهيئة التحقق من أنها مختصة ويمكنها معالجة رسالتكم.",
                        "L’organisme a commencé à vérifier s’il est compétent et peut traiter votre message.",
                        "The body began to check whether it is in charge and may handle your message."),
    "to_complete": _texts("طلبت منكم الهيئة معلومات تنقص ملفكم.",
                          "L’organisme vous a demandé des informations qui manquent à votre dossier.",
                          "The body asked you for information that your file lacks."),
    "in_progress": _texts("قبلت رسالتكم وبدأت الهيئة دراستها.", "Votre message a été accepté et son examen a commencé.",
                          "Your message was accepted and is now being examined."),
    "transferred": _texts("حولت رسالتكم إلى الهيئة المختصة، مع الاحتفاظ بالمرجع والأجل.",
                          "Votre message a été transmis à l’organisme compétent ; la référence et le délai restent les mêmes.",
                          "Your message was passed to the body in charge; reference and legal date stay the same."),
    "renewed": _texts("بدأت إعادة النظر في ملفكم من طرف شخص آخر.", "Un nouvel examen a commencé, mené par une autre personne.",
                      "A new examination began, by another person."),
    "noted": _texts("أخذت الهيئة رسالتكم بعين الاعتبار.", "L’organisme a pris votre message en compte.",
                    "The body took your message into account."),
    "joined": _texts("ضم ملفكم إلى ملف آخر في الموضوع نفسه.", "Votre dossier a été joint à un autre sur le même sujet.",
                     "Your case was joined to another one on the same matter."),
    "inadmissible": _texts("قررت الهيئة أنه لا يمكنها معالجة رسالتكم.",
                           "L’organisme a constaté qu’il ne peut pas traiter votre message.",
                           "The body found that it cannot handle your message."),
    "closed": _texts("أغلق الملف.", "Le dossier a été clos.", "The case was closed."),
}
