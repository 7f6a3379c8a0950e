#!/usr/bin/python3
"""Plays two months of the demo organisation's home-care group, so that its leader has something to look at.

    months.py ws://127.0.0.1:8089/ws
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "scripts"))
from cycle import HOME, Player, buttons, need, plain  # noqa: E402
from sandbox_client import Sandbox  # noqa: E402

PICKS = [[2, 2, 1, 2, 0, 2, 1], [1, 1, 1, 2, 1, 0, 1], [2, 2, 2, 2, 1, 2, 1]]
MATTERS = [("Bemanning på kveld", "Vi ber om to på vakt etter klokka 20."), ("Nøkkelboksene i sone 2", ""),
           ("Tid til å skrive før vakta er slutt", "")]


def checkouts(player):
    return [m for m in player.chat.messages(channel=HOME)
            if m["key"].startswith("poll:") and plain(m["content"]).startswith("Utsjekk")]


def one_session(player, number):
    for _ in range(200):
        if len(checkouts(player)) > number:
            break
        player.chat.jump()
    need(len(checkouts(player)) > number, f"session {number + 1} has a check-out")
    newest = max(checkouts(player), key=lambda m: m["at"])

    def choose(i, form):
        scale = form["inputs"][0]
        return {scale["id"]: [scale["options"][PICKS[number][i]]["value"]]}
    player.answer_all(newest, player.members(HOME), choose)
    player.advance_to("result:" + newest["key"].split(":")[1], HOME)


def tick(player, facilitator, came):
    form = player.command(facilitator, HOME, "oppmøte")["form"]
    need(form, "a form for attendance")
    chosen = next(i for i in form["inputs"] if i["kind"] == "choices")
    values = {i["id"]: [o["value"] for o in i.get("options", [])][:1] for i in form["inputs"] if i["required"]}
    values[chosen["id"]] = [o["value"] for o in chosen["options"]][:came]
    player.submit(facilitator, HOME, form, values)


def lift(player, facilitator, leader, title, body):
    form = player.command(facilitator, HOME, "sak")["form"]
    player.submit(facilitator, HOME, form, {"title": [title], "body": [body]})
    return player.advance_to("matter:", person=leader)


def answer(player, leader, matter, step, words):
    button = next(b for b in buttons(matter["content"]) if b["value"].endswith(step))
    form = player.press(leader, "", button)["form"]
    player.submit(leader, "", form, {"words": [words]})


def press_labelled(player, user, reply, label):
    message = reply["whisper"]
    return player.press(user, HOME, next(b for b in buttons(message) if b["label"] == label))


def keep(player, facilitator, text):
    form = press_labelled(player, facilitator, player.command(facilitator, HOME, "saker"), "Noe som blir i gruppa")["form"]
    return player.submit(facilitator, HOME, form, {"text": [text]})


def release(player, facilitator, kept):
    shown = press_labelled(player, facilitator, kept, "Se det som blir i gruppa")
    press_labelled(player, facilitator, press_labelled(player, facilitator, shown, "Velg nr. 1"), "Vis til lederne")


def main():
    with Sandbox(sys.argv[1], timeout=60) as chat:
        player = Player(chat, quiet=True)
        facilitator = player.role_in(HOME, "facilitator")
        leader = next(user for user, role in player.roles.items() if role == "leader")
        for number, (title, body) in enumerate(MATTERS):
            one_session(player, number)
            tick(player, facilitator, 5 + number % 2)
            matter = lift(player, facilitator, leader, title, body)
            if number == 0:
                answer(player, leader, matter, "in_work", "Vi prøver med to på kveld ut året.")
        release(player, facilitator, keep(player, facilitator, "Vi begynner vakta med fem stille minutter."))
        keep(player, facilitator, "Dette blir hos oss: vi spør hverandre først.")
        for _ in range(40):  # until the next digest
            before = player.find("digest:", person=leader)
            chat.jump()
            now = player.find("digest:", person=leader)
            if now and (not before or before["id"] != now["id"]):
                break
    print("played")


if __name__ == "__main__":
    sys.exit(main())
