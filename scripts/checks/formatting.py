"""Every C++ file as .clang-format says, by Debian 12's clang-format 14."""
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import sources


def check(root):
    paths = sources(root)
    if not paths:
        return []
    parts = os.cpu_count() or 1

    def run(part):
        command = ["clang-format", "--dry-run", "-Werror", "--ferror-limit=3", *part]
        return subprocess.run(command, cwd=root, capture_output=True, text=True)

    with ThreadPoolExecutor(parts) as pool:
        runs = list(pool.map(run, filter(None, (paths[i::parts] for i in range(parts)))))
    found, seen = [], set()
    for match in re.finditer(r"^(.+?):(\d+):\d+: error: (.*)$", "".join(r.stderr for r in runs), re.M):
        if match.group(1) not in seen:
            seen.add(match.group(1))
            found.append(f"{match.group(1)}:{match.group(2)}: not as clang-format writes it (clang-format -i {match.group(1)})")
    if not found and any(r.returncode for r in runs):
        found = ["clang-format failed: " + "".join(r.stderr for r in runs).strip()]
    return sorted(found)
