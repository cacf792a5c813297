"""What the title and the description of a picture say."""

from engine.definitions.element import Process

TITLE = {"en": "Diagram: {name}", "fr": "Diagramme : {name}", "ar": "رسم المسار: {name}"}
NOW = {
    "en": "The case stands at: {names}.",
    "fr": "Le dossier en est à : {names}.",
    "ar": "يوجد الملف حاليا في: {names}.",
}
BEFORE = {"en": "Passed: {names}.", "fr": "Déjà passé : {names}.", "ar": "تم المرور بـ: {names}."}
LIST = {
    "en": "The same follows as a text list.",
    "fr": "Le même contenu existe en liste de texte.",
    "ar": "يوجد المحتوى نفسه في شكل قائمة نصية.",
}
NO_LAYOUT = {
    "en": "This diagram has no drawing. Read it as a list.",
    "fr": "Ce diagramme n’a pas de dessin. Lisez-le sous forme de liste.",
    "ar": "لا يتوفر رسم لهذا المسار. يمكن قراءته في شكل قائمة.",
}


def title(name: str, language: str) -> str:
    return TITLE.get(language, TITLE["en"]).format(name=name)


def no_layout(language: str) -> str:
    return NO_LAYOUT.get(language, NO_LAYOUT["en"])


def description(process: Process, language: str, current: frozenset[str], passed: frozenset[str]) -> str:
    """Where the case stands and what it has passed, for who cannot see the picture."""
    comma = "، " if language == "ar" else ", "
    parts = []
    for words, marked in ((NOW, current), (BEFORE, passed - current)):
        names = [
            element.label(language)
            for key, element in process.elements.items()
            if key in marked and element.name_in(language)
        ]
        if names:
            parts.append(words.get(language, words["en"]).format(names=comma.join(names)))
    return " ".join([*parts, LIST.get(language, LIST["en"])])
