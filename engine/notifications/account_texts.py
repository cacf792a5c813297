"""The two e-mails that every installation sends and no diagram knows: welcome and new password."""

_TEXTS = {
    ("welcome", "fr"): (
        "Insaf : votre compte est ouvert",
        "Bonjour {name},\n\nUn compte vous a été ouvert. Choisissez votre mot de passe ici"
        " (lien valable deux heures) :\n"
        "{link}\n\nPassé ce délai, demandez un nouveau lien depuis la page de connexion.\n"),
    ("welcome", "ar"): (
        "إنصاف: تم فتح حسابكم",
        "السلام عليكم {name}،\n\nتم فتح حساب باسمكم. المرجو اختيار كلمة المرور عبر هذا الرابط (صالح لمدة ساعتين):\n"
        "{link}\n\nبعد هذا الأجل، يمكنكم طلب رابط جديد من صفحة الدخول.\n"),
    ("welcome", "en"): (
        "Insaf: your account is open",
        "Hello {name},\n\nAn account was opened for you. Choose your password here (the link works for two hours):\n"
        "{link}\n\nAfter that, ask for a new link on the sign-in page.\n"),
    ("reset", "fr"): (
        "Insaf : choisir un nouveau mot de passe",
        "Bonjour {name},\n\nPour choisir un nouveau mot de passe, ouvrez ce lien dans les deux heures :\n{link}\n\n"
        "Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.\n"),
    ("reset", "ar"): (
        "إنصاف: اختيار كلمة مرور جديدة",
        "السلام عليكم {name}،\n\nلاختيار كلمة مرور جديدة، المرجو فتح هذا الرابط في غضون ساعتين:\n{link}\n\n"
        "إذا لم تطلبوا ذلك، فلا داعي لأي إجراء: تبقى كلمة المرور كما هي.\n"),
    ("reset", "en"): (
        "Insaf: choose a new password",
        "Hello {name},\n\nTo choose a new password, open this link within two hours:\n{link}\n\n"
        "If you did not ask for it, do nothing: your password stays the same.\n"),
}


def account_text(text: str, language: str, name: str, link: str) -> tuple[str, str]:
    """Subject and body of the "welcome" or "reset" e-mail."""
    subject, body = _TEXTS.get((text, language)) or _TEXTS[(text, "fr")]
    return subject, body.format(name=name, link=link)
