"""A visitor without a browser: fetches pages, insists that each is well made, posts forms with the token they carry."""

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
UNLABELLED = {"hidden", "submit", "button"}


class Page:
    """A parsed answer. Parsing is strict: a tag closed in the wrong order fails the test."""

    def __init__(self, answer):
        self.status, self.text, self.answer = answer.status_code, answer.get_data(as_text=True), answer
        self.tree = html5lib.HTMLParser(strict=True).parse(self.text)

    def all(self, tag: str) -> list:
        return self.tree.findall(f".//{XHTML}{tag}")

    def words(self, tag: str) -> list[str]:
        """The texts of all elements of a kind."""
        return [" ".join("".join(one.itertext()).split()) for one in self.all(tag)]

    @property
    def title(self) -> str:
        return self.words("h1")[0]

    @property
    def links(self) -> list[str]:
        return [one.get("href") for one in self.all("a")]

    def value(self, name: str) -> str:
        """The value of the first input of a name."""
        return next(one.get("value", "") for one in self.all("input") if one.get("name") == name)

    def faults(self) -> list[str]:
        """What every page must have and this one has not."""
        page = self.tree
        root = page if page.tag == f"{XHTML}html" else page.find(f"{XHTML}html")
        found = []
        if root.get("dir") != ("rtl" if root.get("lang") == "ar" else "ltr"):
            found.append("reading direction")
        if len(self.all("h1")) != 1:
            found.append(f"{len(self.all('h1'))} h1")
        if len(self.all("main")) != 1 or not self.all("header") or not self.all("footer"):
            found.append("landmarks")
        ids = [one.get("id") for one in page.iter() if one.get("id")]
        found += [f"id {one} twice" for one in set(ids) if ids.count(one) > 1]
        labelled = {one.get("for") for one in self.all("label")}
        for tag in ("input", "select", "textarea"):
            found += [f"no label: {one.get('name')}" for one in self.all(tag)
                      if one.get("type") not in UNLABELLED and one.get("id") not in labelled]
        found += [f"inline style: {one.tag}" for one in page.iter() if one.get("style") or one.tag == f"{XHTML}style"]
        found += ["inline script" for one in self.all("script") if not one.get("src")]
        referred = " ".join(one.get("aria-describedby", "") + " " + one.get("aria-labelledby", "") for one in page.iter()
                            if isinstance(one.tag, str)).split()
        return found + [f"nothing has the id {one}" for one in referred if one not in ids]


class Visit:
    """One visitor with cookies, speaking one language."""

    def __init__(self, client, language: str = "fr"):
        self.client, self.token = client, ""
        client.set_cookie("language", language)

    def get(self, path: str) -> Page:
        return self._look(self.client.get(path, follow_redirects=True))

    def post(self, path: str, data: dict | None = None, follow: bool = True, **more) -> Page:
        """Post with the token of the last page that had a form."""
        if not self.token:
            self.get("/c")
        answer = self.client.post(path, data={"csrf_token": self.token, **(data or {})}, follow_redirects=follow, **more)
        return self._look(answer) if answer.mimetype == "text/html" and follow else answer

    def _look(self, answer) -> Page:
        page = Page(answer)
        assert not page.faults(), (answer.request.path, page.faults())
        self.token = next((one.get("value") for one in page.all("input") if one.get("name") == "csrf_token"), self.token)
        return page


ANSWERS = {
    "service_type": "delay", "subject": "Permis de construire sans réponse", "what_happened": "Déposée en mai, la demande "
    "est restée sans réponse malgré deux rappels.", "happened_on-day": "٤", "happened_on-month": "5",
    "happened_on-year": "2026", "expected": "Une réponse.", "full_name": "Amina Benjelloun", "contact_channel": "email",
    "email": "amina@example.org", "consent": "true",
}


def write_all(visit: Visit, agency: str = "NAT", answers: dict = ANSWERS) -> Page:
    """Answer every question up to the page before sending."""
    visit.get("/lodge")
    visit.post("/lodge/agency", {"agency": agency})
    page = visit.post("/lodge/kind", {"kind": "complaint"})
    for _ in range(20):
        path = page.answer.request.path
        if "/questions/" not in path:
            return page
        page = visit.post(path, answers)
    raise AssertionError(f"the questions do not end: {path}")


def lodge(visit: Visit, **how) -> tuple[str, str]:
    """Reference and follow-up code of a new case."""
    assert write_all(visit, **how).answer.request.path == "/lodge/check"
    page = visit.post("/lodge/send")
    codes = [one.text for one in page.all("span") if one.get("class") == "code"]
    return codes[0], codes[1]
