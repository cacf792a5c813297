"""The closed language of the diagrams: conditions, timer values, parameters, small scripts.

Python's spelling, none of Python's reach: literals, names, comparisons, `and or not`, bounded arithmetic, `in`,
`a if b else c`, lists, records, fields of records, cuts, comprehensions, texts with values in them, named functions and a
closed list of methods. Scripts assign, choose with `if` and go through lists with `for`. Nothing is ever handed to `eval`;
every evaluation ends within a fixed number of steps. docs/reference/language.md says all of it.

    grammar, loops, statements   from syntax tree to closures      expression   compiled, cached, evaluated
    arithmetic, values, bounds   what is computed, kept, allowed   functions, methods   what can be called
    cells                        the shorthand of decision tables                instants   what a timer's value means
"""

from engine.language.expression import Expression, Script, compile_expression, compile_script, reads_as_python
from engine.language.functions import BUILT_IN, TIMER_FUNCTIONS
from engine.language.values import plain

__all__ = ["BUILT_IN", "TIMER_FUNCTIONS", "Expression", "Script", "compile_expression", "compile_script", "plain",
           "reads_as_python"]
