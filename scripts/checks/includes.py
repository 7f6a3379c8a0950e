"""The dependency rule on #include lines: guarding <- core <- results <- features <- runtime <- {adapters, storage} <- app; beside it drawing and packing."""
import os
import re

from tree import read, sources

STD = r"[a-z_]+|c[a-z]+|(sys|netinet|arpa)/[a-z]+\.h|(dirent|unistd|fcntl|signal|poll|termios|ifaddrs|netdb)\.h"
BOOST = r"boost/(?!asio|beast).*"
ASIO = r"boost/asio(/.*)?"
WORDS = r"(fmt|spdlog)/.*"
GUARDING = r"bot/guarding/.*"
CORE = r"bot/(core|guarding|results)/.*"  # what stands below the features
PLATFORM = r"bot/runtime/(adapter|json|json_text|payload|links|pictures|finding|notebook|pending_reply|platform|settings|told)\.hpp"  # what an adapter knows of the house

# Folder -> (what it may include of ours, what it may include of others). The first row that fits a file counts;
# <own> is what the folder's brackets caught.
TABLE = [
    (r"bot/guarding/.*\.hpp", [GUARDING], [STD]),
    (r"bot/guarding/.*", [GUARDING], [STD, r"unicode/.*"]),
    (r"bot/core/embedded\.cpp", [r"bot/core/.*"], [STD, r"zlib\.h"]),
    (r"bot/core/checks\.hpp", [], [STD, r"dlfcn\.h"]),
    (r"bot/core/part\.cpp", [r"bot/core/.*"], [STD, r"dlfcn\.h"]),
    (r"bot/core/.*\.hpp", [GUARDING, r"bot/core/.*"], [STD, BOOST, WORDS]),
    (r"bot/core/.*", [GUARDING, r"bot/core/.*"], [STD, BOOST, WORDS, r"date/.*", r"unicode/.*", r"sodium\.h"]),
    (r"bot/results/.*", [CORE], [STD]),
    (r"bot/features/[^/]*", [CORE, r"bot/features/feature\.hpp"], [STD, BOOST, WORDS]),
    (r"bot/features/([^/]*)/.*", [CORE, r"bot/features/feature\.hpp", r"bot/features/<own>/.*"], [STD, BOOST, WORDS]),
    (r"bot/packing/.*", [r"bot/core/part\.hpp", r"bot/packing/.*"], [STD, r"(archive|archive_entry|zip)\.h"]),
    (
        r"bot/drawing/.*",
        [CORE, r"bot/drawing/.*", r"bot/features/(certificates/feature|digests/overview)\.hpp"],
        [STD, r"(cairo|cairo-pdf|cairo-svg|png|qrencode|xlsxwriter)\.h", r"pango/.*"],
    ),
    (r"bot/runtime/(?:payload|payload_text|json|json_writer)\.[ch]pp", [CORE, r"bot/runtime/.*"], [STD, BOOST, WORDS, r"nlohmann/.*"]),
    (r"bot/runtime/json_text\.[ch]pp", [r"bot/runtime/json(?:_text)?\.hpp"], [STD, r"simdjson\.h", r"string\.h"]),
    (r"bot/runtime/platform\.[ch]pp", [CORE, r"bot/runtime/.*", r"adapters/net/http\.hpp"], [STD, BOOST, ASIO, WORDS]),  # plain data
    (r"bot/runtime/.*", [CORE, r"bot/features/feature\.hpp", r"bot/runtime/.*"], [STD, BOOST, ASIO, WORDS]),
    (r"storage/sqlite/.*", [CORE, r"bot/runtime/store\.hpp", r"storage/.*"], [STD, BOOST, WORDS, r"soci/.*", r"sqlite3\.h"]),
    (
        r"storage/postgres/.*",
        [CORE, r"bot/runtime/store\.hpp", r"storage/.*"],
        [STD, BOOST, WORDS, r"soci/.*", r"libpq-fe\.h", r"dlfcn\.h"],
    ),
    (
        r"storage/.*",
        [
            CORE,
            r"storage/.*",
            r"bot/features/[^/]*/store\.hpp",
            r"bot/features/polls/box\.hpp",
            r"bot/runtime/(store|payload|json|json_text|json_writer)\.hpp",
        ],
        [STD, BOOST, WORDS, r"soci/[^/]*\.h", r"sodium\.h", r"nlohmann/.*"],
    ),
    (r"adapters/net/json\.[ch]pp", [r"adapters/net/json\.hpp"], [STD, r"nlohmann/.*"]),
    (r"adapters/net/outcome\.[ch]pp", [r"adapters/net/.*", r"bot/runtime/adapter\.hpp"], [STD]),
    (r"adapters/net/curl/.*", [r"adapters/net/curl/functions\.hpp"], [STD, r"curl/curl\.h"]),
    (r"adapters/net/.*", [CORE, r"adapters/net/.*"], [STD, BOOST, ASIO, r"boost/beast/.*", WORDS, r"openssl/.*"]),
    (r"adapters/typeset/(?:block_kit|adaptive_card)\.[ch]pp", [CORE, r"adapters/typeset/.*"], [STD, r"nlohmann/.*"]),
    (r"adapters/typeset/.*", [CORE, r"adapters/typeset/.*"], [STD]),
    (r"adapters/jose/cjose/.*", [r"adapters/jose/cjose/functions\.hpp"], [STD, r"cjose/.*"]),
    (
        r"adapters/jose/.*",
        [CORE, r"bot/runtime/json\.hpp", r"adapters/net/.*", r"adapters/jose/.*"],
        [STD, BOOST, ASIO, r"nlohmann/.*"],
    ),
    (
        r"adapters/web/.*",  # signs its links, makes random ones
        [CORE, PLATFORM, r"adapters/(?:net|jose|typeset)/.*", r"adapters/web/.*"],
        [STD, BOOST, ASIO, WORDS, r"nlohmann/.*", r"kainjow/.*", r"sodium\.h"],
    ),
    (
        r"adapters/teams/.*",
        [CORE, PLATFORM, r"adapters/(?:net|jose|typeset)/.*", r"bot/packing/functions\.hpp", r"adapters/teams/.*"],
        [STD, BOOST, ASIO, WORDS, r"nlohmann/.*"],
    ),
    (r"adapters/mail/gmime/.*", [r"adapters/mail/(gmime/functions|mime)\.hpp"], [STD, r"gmime/.*"]),
    (
        r"adapters/([^/]*)/.*",
        [CORE, PLATFORM, r"adapters/(?:net|typeset)/.*", r"adapters/<own>/.*"],
        [STD, BOOST, ASIO, WORDS, r"nlohmann/.*"],
    ),
    (r"bot/app/.*|tests/.*", [r".*"], [r".*"]),
]
# In nobody's interest: these pull in seconds of compile time each.
TOO_HEAVY = re.compile(r"boost/(asio|beast)\.hpp")
HEAVY_IN_HEADERS = re.compile(r"nlohmann/json\.hpp|boost/beast/(http|websocket)\.hpp|unicode/.*|date/.*")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)


def rule_for(path):
    for folder, ours, others in TABLE:
        match = re.fullmatch(folder, path)
        if match:
            own = match.group(1) if match.re.groups else ""
            return [rule.replace("<own>", re.escape(own)) for rule in ours], others
    return None


def check(root):
    found = []
    for path in sources(root):
        rule = rule_for(path)
        if not rule:
            found.append(f"{path}:1: no folder of the dependency table: {path}")
            continue
        ours, others = rule
        text = read(root, path)
        includes = [(m.group(1), m.group(2), text.count("\n", 0, m.start(0)) + 1) for m in INCLUDE.finditer(text)]
        for quoted, angled, line in includes:
            name = quoted or angled
            if not any(re.fullmatch(r, name) for r in (ours if quoted else others)):
                found.append(f"{path}:{line}: {os.path.dirname(path)} may not include {name}")
            elif quoted and not os.path.exists(os.path.join(root, quoted)):
                found.append(f"{path}:{line}: {quoted} is not there (paths start at the top of the repository)")
            elif TOO_HEAVY.fullmatch(name):
                found.append(f"{path}:{line}: {name} is seconds of compile time: include the parts")
            elif path.endswith(".hpp") and not path.startswith("tests/") and HEAVY_IN_HEADERS.fullmatch(name):
                found.append(f"{path}:{line}: {name} is too heavy for a header")
        if path.endswith(".hpp"):
            if not re.search(r"^#pragma once$", text, re.M):
                found.append(f"{path}:1: no #pragma once")
        else:
            own_header = path[:-4] + ".hpp"
            first = includes[0][0] if includes else None
            if os.path.exists(os.path.join(root, own_header)) and first != own_header:
                found.append(f"{path}:1: the first include is not its own header, {own_header}")
    return found
