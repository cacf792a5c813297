"""The sentences about differences, in three languages."""

GROUPS = {
    "stages": {"en": "Diagrams", "fr": "Diagrammes", "ar": "الرسوم"},
    "steps": {"en": "Steps", "fr": "Étapes", "ar": "المراحل"},
    "forms": {"en": "Questions", "fr": "Questions", "ar": "الأسئلة"},
    "deadlines": {"en": "Dates", "fr": "Délais", "ar": "الآجال"},
    "letters": {"en": "Letters", "fr": "Courriers", "ar": "الرسائل"},
    "people": {"en": "People and kinds of message", "fr": "Personnes et types de messages", "ar": "المتدخلون وأنواع الرسائل"},
}
SENTENCES = {
    "stage_redrawn": {"en": "“{name}” is drawn anew ({file}).",
                      "fr": "« {name} » est redessiné ({file}).", "ar": "أعيد رسم «{name}» ({file})."},
    "stage_added": {"en": "“{name}” is a diagram of its own ({file}).",
                    "fr": "« {name} » est un diagramme propre ({file}).", "ar": "«{name}» رسم خاص ({file})."},
    "stage_missing": {"en": "“{name}” is not used.", "fr": "« {name} » n’est pas utilisé.", "ar": "لا يستعمل «{name}»."},
    "step_added": {"en": "Added in “{place}”: “{name}”.",
                   "fr": "Ajouté dans « {place} » : « {name} ».", "ar": "أضيف في «{place}»: «{name}»."},
    "step_added_by": {"en": "Added in “{place}”: “{name}”, done by: {role}.",
                      "fr": "Ajouté dans « {place} » : « {name} », fait par : {role}.",
                      "ar": "أضيف في «{place}»: «{name}»، ينجزه: {role}."},
    "step_missing": {"en": "Left out of “{place}”: “{name}”.",
                     "fr": "Absent de « {place} » : « {name} ».", "ar": "لا يوجد في «{place}»: «{name}»."},
    "step_moved": {"en": "“{name}” lies in “{new}” instead of “{old}”.",
                   "fr": "« {name} » se trouve dans « {new} » et non « {old} ».", "ar": "يوجد «{name}» في «{new}» بدل «{old}»."},
    "step_name": {"en": "“{old}” is called “{new}”.", "fr": "« {old} » s’appelle « {new} ».", "ar": "يسمى «{old}» هنا «{new}»."},
    "step_lane": {"en": "“{name}” is done by: {new}, instead of: {old}.",
                  "fr": "« {name} » est fait par : {new}, au lieu de : {old}.", "ar": "ينجز «{name}»: {new}، بدل: {old}."},
    "step_due": {"en": "“{name}” has the date “{new}” instead of “{old}”.",
                 "fr": "« {name} » a le délai « {new} » au lieu de « {old} ».", "ar": "أجل «{name}» هو «{new}» بدل «{old}»."},
    "step_not_by": {"en": "“{name}” may not be done by whoever did: {new}, instead of: {old}.",
                    "fr": "« {name} » ne peut être fait par qui a fait : {new}, au lieu de : {old}.",
                    "ar": "لا ينجز «{name}» من أنجز: {new}، بدل: {old}."},
    "step_told": {"en": "“{name}” has other instructions.",
                  "fr": "« {name} » a d’autres consignes.", "ar": "لـ«{name}» إرشادات أخرى."},
    "step_does": {"en": "“{name}” does something else: {new}, instead of: {old}.",
                  "fr": "« {name} » fait autre chose : {new}, au lieu de : {old}.",
                  "ar": "يقوم «{name}» بعمل آخر: {new}، بدل: {old}."},
    "step_waits": {"en": "“{name}” waits for something else: {new}, instead of: {old}.",
                   "fr": "« {name} » attend autre chose : {new}, au lieu de : {old}.",
                   "ar": "ينتظر «{name}» شيئا آخر: {new}، بدل: {old}."},
    "step_ways": {"en": "From “{name}” the case goes on to: {new}, instead of: {old}.",
                  "fr": "De « {name} » le dossier passe à : {new}, au lieu de : {old}.",
                  "ar": "ينتقل الملف من «{name}» إلى: {new}، بدل: {old}."},
    "step_other": {"en": "“{name}”: {what} is {new} instead of {old}.",
                   "fr": "« {name} » : {what} vaut {new} au lieu de {old}.", "ar": "«{name}»: {what} هو {new} بدل {old}."},
    "form_added": {"en": "“{form}” has a form of its own with {count}.",
                   "fr": "« {form} » a son propre formulaire avec {count}.", "ar": "لـ«{form}» استمارة خاصة بها {count}."},
    "question_added": {"en": "“{form}” also asks: “{name}”.",
                       "fr": "« {form} » demande aussi : « {name} ».", "ar": "يسأل أيضا في «{form}»: «{name}»."},
    "question_missing": {"en": "“{form}” does not ask: “{name}”.",
                         "fr": "« {form} » ne demande pas : « {name} ».", "ar": "لا يسأل في «{form}»: «{name}»."},
    "question_name": {"en": "“{form}” asks “{new}” instead of “{old}”.",
                      "fr": "« {form} » demande « {new} » au lieu de « {old} ».", "ar": "يسأل في «{form}»: «{new}» بدل «{old}»."},
    "question_changed": {"en": "“{form}”: other answers, or asked at other times: “{name}”.",
                         "fr": "« {form} » : d’autres réponses, ou posée dans d’autres cas : « {name} ».",
                         "ar": "«{form}»: أجوبة أخرى أو في حالات أخرى: «{name}»."},
    "date_added": {"en": "Added: “{name}”, {new}.", "fr": "Ajouté : « {name} », {new}.", "ar": "أضيف: «{name}»، {new}."},
    "date_missing": {"en": "Left out: “{name}”.", "fr": "Absent : « {name} ».", "ar": "لا يوجد: «{name}»."},
    "date_shorter": {"en": "“{name}” is shorter: {new} instead of {old}.",
                     "fr": "« {name} » est plus court : {new} au lieu de {old}.", "ar": "«{name}» أقصر: {new} بدل {old}."},
    "date_other": {"en": "“{name}” is counted otherwise: {new} instead of {old}.",
                   "fr": "« {name} » est compté autrement : {new} au lieu de {old}.",
                   "ar": "يحسب «{name}» بطريقة أخرى: {new} بدل {old}."},
    "letter_added": {"en": "Added: “{name}”.", "fr": "Ajouté : « {name} ».", "ar": "أضيفت: «{name}»."},
    "letter_missing": {"en": "Left out: “{name}”.", "fr": "Absent : « {name} ».", "ar": "لا توجد: «{name}»."},
    "letter_reworded": {"en": "“{name}” has other words in: {new}.",
                        "fr": "« {name} » a un autre texte en : {new}.", "ar": "لـ«{name}» نص آخر بـ: {new}."},
    "role_added": {"en": "A role of its own: {name}.", "fr": "Un rôle propre : {name}.", "ar": "دور خاص: {name}."},
    "role_name": {"en": "The role “{old}” is called “{new}”.",
                  "fr": "Le rôle « {old} » s’appelle « {new} ».", "ar": "يسمى دور «{old}» هنا «{new}»."},
    "kinds": {"en": "It takes: {new}, instead of: {old}.",
              "fr": "Elle reçoit : {new}, au lieu de : {old}.", "ar": "تستقبل: {new}، بدل: {old}."},
}
LANGUAGE_NAMES = {"ar": {"en": "Arabic", "fr": "arabe", "ar": "العربية"},
                  "fr": {"en": "French", "fr": "français", "ar": "الفرنسية"},
                  "en": {"en": "English", "fr": "anglais", "ar": "الإنجليزية"}}
KINDS = {"complaint": {"en": "complaints", "fr": "réclamations", "ar": "شكايات"},
         "observation": {"en": "observations", "fr": "observations", "ar": "ملاحظات"},
         "suggestion": {"en": "suggestions", "fr": "propositions", "ar": "اقتراحات"}}
NONE = {"en": "none", "fr": "rien", "ar": "لا شيء"}
QUESTIONS = {"en": ("{n} question", "{n} questions"), "fr": ("{n} question", "{n} questions")}


def sentence(key: str, language: str, **fields: object) -> str:
    """The sentence with its fields; an empty field says that there is none."""
    words = SENTENCES[key]
    filled = {name: value or NONE.get(language, NONE["en"]) for name, value in fields.items()}
    return words.get(language, words["en"]).format(**filled)


def group_name(key: str, language: str) -> str:
    return GROUPS[key].get(language, GROUPS[key]["en"])


def joined(parts: list[str], language: str) -> str:
    return ("، " if language == "ar" else ", ").join(parts)


def quoted(text: str, language: str) -> str:
    return {"fr": "« {} »", "ar": "«{}»"}.get(language, "“{}”").format(text)


def questions(count: int, language: str) -> str:
    if language == "ar":
        special = {1: "سؤال واحد", 2: "سؤالان"}
        return special.get(count) or f"{count} {'أسئلة' if 3 <= count % 100 <= 10 else 'سؤالا'}"
    one, many = QUESTIONS.get(language, QUESTIONS["en"])
    return (one if count == 1 or (count == 0 and language == "fr") else many).format(n=count)
