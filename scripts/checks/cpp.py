"""C++ cut into tokens, so that the checks are not fooled by comments, strings and raw strings."""
import re
from typing import NamedTuple


class Token(NamedTuple):
    kind: str  # comment, directive, string, char, number, name, op
    text: str
    line: int


TOKEN = re.compile(
    r"""(?P<space>\s+)
      |(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      |(?P<directive>\#(?:\\\n|[^\n])*)
      |(?P<string>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
      |(?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
      |(?P<number>\.?\d(?:[eEpP][+-]|'?[\w.])*)
      |(?P<name>[A-Za-z_]\w*)
      |(?P<op>->|::|\+\+|--|&&|\|\||[-+*/%&|^=!<>]=|\.\.\.|.)""",
    re.X | re.S,
)


def tokens(source, comments=False):
    line, found = 1, []
    for match in TOKEN.finditer(source):
        kind, text = match.lastgroup, match.group()
        if kind == "mark":
            kind = "string"
        if kind != "space" and (comments or kind != "comment"):
            found.append(Token(kind, text, line))
        line += text.count("\n")
    return found


def string_value(token):
    """What a string literal holds; escapes are left as written."""
    text = token.text
    if re.match(r'(u8|[uUL])?R"', text):
        return text[text.index("(") + 1 : text.rindex(")")]
    return text[text.index('"') + 1 : -1]


def code_only(source):
    """The source with comments and the contents of strings blanked out, lines kept."""

    def blank(match):
        text = match.group()
        if match.lastgroup == "comment":
            return "\n" * text.count("\n") or " "
        if match.lastgroup in ("string", "mark", "char"):
            return '""' + "\n" * text.count("\n")
        return text

    return TOKEN.sub(blank, source)
