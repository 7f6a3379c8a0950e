"""What may reach a log. soci_error::what() prints bound values, that is, what people wrote: storage says
get_error_message(). Exceptions whose text is made by the standard library or by us are fine."""
import re

from cpp import code_only
from tree import read, sources

HARMLESS = r"std::filesystem::filesystem_error|std::(system_error|invalid_argument|out_of_range|logic_error)"
CATCH = re.compile(r"catch\s*\(\s*(?:const\s+)?([\w:]+)(?:\s+const)?\s*&?\s*(\w*)\s*\)")
WHAT = re.compile(r"(\w+|\))\s*(?:\.|->)\s*what\s*\(\s*\)")


def check(root):
    found = []
    for path in sources(root, ("storage",)):
        code = code_only(read(root, path))
        for use in WHAT.finditer(code):
            caught = [c for c in CATCH.finditer(code, 0, use.start()) if c.group(2) == use.group(1)]
            if not caught or not re.fullmatch(HARMLESS, caught[-1].group(1)):
                line = code.count("\n", 0, use.start()) + 1
                found.append(f"{path}:{line}: what() of a SOCI error prints bound values: use get_error_message()")
    return found
