"""What comes from outside reaches a parser through one place, where its size, depth and alphabet are looked at first."""
import re

from cpp import code_only
from tree import read, sources

# What must not be said, where it may be said, what to say instead.
ENTRIES = [
    (
        r"\b(?:json|Json|JSON|Ordered|ordered_json|basic_json<[^>]*>)::(?:sax_parse|parse|accept|from_\w+)\s*\(|\bsax_parse\s*\(",
        r"bot/runtime/json\.cpp",
        "parses JSON without limits: use runtime::parse_json or require_json",
    ),
    (r"\bsimdjson::|simdjson\.h", r"bot/runtime/json_text\.cpp", "reads JSON without limits: use runtime::JsonText"),
    (r"\btoml::parse(?:_file)?\s*\(", r"bot/app/toml_reader\.cpp", "parses TOML unseen: use app::TomlReader"),
    (r"\burls::parse_\w+\s*\(|\burls::url(?:_view)?\b", r"adapters/net/url\.cpp", "gives text to Boost.URL unseen: use net/url.hpp"),
    (r"\bcjose_(?:base64\w*_decode|jwk_import|jws_import)\s*\(", r"adapters/jose/cjose/part\.cpp", "gives text to cjose unseen: use jose/token.hpp"),
    (r"\bcjose\(\)\.\w+\(", r"adapters/jose/token\.cpp", "gives text to cjose unseen: use jose/token.hpp"),
]


def check(root):
    found = []
    for path in sources(root, ("bot", "storage", "adapters")):
        lines = code_only(read(root, path)).split("\n")
        for number, line in enumerate(lines, 1):
            for pattern, door, why in ENTRIES:
                if re.search(pattern, line) and not re.fullmatch(door, path):
                    found.append(f"{path}:{number}: {why}")
    return found
