"""What the columns of the table of deadlines and their choices are called."""

from flask_babel import gettext as _


def column_words() -> dict[str, str]:
    return {
        "deadline": _("Code"), "starts": _("Counted from"), "until": _("Stopped by"), "days": _("Days"),
        "unit": _("Kind of days"),
        "roll": _("Moves to the next working day"), "grade": _("Set by"), "evidence": _("How well the basis is known"),
        "locked": _("Variants may only shorten it"), "suspend": _("May stand still"), "suspend_by": _("Who may stop it"),
        "suspend_days": _("Days in all, at most"), "extend_by": _("Who may give more days"),
        "extend_days": _("More days in all, at most"), "basis_en": _("Legal basis in English"),
        "basis_fr": _("Legal basis in French"), "basis_ar": _("Legal basis in Arabic"), "name_en": _("Name in English"),
        "name_fr": _("Name in French"), "name_ar": _("Name in Arabic"),
    }


def choice_words() -> dict[str, dict[str, str]]:
    return {
        "starts": {"lodged": _("the day of deposit"), "opened": _("the day the step begins")},
        "unit": {"calendar": _("calendar days"), "working": _("working days")},
        "grade": {"statutory": _("set by law"), "internal": _("set by the agency")},
        "evidence": {"": "–", "text": _("the text of the law"), "official": _("an official statement"),
                     "press": _("press or a guide"), "policy": _("a rule of our own")},
        "suspend": {"none": _("no"), "continue": _("yes, then it goes on"), "reset": _("yes, then it begins afresh")},
    }
