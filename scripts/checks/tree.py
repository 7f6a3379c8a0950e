"""The working copy as the checks see it. A finding is one line of text: "path:line: what is wrong"."""
import os

SKIP = {"build", ".git", "node_modules", "__pycache__"}
CPP = (".cpp", ".hpp")


def files(root, under=("",), ends=""):
    """Relative paths of files below the folders `under`, sorted, whose names end as asked."""
    found = []
    for start in under:
        for folder, names, leaves in os.walk(os.path.join(root, start)):
            names[:] = [n for n in names if n not in SKIP]
            found += [os.path.relpath(os.path.join(folder, leaf), root) for leaf in leaves if leaf.endswith(ends)]
    return sorted(found)


def sources(root, under=("bot", "storage", "adapters", "tests")):
    return files(root, under, CPP)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()
