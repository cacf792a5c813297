"""What is said about a wrong answer, in three languages. Each message names the question and says what to do."""

from collections.abc import Mapping

CATALOGUE = {
    "required": {"en": "Enter: {label}", "fr": "Renseignez : {label}", "ar": "أدخل: {label}"},
    "choose": {"en": "Choose: {label}", "fr": "Choisissez : {label}", "ar": "اختر: {label}"},
    "attach": {"en": "Attach a file: {label}", "fr": "Joignez un fichier : {label}", "ar": "أرفق ملفا: {label}"},
    "must_tick": {
        "en": "Tick the box to go on: {label}",
        "fr": "Cochez la case pour continuer : {label}",
        "ar": "ضع علامة في الخانة للمتابعة: {label}",
    },
    "option": {
        "en": "{label}: choose one of the answers offered",
        "fr": "{label} : choisissez une des réponses proposées",
        "ar": "{label}: اختر أحد الأجوبة المقترحة",
    },
    "minLength": {
        "en": "{label}: write at least {n} characters",
        "fr": "{label} : écrivez au moins {n} caractères",
        "ar": "{label}: اكتب {n} من الأحرف على الأقل",
    },
    "maxLength": {
        "en": "{label}: write no more than {n} characters",
        "fr": "{label} : n’écrivez pas plus de {n} caractères",
        "ar": "{label}: لا تكتب أكثر من {n} من الأحرف",
    },
    "minimum": {
        "en": "{label} must be {n} or more",
        "fr": "{label} : le nombre doit être {n} ou plus",
        "ar": "{label}: يجب ألا يقل العدد عن {n}",
    },
    "maximum": {
        "en": "{label} must be {n} or less",
        "fr": "{label} : le nombre doit être {n} ou moins",
        "ar": "{label}: يجب ألا يزيد العدد على {n}",
    },
    "number": {
        "en": "{label} must be a number, like 12",
        "fr": "{label} : écrivez un nombre, par exemple 12",
        "ar": "{label}: اكتب عددا، مثلا 12",
    },
    "integer": {
        "en": "{label} must be a whole number, like 12",
        "fr": "{label} : écrivez un nombre entier, par exemple 12",
        "ar": "{label}: اكتب عددا صحيحا، مثلا 12",
    },
    "date": {
        "en": "{label} must be a real date, like 27 3 2026",
        "fr": "{label} : écrivez une date réelle, par exemple 27 3 2026",
        "ar": "{label}: اكتب تاريخا صحيحا، مثلا 27 3 2026",
    },
    "email": {
        "en": "{label} must be an e-mail address like name@example.org",
        "fr": "{label} : écrivez une adresse électronique comme nom@example.org",
        "ar": "{label}: اكتب عنوان بريد إلكتروني مثل name@example.org",
    },
    "tel": {
        "en": "{label} must be a telephone number, like 06 12 34 56 78",
        "fr": "{label} : écrivez un numéro de téléphone, par exemple 06 12 34 56 78",
        "ar": "{label}: اكتب رقم هاتف، مثلا 78 56 34 12 06",
    },
    "minItems": {
        "en": "{label}: give at least {n}",
        "fr": "{label} : indiquez-en au moins {n}",
        "ar": "{label}: أعط {n} على الأقل",
    },
    "maxItems": {
        "en": "{label}: give no more than {n}",
        "fr": "{label} : n’en indiquez pas plus de {n}",
        "ar": "{label}: لا تعط أكثر من {n}",
    },
    "past": {
        "en": "{label} cannot lie in the future",
        "fr": "{label} : la date ne peut pas être dans le futur",
        "ar": "{label}: لا يمكن أن يكون التاريخ في المستقبل",
    },
    "form": {
        "en": "{label} is not in the form expected; check it",
        "fr": "{label} : la forme n’est pas correcte, vérifiez",
        "ar": "{label}: الصيغة غير صحيحة، تحقق منها",
    },
}


def message(kind: str, label: str, language: str, bound: object = "", own: object = None) -> str:
    """The sentence for one problem. `own` is the form's `ui:errors` for the question: {kind: {language: text}}."""
    if isinstance(own, Mapping):
        text = own.get(kind)
        text = (text.get(language) or text.get("en")) if isinstance(text, Mapping) else text
        if isinstance(text, str) and text:
            return text
    entry = CATALOGUE.get(kind, CATALOGUE["form"])
    text = entry.get(language) or entry["en"]
    return text.replace("{n}", _plain(bound)).replace("{label}", label.rstrip(" ?؟:\u202f\u00a0"))


def _plain(bound: object) -> str:
    return str(int(bound)) if isinstance(bound, float) and bound.is_integer() else str(bound)
