"""No file of the product is longer than can be read at a sitting: 400 lines. Catalogues and data may be."""
from tree import CPP, files, read

LIMIT = 400
WRITTEN = CPP + (".js", ".css", ".html", ".mustache")  # by hand, the pages in the binary included


def check(root):
    found = []
    for path in files(root, ("bot", "storage", "adapters"), WRITTEN):
        lines = read(root, path).count("\n")
        if lines > LIMIT:
            found.append(f"{path}:{LIMIT}: {lines} lines, and the limit is {LIMIT}: split it by what its parts do")
    return found
