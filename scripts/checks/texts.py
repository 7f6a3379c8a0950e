"""The catalogues bot/texts/{nb,nn,en}.po are complete, say the same, and have what the code asks for.

A key made at run time is declared where it is made: `// texts: role.*` (or a whole key, several
with spaces or commas between); all keys that begin so then count as used."""
import gettext
import os
import re
import subprocess
import tempfile

from cpp import string_value, tokens
from tree import files, read, sources

LANGUAGES = tuple(re.findall(r'LanguageRow\{"(\w+)"', open(os.path.join(os.path.dirname(__file__), "../../bot/core/language.hpp")).read()))
# Calls that take a key -> the place of the key among the arguments.
CALLS = {"text": 1, "text_n": 1, "rich": 1, "localized": 0, "head": 2, "say": 2, "note": 2}
COMMON = {"head", "say", "note"}  # words that others name functions of their own by: core's alone
# Pages use the keys of their own prefix without it: data-t="key", t('key'), and t(`role.${role}`) for all that begin so.
PAGE_PREFIX = {"adapters/sandbox/page/": "sandbox."}
PAGE_KEY = re.compile(r"""\bdata-t(?:-[a-z]+)?=["']([\w.]+)["']|\bt\(\s*["']([\w.]+)["']""")
PAGE_RULE = re.compile(r"""\bt\(\s*`([\w.]+)\$\{""")
DECLARED = re.compile(r"//\s*texts:\s*(.+)")
# Words that are not ours -> the word that is: one term for one thing, Bokmål in -en, Nynorsk in one form.
AVOIDED = {
    "nb": {
        r"lenka": "lenken", r"tida": "tiden", r"lista": "listen", r"klokka": "klokken", r"cella": "cellen", r"ideboks\w*": "idéboks",
        r"prøverom\w*": "prøvechat", r"gruppens?": "gruppa", r"bot|boten": "jeg", r"framover": "fremover",
        r"idé(en|er|ene)": "ideen, ideer, ideene", r"frem": "fram", r"fila": "filen", r"vaktlista": "vaktlisten",
        r"innkal\w*": "invitasjon, invitert", r"fasilitere\w*": "fasilitatoren", r"beskjeder": "meldinger", r"hermetegn": "anførselstegn",
        r"(er|har|blitt|det) alt(?! som)": "allerede", r"IT-avdelingen|den som (styrer|setter opp) Refleks": "den som drifter Refleks", r"seint": "sent",
        r"IT": "den som drifter meg", r"be den som drifter \w+ \w+": "be den som drifter meg, om å",
        r"virkedag\w*": "arbeidsdag",
        r"(lede|leder|ledet) (en )?(refleksjons)?grupp\w+": "er fasilitator, or er leder for",
    },
    "nn": {
        r"framlegg\w*|temaframlegg\w*": "forslag", r"tenar(en|ar|ane)?": "server", r"ideboks\w*": "idéboks", r"oversyn\w*": "oversikt",
        r"igjen": "på nytt, or att", r"rollar": "roller", r"svarer": "svarar", r"svart|svarte": "svara", r"hellar": "heller", r"lat": "la",
        r"prøverom\w*": "prøvechat", r"ikke|jeg|hvordan|noen": "a Bokmål word", r"bot|boten": "eg",
        r"henne": "ho", r"samd|samde|usamde": "einig, einige", r"lyft\w*": "løfta", r"augeblikk\w*": "augneblink",
        r"innkal\w*|innbyding\w*": "invitasjon, invitert", r"fasilitere\w*": "fasilitatoren", r"gje": "gi", r"vera": "vere",
        r"(er|har|blitt|det) alt(?! som)": "allereie", r"IT-avdelinga|den som (styrer|set opp) Refleks": "den som driftar Refleks",
        r"IT": "den som driftar meg", r"be den som driftar \w+ \w+": "be den som driftar meg, om å",
        r"ombestem\w*": "skifte meining", r"vort(en|e|ne)": "blitt", r"imens": "i mellomtida",
        r"(leie|leier|leidde|leidd) (ei )?(refleksjons)?grupp\w+": "er fasilitator, or er leiar for",
    },
    "en": {
        r"matters?": "issue", r"mended": "corrected", r"lift(s|ed|ing)?": "raise", r"(this|your|a) part(?! (of|in))": "role",
        r"(leads?|leading|led) (a |the )?groups?": "is the facilitator, or the leader of",
    },
}
# Who is told to type a command has a button beside it that does it: so many lines from where the text is used.
COMMAND, BUTTON, NEAR = re.compile(r"/refleks\b"), re.compile(r"\b(help_)?button(_for)?\("), 14
# But where nothing can be pressed, or the thing itself is open already.
WITHOUT_BUTTON = {
    "ideas.receipt.how",  # in a form, which has no buttons of ours
    "command.one_later",  # likewise
    "sessions.move.unclear",  # on the form that does it
    "mattermost.old_button",  # an answer to a press takes plain words alone
    "mattermost.ask_again",  # the same
}
# Keys that begin so are used by something this check cannot see.
USED_ELSEWHERE = ()


def load(root, language):
    """Key -> list of its texts (two when it has a plural); and msgfmt's complaints."""
    path = f"bot/texts/{language}.po"
    with tempfile.TemporaryDirectory() as folder:
        compiled = os.path.join(folder, "texts.mo")
        run = subprocess.run(["msgfmt", "--check", "-o", compiled, path], cwd=root, capture_output=True, text=True)
        if run.returncode:
            lines = [line for line in run.stderr.splitlines() if re.match(r".*\.po:\d+:", line)]
            return {}, lines or [f"{path}:1: {run.stderr.strip()}"]
        # An entry that is empty or marked fuzzy is not in the compiled file: it counts as missing.
        with open(compiled, "rb") as mo:
            catalogue = gettext.GNUTranslations(mo)._catalog
    texts = {}
    for key, value in catalogue.items():
        if isinstance(key, tuple):
            texts.setdefault(key[0], []).append(value)
        elif key:
            texts[key] = [value]
    return texts, []


def placeholders(texts):
    return set(re.findall(r"\{(\w+)\}", " ".join(texts)))


def arguments(all_tokens, start):
    """The arguments of the call whose `(` is at `start`, each a list of tokens."""
    depth, found = 0, [[]]
    for token in all_tokens[start:]:
        if token.kind == "op" and token.text in "([{":
            depth += 1
            if depth == 1:
                continue
        elif token.kind == "op" and token.text in ")]}":
            depth -= 1
            if depth == 0:
                break
        elif token.kind == "op" and token.text == "," and depth == 1:
            found.append([])
            continue
        found[-1].append(token)
    return found


def declared_in(all_tokens):
    rules = []
    for token in all_tokens:
        match = DECLARED.match(token.text) if token.kind == "comment" else None
        if match:
            rules += [(rule, token.line) for rule in re.split(r"[,\s]+", match.group(1).strip())]
    return rules


def fits(key, rule):
    return key.startswith(rule[:-1]) if rule.endswith("*") else key == rule


def check_calls(path, code, rules, catalogue, found, used):
    for i, token in enumerate(code[:-1]):
        if token.kind != "name" or token.text not in CALLS or code[i + 1].text != "(":
            continue
        before = code[i - 1] if i else None
        qualified = before and before.text == "::" and code[i - 2].text == "core"
        if token.text in COMMON and not qualified:
            continue
        if before and not qualified:
            # A declaration, a member or somebody else's function of that name.
            if before.text in (".", "->", "::", ">", "&", "*") or (
                before.kind == "name" and before.text not in ("return", "co_return", "co_yield", "case", "else")
            ):
                continue
        parts = arguments(code, i + 1)
        place = CALLS[token.text]
        if len(parts) <= place or (place == 0 and not parts[0]):
            continue
        key_tokens = parts[place]
        literals = [t for t in key_tokens if t.kind == "string"]
        where = f"{path}:{token.line}"
        plain = literals and all(t.kind == "string" for t in key_tokens)
        if plain:
            keys = ["".join(string_value(t) for t in literals)]
        elif literals and any(t.text == "?" for t in key_tokens) and not any(t.text == "+" for t in key_tokens):
            after = key_tokens[[t.text for t in key_tokens].index("?") :]
            keys = [string_value(t) for t in after if t.kind == "string"]
        else:
            if not rules:
                found.append(f"{where}: a key made at run time: say which ones above it, // texts: prefix.*")
            continue
        for key in keys:
            used.add(key)
            if key not in catalogue:
                found.append(f"{where}: no catalogue has the key {key}")
                continue
            if (token.text == "text_n") != (len(catalogue[key]) > 1):
                found.append(f"{where}: {key} {'needs' if token.text == 'text_n' else 'has'} a plural form")
            given = [t for part in parts[place + 1 :] for t in part]
            names = {string_value(b) for a, b in zip(given, given[1:]) if a.text in "{(" and b.kind == "string"}
            braced = not given or any(t.text == "{" for t in given)
            if braced and token.text == "text_n":
                names.add("n")
            missing = placeholders(catalogue[key]) - names
            if braced and missing:
                found.append(f"{where}: {key} wants {', '.join(sorted(missing))}")


def check_buttons(root, catalogue):
    wanted = {key for key, texts in catalogue.items() if any(COMMAND.search(t) for t in texts)} - WITHOUT_BUTTON
    wanted = {key for key in wanted if not key.startswith("sandbox.")}  # the page's own words stand beside its field
    found, beside = [], set()
    for path in sources(root, ("bot", "adapters")):
        lines = read(root, path).splitlines()
        for i, line in enumerate(lines):
            near = "\n".join(lines[max(0, i - NEAR) : i + NEAR])
            beside |= {key for key in wanted if f'"{key}"' in line and BUTTON.search(near)}
    for key in sorted(wanted - beside):
        found.append(f"bot/texts/nb.po:1: {key} tells people to type a command, and there is no button beside it")
    return found


def check(root):
    found, catalogues = [], {}
    for language in LANGUAGES:
        catalogues[language], complaints = load(root, language)
        found += complaints
    if found:
        return found

    every = {}
    for language in LANGUAGES:
        every.update({k: v for k, v in catalogues[language].items() if k not in every})
    for key in sorted(every):
        for language in LANGUAGES:
            path, texts = f"bot/texts/{language}.po:1", catalogues[language].get(key)
            if not texts or not all(t.strip() for t in texts):
                found.append(f"{path}: {key} is missing or empty")
                continue
            if len(texts) != len(every[key]):
                found.append(f"{path}: {key} has a plural form in one language only")
            if placeholders(texts) - {"n"} != placeholders(every[key]) - {"n"}:
                found.append(f"{path}: {key} has other placeholders than the other languages")
            if any(t.count("**") % 2 for t in texts):
                found.append(f"{path}: {key} opens ** and does not close it")

    for language, words in AVOIDED.items():
        told = [(f"bot/texts/{language}.po:1: {key}", " ".join(texts)) for key, texts in catalogues[language].items()]
        for number, line in enumerate(read(root, f"bot/handbook/{language}.txt").splitlines(), 1):
            told.append((f"bot/handbook/{language}.txt:{number}: it", line))
        for where, text in told:
            said = re.sub(r"\*\*/.*?\*\*|`.*?`", "", text)  # a command stands as it is typed
            for word, better in words.items():
                if hit := re.search(rf"\b(?:{word})\b", said, re.IGNORECASE):
                    found.append(f"{where} says «{hit[0]}», we say {better}")

    found += check_buttons(root, catalogues["nb"])
    used, rules = set(), []
    for path in sources(root, ("bot", "adapters", "storage")):
        all_tokens = tokens(read(root, path), comments=True)
        here = declared_in(all_tokens)
        rules += [(path, *rule) for rule in here]
        code = [t for t in all_tokens if t.kind not in ("comment", "directive")]
        used.update(string_value(t) for t in code if t.kind == "string" and string_value(t) in every)
        if not path.startswith("bot/core/texts."):  # the calls themselves
            check_calls(path, code, here, every, found, used)
    for path, rule, line in rules:
        if not any(fits(key, rule) for key in every):
            found.append(f"{path}:{line}: no key fits // texts: {rule}")
    for path in files(root, ("adapters", "bot"), (".js", ".mjs", ".html", ".mustache", ".toml")):
        text = read(root, path)
        prefix = next((p for folder, p in PAGE_PREFIX.items() if path.startswith(folder)), "")
        used.update(prefix + k for k in re.findall(r"""["']([a-z][\w.]+)["']""", text) if prefix + k in every)
        if path.endswith(".toml"):
            continue
        rules += [(path, rule, 1) for line in DECLARED.findall(text) for rule in re.split(r"[,\s]+", line.strip())]
        rules += [(path, prefix + rule + "*", 1) for rule in PAGE_RULE.findall(text)]
        for match in PAGE_KEY.finditer(text):
            key = prefix + (match.group(1) or match.group(2))
            used.add(key)
            if key not in every:
                found.append(f"{path}:{text.count(chr(10), 0, match.start()) + 1}: no catalogue has the key {key}")
    for key in sorted(set(every) - used):
        if not key.startswith(USED_ELSEWHERE) and not any(fits(key, rule) for _, rule, _ in rules):
            found.append(f"bot/texts/nb.po:1: nobody uses {key}")
    return found
