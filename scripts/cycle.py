#!/usr/bin/python3
"""Plays one whole session of the demo organisation through the sandbox's real interface, and tells what everybody saw.

    cycle.py ws://127.0.0.1:8089/ws [--break STEP] [--list] [--frames FILE] [--quiet]

Exit status 0 only if every step happened. --break leaves out what people do in one step: the run must then fail there.
"""
import argparse
import datetime
import re
import sys
import zoneinfo

from sandbox_client import Sandbox, SandboxError, plain

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
HOME, NURSING = "hjemme-nord", "sykehjem"
DAYS = ["man.", "tir.", "ons.", "tor.", "fre.", "lør.", "søn."]


class Failed(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Failed(what)


def buttons(content):
    return [b for block in content["blocks"] if block["type"] == "actions" for b in block["buttons"]]


class Player:
    def __init__(self, chat, quiet=False):
        self.chat, self.quiet, self.shown = chat, quiet, set()
        people = chat.state["people"]
        self.names = {p["user"]: p["name"] for p in people}
        self.channels = {c["id"]: c for c in chat.state["channels"]}
        self.roles = {p["user"]: p["role"] for p in people}

    # --- telling ------------------------------------------------------------------------------------------------------
    def say(self, text=""):
        if not self.quiet:
            print(text, flush=True)

    def local(self, instant):
        at = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(OSLO)
        return f"{DAYS[at.weekday()]} {at:%d.%m. %H:%M}"

    def tell(self, head, text):
        self.say(f"  {head}")
        for line in text.split("\n"):
            self.say(f"      {line}")

    def tell_news(self):
        for message in self.chat.messages():
            if message["id"] in self.shown:
                continue
            self.shown.add(message["id"])
            where = f"#{message['channel']}" if message["channel"] else f"til {self.names[message['person']]}"
            who = "Refleks" if message["author"] == "bot" else self.names[message["author"]]
            self.tell(f"{self.local(message['at'])}  {where}  {who}:", plain(message["content"]))

    # --- doing --------------------------------------------------------------------------------------------------------
    def members(self, channel):
        """Those who answer: leaders and the coordinator do not."""
        return [u for u in self.channels[channel]["members"] if self.roles[u] in ("participant", "facilitator")]

    def role_in(self, channel, role):
        return next(u for u in self.channels[channel]["members"] if self.roles[u] == role)

    def find(self, prefix, channel=None, person=None):
        for message in reversed(self.chat.messages(channel=channel, person=person)):
            if message["key"].startswith(prefix):
                return message
        return None

    def advance_to(self, prefix, channel=None, person=None, limit=120):
        """Jumps from moment to moment until the bot has posted something of that kind."""
        for _ in range(limit):
            if self.find(prefix, channel, person):
                break
            self.chat.jump()
        self.tell_news()
        found = self.find(prefix, channel, person)
        need(found, f"nothing of the kind «{prefix}» came")
        return found

    def whispered(self, user, reply):
        if reply.get("whisper"):
            self.tell(f"(bare {self.names[user]} ser)", plain(reply["whisper"]))
        return reply

    def command(self, user, channel, text):
        self.tell(f"{self.names[user]} skriver i #{channel}:" if channel else f"{self.names[user]} skriver til Refleks:",
                  f"/refleks {text}")
        return self.whispered(user, self.chat.command(user, channel, text))

    def press(self, user, channel, button, told=True):
        reply = self.chat.press(user, channel, button["name"], button["value"])
        if told:
            self.tell(f"{self.names[user]} trykker [{button['label']}]", "")
            self.whispered(user, reply)
        return reply

    def submit(self, user, channel, form, values, told=True):
        reply = self.chat.submit(user, channel, form["name"], form["state"], values)
        need(not reply.get("errors"), f"the form was refused: {reply.get('errors')}")
        if told:
            self.whispered(user, reply)
        return reply

    def answer_all(self, message, users, choose):
        """Each of `users` answers an anonymous poll: by its button, or in its form. choose(i, form) gives the values."""
        channel, receipts = message["channel"], set()
        for i, user in enumerate(users):
            first = buttons(message["content"])[0]
            if first["name"].endswith("/quick"):
                options = buttons(message["content"])
                reply = self.press(user, channel, options[choose(i, None) % len(options)], told=False)
            else:
                form = self.press(user, channel, first, told=False)["form"]
                need(form, "the button opened no form")
                reply = self.submit(user, channel, form, choose(i, form), told=False)
            need(reply["whisper"], "no receipt")
            receipts.add((self.chat.language(user), plain(reply["whisper"])))
        languages = {language for language, _ in receipts}
        need(len(receipts) == len(languages), "receipts differ")
        self.tell(f"{len(users)} svarer, hver for seg. Alle får samme kvittering:", plain(reply["whisper"]))


class Cycle:
    """The steps in order; each says what people do, then what must have been seen."""

    def __init__(self, player):
        self.p = player
        self.facilitator = player.role_in(HOME, "facilitator")
        self.leader = next(user for user, role in player.roles.items() if role == "leader")
        self.staff = [u for u in player.members(HOME) if u != self.facilitator]

    def steps(self):
        return [name[3:] for name in type(self).__dict__ if name.startswith("do_")]

    def play(self, broken=None):
        for number, step in enumerate(self.steps(), 1):
            self.p.say(f"\n{number:2}. {getattr(self, 'see_' + step).__doc__}")
            if step != broken:
                getattr(self, "do_" + step)()
            try:
                getattr(self, "see_" + step)()
            except Failed as failure:
                raise Failed(f"step {step}: {failure}") from failure

    # --- invitation
    def do_invitation(self):
        message = self.p.advance_to("invitation:", HOME)
        yes, no = buttons(message["content"])[:2]
        for user in self.staff[:4]:
            self.p.press(user, HOME, yes, told=user == self.staff[0])
        self.p.press(self.staff[4], HOME, no)
        # What the group is for is asked too, if nobody minds; here it would come between.
        told = self.p.advance_to("purposes-first:", person=self.facilitator)
        self.p.press(self.facilitator, "", buttons(told["content"])[0])

    def see_invitation(self):
        """Invitasjonen kommer, og noen sier om de kommer"""
        message = self.p.find("invitation:", HOME)
        need(message, "no invitation")
        self.session = message["key"].split(":")[1]
        need("24. november" in plain(message["content"]), "the invitation does not tell the day")

    # --- anonymous ideas
    IDEAS = ["Hvordan snakker vi med pårørende som er uenige?", "Når skal vi ringe legen om natta?",
             "Å være alene på kveldsvakt"]

    def do_ideas(self):
        for user, idea in zip(self.staff, self.IDEAS):
            form = self.p.command(user, HOME, "idé")["form"]
            need(form, "no form for the idea")
            receipt = self.p.submit(user, HOME, form, {"idea": [idea]})["form"]
            need(receipt and receipt["name"] == "box/ideas/seen", "no receipt for the idea")
            shown = "".join(span["text"] for span in receipt["intro"])
            codes = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b", shown)
            need(len(codes) == 1, "the receipt has no code")
            if user == self.staff[0]:
                self.p.tell(f"(bare {self.p.names[user]} ser, i et skjema)", shown)
            self.p.submit(user, HOME, receipt, {})
            self.receipts = getattr(self, "receipts", []) + codes

    def see_ideas(self):
        """Tre i gruppa legger anonyme temaforslag i boksen"""
        need(len(set(getattr(self, "receipts", []))) == 3, "three ideas were not received")

    def do_refused_text(self):
        form = self.p.command(self.staff[3], HOME, "idé")["form"]
        reply = self.p.chat.submit(self.staff[3], HOME, form["name"], form["state"], {"idea": ["Ring 99 88 77 66"]})
        self.refusal = " ".join(reply["errors"].values())
        self.p.tell(f"(bare {self.p.names[self.staff[3]]} ser, ved feltet)", self.refusal)

    def see_refused_text(self):
        """Et forslag med telefonnummer blir stanset før noe lagres"""
        need("telefonnummer" in getattr(self, "refusal", "") and "99" not in self.refusal, "the number was not stopped")

    # --- preparation
    def do_preparation(self):
        self.p.advance_to("preparation:", HOME)

    def see_preparation(self):
        """Forberedelsen kommer, med samlet tid"""
        message = self.p.find("preparation:", HOME)
        need(message and "60 min" in plain(message["content"]), "no preparation with its total time")

    # --- ideas released
    def do_release(self):
        self.p.advance_to("ideas:", HOME)

    def see_release(self):
        """Forslagene slippes, stokket og uten navn"""
        message = self.p.find("ideas:", HOME)
        need(message, "no ideas were released")
        text = plain(message["content"])
        need(all(idea in text for idea in self.IDEAS), "an idea is missing")
        need(not any(name in text for name in self.p.names.values()), "a name stands beside the ideas")

    # --- a receipt code
    def do_follow(self):
        user = self.staff[0]
        form = self.p.command(user, "", "idékode" if self.p.chat.language(user) != "en" else "idea-code")["form"]
        need(form and form["name"] == "box/ideas/follow", "no form for the code")
        answer = self.p.submit(user, "", form, {"code": [self.receipts[0].lower().replace("-", " ")]})["form"]
        self.followed = "".join(span["text"] for span in answer["intro"])
        self.p.tell(f"(bare {self.p.names[user]} ser, i et skjema)", self.followed)

    def see_follow(self):
        """Den som skrev et forslag, følger det med koden sin"""
        need("vist for gruppa" in getattr(self, "followed", "") or "shown to the group" in getattr(self, "followed", ""),
             "the code did not tell that the idea is out")

    # --- topic poll
    def do_topic(self):
        message = self.p.advance_to("poll:", HOME)

        def choose(i, form):
            return {"q0": [next(o["value"] for o in form["inputs"][0]["options"] if o["label"] == self.IDEAS[i // 5])]}
        self.p.answer_all(message, self.p.members(HOME), choose)
        self.p.advance_to("result:" + message["key"].split(":")[1], HOME)

    def see_topic(self):
        """Gruppa velger tema ved avstemning"""
        result = self.p.find("result:", HOME)
        need(result and self.IDEAS[0] in plain(result["content"]), "no topic was chosen")

    # --- poll by command: words
    def do_poll(self):
        self.poll_of_seven = self.start_poll(HOME, self.facilitator,
                                             'avstemning "Har vi tid nok til refleksjon?" skala 30 min')
        self.p.answer_all(self.poll_of_seven, self.p.members(HOME), lambda i, _: [4, 4, 3, 4, 1, 3, 2][i])

    def start_poll(self, channel, facilitator, text):
        before = {m["id"] for m in self.p.chat.messages(channel=channel)}
        preview = self.p.command(facilitator, channel, text)
        need(preview["whisper"] and buttons(preview["whisper"]), "no preview of the poll")
        self.p.press(facilitator, channel, buttons(preview["whisper"])[0])
        self.p.chat.wait_until(lambda: any(m["id"] not in before and m["key"].startswith("poll:")
                                           for m in self.p.chat.messages(channel=channel)), "the poll in the channel")
        self.p.tell_news()
        return self.p.find("poll:", channel)

    def result_of(self, poll, channel):
        return self.p.find("result:" + poll["key"].split(":")[1], channel)

    def see_poll(self):
        """Fasilitatoren starter en avstemning med en kommando, og sju svarer"""
        poll = getattr(self, "poll_of_seven", None)
        need(poll and "Har vi tid nok" in plain(poll["content"]), "no poll was started")

    # --- too few
    def do_too_few(self):
        poll = self.start_poll(HOME, self.facilitator, 'avstemning "Skal vi møtes oftere?" 20 min')
        self.p.answer_all(poll, self.staff[:3], lambda i, _: i)
        for poll_of in (poll, self.poll_of_seven):
            self.p.advance_to("result:" + poll_of["key"].split(":")[1], HOME)
        self.poll_of_three = poll

    def see_too_few(self):
        """Tre svar er for få, sju blir til ord"""
        need(hasattr(self, "poll_of_three"), "the poll of three was not held")
        few, seven = (plain(self.result_of(poll, HOME)["content"]) for poll in (self.poll_of_three, self.poll_of_seven))
        need("For få svar" in few, "too few answers were shown")
        need("Minst halvparten svarte" in seven and "7" not in seven and "4" not in seven, "seven answers did not become words")

    # --- reminder
    def do_reminder(self):
        self.p.advance_to("reminder:", HOME)

    def see_reminder(self):
        """Påminnelsen kommer dagen før, med temaet"""
        message = self.p.find("reminder:", HOME)
        need(message and self.IDEAS[0] in plain(message["content"]), "no reminder with the topic")

    # --- check-in
    def do_checkin(self):
        self.p.advance_to("checkin:", HOME)

    def see_checkin(self):
        """Samlingen begynner"""
        need(self.p.find("checkin:", HOME), "no check-in")

    # --- check-out
    def do_checkout(self):
        while not self.asked_checkout():
            self.p.chat.jump()
        self.p.tell_news()
        self.checkout = self.asked_checkout()

        def choose(i, form):
            usefulness, *texts = form["inputs"]
            values = {usefulness["id"]: [usefulness["options"][[2, 2, 1, 2, 0, 2, 1][i]]["value"]]}
            if i < 4:
                values[texts[-1]["id"]] = [["Vi lytter bedre nå", "Å spørre en gang til", "Ro i rommet",
                                            "Ta det opp før vakta er slutt"][i]]
            return values
        self.p.answer_all(self.checkout, self.p.members(HOME), choose)
        self.p.advance_to("result:" + self.checkout["key"].split(":")[1], HOME)

    def asked_checkout(self):
        return next((m for m in self.p.chat.messages(channel=HOME)
                     if m["key"].startswith("poll:") and plain(m["content"]).startswith("Utsjekk")), None)

    def see_checkout(self):
        """Utsjekk: sju svarer på sekunder, resultatet kommer til gruppa"""
        need(hasattr(self, "checkout"), "no check-out")
        text = plain(self.result_of(self.checkout, HOME)["content"])
        need("Vi lytter bedre nå" in text and "Minst halvparten svarte" in text, "no result of the check-out")

    # --- counts
    def do_counts(self):
        facilitator = self.p.role_in(NURSING, "facilitator")
        poll = self.start_poll(NURSING, facilitator, 'avstemning "Hva trenger vi mest?" "Tid" "Kunnskap" "Støtte" 2 t')
        self.p.answer_all(poll, self.p.members(NURSING), lambda i, _: [0, 0, 1, 2, 0, 1, 0, 2, 2, 1, 1, 2][i])
        self.p.advance_to("result:" + poll["key"].split(":")[1], NURSING)
        self.poll_of_twelve = poll

    def see_counts(self):
        """I gruppa på tolv blir svarene til tall"""
        need(hasattr(self, "poll_of_twelve"), "the poll of twelve was not held")
        text = plain(self.result_of(self.poll_of_twelve, NURSING)["content"])
        need("Tid: 4" in text and "12 har svart" in text, "twelve answers did not become counts")

    # --- a matter
    def do_matter(self):
        form = self.p.command(self.facilitator, HOME, "sak")["form"]
        self.p.submit(self.facilitator, HOME, form, {"title": ["Bemanning på kveld"],
                                                     "body": ["Vi ber om to på vakt etter klokka 20."]})
        self.matter = self.p.advance_to("matter:", person=self.leader)

    def see_matter(self):
        """Fasilitatoren løfter en sak, og lederen får den direkte"""
        need(hasattr(self, "matter") and "Bemanning på kveld" in plain(self.matter["content"]), "no matter was lifted")

    # --- its answer
    def do_answer(self):
        first = buttons(self.matter["content"])[0]
        form = self.p.press(self.leader, "", first)["form"]
        self.p.submit(self.leader, "", form, {"words": ["Vi prøver med to på kveld ut året og ser på det igjen i januar."]})
        self.p.advance_to("answer:", HOME)

    def see_answer(self):
        """Lederen svarer, og gruppa ser svaret"""
        message = self.p.find("answer:", HOME)
        need(message and "to på kveld ut året" in plain(message["content"]), "no answer reached the group")

    # --- digest
    def do_digest(self):
        self.first_digest = self.p.find("digest:", person=self.leader)
        for _ in range(60):
            newest = self.p.find("digest:", person=self.leader)
            if newest and (not self.first_digest or newest["id"] != self.first_digest["id"]):
                break
            self.p.chat.jump()
        self.p.tell_news()
        self.digest = self.p.find("digest:", person=self.leader)

    def see_digest(self):
        """Mandag morgen får lederen ukesammendraget"""
        digest = getattr(self, "digest", None)
        need(digest, "no digest")
        text = plain(digest["content"])
        need("Var satt opp" in text and "Utsjekk" in text, "the digest does not tell of the session and its result")
        need("Vi lytter bedre nå" not in text, "the group's own words reached the leader")
        need(self.p.local(digest["at"]).startswith("man.") and "08:00" in self.p.local(digest["at"]),
             "the digest did not come on Monday at eight")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("url", nargs="?")
    arguments.add_argument("--break", dest="broken")
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("--frames")
    arguments.add_argument("--quiet", action="store_true")
    options = arguments.parse_args()
    names = [name[3:] for name in Cycle.__dict__ if name.startswith("do_")]
    if options.list:
        print("\n".join(names))
        return 0
    if options.broken and options.broken not in names:
        print(f"no such step: {options.broken}; the steps are {', '.join(names)}", file=sys.stderr)
        return 2
    with Sandbox(options.url, log_file=options.frames, timeout=60) as chat:
        player = Player(chat, options.quiet)
        cycle = Cycle(player)
        try:
            cycle.play(options.broken)
        except (Failed, SandboxError) as failure:
            print(f"\nFAILED: {failure}", file=sys.stderr)
            return 1
    print(f"\nall {len(names)} steps happened")
    return 0


if __name__ == "__main__":
    sys.exit(main())
