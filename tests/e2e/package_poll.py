#!/usr/bin/python3
"""For tests/e2e/package: package_poll.py ADDRESS open|close|look. A poll of the demo's group of seven, by the sandbox."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
from sandbox_client import Sandbox, plain  # noqa: E402

FIRST, LAST = ("kari", "amina", "jonas", "lien", "marit"), "tomasz"
GROUP = "hjemme-nord"


def buttons(content):
    return [b for block in content["blocks"] if block["type"] == "actions" for b in block["buttons"]]


def asked(chat):
    return next((m["content"] for m in chat.messages(channel=GROUP) if m["key"].startswith("poll:")), None)


def answer(chat, user):
    button = next(b for b in buttons(asked(chat)) if b["label"] == "Tid")
    assert chat.press(user, GROUP, button["name"], button["value"])["whisper"]


def result(chat):
    return [plain(m["content"]) for m in chat.messages(channel=GROUP) if "Hva trenger vi?" in plain(m["content"])]


def closed(chat):
    return any("halv" in text and "Tid" in text for text in result(chat))


def main(address, what):
    with Sandbox(address.replace("http", "ws") + "ws", timeout=30) as chat:
        chat.hello()
        if what == "open":
            reply = chat.command("marit", GROUP, 'avstemning "Hva trenger vi?" "Tid" "Kunnskap" "Ro" 30 min')
            button = next(b for b in buttons(reply["whisper"]) if b["label"] == "Åpne nå")
            chat.press("marit", GROUP, button["name"], button["value"])
            chat.wait_until(lambda: asked(chat), "the poll")
            for user in FIRST:
                answer(chat, user)
        elif what == "close":
            answer(chat, LAST)
            for _ in range(20):  # other moments may be due before
                chat.jump()
                if closed(chat):
                    return
            raise AssertionError(result(chat))
        else:
            assert closed(chat), result(chat)


main(*sys.argv[1:])
