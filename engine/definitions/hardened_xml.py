"""Reads diagrams and tables that come from outside. Nothing is fetched, nothing is expanded, nothing is huge."""

from lxml import etree

from engine.errors import DefinitionUnreadable

MAX_BYTES = 1_000_000
MAX_ELEMENTS = 20_000


def parse_xml(data: bytes, file: str) -> etree._Element:
    """The root element of a document.

    Raises `DefinitionUnreadable` where it is empty, larger than 1 MB, not well-formed, carries a DOCTYPE (the door of
    entity attacks, and no BPMN tool writes one) or has more than 20,000 elements.
    """
    if not data.strip():
        raise DefinitionUnreadable(
            file, "empty_file", "the file is empty", "Save it again in the editor and upload it."
        )
    if len(data) > MAX_BYTES:
        raise DefinitionUnreadable(
            file,
            "file_too_large",
            f"it has {len(data)} bytes, more than {MAX_BYTES}",
            "Remove pictures and foreign data, or split the process with call activities.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise DefinitionUnreadable(
            file,
            "not_xml",
            f"it is not well-formed XML ({str(problem)[:200]})",
            "Open it in a BPMN editor and save it again; do not edit it in a word processor.",
        ) from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise DefinitionUnreadable(
            file,
            "doctype",
            "it carries a DOCTYPE, which can smuggle other files in",
            "Delete the line that begins with <!DOCTYPE.",
        )
    if sum(1 for _ in root.iter(etree.Element)) > MAX_ELEMENTS:
        raise DefinitionUnreadable(
            file,
            "too_many_xml_elements",
            f"it has more than {MAX_ELEMENTS} XML elements",
            "Split the process with call activities.",
        )
    return root
