"""The closed language of the diagrams: conditions, timer values, parameters, small scripts.

Python's spelling, none of Python's reach: literals, names, comparisons, `and or not`, bounded arithmetic, `in`,
`a if b else c`, lists, records, fields of records, calls of named functions. Nothing is ever handed to `eval`.
"""

from engine.language.expression import Expression, Script, compile_expression, compile_script, reads_as_python
from engine.language.functions import BUILT_IN, TIMER_FUNCTIONS
from engine.language.values import plain

__all__ = ["BUILT_IN", "TIMER_FUNCTIONS", "Expression", "Script", "compile_expression", "compile_script", "plain",
           "reads_as_python"]
