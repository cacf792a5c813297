"""People with a browser who do not give up: what was not answered is sent again, as it was, until it is."""

import re
import secrets
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.people import PASSWORD, Persona
from tests.web.visit import ANSWERS

PATIENCE_SECONDS = 90
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_REFERENCE = re.compile(r"[A-Z]{3}-\d{4}-\d{6}-[0-9A-Z]")


class Figures:
    """What was met on the way, counted by all together; `lodged` are the references that were acknowledged."""

    def __init__(self):
        self.counts: Counter[str] = Counter()
        self.strange: list[str] = []
        self.lodged: list[str] = []
        self._lock = threading.Lock()

    def add(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def wonder(self, what: str) -> None:
        with self._lock:
            self.strange.append(what)


class Persistent:
    """One visitor with cookies at an address of their own on the loopback."""

    def __init__(self, port: int, place: int, figures: Figures):
        self.port, self.figures = port, figures
        self.address = f"127.0.{place // 250 + 1}.{place % 250 + 1}"
        self.cookies: dict[str, str] = {"language": "fr"}
        self.token = ""
        self._connection: HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, str, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict | None = None) -> tuple[int, str, str]:
        """Status, where it leads, text. The form carries the token of the page seen last."""
        return self._ask("POST", path, urlencode({"csrf_token": self.token, **(form or {})}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        patience = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < patience:
            try:
                status, leads_to, text = self._once(method, path, body)
            except (OSError, HTTPException):
                self._part()
                self.figures.add("broken connections")
            else:
                if status != 503:
                    self.figures.add("answers")
                    return status, leads_to, text
                self.figures.add("503")
            time.sleep(0.2)
        raise TimeoutError(f"{method} {path} was not answered for {PATIENCE_SECONDS} s")

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept-Language": "fr"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        found = _TOKEN.search(text)
        self.token = found[1] if found else self.token
        return answer.status, answer.headers.get("Location") or "", text

    def _part(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def expect(self, answer: tuple[int, str, str], path: str, *statuses: int) -> tuple[int, str, str]:
        """The answer; one of another status is kept among the strange ones."""
        if answer[0] not in statuses:
            self.figures.wonder(f"{answer[0]} for {path}")
        return answer

    def lodge(self, agency: str = "NAT") -> str:
        """The whole journey, with words and an address of its own; the reference of the receipt."""
        mine = {**ANSWERS, "email": f"{self.address}@example.org", "subject": f"Permis sans réponse, {self.address}"}
        self.expect(self.get(f"/lodge/to/{agency}"), f"/lodge/to/{agency}", 303)
        self.get("/lodge/kind")
        _, path, _ = self.post("/lodge/kind", {"kind": "complaint"})
        while "/questions/" in path:
            _, path, _ = self.expect(self.post(path, mine), path, 303)
        self._send()
        _, _, text = self.expect(self.get("/lodge/sent"), "/lodge/sent", 200)
        return _REFERENCE.search(text)[0]

    def _send(self) -> None:
        """Whoever is quicker than a person is asked to look once more, and presses Send again."""
        answer = self.expect(self.post("/lodge/send"), "/lodge/send", 303, 422)
        if answer[0] == 422:
            self.expect(self.post("/lodge/send"), "/lodge/send", 303)

    def sign_in(self, persona: Persona) -> None:
        self.get("/sign-in")
        self.expect(self.post("/sign-in", {"email": persona.email, "password": PASSWORD}), "/sign-in", 303)
        self.get("/account")

    def complete(self, task_id: str, answers: dict) -> None:
        """Takes the task and does it, each with a key that stays the same however often it must be sent. 404 and 409 are
        for a timer that was faster."""
        for act, form in (("claim", {}), ("complete", answers)):
            form = {**form, "form_key": secrets.token_urlsafe(12)}
            self.expect(self.post(f"/tasks/{task_id}/{act}", form), f"/tasks/…/{act}", 303)
