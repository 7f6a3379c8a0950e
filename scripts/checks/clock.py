"""Time and randomness are given, never taken: only the composition root and core's two doors touch the real ones.
Tests neither sleep nor skip."""
import re

from cpp import code_only
from tree import read, sources

# The load generator is a client beside the bot, whose calls are signed for now.
DOORS = re.compile(r"bot/app/.*|bot/core/(system_clock|random)\.cpp|tests/bench/(load\.cpp|votes\.hpp)")
TAKEN = [
    (r"\b(system_clock|high_resolution_clock|utc_clock)::now\b", "reads the wall clock: take a core::Clock"),
    (r"(?<![\w.>])(std::|::)?time\s*\(\s*(nullptr|NULL|0|&\w+)\s*\)", "reads the wall clock: take a core::Clock"),
    (r"\b(gettimeofday|clock_gettime|localtime(_r)?|gmtime(_r)?|mktime)\s*\(", "uses the system's time: see core/calendar.hpp"),
    (r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.>:])(::)?sleep\s*\(", "sleeps: let the clock or an event decide"),
    (r"(?<![\w.>:])(std::|::)?s?rand\s*\(|\brandom_device\b|\brandom_shuffle\b", "takes randomness: it is injected"),
]
SQL_TAKEN = re.compile(r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b|'now'|\brandom(blob)?\s*\(", re.I)
NO_TEST = re.compile(r"\bGTEST_SKIP\b|\bDISABLED_|\b(EXPECT|ASSERT)_TRUE\(\s*true\s*\)")


def check(root):
    found = []
    for path in sources(root):
        text = read(root, path)
        code = code_only(text)
        lines = code.split("\n")
        for number, line in enumerate(lines, 1):
            if not DOORS.fullmatch(path):
                for pattern, why in TAKEN:
                    if re.search(pattern, line):
                        found.append(f"{path}:{number}: {why}")
            if path.startswith("tests/") and NO_TEST.search(line):
                found.append(f"{path}:{number}: a test that does not test")
        if path.startswith("storage/"):
            for number, line in enumerate(text.split("\n"), 1):
                if SQL_TAKEN.search(line):
                    found.append(f"{path}:{number}: the database takes no time and no randomness of its own")
    return found
