#!/usr/bin/python3
"""The running program and a Nextcloud Talk: commands, a poll from beginning to end, hostile calls, and a kill.

    talk.py REFLEKS WORK_FOLDER

Ends with a line "N passed, N failed".
"""
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "posts"), str(HERE.parents[2] / "scripts")]
from files import read  # noqa: E402
from peer import Talk, links_of  # noqa: E402
from plain_browser import Visitor  # noqa: E402
from ports import free_port  # noqa: E402
from sandbox_client import Sandbox  # noqa: E402

SECRET = "0123456789abcdef0123456789abcdef01234567-e2e"
GROUP = "n0rdgruppa"
OWN = {"marit": "mar1tn0te", "berit": "ber1tn0te", "eivind": "e1v1ndn0te"}
PEOPLE = {"marit": "Marit Solheim", "berit": "Berit Haugland", "kari": "Kari Nes", "amina": "Amina Warsame", "jonas": "Jonas Vik",
          "lien": "Lien Tran", "eivind": "Eivind Strand"}
passed = failed = 0


def check(what, condition, seen=""):
    global passed, failed
    if condition:
        passed += 1
        print(f"ok   {what}", flush=True)
    else:
        failed += 1
        print(f"FAIL {what}\n     seen: {str(seen)[:1500]}", flush=True)


class World:
    daemon = clock = None

    def __init__(self, refleks, work):
        self.refleks, self.work, self.talk = refleks, work, Talk(SECRET)
        self.talk.conversations = {GROUP, *OWN.values()}
        self.port = free_port()
        self.talk.hook = f"http://127.0.0.1:{self.port}/nextcloud/sky"
        (work / "secret").write_text(SECRET + "\n")
        (work / "secret").chmod(0o600)
        people = "".join(f'[people.{key}]\nname = "{name}"\nworkspace = "sky"\n' for key, name in PEOPLE.items())
        own = "".join(f'[nextcloud.sky.people.{key}]\nconversation = "{token}"\n' for key, token in OWN.items())
        self.start_time = "2026-11-09T08:00:00"
        (work / "refleks.toml").write_text(f'''
[organisation]
name = "Fjordvik kommune"
data = "data"
[ballot_box]
directory = "{os.environ.get("REFLEKS_BOX", "/dev/shm")}/{work.name}"
[log]
level = "debug"
file = "refleks.log"
[sandbox]
enabled = true
listen = "127.0.0.1:0"
movable_clock = true
start = {self.start_time}
[server]
listen = "127.0.0.1:{self.port}"
public_url = "http://127.0.0.1:{self.port}"
[pages]
enabled = true
[nextcloud.sky]
url = "{self.talk.url}"
secret_file = "secret"
allow_http = true
{own}
{people.replace('[people.eivind]', '[people.eivind]' + chr(10) + 'coordinator = true')}
[groups.nord]
name = "Hjemmetjenesten nord"
workspace = "sky"
channel = "{GROUP}"
sheet = 1
facilitators = ["marit"]
leaders = ["berit"]
participants = ["kari", "amina", "jonas", "lien"]
''')

    def run(self, *arguments):
        done = subprocess.run([self.refleks, *arguments, "-c", str(self.work / "refleks.toml")], capture_output=True, text=True,
                              timeout=60)
        return done.stdout + done.stderr

    def start(self):
        self.daemon = subprocess.Popen([self.refleks, "serve", "-c", str(self.work / "refleks.toml")], stdout=subprocess.PIPE,
                                       text=True)
        address = self.daemon.stdout.readline().strip()
        self.daemon.stdout.readline()
        self.clock = Sandbox(address.replace("http", "ws") + "ws")
        self.clock.connect()

    def kill(self):
        self.clock.close()
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait(timeout=10)

    def comes(self, holds):
        """Waits for what must come; and a second more, in which what must not come would."""
        end = time.monotonic() + 30
        while not holds() and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1)

    def wait_for(self, words, token, seconds=30):
        """The newest message with these words, as soon as it is there; empty when it never comes."""
        for _ in range(int(seconds * 20)):
            for text in reversed(self.talk.said_in(token)):
                if words in text:
                    return text
            time.sleep(0.05)
        return ""

    def jump_until(self, words, token, limit=60):
        for _ in range(limit):
            if text := self.wait_for(words, token, 0.3):
                return text
            self.clock.jump()
        return self.wait_for(words, token, 5)

    def count(self, words, token):
        return sum(words in text for text in self.talk.said_in(token))

    def holds(self, words):
        box = pathlib.Path(os.environ.get("REFLEKS_BOX", "/dev/shm")) / self.work.name
        return [str(path) for path, content in read(self.work, box) if words.encode() in content]


def hostile(world):
    for words, whose in (("Du er leder", "berit"), ("Du er fasilitator", "marit")):  # the first start tells them, beside all else
        world.wait_for(words, OWN[whose])
    talk, body = world.talk, world.talk.event("marit", OWN["marit"], "!refleks avstemninger")
    before = len(talk.messages)
    check("a wrong seal is refused", talk.send(body, seal="0" * 64) == 401)
    check("no seal is refused", talk.send(body, seal="") == 401)
    check("a seal of another body is refused", talk.send(body + b" ", seal=talk.seal("r" * 64, body), random="r" * 64) == 401)
    check("another server is refused", talk.send(body, backend="https://ond.example/") == 403)
    check("what is no event is refused", talk.send(b"not JSON") == 400)
    check("a huge body is refused", talk.send(b" " * 700_000) == 413)
    for actor in ("guests", "bots", "federated_users"):
        check(f"{actor} are left alone", talk.send(talk.event("x", GROUP, "!refleks", actor)) == 200)
    check("ordinary messages are left alone", talk.write("kari", GROUP, "Vet noen hvor nøkkelen henger?") == 200)
    random = "s" * 64
    check("a call that comes twice is taken twice", [talk.send(body, random), talk.send(body, random)] == [200, 200])
    world.comes(lambda: len(talk.messages) > before)
    check("... and answered once; nothing else was said", [m["to"] for m in talk.messages[before:]] == [OWN["marit"]],
          talk.messages[before:])


def commands(world):
    talk = world.talk
    talk.write("kari", GROUP, "!refleks hjelp")
    check("help is answered in the group", world.wait_for("!refleks", GROUP), talk.messages)
    before = len(talk.messages)
    talk.write("kari", GROUP, "!refleks avstemninger")
    answer = world.wait_for("Her leser alle", GROUP)
    check("what is for one person is not said there", answer and len(talk.messages) == before + 1, talk.messages[before:])
    page = Visitor()
    page.open(links_of(answer).get("Svar her", "http://127.0.0.1:1/"))
    check("the link beside it opens the group's page", page.page.status == 200 and "Hjemmetjenesten nord" in page.page.text,
          page.page.text)
    talk.write("marit", GROUP, "!refleks idé kvernknurr på nattevakt")
    check("an idea behind a command is not taken", world.wait_for("har jeg ikke tatt imot", GROUP), talk.said_in(GROUP))
    form = world.wait_for("skjema", OWN["marit"])
    page.open(links_of(form).get("Åpne siden din", "http://127.0.0.1:1/"))
    check("the form is on her page", page.page.status == 200 and "Marit Solheim" in page.page.text
          and any("Foreslå et tema" in b for b in page.page.buttons()), page.page.text)
    check("... and the idea is nowhere", not world.holds("kvernknurr") and not any("kvernknurr" in m["message"] for m in
                                                                                  talk.messages), world.holds("kvernknurr"))
    talk.write("ukjent", "ukjents4mtale", "!refleks")
    world.comes(lambda: 401 in talk.refused)
    check("where the bot is not switched on nothing is said", not talk.said_in("ukjents4mtale") and 401 in talk.refused)


def draft_poll(world, question, shown):
    """Somebody in front of the page that the link in the draft leads to."""
    world.talk.write("marit", OWN["marit"], f'!refleks avstemning "{question}" "Tid" "Ro" "Folk"')
    draft = world.wait_for(shown, OWN["marit"])
    visitor = Visitor()
    visitor.open(links_of(draft).get("Åpne nå", "http://127.0.0.1:1/"))
    return visitor


def poll(world):
    talk, question = world.talk, "Hva trenger vi mest @all?"
    visitor = draft_poll(world, question, "Hva trenger vi mest")
    check("opening the link of a button changes nothing",
          visitor.page.status == 200 and not world.count("Hva trenger vi mest", GROUP), visitor.page.text)
    visitor.press("Åpne nå")
    asked = world.wait_for("Hva trenger vi mest", GROUP)
    check("the poll is posted in the group, its seal is right", asked and talk.refused == [401], talk.refused)
    check("nobody is pinged by what people write", "@all" not in asked and "@\u200ball" in asked, asked)
    check("it has a name for Talk that tells nothing", len(talk.messages[-1].get("referenceId", "")) == 64, talk.messages[-1])
    links = links_of(asked)
    check("each option is a link", {"Tid", "Ro", "Folk"} <= set(links), links)
    for choice in ["Tid", "Tid", "Tid", "Ro", "Tid"]:
        visitor = Visitor()
        visitor.open(links[choice])
        visitor.press(choice)
    check("answers are taken on the pages", "mottatt" in visitor.page.text, visitor.page.text)
    talk.busy = 1
    result = world.jump_until("Resultat: Hva trenger vi mest", GROUP)
    check("the result comes once, though Nextcloud was in maintenance",
          result and world.count("Resultat: Hva trenger vi mest", GROUP) == 1 and talk.busy == 0, talk.said_in(GROUP))
    check("... and what was chosen through a shared link is no count", "ingen opptelling" in result and "Tid" not in result, result)


def killed(world):
    """Talk has taken a post, and the program dies before it hears so."""
    talk = world.talk
    visitor = draft_poll(world, "Er dette nok?", "Er dette nok?")
    talk.hold = threading.Event()
    talk.held.clear()
    visitor.press("Åpne nå")
    check("the post is under way", talk.held.wait(20) and world.count("Er dette nok?", GROUP) == 1, talk.said_in(GROUP))
    world.kill()
    talk.hold.set()
    talk.hold = None
    world.start()
    told = world.jump_until("", OWN["eivind"], 8)
    print(f"     the coordinator reads: {told!r}")
    check("nothing is posted twice", world.count("Er dette nok?", GROUP) == 1, talk.said_in(GROUP))
    check("the coordinator is told that one message is uncertain", told, talk.messages[-3:])
    visitor = Visitor()
    visitor.open(world.run("link", "jonas").split()[0])
    check("the poll is open all the same", any("Er dette nok?" in b for b in visitor.page.buttons()), visitor.page.text)
    before = world.count("", GROUP)
    talk.write("kari", GROUP, "!refleks hjelp")
    world.comes(lambda: world.count("", GROUP) > before)
    check("commands work again", world.count("", GROUP) == before + 1, talk.said_in(GROUP)[before:])


def main():
    world = World(sys.argv[1], pathlib.Path(sys.argv[2]))
    Main.world = world
    doctor = world.run("doctor")
    check("the doctor finds the bot in every conversation", doctor.count("the bot may speak in") == 4 and SECRET not in doctor, doctor)
    check("... and posts nothing", not world.talk.messages)
    world.start()
    hostile(world)
    commands(world)
    poll(world)
    killed(world)
    log = (world.work / "data" / "refleks.log").read_text()
    check("no secret, no link, no word and no name is in the log",
          not any(word in log for word in (SECRET, "/s/", "nattevakt", "nøkkelen", "Er dette", "Marit", "ukjent")), log[-1500:])
    world.clock.close()
    world.daemon.terminate()
    check("the daemon stops in order", world.daemon.wait(timeout=10) == 0)
    print(f"     {len(world.talk.messages)} messages at the end")


class Main:
    world = None


if __name__ == "__main__":
    try:
        main()
    except Exception:  # the tests' own last word, whatever broke
        import traceback
        traceback.print_exc()
        failed += 1
    finally:
        if Main.world and Main.world.daemon:
            Main.world.daemon.kill()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
