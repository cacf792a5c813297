"""The people of the tests. Each has one name, one post and one reason to be there; nobody is called user1."""

from dataclasses import dataclass

PASSWORD = "a long password for tests 7"
NATIONAL, COMMUNE = "NAT", "OZT"


@dataclass(frozen=True)
class Persona:
    """Somebody who signs in; `agency` None belongs to no agency and sees all of them."""

    email: str
    name: str
    agency: str | None
    roles: tuple[str, ...]
    language: str = "fr"
    is_admin: bool = False


INES = Persona("ines@example.org", "Ines Berrada", NATIONAL, ("dispatcher",))
OMAR = Persona("omar@example.org", "Omar Tazi", NATIONAL, ("officer",))
SALMA = Persona("salma@example.org", "سلمى العلوي", NATIONAL, ("officer",), language="ar")
HOUDA = Persona("houda@example.org", "Houda Alami", NATIONAL, ("counter_agent",))
ADIL = Persona("adil@example.org", "عادل بنجلون", NATIONAL, ("call_agent",), language="ar")
KARIM = Persona("karim@example.org", "Karim Idrissi", NATIONAL, ("unit_head",))
NADIA = Persona("nadia@example.org", "Nadia Fassi", NATIONAL, ("supervisor",))
YOUSSEF = Persona("youssef@example.org", "Youssef Amrani", NATIONAL, ("agency_administrator",))
HANANE = Persona("hanane@example.org", "Hanane Chraibi", None, ("process_owner",))
RACHID = Persona("rachid@example.org", "Rachid Bennis", None, (), is_admin=True)
FATIMA = Persona("fatima@example.org", "فاطمة الزهراء", COMMUNE, ("dispatcher",), language="ar")
SAID = Persona("said@example.org", "Saïd Benjelloun", NATIONAL, ("body_head",))
AMINA = Persona("amina@example.org", "أمينة الوزاني", NATIONAL, ("inspectorate",), language="ar")
TARIK = Persona("tarik@example.org", "Tarik Mansouri", None, ("national_desk",))
MEHDI = Persona("mehdi@example.org", "Mehdi Lahlou", COMMUNE, ("unit_head",))
BRAHIM = Persona("brahim@example.org", "إبراهيم أوعلي", COMMUNE, ("field_agent",), language="ar")
HAMID = Persona("hamid@example.org", "Hamid Ouazzani", COMMUNE, ("officer",))
LEILA = Persona("leila@example.org", "Leila Sabri", COMMUNE, ("supervisor",), language="en")
#: in the town of the browser tests only
DRISS = Persona("driss@example.org", "Driss Sefrioui", NATIONAL, ("data_protection_officer",))

EVERYBODY = (INES, OMAR, SALMA, KARIM, NADIA, YOUSSEF, HANANE, RACHID, FATIMA, MEHDI, BRAHIM, HAMID, LEILA, SAID, AMINA, TARIK,
             HOUDA, ADIL)

#: code, family, French, Arabic and English name
AGENCIES = (
    (NATIONAL, "national", "Agence nationale des services", "الوكالة الوطنية للخدمات", "National Services Agency"),
    (COMMUNE, "commune", "Commune de Oued Zitoun", "جماعة واد الزيتون", "Commune of Oued Zitoun"),
)
