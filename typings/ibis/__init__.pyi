# Ibis annotates `table.column` as a bare Column, which has neither operators nor sum(): its own types reject its own
# examples. Expressions are checked by the tests that compile each of them for three engines; here they are Any.
from typing import Any

def __getattr__(name: str) -> Any: ...
