"""Conditions of other tools in our language: `${expr}` (JUEL) and `=expr` (FEEL), as far as they mean the same."""

import re

from engine.errors import ExpressionRefused
from engine.language import compile_expression

_TEXT = re.compile(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
_WHOLE = re.compile(r"\s*[$#]\{(.*)\}\s*", re.DOTALL)
_ACCESS = re.compile(r"\b(?:execution|task)\.getVariable\(\s*(['\"])(\w+)\1\s*\)")
#: JUEL's words and signs with the same meaning under other names; longest first.
_JUEL = ((r"&&", " and "), (r"\|\|", " or "), (r"!(?!=)", " not "), (r"\beq\b", "=="), (r"\bne\b", "!="),
         (r"\ble\b", "<="), (r"\bge\b", ">="), (r"\blt\b", "<"), (r"\bgt\b", ">"),
         (r"\bnot\s+empty\s+([\w.]+)", r"bool(\1)"), (r"\bempty\s+([\w.]+)", r"(not \1)"),
         (r"\btrue\b", "True"), (r"\bfalse\b", "False"), (r"\bnull\b", "None"),
         (r"([\w.]+)\.equals\(", r"(\1 == "), (r"([\w.]+)\.isEmpty\(\)", r"(not \1)"), (r"([\w.]+)\.size\(\)", r"len(\1)"))
_FEEL = ((r"(?<![<>!=])=(?!=)", "=="), (r"\btrue\b", "True"), (r"\bfalse\b", "False"), (r"\bnull\b", "None"),
         (r"\bcount\s*\(", "len("), (r"\bstring\s*\(", "str("), (r"\bnumber\s*\(", "float("),
         (r"\bduration\s*\(\s*(\x00\d+\x00)\s*\)", r"\1"), (r"\bdate(?:\s+and\s+time)?\s*\(\s*(\x00\d+\x00)\s*\)", r"\1"),
         (r"\bif\b(.+?)\bthen\b(.+?)\belse\b(.+)", r"(\2 if \1 else \3)"),
         (r"([\w.]+)\s+in\s+\[([^\[\]]+?)\.\.([^\[\]]+?)\]", r"(\2 <= \1 <= \3)"),
         (r"\bnot\s*\(", " not ("))


def is_foreign(text: str) -> bool:
    """Whether it is spelled for another engine: `${…}`, `#{…}` or a leading `=`."""
    return bool(_WHOLE.fullmatch(text)) or (text.lstrip().startswith("=") and not text.lstrip().startswith("=="))


def translated(text: str) -> str | None:
    """The same in our language; None where it cannot be said there. Text without the other spelling is only stripped."""
    text = text.strip()
    whole = _WHOLE.fullmatch(text)
    if whole:
        made = _replaced(_ACCESS.sub(r"\2", whole[1]), _JUEL)
    elif is_foreign(text):
        made = _replaced(text[1:], _FEEL)
    else:
        made = text
    try:
        compile_expression(made)
    except ExpressionRefused:
        return None
    return made


def _replaced(text: str, rules) -> str:
    """The rules over everything that is not a text in quotes."""
    texts: list[str] = []

    def aside(found):
        texts.append(found[1])
        return f"\x00{len(texts) - 1}\x00"
    made = _TEXT.sub(aside, text.replace("\x00", ""))
    for pattern, instead in rules:
        made = re.sub(pattern, instead, made, flags=re.DOTALL)
    made = re.sub(r"\x00(\d+)\x00", lambda found: texts[int(found[1])], made)
    return " ".join(made.split())
