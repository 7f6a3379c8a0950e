#!/usr/bin/python3
"""A whole session of a group that has nothing but a webhook and a poster; its leader and facilitator have a page each.

    cycle.py REFLEKS WORK_FOLDER

Plays it on the running program over real HTTP, as phones do, and ends with a line "N passed, N failed".
"""
import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "scripts"))
sys.path[:0] = [str(HERE), str(HERE.parent)]
from plain_browser import Visitor  # noqa: E402
from ports import free_port  # noqa: E402
from sandbox_client import Sandbox  # noqa: E402

PEOPLE = {"marit": "Marit Solheim", "berit": "Berit Haugland", "kari": "Kari Nes", "amina": "Amina Warsame", "jonas": "Jonas Vik",
          "lien": "Lien Tran"}
passed = failed = 0


def check(what, condition, seen=""):
    global passed, failed
    if condition:
        passed += 1
        print(f"ok   {what}", flush=True)
    else:
        failed += 1
        print(f"FAIL {what}\n     seen: {str(seen)[:1200]}", flush=True)


class Hook(http.server.BaseHTTPRequestHandler):
    """Google Chat's side of a webhook: takes posts and remembers them."""
    posts = []
    refuse = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if Hook.refuse > 0:
            Hook.refuse -= 1
            self.send_response(429)  # told to wait: it was not taken
            self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        Hook.posts.append(json.loads(body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"name": f"spaces/x/messages/{len(Hook.posts)}"}).encode())

    def log_message(self, *_):
        pass


def words_of(post):
    return json.dumps(post, ensure_ascii=False)


def links_of(post):
    found = {}

    def walk(node):
        if isinstance(node, dict):
            url = node.get("onClick", {}).get("openLink", {}).get("url") if isinstance(node.get("onClick"), dict) else None
            if url:
                found[node.get("text", "")] = url
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(post)
    return found


class World:
    alive = None

    def __init__(self, refleks, work):
        self.refleks, self.work = refleks, work
        hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        threading.Thread(target=hook.serve_forever, daemon=True).start()
        (work / "nord.url").write_text(f"http://127.0.0.1:{hook.server_port}/v1/spaces/x/messages?key=secretkey&token=secrettoken")
        (work / "nord.url").chmod(0o600)
        self.port = free_port()
        people = "".join(f'[people.{key}]\nname = "{name}"\nworkspace = "pages"\n' for key, name in PEOPLE.items())
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
start = 2026-11-09T08:00:00
[server]
listen = "127.0.0.1:{self.port}"
public_url = "http://127.0.0.1:{self.port}"
[pages]
enabled = true
[webhooks.varsler]
kind = "google_chat"
allowed_hosts = ["127.0.0.1"]
allow_private = true
[webhooks.varsler.channels.nord]
url_file = "nord.url"
{people}
[groups.nord]
name = "Hjemmetjenesten nord"
workspace = "varsler"
channel = "nord"
programme = "palliasjon"
cadence = "annenhver tirsdag 13:00-14:30"
first = 2026-11-24
facilitators = ["marit"]
leaders = ["berit"]
participants = ["kari", "amina", "jonas", "lien"]
''')

    def run(self, *arguments):
        return subprocess.run([self.refleks, *arguments, "-c", str(self.work / "refleks.toml")], capture_output=True, text=True,
                              check=True, timeout=60).stdout

    def start(self):
        self.daemon = subprocess.Popen([self.refleks, "serve", "-c", str(self.work / "refleks.toml")], stdout=subprocess.PIPE, text=True)
        World.alive = self.daemon
        address = self.daemon.stdout.readline().strip()
        self.daemon.stdout.readline()
        self.clock = Sandbox(address.replace("http", "ws") + "ws")
        self.clock.connect()

    def home(self, person):
        visitor = Visitor()
        visitor.open(self.run("link", person).strip())
        return visitor

    def wait_for(self, words, seconds=20):
        """What comes without the clock being moved."""
        for _ in range(seconds * 20):
            for post in reversed(Hook.posts):
                if words in words_of(post):
                    return post
            time.sleep(0.05)
        return {}

    def jump_until(self, words, limit=80):
        """Moment by moment, until the webhook has got a post with these words; gives it."""
        for _ in range(limit):
            for _ in range(6):
                for post in reversed(Hook.posts):
                    if words in words_of(post):
                        return post
                time.sleep(0.05)
            self.clock.jump()
        for _ in range(100):  # the last delivery may still be under way
            for post in reversed(Hook.posts):
                if words in words_of(post):
                    return post
            time.sleep(0.05)
        return {}


def main():
    refleks, work = sys.argv[1], pathlib.Path(sys.argv[2])
    world = World(refleks, work)

    world.start()  # only the service makes keys, so the poster comes after it
    world.run("poster", "nord", "-o", str(work / "poster.pdf"))
    subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", work / "poster.pdf", work / "poster"], check=True, timeout=60)
    code = subprocess.run(["zbarimg", "-q", "--raw", str(work / "poster.png")], capture_output=True, text=True, timeout=60).stdout.strip()
    check("the code on the poster is a page of ours", code.startswith(f"http://127.0.0.1:{world.port}/s/"), code)

    visitors = []

    def sheet():
        visitor = Visitor()
        visitor.open(code)
        visitors.append(visitor)
        return visitor

    # --- invitation
    post = world.jump_until("24. november")
    check("the invitation is posted", post, Hook.posts)
    kari = world.home("kari")
    check("Kari's page greets her", "Kari Nes" in kari.page.text, kari.page.text)
    kari.press("Send", **{"Hva vil du gjøre": "samlinger"})
    kari.press("Jeg kommer")
    check("she says on her page that she comes", "da ses vi" in kari.page.text, kari.page.text)

    # --- ideas through the poster
    first = sheet()
    check("the sheet's page says who can answer", "Alle som har arket" in first.page.text, first.page.text)
    first.press("Foreslå et tema")
    first.press("Legg i idéboksen", Temaet="Ring meg på 99 88 77 66")
    check("a phone number is stopped, and the text is still there",
          "telefonnummer" in first.page.text and any("99 88 77 66" in e["value"] for f in first.page.forms for e in f["entries"]),
          first.page.text)
    first.press("Legg i idéboksen", Temaet="Når pårørende er uenige")
    check("the idea has a code", "koden" in first.page.text.lower() or "kode" in first.page.text.lower(), first.page.text)
    second = sheet()
    second.press("Foreslå et tema")
    second.press("Legg i idéboksen", Temaet="Alene på kveldsvakt")
    marit = world.home("marit")
    marit.press("Skriv inn papirlapper")
    marit.press("Legg i boksen", Lapper="Å ringe legen om natta")
    check("a paper note is in the box", "1 lapp" in marit.page.text, marit.page.text)

    # --- preparation, release, vote
    check("the preparation is posted", world.jump_until("60 min"), Hook.posts[-1:])
    released = words_of(world.jump_until("Alene på kveldsvakt"))
    check("the ideas are shown together, the note from paper says so",
          "Når pårørende er uenige" in released and "(papirlapp)" in released, released)

    # --- poll by command on the facilitator's page
    marit = world.home("marit")
    marit.press("Send", **{"Hva vil du gjøre": 'avstemning "Hva trenger vi mest?" "Tid" "Ro" "Folk"'})
    check("the poll is shown before it opens", "Hva trenger vi mest?" in marit.page.text, marit.page.text)
    marit.press("Åpne nå")
    asked = world.wait_for("Hva trenger vi mest?")
    links = links_of(asked)
    check("each option is a link", {"Tid", "Ro", "Folk"} <= set(links), links)
    for choice in ["Tid", "Tid", "Tid", "Ro", "Tid"]:
        visitor = Visitor()
        visitor.open(links[choice])
        seen = visitor.page.text
        visitor.press(choice)
        visitors.append(visitor)
    check("opening a link changes nothing, pressing does", choice in seen and "mottatt" in visitor.page.text, visitor.page.text)
    visitor.press("Endre")
    check("an answer can be changed in the same sitting", visitor.page.forms, visitor.page.text)
    kari = world.home("kari")
    kari.press("Svar: Hva trenger vi mest?")
    kari.press(kari.page.buttons()[0], svar="Ro")
    check("Kari answers on her own page", "mottatt" in kari.page.text, kari.page.text)

    # --- the chat is down for a moment
    Hook.refuse = 2
    result = words_of(world.jump_until("Resultat: Hva trenger vi mest?"))
    check("the result comes once, though the chat was down", result and
          sum("Resultat: Hva trenger vi mest?" in words_of(p) for p in Hook.posts) == 1, result)
    check("answers through the link are no count", "ingen opptelling" in result and "Tid" not in result, result)
    check("Kari's own answer is too few to be shown", "For få svar" in result, result)

    # --- reminder, check-out
    check("the reminder is posted", world.jump_until("Snart samling"), [words_of(p)[:200] for p in Hook.posts[-3:]])
    checkout = world.jump_until("<b>Utsjekk</b>")
    check("the check-out is asked when the session ends", "tirsdag 24" in words_of(checkout) or "25. november" in words_of(checkout),
          words_of(checkout))
    for i in range(5):
        visitor = sheet()
        label = next((b for b in visitor.page.buttons() if b.startswith("Svar: Utsjekk")), None)
        if not label:
            break
        visitor.press(label)
        scale = ["Svært nyttig", "Svært nyttig", "Noe nyttig", "Svært nyttig", "Svært nyttig"]
        options = [e["label"] for f in visitor.page.forms for e in f["entries"] if e["kind"] == "radio"]
        send = next(b for b in visitor.page.buttons() if "Send" in b or "svar" in b.lower())
        visitor.press(send, svar=options[-1])
    check("the check-out is answered through the poster", "mottatt" in visitor.page.text, visitor.page.text)
    # --- matter
    marit = world.home("marit")
    marit.press("Send", **{"Hva vil du gjøre": "sak"})
    marit.press("Send til leder", **{"Saken": "Vi trenger to på kveldsvakt", "Hvorfor": "Hele gruppa er enig"})
    check("the facilitator lifts a matter", "Sendt til Berit Haugland" in marit.page.text, marit.page.text)
    for _ in range(100):
        berit = world.home("berit")
        if "Vi trenger to på kveldsvakt" in berit.page.text:
            break
        time.sleep(0.1)
        world.clock.jump()
    check("the leader has it on her page", "Vi trenger to på kveldsvakt" in berit.page.text, berit.page.text)
    berit.press("Vi er i gang")
    berit.press("Send til gruppa", **{"til gruppa": "Vi setter opp to fra mandag"})
    answered = words_of(world.wait_for("Vi setter opp to fra mandag") or world.jump_until("Vi setter opp to fra mandag"))
    check("the group gets the leader's answer", "Vi setter opp to fra mandag" in answered, berit.page.text)
    result = words_of(world.jump_until("Resultat: Utsjekk"))
    check("the check-out's result says the same", "ingen opptelling" in result and "For få svar" in result, result)

    # --- digest
    for _ in range(60):
        berit = world.home("berit")
        if "Ukesammendrag for 23.–29. november" in berit.page.text:
            break
        world.clock.jump()
        time.sleep(0.1)
    check("the leader's digest is on her page, without answers from the sheet",
          "Ukesammendrag for 23.–29. november" in berit.page.text and "delt lenke" not in berit.page.text, berit.page.text)

    # --- what is left behind
    log = (work / "data" / "refleks.log").read_text()
    check("no address of a webhook and no link is in the log", "secretkey" not in log and "/s/" not in log, log[-800:])
    check("pages are light", max(v.biggest for v in visitors) < 50_000, max(v.biggest for v in visitors))
    stale = Visitor()
    stale.open(f"http://127.0.0.1:{world.port}/s/" + "A" * 80)
    check("an invented link says kindly that it leads nowhere", stale.page.status in (404, 410) and stale.page.text, stale.page.text)
    print(f"     {len(Hook.posts)} posts, the biggest page {max(v.biggest for v in visitors)} bytes")

    world.clock.close()
    world.daemon.terminate()
    check("the daemon stops in order", world.daemon.wait(timeout=10) == 0)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception as error:  # the tests' own last word, whatever broke
        import traceback
        traceback.print_exc()
        for post in Hook.posts[-2:]:
            print(json.dumps(post, ensure_ascii=False)[:1500])
        print(f"{passed} passed, {failed + 1} failed")
        sys.exit(1)
    finally:
        if World.alive:
            World.alive.kill()
