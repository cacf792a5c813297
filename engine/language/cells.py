"""The shorthand of decision tables: a cell is a test of the value its column computes.

    "upheld"  7  True            equal to it                     < 5   >= 10   in kinds    compared with it
    "a", "b"                     one of them                     [1..5]  (1..5]  ]1..5[    within, borders in or out
    not("a", "b")  not([1..5])   none of them                    4 < ? < 6                 any test, `?` being the value
    -  or empty                  always true                     true  false  null         as DMN spells them
"""

import ast
import re
from functools import lru_cache

from engine.language.expression import Expression, compile_expression

VALUE = "cell_value"
_QUOTED = re.compile(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
_RANGE = re.compile(r"([\[\](])\s*([^\[\]()]+?)\s*\.\.\s*([^\[\]()]+?)\s*([\])\[])")
_COMPARED = re.compile(r"(<=|>=|<|>|==|!=|in\b|not\s+in\b|is\b)")
_DMN_WORDS = {"true": "True", "false": "False", "null": "None"}


@lru_cache(maxsize=4096)
def compile_cell(text: str) -> Expression | None:
    """The test a cell stands for, which reads `cell_value`; None for a cell that is always true. Raises
    ExpressionRefused."""
    text = (text or "").strip()
    if text in ("", "-"):
        return None
    return compile_expression(_test(_in_our_words(text)))


def output_of(text: str) -> str:
    """What a row gives, as an expression: `true`, `false` and `null` are spelled as DMN's editors spell them."""
    return _with_our_constants(text or "").strip()


def _in_our_words(text: str) -> str:
    """`?` and DMN's constants outside of quotes."""
    parts = _QUOTED.split(_with_our_constants(text))
    for place in range(0, len(parts), 2):
        parts[place] = parts[place].replace("?", f" {VALUE} ")
    return "".join(parts).strip()


def _with_our_constants(text: str) -> str:
    parts = _QUOTED.split(text)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r"\b(true|false|null)\b", lambda found: _DMN_WORDS[found[1]], parts[place])
    return "".join(parts)


def _test(text: str) -> str:
    if re.search(rf"\b{VALUE}\b", "".join(_QUOTED.split(text)[::2])):
        return text
    inner = re.fullmatch(r"not\s*\((.*)\)", text, re.DOTALL)
    if inner and _balanced(inner[1]):
        return f"not ({_test(inner[1].strip())})"
    alternatives = _separated(text)
    if len(alternatives) > 1:
        return " or ".join(f"({_test(part)})" for part in alternatives)
    within = _RANGE.fullmatch(text)
    if within:
        low = "<=" if within[1] == "[" else "<"
        high = "<=" if within[4] == "]" else "<"
        return f"({within[2]}) {low} {VALUE} {high} ({within[3]})"
    if _COMPARED.match(text):
        return f"{VALUE} {text}"
    return f"({VALUE}) == ({text})"


def _separated(text: str) -> list[str]:
    """The alternatives of a cell: what stands between commas outside of quotes and brackets."""
    if "," not in text or _RANGE.fullmatch(text):
        return [text]
    ranges = _RANGE.findall(text)
    plain = _RANGE.sub("RANGE_", text) if ranges else text
    try:
        tree = ast.parse(f"({plain},)" if not _COMPARED.match(plain) else f"({VALUE} {plain},)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _by_comma(text)
    if not isinstance(tree, ast.Tuple) or len(tree.elts) < 2:
        return [text]
    return _by_comma(text)


def _by_comma(text: str) -> list[str]:
    depth, parts, current = 0, [], ""
    for piece in _QUOTED.split(_RANGE.sub(lambda found: found[0].replace(",", ";"), text)):
        if _QUOTED.fullmatch(piece):
            current += piece
            continue
        for sign in piece:
            depth += (sign in "([{") - (sign in ")]}")
            if sign == "," and depth <= 0:
                parts.append(current.strip())
                current = ""
            else:
                current += sign
    parts.append(current.strip())
    return [part for part in parts if part]


def _balanced(text: str) -> bool:
    depth = 0
    for sign in "".join(_QUOTED.split(text)[::2]):
        depth += (sign in "([") - (sign in ")]")
        if depth < 0 and sign == ")":
            return False
    return True
