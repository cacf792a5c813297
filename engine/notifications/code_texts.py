"""The letter with a follow-up code that was lost, which every installation sends and no diagram knows."""

CODE_AGAIN = "code_again"
_TEXTS = {
    "fr": ("Votre code de suivi : {reference}",
           "{agency}\n\nMadame, Monsieur,\n\nLe code de suivi du dossier {reference} a été demandé sur notre site.\n\n"
           "- Référence : {reference}\n- Code de suivi : {code}\n- Adresse : {url}\n\n"
           "Gardez ce code pour vous : avec la référence, il ouvre votre dossier. Si vous n’avez rien demandé, "
           "vous n’avez rien à faire ; personne d’autre n’a reçu ce code.\n"),
    "ar": ("رمز التتبع الخاص بكم: {reference}",
           "{agency}\n\nتحية طيبة،\n\nطلب في موقعنا رمز تتبع الملف رقم {reference}.\n\n"
           "- المرجع: {reference}\n- رمز التتبع: {code}\n- العنوان: {url}\n\n"
           "احتفظوا بهذا الرمز لأنفسكم: فهو يفتح ملفكم مع المرجع. إذا لم تطلبوا شيئا فلا داعي لأي إجراء، "
           "ولم يتوصل أحد غيركم بهذا الرمز.\n"),
    "en": ("Your follow-up code: {reference}",
           "{agency}\n\nHello,\n\nThe follow-up code of the case {reference} was asked for on our site.\n\n"
           "- Reference: {reference}\n- Follow-up code: {code}\n- Address: {url}\n\n"
           "Keep the code to yourself: with the reference it opens your case. If you did not ask for it you need do nothing; "
           "nobody else was given the code.\n"),
}


def code_text(language: str, **words: str) -> tuple[str, str]:
    """Subject and body; `words` are reference, code, agency and url."""
    subject, body = _TEXTS.get(language) or _TEXTS["fr"]
    return subject.format(**words), body.format(**words)
