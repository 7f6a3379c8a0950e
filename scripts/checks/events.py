"""Names of events and jobs. "polls/close" and the like stand once each, in a constant: in the events.hpp of their feature, or
in bot/core when more than one feature or a platform uses them. Everybody else uses the constant, so nobody misspells a name
or joins a value by hand. A feature declares no name of another."""
import os
import re

from cpp import tokens
from tree import read, sources

WHERE = ("bot/core", "bot/features", "bot/runtime", "adapters")


def features(root):
    folder = os.path.join(root, "bot/features")
    return sorted(name for name in os.listdir(folder) if os.path.isdir(os.path.join(folder, name)))


def check(root):
    found = []
    name = re.compile(r'"((?:box/)?(' + "|".join(features(root)) + r")/[a-z_/]*)[^a-z_/].*")
    for path in sources(root, WHERE):
        owner = re.match(r"bot/features/([^/]*)/", path)
        text, statement = read(root, path), set()
        if not name.search(text):
            continue
        for token in tokens(text):
            statement = set() if token.text == ";" else statement | {token.text}
            use = name.match(token.text) if token.kind == "string" else None
            if not use:
                continue
            if not {"inline", "constexpr"} <= statement:
                found.append(f"{path}:{token.line}: {use[1]}: use the constant of its events.hpp, or of bot/core/events.hpp")
            elif owner and owner[1] != use[2]:
                found.append(f"{path}:{token.line}: {use[1]} is an event of {use[2]}: declare it in bot/core/events.hpp")
    return found
