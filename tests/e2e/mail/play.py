#!/usr/bin/python3
"""A group of which some have no chat and an e-mail address: what Postfix takes, keeps and turns away.

    play.py REFLEKS WORK_FOLDER

The letters are read by Python's email package and by icalendar, which share no code with ours. Ends with "N passed, N failed".
"""
import email
import email.policy
import os
import pathlib
import re
import subprocess
import sys
import time

from icalendar import Calendar

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "scripts"))
sys.path[:0] = [str(HERE.parent / "posts"), str(HERE.parent)]
from plain_browser import Visitor  # noqa: E402
from ports import free_port  # noqa: E402
from sandbox_client import Sandbox  # noqa: E402

DOMAIN = "fjordvik.example"
passed = failed = 0


def check(what, holds, seen=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    print(f"ok   {what}" if holds else f"FAIL {what}\n     seen: {str(seen)[:1500]}", flush=True)


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


class Postfix:
    def __init__(self, work):
        self.work, self.port = work, free_port()
        work.chmod(0o755)
        conf = work / "postfix"
        for folder in ("postfix", "spool", "state", "boxes"):
            (work / folder).mkdir()
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost", "-keyout", str(work / "key.pem"), "-out", str(work / "ca.pem"))
        owner = int(subprocess.run(["id", "-u", "postfix"], capture_output=True, text=True, check=True).stdout)
        group = int(subprocess.run(["id", "-g", "postfix"], capture_output=True, text=True, check=True).stdout)
        for folder in ("state", "boxes"):
            os.chown(work / folder, owner, group)
        (conf / "boxes").write_text(f"kari@{DOMAIN} kari/\nberit@{DOMAIN} berit/\nfull@{DOMAIN} full/\n")
        (conf / "access").write_text(f"full@{DOMAIN} 552 5.2.2 this mailbox is full\n")
        (conf / "main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {work}/spool
data_directory = {work}/state
maillog_file = {work}/state/log
maillog_file_prefixes = {work}
myhostname = relay.{DOMAIN}
mydestination =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {work}/ca.pem
smtpd_tls_key_file = {work}/key.pem
smtpd_recipient_restrictions = check_recipient_access texthash:{conf}/access, permit_mynetworks, reject
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_base = {work}/boxes
virtual_mailbox_maps = texthash:{conf}/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{group}
""")
        (conf / "master.cf").write_text(f"""
127.0.0.1:{self.port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
""")
        started = subprocess.run(["/usr/sbin/postfix", "-c", str(conf), "start"], capture_output=True, text=True, timeout=60)
        check("Postfix is up", started.returncode == 0, started.stderr)

    def letters(self, box):
        found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                 for path in sorted((self.work / "boxes" / box).glob("new/*"), key=lambda path: path.stat().st_mtime_ns)]
        return found

    def wait_for(self, box, subject, seconds=20):
        for _ in range(seconds * 20):
            for letter in self.letters(box):
                if re.search(subject, letter["Subject"]):
                    return letter
            time.sleep(0.05)
        return None


def part(letter, kind):
    return next((p for p in letter.walk() if p.get_content_type() == kind), None)


def text_of(letter):
    return "\n".join(p.get_content() for p in letter.walk() if p.get_content_maintype() == "text" and
                     p.get_content_type() != "text/calendar")


def event_of(letter):
    attached = part(letter, "text/calendar")
    calendar = Calendar.from_ical(attached.get_payload(decode=True))
    return attached.get_param("method"), calendar, calendar.walk("VEVENT")[0]


PEOPLE = {"marit": ("Marit Solheim", "by", ""), "berit": ("Berit Haugland", "pages", "berit"), "kari": ("Kari Nes", "pages", "kari"),
          "amina": ("Amina Warsame", "pages", "full"), "jonas": ("Jonas Vik", "pages", "nobody"), "lien": ("Lien Tran", "by", ""),
          "eivind": ("Eivind Dahl", "by", "")}


class World:
    def __init__(self, refleks, work, relay):
        self.refleks, self.config = refleks, work / "refleks.toml"
        port = free_port()
        people = "".join(f'[people.{key}]\nname = "{name}"\nworkspace = "{place}"\n' +
                         (f'email = "{box}@{DOMAIN}"\n' if box else "") + ("coordinator = true\n" if key == "eivind" else "")
                         for key, (name, place, box) in PEOPLE.items())
        self.config.write_text(f'''
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
name = "by"
listen = "127.0.0.1:0"
movable_clock = true
start = 2026-11-09T08:00:00
[server]
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
[pages]
enabled = true
[mail.epost]
host = "localhost"
port = {relay.port}
from = "refleks@{DOMAIN}"
ca_file = "ca.pem"
{people}
[groups.nord]
name = "Hjemmetjenesten nord"
workspace = "by"
channel = "nord"
place = "Møterom 2"
cadence = "annenhver tirsdag 13:00-14:30"
first = 2026-11-24
facilitators = ["marit"]
leaders = ["berit"]
participants = ["kari", "amina", "jonas", "lien"]
''')

    def run(self, *arguments):
        return subprocess.run([self.refleks, *arguments, "-c", str(self.config)], capture_output=True, text=True, timeout=60)

    def start(self):
        self.daemon = subprocess.Popen([self.refleks, "serve", "-c", str(self.config)], stdout=subprocess.PIPE, text=True)
        address = self.daemon.stdout.readline().strip()
        self.daemon.stdout.readline()
        self.clock = Sandbox(address.replace("http", "ws") + "ws")
        self.clock.connect()

    def stop(self):
        self.daemon.terminate()
        self.daemon.wait(30)

    def press(self, as_, answer, label):
        for block in answer["whisper"]["blocks"]:
            for button in block.get("buttons", []):
                if button["label"] == label:
                    return self.clock.press(as_, "", button["name"], button["value"])
        raise KeyError(label)


def main():
    refleks, work = sys.argv[1], pathlib.Path(sys.argv[2])
    relay = Postfix(work)
    world = World(refleks, work, relay)
    said = world.run("doctor").stdout
    check("the doctor finds that the relay takes letters", "takes our letters" in said, said)
    world.start()

    world.clock.set_clock("2026-11-17T12:00:00Z")
    letter = relay.wait_for("kari", "samling")
    check("the invitation is in Kari's mailbox", letter, [l["Subject"] for l in relay.letters("kari")])
    check("it is encrypted on the way", "with ESMTPS" in str(letter["Received"]), letter["Received"])
    check("in plain text and in HTML", part(letter, "text/plain") and part(letter, "text/html"), letter)
    check("it says when and where", "24. november" in text_of(letter) and "Møterom 2" in text_of(letter), text_of(letter))
    method, calendar, event = event_of(letter)
    check("it asks calendars to put it in", method == "REQUEST" and calendar["METHOD"] == "REQUEST", method)
    check("at the right time", event["DTSTART"].dt.isoformat() == "2026-11-24T13:00:00+01:00", event["DTSTART"].dt)
    check("to her, from us", event["ATTENDEE"] == f"mailto:kari@{DOMAIN}" and event["ORGANIZER"] == f"mailto:refleks@{DOMAIN}")
    check("parsed without complaint", not any(c.errors for c in calendar.walk()))
    link = re.search(r"http://\S+/s/\S+", part(letter, "text/plain").get_content()).group(0)
    visitor = Visitor()
    visitor.open(link)
    check("the link is her page, with the letter", "Kari Nes" in visitor.page.text and "24. november" in visitor.page.text,
          visitor.page.text)

    told = ""
    for _ in range(200):
        told = str(world.clock.messages(person="eivind"))
        if "postboksen er full" in told and "finnes ikke" in told:
            break
        time.sleep(0.05)
    check("the coordinator hears of the full box, by name", "Amina Warsame" in told and "postboksen er full" in told, told)
    check("and of the one that is not there", "Jonas Vik" in told and "finnes ikke" in told, told)

    answer = world.clock.say("marit", "nord", "/refleks flytt 24.11 til 25.11 12:00")
    world.press("marit", answer, "Ja, flytt")
    letter = relay.wait_for("kari", "flyttet")
    check("a move comes as an update", letter, [l["Subject"] for l in relay.letters("kari")])
    _, _, moved = event_of(letter)
    check("of the same entry, later in number",
          moved["UID"] == event["UID"] and moved["SEQUENCE"] > event["SEQUENCE"] and
          moved["DTSTART"].dt.isoformat() == "2026-11-25T12:00:00+01:00", moved)
    answer = world.clock.say("marit", "nord", "/refleks avlys 25.11")
    world.press("marit", answer, "Ja, avlys")
    letter = relay.wait_for("kari", "avlyst")
    method, calendar, gone = event_of(letter)
    check("a cancelled one is taken away",
          method == "CANCEL" and gone["STATUS"] == "CANCELLED" and gone["UID"] == event["UID"] and
          gone["SEQUENCE"] > moved["SEQUENCE"], gone)

    world.clock.set_clock("2026-11-30T09:00:00Z")
    letter = relay.wait_for("berit", "Ukesammendrag")
    check("the leader's digest is a letter", letter, [l["Subject"] for l in relay.letters("berit")])
    check("readable as it stands", letter and "Hjemmetjenesten nord" in text_of(letter), letter and text_of(letter))
    subjects = [l["Subject"] for l in relay.letters("kari")]
    check("nothing came twice", len({l["Message-ID"] for l in relay.letters("kari")}) == len(subjects), subjects)

    world.stop()
    log = (work / "data" / "refleks.log").read_text()
    check("the log holds no address and no link", DOMAIN not in log.replace(f"relay.{DOMAIN}", "") and "/s/" not in log,
          [line for line in log.splitlines() if DOMAIN in line or "/s/" in line][:5])
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
