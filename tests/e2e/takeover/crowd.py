"""Twelve who vote by name without a pause, for the tests of two machines, and what must have become of their votes."""
import collections
import itertools
import json
import threading
import time

from hosts import LONGEST_WAIT, buttons
from places import LEADER, PEOPLE, apologies
from sandbox_client import Sandbox, SandboxError, plain


class Crowd:
    """Twelve who vote, each when the last one was answered, under a number of its own; and their notes."""

    def __init__(self, url):
        self.chat = Sandbox(url, timeout=LONGEST_WAIT).connect()
        self.sorry, self.options, self.ending, self.trouble = apologies(), [], False, []
        self.acknowledged, self.last, self.repeated = {}, {}, 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.vote, args=(one,), daemon=True) for one in PEOPLE]

    def open_poll(self, number):
        """A poll by name, opened through whoever serves; gives its id."""
        before = {m["id"] for m in self.chat.messages(channel="gruppa")}
        for attempt in itertools.count():  # what was read is shown once: whose answer was lost asks anew
            preview = self.asked({"type": "command", "as": LEADER, "channel": "gruppa",
                                  "text": f'avstemning "Hva nå, {number}?" "A" "B" "C" "D" navn'}, f"poll-{number}-{attempt}")
            if buttons(preview["whisper"]):
                break
        first = buttons(preview["whisper"])[0]
        self.asked({"type": "press", "as": LEADER, "channel": "gruppa", "name": first["name"], "value": first["value"]},
                   f"open-{number}")

        def posted():
            return [m for m in self.chat.messages(channel="gruppa") if m["id"] not in before and m["key"].startswith("poll:")]
        self.chat.wait_until(posted, "the poll in the channel")
        self.options = [b for b in buttons(posted()[0]["content"]) if b["name"] == "polls/quick"]
        return posted()[0]["key"].split(":")[1]

    def asked(self, frame, id):
        """Until it is answered, also by another daemon; the same number each time."""
        while True:
            reply = self.chat.wait(self.chat.send(frame, id=id))
            if plain(reply["whisper"]) not in self.sorry:
                return reply
            time.sleep(0.05)

    def vote(self, person):
        try:
            for number in itertools.count():
                if self.ending:
                    return
                option = self.options[number % len(self.options)]
                id = f"vote-{person}-{number}"
                self.asked({"type": "press", "as": person, "channel": "gruppa", "name": option["name"],
                            "value": option["value"]}, id)
                with self.lock:
                    self.acknowledged[id] = time.monotonic()
                    poll, _, pick = option["value"].partition("|")
                    self.last[person, poll] = pick
        except (TimeoutError, SandboxError, KeyError) as trouble:
            self.trouble.append(f"{person}: {trouble!r}")

    def longest_pause(self, since):
        with self.lock:
            times = sorted(t for t in self.acknowledged.values() if t > since - 1)
        return max((b - a for a, b in zip(times, times[1:])), default=0)

    def answered_since(self, moment):
        with self.lock:
            return sum(t > moment for t in self.acknowledged.values())

    def end(self):
        self.ending = True
        for thread in self.threads:
            thread.join()
        self.chat.close()


def judge(world, crowd, polls):
    """Yields (what must hold, problems)."""
    rows = world.primary.ask("SELECT delivery FROM seen WHERE delivery LIKE 'vote-%'").split()
    taken = collections.Counter(rows)
    yield "every vote that was acknowledged is there", [f"{id} is lost" for id in crowd.acknowledged if id not in taken]
    yield "and nothing that nobody was told of", [f"{id}" for id in taken if id not in crowd.acknowledged]
    answers = {}
    for line in world.primary.ask("SELECT p.account || '|' || a.poll_id || '|' || a.ballot FROM named_answer a JOIN "
                                  "person p ON p.person_id = a.person_id").splitlines():
        person, poll, ballot = line.split("|", 2)
        answers[person, poll] = json.loads(ballot)
    problems = [f"{who}: {pick} was told last, {answers.get(who)} is there" for who, pick in crowd.last.items()
                if f"[{pick}]" not in json.dumps(answers.get(who))]
    yield "the last vote of each counts", problems
    lines = [json.loads(line) for line in (world.chat / "chat.jsonl").read_text(encoding="utf-8").splitlines()]
    keys = collections.Counter(line["key"] for line in lines if "edit" not in line and line.get("key"))
    yield "each message is in the chat once", [f"{key}: {count}" for key, count in keys.items() if count > 1]
    yield "each poll was posted", [f"{poll} was not" for poll in polls if not any(k.startswith(f"poll:{poll}") for k in keys)]
    open_rows = world.primary.ask("SELECT message_key || ' ' || state FROM outbox WHERE state NOT IN ('sent', 'waiting')")
    yield "no message is given up or unknown", open_rows.splitlines()
    yield "whoever votes is answered", crowd.trouble
