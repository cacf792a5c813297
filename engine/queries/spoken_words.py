"""The sentences that are read out to callers. Short, because they are heard once; no number of days, because dates are
easier to write down."""

from collections.abc import Mapping

from engine.queries.words import Texts


def _texts(ar: str, fr: str, en: str) -> Texts:
    return {"ar": ar, "fr": fr, "en": en}


#: Where it stands, by status.
STANDINGS: Mapping[str, Texts] = {
    "received": _texts("تم تسجيلها.", "Elle est enregistrée.", "It is in the register."),
    "in_review": _texts("تتحقق الهيئة من اختصاصها للنظر فيها.", "L’organisme vérifie qu’il peut la traiter.",
                        "The body checks that it may handle it."),
    "to_complete": _texts("تنتظر الهيئة معلومات منكم.", "L’organisme attend des renseignements de votre part.",
                          "The body waits for information from you."),
    "in_progress": _texts("تم قبولها وهي قيد الدراسة.", "Elle est acceptée et elle est à l’étude.",
                          "It was accepted and is being examined."),
    "transferred": _texts("أحيلت على هيئة أخرى مختصة، والأجل القانوني مستمر.",
                          "Elle est passée à un autre organisme compétent ; le délai légal continue.",
                          "It has moved to another body that is in charge; the legal date stays."),
    "answered": _texts("قدمت الهيئة جوابها.", "L’organisme a donné sa réponse.", "The body has given its reply."),
    "renewed": _texts("يعيد النظر فيها شخص آخر بناء على طلبكم.", "À votre demande, une autre personne la réexamine.",
                      "Another person looks at it again, as you asked."),
    "noted": _texts("أخذتها الهيئة بعين الاعتبار، شكرا لكم.", "L’organisme en a pris note et vous remercie.",
                    "The body has taken note of it and thanks you."),
    "joined": _texts("ضمت إلى ملف آخر في الموضوع نفسه.", "Elle est jointe à un autre dossier sur le même sujet.",
                     "It was joined to another case about the same matter."),
    "inadmissible": _texts("لا يمكن للهيئة النظر فيها، والرسالة تبين السبب.",
                           "L’organisme ne peut pas la traiter ; sa lettre dit pourquoi.",
                           "The body cannot handle it; its letter says why."),
    "withdrawn": _texts("تم سحبها بطلب منكم.", "Elle a été retirée à votre demande.", "It was withdrawn, as you asked."),
    "closed": _texts("الملف مغلق.", "Le dossier est clos.", "The case is closed."),
}
SAID: Mapping[str, Texts] = {
    "lodged": _texts("{kind} رقم {reference} أودعت لدى {agency} يوم {day}.",
                     "Votre {kind} numéro {reference} a été déposée le {day}. Organisme : {agency}.",
                     "Your {kind} number {reference} was lodged on {day}. The body is: {agency}."),
    "standing": _texts("الوضعية: {status}.", "Situation : {status}.", "Its standing: {status}."),
    "answer_by": _texts("ننتظر جوابكم قبل نهاية يوم {day}.", "Nous attendons votre réponse jusqu’au {day}.",
                        "We wait for your answer until {day}."),
    "checked_by": _texts("التحقق من الاختصاص ينتهي يوم {day} على أبعد تقدير.",
                         "Cette vérification se termine au plus tard le {day}.", "This check ends by {day} at the latest."),
    "reply_by": _texts("تتوصلون بجواب معلل يوم {day} على أبعد تقدير.",
                       "Vous recevez une réponse motivée au plus tard le {day}.",
                       "You get a reasoned reply by {day} at the latest."),
    "late": _texts("كان الجواب واجبا يوم {day}. الجواب متأخر، وقد أشعر المشرف بذلك.",
                   "La réponse était due le {day}. Elle est en retard, et le superviseur en est averti.",
                   "The reply was due on {day}. It is late, and the supervisor was told."),
    "replied": _texts("أرسل الجواب يوم {day}.", "La réponse est partie le {day}.", "The reply was given on {day}."),
    "no_date": _texts("لا ينتظر أي تاريخ آخر.", "Aucune autre date n’est attendue.", "No other date is awaited."),
    "you": _texts("الخطوة المقبلة عندكم: {step}.", "C’est à vous d’agir : {step}.", "It is for you to act: {step}."),
    "agency": _texts("الخطوة المقبلة عند الهيئة. ليس عليكم القيام بأي شيء.",
                     "C’est à l’organisme d’agir. Vous n’avez rien à faire.",
                     "It is for the body to act. You need do nothing."),
    "choice": _texts("أجابت الهيئة، ولا يلزمكم القيام بأي شيء.", "L’organisme a répondu. Rien ne vous est demandé.",
                     "The body has replied. Nothing is asked of you."),
    "nobody": _texts("انتهت المعالجة، ولا ينتظر شيء من أحد.", "Le traitement est terminé ; plus personne n’a à agir.",
                     "Handling has ended; nobody has to act any more."),
    "answer": _texts("يمكنكم الجواب في الموقع بالمرجع ورمز التتبع.",
                     "Vous pouvez répondre sur le site, avec la référence et le code de suivi.",
                     "You can answer on the site, with the reference and the follow-up code."),
    "renew": _texts("إذا لم يرضكم الجواب، يمكنكم طلب إعادة النظر.",
                    "Si la réponse ne vous satisfait pas, vous pouvez demander un réexamen.",
                    "If the reply does not satisfy you, you can ask for a second look."),
    "renew_until": _texts("إذا لم يرضكم الجواب، يمكنكم طلب إعادة النظر إلى غاية {day}.",
                          "Si la réponse ne vous satisfait pas, vous pouvez demander un réexamen jusqu’au {day}.",
                          "If the reply does not satisfy you, you can ask for a second look until {day}."),
    "withdraw": _texts("يمكنكم سحبها في أي وقت.", "Vous pouvez la retirer à tout moment.", "You can withdraw it at any time."),
    "follow": _texts("يمكنكم تتبع الملف في الموقع بالمرجع ورمز التتبع.",
                     "Vous pouvez suivre le dossier sur le site, avec la référence et le code de suivi.",
                     "You can follow the case on the site, with the reference and the follow-up code."),
    "mediator": _texts("يمكنكم اللجوء إلى وسيط المملكة في أي وقت.",
                       "Vous pouvez saisir le Médiateur du Royaume à tout moment.",
                       "You can go to the Mediator of the Kingdom at any time."),
}
