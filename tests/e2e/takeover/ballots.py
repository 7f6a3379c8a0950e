"""Open anonymous polls that are handed from one machine to the other: twelve answer, and what must have become of it."""
import datetime

from hosts import buttons, until
from places import LEADER, PEOPLE
from sandbox_client import plain

# Where a process is killed: at the one who gives, at the one who takes.
GIVING = ["handover.greeted", "handover.sent_one", "handover.confirmed", "handover.given", "handover.wiped"]
# A question for each round: the same one again within a month would be refused.
QUESTIONS = ["Har vi nok tid til morgenstell?", "Fungerer medisinskapet?", "Skal kaffen flyttes?", "Er bilene ryddige?",
             "Trenger vi kurs i forflytning?", "Holder vaktplanen?", "Hilser vi på naboene?", "Passer uniformen?",
             "Virker telefonene om natta?", "Er garderoben stor nok?", "Leser du avisa på pauserommet?", "Bør hagen gjerdes inn?",
             "Liker du fiskesuppa?", "Snakker vi om feil?", "Får du sitte i ro ved pc-en?"]
TAKING = ["handover.arriving", "handover.arrived", "handover.taking_in", "handover.took_one", "start.before_commit"]


def press(chat, who, button):
    return chat.press(who, "gruppa", button["name"], button["value"])


def ask(chat, question, mark):
    """A poll that twelve have answered, seven and five, and an idea with this mark in its box: (the poll, its buttons)."""
    before = {m["id"] for m in chat.messages()}
    preview = chat.command(LEADER, "gruppa", f'avstemning "{question}" "Ja" "Nei"')
    if not buttons(preview["whisper"]):
        raise RuntimeError(f"no poll: {plain(preview['whisper'])}")
    press(chat, LEADER, buttons(preview["whisper"])[0])

    def posted():
        return [m for m in chat.messages(channel="gruppa") if m["id"] not in before and m["key"].startswith("poll:")]
    chat.wait_until(posted, "the poll in the channel")
    options = [b for b in buttons(posted()[0]["content"]) if b["name"].startswith("box/")]
    for index, person in enumerate(PEOPLE):
        press(chat, person, options[0 if index < 7 else 1])
    form = chat.command(PEOPLE[0], "gruppa", "idé")["form"]
    chat.submit(PEOPLE[0], "gruppa", form["name"], form["state"], {form["inputs"][0]["id"]: [f"{mark} om kvelden"]})
    return posted()[0]["key"].split(":")[1], options


def close(chat, poll, options, ideas):
    """One changes her answer, and the clock goes over the closing time and a night; yields what is wrong. `ideas`: how often the
    idea is there then."""
    press(chat, PEOPLE[6], options[1])  # now 6 and 6
    later = datetime.datetime.fromisoformat(chat.hello()["clock"]["now"][:-1]) + datetime.timedelta(days=5)
    chat.set_clock(f"{later:%Y-%m-%d}T05:00:00Z")
    chat.wait_until(lambda: any(m["key"] == f"result:{poll}" for m in chat.messages(channel="gruppa")), "the result")
    result = next(plain(m["content"]) for m in chat.messages(channel="gruppa") if m["key"] == f"result:{poll}")
    if "12" not in result or result.count("6") < 2:
        yield f"not all ballots were counted once: {result!r}"
    if any(m["key"].startswith(f"poll-again:{poll}") for m in chat.messages()):
        yield "everybody was asked again"
    if (count := ideas()) != "1":
        yield f"the idea is there {count} times"


def places_of(mark, folders):
    """Files that hold these bytes."""
    found = []
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and not file.is_symlink():
                try:
                    if mark.encode() in file.read_bytes():
                        found.append(file)
                except OSError:
                    pass  # it has gone meanwhile
    return found


def left_behind(boxes, polls):
    """What of these polls, of ideas and of what arrived is left in the memories of both machines; yields what is wrong."""
    names = {"ideas.box", *(f"{poll}.box" for poll in polls)}
    if left := [str(file) for box in boxes for file in box.rglob("*.box") if file.name in names]:
        yield f"boxes are left: {left}"
    if stray := [str(file) for box in boxes for file in box.rglob("arrived/*/*") if file.suffix != ".lock"]:
        yield f"what arrived is left: {stray}"


def wait_for_wiping(strays):
    """Who was killed wipes what it still has when it waits again."""
    try:
        until(lambda: not strays(), "one who was killed to wipe what it had", 15)
    except TimeoutError:
        yield f"what is sealed lies in {[str(file) for file in strays()]}"
