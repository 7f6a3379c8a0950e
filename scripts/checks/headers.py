"""Every header compiles alone: CMake's target `headers` (see the end of CMakeLists.txt), so that only what changed is
compiled again."""
import os
import re
import subprocess


def check(root):
    run = subprocess.run([os.path.join(root, "scripts/build"), "debug", "headers"], capture_output=True, text=True)
    if run.returncode == 0:
        return []
    output = run.stdout + run.stderr
    found = list(dict.fromkeys(re.findall(r"^(?:\S*?)((?:bot|storage|adapters|tests)/\S+?:\d+(?::\d+)?: (?:fatal )?error: .*)$", output, re.M)))
    return found or ["the target `headers` does not build:\n" + "\n".join(output.splitlines()[-15:])]
