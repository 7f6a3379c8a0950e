"""What a stranger who clones the repository must never meet: names of registries and of somebody's folders, white space
that is not seen, scripts that do not parse."""
import os
import re
import subprocess

from tree import files, read

# Letters in brackets, so that this file does not find itself.
HOSTS = re.compile(
    r"\bregistr[y]\.(?!h\b)[a-z]|npm[j]s\.|yarn[p]kg\.|py[p]i\.(org|python)|python[h]osted\.|crate[s]\.io|pro[x]y\.golang|"
    r"ruby[g]ems\.org|\b(deb|security|snapshot|ftp)\.debia[n]\.|node[s]ource\.|arti[f]actory|\bnexu[s]\.",
    re.I,
)
FOLDERS = re.compile(r"(?<![\w.)/}-])/(wor[k]|hom[e]|roo[t]|User[s])/[\w.-]")
TEXT = re.compile(
    r".*\.(cpp|hpp|py|sh|cmake|txt|md|toml|sql|js|mjs|cjs|ts|css|html|svg|json|po|yml|yaml|service|socket)|[^.]*|(.*/)?\.[^/]*"
)
SPACES = re.compile(r".*\.(cpp|hpp|py|sh|cmake|toml|sql|js|mjs|ts|css|html|json)|scripts/[^.]*|CMakeLists\.txt")


def check(root):
    found = []
    for path in files(root):
        full = os.path.join(root, path)
        if path == "LICENSE" or not TEXT.fullmatch(path) or os.path.islink(full):
            continue
        try:
            text = read(root, path)
        except UnicodeDecodeError:
            if re.search(r"\.\w+$", path) and "payload" not in path:
                found.append(f"{path}:1: not UTF-8")
            continue
        recorded = "/payloads/" in path or path.endswith("package-lock.json")
        for number, line in enumerate(text.split("\n"), 1):
            host = HOSTS.search(line)
            if host:
                hint = " (npm install --omit-lockfile-registry-resolved)" if recorded else ""
                found.append(f"{path}:{number}: names a registry, {host.group()}{hint}")
            if not recorded and FOLDERS.search(line):
                found.append(f"{path}:{number}: names a folder of one machine, {FOLDERS.search(line).group()}")
            if not recorded and SPACES.fullmatch(path) and (line != line.rstrip() or "\t" in line):
                found.append(f"{path}:{number}: a tab, or white space at the end of the line")
        if SPACES.fullmatch(path) and text and not text.endswith("\n"):
            found.append(f"{path}:{text.count(chr(10)) + 1}: no new line at the end")
        first = text.split("\n", 1)[0]
        if path.endswith(".sh") or re.match(r"#!.*\b(ba|da)?sh\b", first):
            parsed = subprocess.run(["bash", "-n", full], capture_output=True, text=True)
            if parsed.returncode:
                found.append(f"{path}:1: bash cannot read it: {parsed.stderr.strip()}")
        elif path.endswith(".py") or re.match(r"#!.*\bpython", first):
            try:
                compile(text, path, "exec")
            except SyntaxError as error:
                found.append(f"{path}:{error.lineno}: python cannot read it: {error.msg}")
        if first.startswith("#!") and not os.access(full, os.X_OK):
            found.append(f"{path}:1: has #! but is not executable")
    return found
