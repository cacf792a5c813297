"""The press: HTML from standard input, PDF to standard output. Runs alone (`python -I press.py FOLDER_OF_FONTS`), so that the
40 MB of its library go back to the machine with every receipt and a page that cannot be drawn hurts nobody.

It opens nothing but the letters in the folder it is given: no address of the page is fetched.
"""

import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetchingError

FACE = "@font-face {{ font-family: Insaf; font-weight: {weight}; src: url('{address}'); }}"


class OnlyFonts(URLFetcher):
    """Reads the typefaces named here and refuses every other address."""

    def __init__(self, known: set[str]):
        super().__init__(allowed_protocols={"file"}, allow_redirects=False)
        self.known = known

    def fetch(self, url, headers=None):
        if url not in self.known:
            raise URLFetchingError("a receipt fetches nothing")
        return super().fetch(url, headers)


def pressed(html: str, folder: Path) -> bytes:
    """The document as tagged PDF."""
    faces = [(path.resolve().as_uri(), "700" if "-700-" in path.name else "400") for path in sorted(folder.glob("*.woff2"))]
    fetcher, fonts = OnlyFonts({address for address, _ in faces}), FontConfiguration()
    styles = [CSS(string=FACE.format(address=address, weight=weight), font_config=fonts, url_fetcher=fetcher)
              for address, weight in faces]
    page = HTML(string=html, url_fetcher=fetcher)
    return page.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    sys.stdout.buffer.write(pressed(sys.stdin.buffer.read().decode(), Path(sys.argv[1])))
