#!/usr/bin/env python3
"""Puts switches into copies of the product's sources, which themselves know of none.

A list (TOML, [[fault]]) says for each where: `file`, and one of
  from, to        an expression that stands exactly once becomes another
  drop            a statement that stands exactly once is left out
  before, insert  statements come before what stands exactly once
  text, becomes   the same as raw text, in which @ is the switch

    scripts/faults.py LIST HEADER FOLDER    writes those files with `weakened("<switch>")` and HEADER into FOLDER;
                                            `--files LIST` prints their paths, for CMake
"""
import pathlib
import re
import sys
import tomllib

root = pathlib.Path(__file__).resolve().parent.parent


def listed(path):
    return tomllib.loads(pathlib.Path(path).read_text())["fault"]


def whole(expression):
    """Whether it can be one by itself, as far as is seen without a compiler."""
    if re.match(r"\s*(if|else|for|while|do|switch|case|return|break|continue|co_return)\b", expression):
        return False
    opened = 0
    for letter in re.sub(r'"(\\.|[^"\\])*"', "", expression):
        opened += (letter in "([{") - (letter in ")]}")
        if opened < 0:
            return False
    return opened == 0 and expression.rstrip()[-1] not in "<>=!&|+-*/,?:"


def changed(fault, switch):
    """What stands there, and what comes in its place."""
    if "drop" in fault:
        return fault["drop"], f'if (!{switch}) {{ {fault["drop"]} }}'
    if "before" in fault:
        return fault["before"], f'if ({switch}) {{ {fault["insert"]} }}\n{fault["before"]}'
    if "text" in fault:
        return fault["text"], fault["becomes"].replace("@", switch)
    if not fault["to"].strip() or fault["from"].rstrip().endswith(";"):
        sys.exit(f'{fault["file"]}: `from` and `to` are expressions; to leave a statement out, write `drop`: {fault["from"]}')
    if not whole(fault["from"]) or not whole(fault["to"]):
        sys.exit(f'{fault["file"]}: `from` and `to` are whole expressions: {fault["from"]}')
    return fault["from"], f'({switch} ? ({fault["to"]}) : ({fault["from"]}))'


def put_in(faults, header, switch_of, name_of):
    """The files with their faults: path -> text. What does not stand exactly once is reported."""
    texts, wrong = {}, []
    for fault in faults:
        path = fault["file"]
        text = texts.setdefault(path, (root / path).read_text())
        original, instead = changed(fault, switch_of(fault))
        if text.count(original) != 1:
            wrong.append(f"{name_of(fault)}: stands {text.count(original)} times in {path}: {original}")
            continue
        before = re.sub("//.*", "", text[: text.index(original)]).rstrip()
        if "drop" in fault and not before.endswith(("{", "}", ";", ")", ":", "else")):
            wrong.append(f"{name_of(fault)}: a statement begins earlier in {path}: {original}")
            continue
        if "text" not in fault and re.sub(r"\\.", "", before.rpartition("\n")[2]).count('"') % 2:
            wrong.append(f"{name_of(fault)}: stands in a text in {path}, where nothing can be switched: {original}")
            continue
        texts[path] = text.replace(original, instead)
    return {path: f'#include "{header}"\n{text}' for path, text in texts.items()}, wrong


def main(words):
    if words[0] == "--files":
        print(";".join(sorted({fault["file"] for fault in listed(words[1])})))
        return
    faults, header, folder = listed(words[0]), words[1], pathlib.Path(words[2])
    texts, wrong = put_in(faults, header, lambda fault: f'weakened("{fault["switch"]}")', lambda fault: fault["switch"])
    if wrong:
        sys.exit("\n".join(wrong))
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_text() != text:
            target.write_text(text)


if __name__ == "__main__":
    main(sys.argv[1:])
