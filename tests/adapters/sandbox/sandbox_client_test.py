#!/usr/bin/python3
"""scripts/sandbox_client.py against a made-up daemon that drops connections."""
import asyncio
import json
import os
import sys
import tempfile
import threading
import unittest

import websockets

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scripts"))
from sandbox_client import Sandbox, SandboxError, plain

CLOCK = {"now": "2026-11-24T12:00:00Z", "playing": False, "speed": 600, "next": None}


def message(seq, channel="", person="", text="hei"):
    return {"id": f"m{seq}", "seq": seq, "channel": channel, "person": person, "author": "bot", "key": f"k{seq}",
            "at": CLOCK["now"], "content": {"blocks": [], "plain": text}}


class Daemon:
    """Answers every frame; `drop` is how many frames with an id it swallows by dropping the connection."""

    def __init__(self, drop=0, port=0):
        self.drop, self.frames, self.chat = drop, [], [message(2, person="ola"), message(1, channel="fredag")]
        self.loop, started = asyncio.new_event_loop(), threading.Event()

        async def serve():
            async with websockets.serve(self.talk, "127.0.0.1", port) as server:
                self.port = server.sockets[0].getsockname()[1]
                self.stop = asyncio.get_running_loop().create_future()
                started.set()
                await self.stop

        self.thread = threading.Thread(target=lambda: self.loop.run_until_complete(serve()), daemon=True)
        self.thread.start()
        started.wait(10)
        self.url = f"ws://127.0.0.1:{self.port}/ws"

    def close(self):
        self.loop.call_soon_threadsafe(self.stop.set_result, None)
        self.thread.join()
        self.loop.close()

    async def talk(self, socket):
        async for text in socket:
            frame = json.loads(text)
            self.frames.append(frame)
            if frame["type"] == "hello":
                await socket.send(json.dumps({"type": "welcome", "me": None, "people": [], "channels": [],
                                              "messages": self.chat, "clock": CLOCK, "commands": {}}))
            elif self.drop > 0:
                self.drop -= 1
                await socket.close()
            else:
                for answer in self.answers(frame):
                    await socket.send(json.dumps(answer))

    def answers(self, frame):
        if frame["type"] == "clock":
            after = {**CLOCK, "now": frame.get("to", "2026-11-25T00:00:00Z")}
            return [{"type": "message", "message": message(3, channel="fredag")},
                    {"type": "edited", "message": message(1, channel="fredag", text="changed")},
                    {"type": "settled", "id": frame["id"], "clock": after}]
        if frame.get("as") == "per":
            return [{"type": "error", "id": frame["id"], "text": "there is no person \"per\""}]
        return [{"type": "reply", "id": frame["id"], "whisper": {"blocks": [], "plain": frame["type"]}, "form": None,
                 "errors": {}}]


class SandboxClientTest(unittest.TestCase):
    def daemon(self, **options):
        daemon = Daemon(**options)
        self.addCleanup(daemon.close)
        return daemon

    def test_every_call_gets_its_own_answer(self):
        with Sandbox(self.daemon().url) as chat:
            self.assertEqual(plain(chat.command("kari", "fredag", "hjelp")["whisper"]), "command")
            self.assertEqual(plain(chat.say("kari", "fredag", "hei")["whisper"]), "say")
            self.assertEqual(plain(chat.press("kari", "", "a/b", "1")["whisper"]), "press")
            self.assertEqual(plain(chat.submit("kari", "", "a/b", "s", {"x": ["1"]})["whisper"]), "submit")

    def test_many_calls_may_be_under_way(self):
        with Sandbox(self.daemon().url) as chat:
            ids = [chat.send({"type": "command", "as": "kari", "channel": "", "text": "x"}) for _ in range(50)]
            self.assertEqual(len(set(ids)), 50)
            for id in reversed(ids):
                self.assertEqual(chat.wait(id)["id"], id)

    def test_messages_are_kept_in_order_and_edited(self):
        with Sandbox(self.daemon().url) as chat:
            self.assertEqual([m["seq"] for m in chat.messages()], [1, 2])
            self.assertEqual([m["seq"] for m in chat.messages(person="ola")], [2])
            self.assertEqual(chat.jump()["now"], "2026-11-25T00:00:00Z")
            self.assertEqual([plain(m["content"]) for m in chat.messages(channel="fredag")], ["changed", "hei"])
            self.assertEqual(chat.set_clock("2026-11-26T00:00:00Z")["now"], "2026-11-26T00:00:00Z")

    def test_words_of_an_error_are_raised(self):
        with Sandbox(self.daemon().url) as chat:
            with self.assertRaisesRegex(SandboxError, "no person"):
                chat.command("per", "", "x")

    def test_a_lost_frame_is_sent_again_with_the_same_id(self):
        daemon = self.daemon(drop=2)
        with Sandbox(daemon.url) as chat:
            answer = chat.command("kari", "fredag", "hjelp")
            sent = [f["id"] for f in daemon.frames if f["type"] == "command"]
            self.assertEqual(sent, [answer["id"]] * 3)
            self.assertEqual(chat.welcomes, 3)

    def test_a_daemon_that_comes_back_is_found_again(self):
        first = Daemon()
        with Sandbox(first.url) as chat:
            first.close()
            chat.wait_until(lambda: not chat._ready)
            waiting = chat.send({"type": "command", "as": "kari", "channel": "", "text": "x"})
            self.daemon(port=first.port)
            self.assertEqual(chat.wait(waiting)["id"], waiting)

    def test_a_daemon_that_is_not_there_is_named(self):
        daemon = Daemon()
        daemon.close()
        chat = Sandbox(daemon.url, timeout=0.3)
        with self.assertRaisesRegex(TimeoutError, "127.0.0.1.*welcome"):
            chat.connect()
        chat.close()

    def test_the_log_counts_what_it_saw_and_keeps_what_was_written_to_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "frames.jsonl")
            with Sandbox(self.daemon().url, log_file=path) as chat:
                chat.submit("kari", "", "box/x", "s", {"words": ["hemmelig"]})
            with open(path, encoding="utf-8") as file:
                text = file.read()
            lines = [json.loads(line) for line in text.splitlines()]
            self.assertEqual([line["n"] for line in lines], [1, 2, 3, 4])
            self.assertEqual([line.get("saw", line.get("sent"))["type"] for line in lines],
                             ["hello", "welcome", "submit", "reply"])
            self.assertNotIn("hemmelig", text)


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
