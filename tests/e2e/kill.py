#!/usr/bin/python3
"""The judge of the kill test. As a process of its own it watches the chat over its own connection and logs every frame:

    kill.py ws://127.0.0.1:8089/ws FRAMES        one empty line on stdout for each frame it saw; ends when stdin closes

Afterwards verdicts() holds that log against what the daemon left on the disk.
"""
import collections
import csv
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
from cycle import HOME, NURSING, Cycle  # noqa: E402
from sandbox_client import Sandbox, plain  # noqa: E402


class Watcher(Sandbox):
    def _note(self, what, frame):
        super()._note(what, frame)
        if what == "saw":
            print(flush=True)


# --- what is on the disk ----------------------------------------------------------------------------------------------
def query(data, *statements):
    """Rows for each statement, of a copy: looking must not help the daemon to mend anything."""
    if (place := data.parent / "storage").exists():  # a server: what is committed there
        return [on_server(place.read_text(encoding="utf-8"), statement) for statement in statements]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("refleks.db", "refleks.db-wal"):
            if (data / name).exists():
                shutil.copy(data / name, folder)
        database = sqlite3.connect(f"{folder}/refleks.db")
        try:
            return [database.execute(statement).fetchall() for statement in statements]
        finally:
            database.close()


def on_server(url, statement):
    if statement.startswith("PRAGMA"):
        return [("ok",)]  # the server looks after its own files
    told = subprocess.run(["psql", "--no-psqlrc", "--csv", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement],
                          capture_output=True, text=True)
    if told.returncode:
        raise sqlite3.OperationalError("no such table" if "does not exist" in told.stderr else told.stderr)
    return [tuple(int(word) if word.isdigit() else word for word in row)
            for row in csv.reader(told.stdout.splitlines())]


def chat_file(data):
    """The chat as the sandbox keeps it: {id: message}, edits applied. A torn last line does not count."""
    messages = {}
    file = data / "sandbox" / "chat.jsonl"
    for line in file.read_text(encoding="utf-8").split("\n")[:-1] if file.exists() else []:
        record = json.loads(line)
        if "edit" in record:
            messages[record["edit"]]["content"] = record["content"]
        else:
            messages[record["id"]] = record
    return messages


def autopsy(data):
    """After a death: (is the database whole, posts that are in the chat and not recorded as sent)."""
    try:
        whole, sending = query(data, "PRAGMA integrity_check",
                               "SELECT message_key FROM outbox WHERE state = 'sending' AND edit = 0")
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):  # it died before its first migration
            return True, 0
        raise
    posted = {message["key"] for message in chat_file(data).values()}
    return whole == [("ok",)], sum(key in posted for key, in sending)


# --- what the judge saw -----------------------------------------------------------------------------------------------
class Seen:
    """One log of frames: every message with the contents it had, one after the other, and the last welcome."""

    def __init__(self, log):
        self.fixed, self.contents, self.changed, self.welcome = {}, collections.defaultdict(list), set(), None
        for line in log.read_text(encoding="utf-8").splitlines():
            frame = json.loads(line).get("saw")
            if not frame:
                continue
            if frame["type"] == "welcome":
                self.welcome = frame
                gone = self.fixed.keys() - {m["id"] for m in frame["messages"]}
                self.changed |= {f"{id} was seen and is gone" for id in gone}
                for message in frame["messages"]:
                    self.note(message)
            elif frame["type"] in ("message", "edited"):
                self.note(frame["message"])
        self.final = self.welcome["messages"]

    def note(self, message):
        fixed = {key: value for key, value in message.items() if key != "content"}
        if self.fixed.setdefault(message["id"], fixed) != fixed:
            before = self.fixed[message["id"]]
            self.changed.add(f"{message['id']} changed its {[key for key in fixed if fixed[key] != before[key]]}")
        contents = self.contents[message["id"]]
        if not contents or contents[-1] != message["content"]:
            if message["content"] in contents:
                self.changed.add(f"{message['id']} went back to an earlier content")
            contents.append(message["content"])


def kind(message):
    return message["key"].split(":")[0]


def told(message):
    """The words. The leader answers when she has read, on one side of midnight or the other: the day is left out."""
    before = {"matter": "", "invitation": "Vi er i gang, "}.get(kind(message))
    words = plain(message["content"])
    return words if before is None else re.sub(before + r"[a-zæøå]+dag \d+\. [a-z]+", before + "…", words)


def essence(messages):
    """What was said to whom, without ids and without the order of what is shuffled."""
    lines = ("\n".join(sorted(re.split(r"\n| {3}", told(m)))) for m in messages)
    return collections.Counter((kind(m), m["channel"] or m["person"], text) for m, text in zip(messages, lines))


def of(messages, which, channel=None):
    return [plain(m["content"]) for m in messages if kind(m) == which and channel in (None, m["channel"])]


def said(entry):
    return f"{entry[0]} in {entry[1]}: {entry[2][:60]!r}"


def verdicts(log, data, box, quiet_run):
    """Yields (what must hold, problems). quiet_run: the Seen of a run without a kill, or None for that run itself."""
    seen = Seen(log)
    messages = seen.final
    keys = collections.defaultdict(set)
    for fixed in seen.fixed.values():
        if fixed["key"]:
            keys[fixed["key"]].add(fixed["id"])
    yield "one message for each key of the bot", [f"{key}: {ids}" for key, ids in keys.items() if len(ids) > 1]
    if quiet_run:
        wanted, got = essence(quiet_run.final), essence(messages)
        yield "nothing is lost: every message of a run without a kill is there", [said(e) for e in wanted - got]
        yield "nothing is posted twice: there is no other message", [said(e) for e in got - wanted]
    yield "what was once seen stays, with this content or a later one", sorted(seen.changed)

    # What people were told is kept, they find again.
    problems = []
    released = of(messages, "ideas", HOME)
    for idea in Cycle.IDEAS:
        count = sum(text.count(idea) for text in released)
        if count != 1:
            problems.append(f"an idea was released {count} times")
    counts = "\n".join(of(messages, "result", NURSING))
    for line in ("Tid: 4", "Kunnskap: 4", "Støtte: 4", "12 har svart"):
        if counts.count(line) != 1:
            problems.append(f"the twelve answers: no «{line}»")
    results = "\n".join(of(messages, "result", HOME))
    for words in ("Vi lytter bedre nå", "Å spørre en gang til", "Ro i rommet", "Ta det opp før vakta er slutt"):
        if results.count(words) != 1:
            problems.append(f"the check-out: «{words}» is there {results.count(words)} times")
    for what in ("matter", "answer"):
        if len(of(messages, what)) != 1:
            problems.append(f"{len(of(messages, what))} of the kind «{what}»")
    whole, rows, open_polls, coming, matters = query(
        data, "PRAGMA integrity_check", "SELECT message_key, state, due, ref, edit FROM outbox",
        "SELECT poll_id FROM poll WHERE state = 'open'", "SELECT coming FROM attendance ORDER BY coming",
        "SELECT state FROM matter")
    if [row[0] for row in coming] != [0, 1, 1, 1, 1]:
        problems.append(f"attendance {coming}")
    if matters != [("in_work",)]:
        problems.append(f"matters {matters}")
    yield "what was acknowledged is there, once", problems

    yield "the database is whole", [] if whole == [("ok",)] else [str(whole[:3])]
    kept, now = chat_file(data), seen.welcome["clock"]["now"]
    posted = {message["key"]: message["id"] for message in kept.values() if message["key"]}
    problems = [f"{key} is {state}" for key, state, due, _, _ in rows
                if state not in ("sent", "waiting") or (state == "waiting" and due <= now)]
    problems += [f"{key} is recorded as {ref!r} and is {posted.get(key)!r}" for key, state, _, ref, _ in rows
                 if state == "sent" and posted.get(key) != ref]
    problems += [f"{key} is in the chat and not recorded" for key in posted.keys() - {row[0] for row in rows}]
    yield "the outbox and the chat agree, nothing hangs between them", problems
    yield "the chat's file is what the judge saw", [m["id"] for m in messages if m["id"] not in kept] + (
        [] if len(kept) == len(messages) else [f"{len(kept)} kept, {len(messages)} seen"])
    left = {file.name for file in box.rglob("*.box*") if file.name.split(".")[0] != "ideas"}
    yield "no ballot box outlives its poll", sorted(left - {f"{poll}.box" for poll, in open_polls})


if __name__ == "__main__":
    with Watcher(sys.argv[1], log_file=sys.argv[2], timeout=60) as chat:
        sys.stdin.read()
        chat.hello()
