"""The pages as they are served, in a process of their own, and somebody who visits them."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from time import sleep
from urllib.parse import urlencode

from engine.settings import ROOT

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
STARTS_WITHIN = 60  # seconds, on a busy machine


class Site:
    """A running server: `port` on loopback, `pid` of its first process."""

    def __init__(self, port: int, pid: int):
        self.port, self.pid = port, pid

    def resident_mb(self) -> float:
        """Resident memory of the largest of its processes."""
        return max(_resident_mb(pid) for pid in (self.pid, *_children(self.pid)))


class Visitor:
    """One connection that is kept, with its cookies; no browser, no pictures, no style sheets."""

    def __init__(self, site: Site):
        self._connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def get(self, path: str) -> str:
        status, _, text = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path} was answered with {status}")
        found = TOKEN.search(text)
        self._token = found[1] if found else self._token
        return text

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Sends a form with its tokens; where the answer leads. Raises RuntimeError when it leads nowhere."""
        body = urlencode({**fields, "csrf_token": self._token, "form_key": secrets.token_urlsafe(18)})
        status, location, text = self._ask("POST", path, body)
        if status not in (302, 303):
            raise RuntimeError(f"POST {path} was answered with {status}: {text[:2000]}")
        return location

    def sign_in(self, email: str, password: str) -> None:
        self.get("/sign-in")
        self.post("/sign-in", {"email": email, "password": password})
        self.get("/desk")

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, heads)
        answer = self._connection.getresponse()
        for head in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.update({name: part.value for name, part in SimpleCookie(head).items()})
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


@contextmanager
def served(url: str, folder: Path, secret: str | None = None) -> Iterator[Site]:
    """`run.py serve` on a database that is migrated already; `secret` is what follow-up codes hang on."""
    port = _free_port()
    settings = {"DATABASE_URL": url, "INSAF_DATA": str(folder), "INSAF_SECRET": secret or secrets.token_urlsafe(32),
                "HOST": "127.0.0.1", "PORT": str(port)}
    with open(folder / "served.log", "w") as log:
        process = subprocess.Popen([sys.executable, "run.py", "serve", "--no-demo"], cwd=ROOT, stdout=log, stderr=log,
                                   stdin=subprocess.DEVNULL, env={**os.environ, **settings})
    try:
        _await(port, process, folder / "served.log")
        yield Site(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _await(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(10 * STARTS_WITHIN):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        sleep(0.1)
    raise RuntimeError(f"run.py serve did not start:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _resident_mb(pid: int) -> float:
    return int(re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def _children(pid: int) -> list[int]:
    own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return own + [grandchild for child in own for grandchild in _children(child)]
