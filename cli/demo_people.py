"""The agencies and people of the demo: a national agency, a commune, and everybody a case meets on its way."""

from typing import NamedTuple

PASSWORD = "demo-password"
NATIONAL, COMMUNE = "ANS", "OZT"


class DemoAgency(NamedTuple):
    """`units` are French, Arabic and English names."""

    code: str
    family: str
    name_fr: str
    name_ar: str
    name_en: str
    address: str
    units: tuple[tuple[str, str, str], ...]


class DemoPerson(NamedTuple):
    """`agency` None belongs to none and sees all; `unit` is the place of their unit in the agency's list, from 0."""

    email: str
    name: str
    agency: str | None
    roles: tuple[str, ...]
    language: str = "fr"
    is_admin: bool = False
    unit: int | None = None


AGENCIES = (
    DemoAgency(NATIONAL, "national", "Agence nationale des services", "الوكالة الوطنية للخدمات", "National Services Agency",
               "12, avenue des Orangers, Rabat", (
                   ("Relations avec les usagers", "العلاقات مع المرتفقين", "Public relations"),
                   ("Services territoriaux", "المصالح الترابية", "Field offices"))),
    DemoAgency(COMMUNE, "commune", "Commune de Oued Zitoun", "جماعة واد الزيتون", "Commune of Oued Zitoun",
               "Place de la Mairie, Oued Zitoun", (
                   ("Voirie et éclairage", "الطرق والإنارة", "Roads and lighting"),
                   ("État civil", "الحالة المدنية", "Civil status"))),
)

PEOPLE = (
    DemoPerson("ines@demo.example", "Ines Berrada", NATIONAL, ("dispatcher",)),
    DemoPerson("houda@demo.example", "Houda Alami", NATIONAL, ("counter_agent",)),
    DemoPerson("adil@demo.example", "عادل بنجلون", NATIONAL, ("call_agent",), "ar"),
    DemoPerson("zakia@demo.example", "Zakia Lamrani", NATIONAL, ("unit_officer", "service_owner"), unit=0),
    DemoPerson("anass@demo.example", "أنس التازي", NATIONAL, ("unit_officer",), "ar", unit=1),
    DemoPerson("karim@demo.example", "Karim Idrissi", NATIONAL, ("unit_head",)),
    DemoPerson("omar@demo.example", "Omar Tazi", NATIONAL, ("officer",)),
    DemoPerson("salma@demo.example", "سلمى العلوي", NATIONAL, ("officer",), "ar"),
    DemoPerson("nadia@demo.example", "Nadia Fassi", NATIONAL, ("supervisor",)),
    DemoPerson("said@demo.example", "Saïd Benjelloun", NATIONAL, ("body_head",)),
    DemoPerson("latifa@demo.example", "Latifa Cherkaoui", NATIONAL, ("second_reviewer",)),
    DemoPerson("najib@demo.example", "Najib Filali", NATIONAL, ("mediator_interlocutor",)),
    DemoPerson("amina@demo.example", "أمينة الوزاني", NATIONAL, ("inspectorate",), "ar"),
    DemoPerson("hicham@demo.example", "Hicham Sebti", NATIONAL, ("inspectorate",)),
    DemoPerson("driss@demo.example", "Driss Kettani", NATIONAL, ("data_protection_officer",)),
    DemoPerson("youssef@demo.example", "Youssef Amrani", NATIONAL, ("agency_administrator",)),
    DemoPerson("fatima@demo.example", "فاطمة الزهراء بناني", COMMUNE, ("dispatcher",), "ar"),
    DemoPerson("naima@demo.example", "نعيمة الشرقاوي", COMMUNE, ("counter_agent", "call_agent"), "ar"),
    DemoPerson("mehdi@demo.example", "Mehdi Lahlou", COMMUNE, ("unit_head",)),
    DemoPerson("hamid@demo.example", "Hamid Ouazzani", COMMUNE, ("officer",)),
    DemoPerson("brahim@demo.example", "إبراهيم أوعلي", COMMUNE, ("field_agent",), "ar"),
    DemoPerson("sanae@demo.example", "سناء بوعزة", COMMUNE, ("unit_officer", "service_owner"), "ar", unit=0),
    DemoPerson("jalal@demo.example", "Jalal Hamdaoui", COMMUNE, ("unit_officer",), unit=1),
    DemoPerson("leila@demo.example", "Leila Sabri", COMMUNE, ("supervisor",), "en"),
    DemoPerson("taha@demo.example", "طه العمراني", COMMUNE, ("body_head",), "ar"),
    DemoPerson("malika@demo.example", "Malika Zouine", COMMUNE, ("second_reviewer", "mediator_interlocutor")),
    DemoPerson("ilham@demo.example", "إلهام السباعي", COMMUNE, ("inspectorate",), "ar"),
    DemoPerson("younes@demo.example", "Younes Mansouri", COMMUNE, ("inspectorate",)),
    DemoPerson("hanane@demo.example", "Hanane Chraibi", None, ("process_owner", "national_desk")),
    DemoPerson("admin@demo.example", "Rachid Bennis", None, (), is_admin=True),
)
