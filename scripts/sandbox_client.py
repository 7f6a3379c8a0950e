"""A client of the sandbox (adapters/sandbox/protocol.md) for demos, judges and tests; plain calls, no async.

    with Sandbox("ws://127.0.0.1:8080/ws", log_file="frames.jsonl") as chat:
        print(plain(chat.command("kari", "fredag", "hjelp")["whisper"]))
        chat.jump()
        for message in chat.messages(channel="fredag"):
            print(message["author"], plain(message["content"]))

A thread of its own holds the connection. When it breaks, the client comes back, says hello, and sends what has no answer
yet once more with the same id, so that the daemon sees a repeated delivery. Only a jump is not the same twice: one that hung
in the air may move the clock further than asked.
Needs Debian's python3-websockets (10.4).
"""
import asyncio
import itertools
import json
import threading
import uuid

import websockets

RETRY_SECONDS = 0.1  # between attempts to connect


class SandboxError(Exception):
    """The daemon said in words what was wrong with a frame."""


def plain(content):
    """The text of a message's or whisper's content; empty for none."""
    return content["plain"] if content else ""


class Sandbox:
    """`timeout`: seconds a call may wait, reconnecting included; TimeoutError after that.

    log_file gets a JSON line for each frame: {"n", "connection", "saw": frame}, or "sent" with type and id alone (what a
    person wrote in a sealed form is nobody else's). n counts from 1 in the order of this client.
    """

    def __init__(self, url, log_file=None, timeout=30.0):
        self.url, self.timeout = url, timeout
        self.welcomes = 0  # how many times the daemon said welcome
        self.state = None  # the newest welcome frame
        self.clock = None  # the newest clock
        self._log = open(log_file, "a", encoding="utf-8") if log_file else None
        self._counter = itertools.count(1)
        self._prefix, self._ids = uuid.uuid4().hex[:12], itertools.count(1)
        self._changed = threading.Condition()  # guards everything below
        self._messages, self._answers, self._waiting = {}, {}, {}
        self._trouble = "not tried yet"
        self._socket, self._connections, self._ready = None, 0, False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self.connect()

    def __exit__(self, *_):
        self.close()

    # --- calls --------------------------------------------------------------------------------------------------------
    def connect(self):
        """Waits for the first welcome."""
        self.wait_until(lambda: self.welcomes > 0, "a welcome")
        return self

    def hello(self):
        """Asks for the whole state anew and gives the welcome frame."""
        before = self.welcomes
        self._post({"type": "hello"})
        self.wait_until(lambda: self.welcomes > before, "a welcome")
        return self.state

    def command(self, as_, channel, text):
        return self.wait(self.send({"type": "command", "as": as_, "channel": channel, "text": text}))

    def say(self, as_, channel, text):
        return self.wait(self.send({"type": "say", "as": as_, "channel": channel, "text": text}))

    def press(self, as_, channel, name, value):
        return self.wait(self.send({"type": "press", "as": as_, "channel": channel, "name": name, "value": value}))

    def submit(self, as_, channel, name, state, values):
        """values: {input id: [values]}, as in the form the reply before gave."""
        return self.wait(self.send({"type": "submit", "as": as_, "channel": channel, "name": name, "state": state,
                                    "values": values}))

    def jump(self):
        """Moves to the next moment something is due; gives the clock after everything was done and delivered."""
        return self._clock("jump")

    def set_clock(self, to):
        """Moves forward to an instant like 2026-11-24T12:00:00Z."""
        return self._clock("set", to=to)

    def play(self, speed=600):
        return self._clock("play", speed=speed)

    def pause(self):
        return self._clock("pause")

    def _clock(self, action, **more):
        return self.wait(self.send({"type": "clock", "action": action, **more}))["clock"]

    def language(self, user):
        """The person's language code."""
        return next(p["language"] for p in self.state["people"] if p["user"] == user)

    def messages(self, channel=None, person=None):
        """What is in a channel, in a person's direct conversation with the bot, or everywhere, in order."""
        with self._changed:
            chosen = sorted(self._messages.values(), key=lambda m: m["seq"])
        if channel is not None:
            return [m for m in chosen if m["channel"] == channel]
        if person is not None:
            return [m for m in chosen if not m["channel"] and m["person"] == person]
        return chosen

    # --- the two halves of a call, for those who want many under way -----------------------------------------------------
    def send(self, frame, id=None):
        """Sends the frame under a new id (or `id`, for a repeat on purpose) and gives the id."""
        id = id or f"{self._prefix}-{next(self._ids)}"
        with self._changed:
            self._answers.pop(id, None)
        self._post({**frame, "id": id})
        return id

    def wait(self, id):
        """The answer to `id`: a reply or settled frame. SandboxError when it was an error."""
        self.wait_until(lambda: id in self._answers, f"an answer to {id}")
        with self._changed:
            answer = self._answers.pop(id)
        if answer["type"] == "error":
            raise SandboxError(answer["text"])
        return answer

    def wait_until(self, condition, what="it"):
        """Waits until condition() holds; it is asked again after each frame."""
        with self._changed:
            if not self._changed.wait_for(condition, self.timeout):
                raise TimeoutError(f"{self.url}: waited {self.timeout} s for {what}; last trouble: {self._trouble}")

    def close(self):
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join()
        if self._log:
            self._log.close()
            self._log = None

    # --- the connection, on its own thread ---------------------------------------------------------------------------------
    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._live())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.close()

    async def _live(self):
        while True:
            try:
                async with websockets.connect(self.url, max_size=None, open_timeout=5, ping_interval=None,
                                              close_timeout=1) as socket:
                    self._socket, self._connections = socket, self._connections + 1
                    await self._out({"type": "hello"})
                    async for text in socket:
                        await self._take(json.loads(text))
                self._trouble = "the daemon closed the connection"
            except (OSError, websockets.WebSocketException, asyncio.TimeoutError) as trouble:
                self._trouble = repr(trouble)
            finally:
                with self._changed:
                    self._ready = False
                    self._changed.notify_all()
            await asyncio.sleep(RETRY_SECONDS)

    def _post(self, frame):
        asyncio.run_coroutine_threadsafe(self._send(frame), self._loop)

    async def _send(self, frame):
        if "id" in frame:
            self._waiting[frame["id"]] = frame
        if self._ready:  # otherwise it goes out after the next welcome, which is also the answer to a hello
            try:
                await self._out(frame)
            except websockets.ConnectionClosed:
                pass  # _live sees it too, comes back and sends again

    async def _out(self, frame):
        self._note("sent", {key: frame[key] for key in ("type", "id") if key in frame})
        await self._socket.send(json.dumps(frame, ensure_ascii=False))

    async def _take(self, frame):
        self._note("saw", frame)
        with self._changed:
            kind = frame["type"]
            if kind == "welcome":
                self.state, self.welcomes = frame, self.welcomes + 1
                self._messages = {m["id"]: m for m in frame["messages"]}
            elif kind in ("message", "edited"):
                self._messages[frame["message"]["id"]] = frame["message"]
            elif kind in ("reply", "settled", "error"):
                # The second answer to a repeated frame has nobody waiting any more.
                if self._waiting.pop(frame["id"], None):
                    self._answers[frame["id"]] = frame
            if "clock" in frame:
                self.clock = frame["clock"]
            self._changed.notify_all()
        if kind == "welcome" and not self._ready:
            self._ready = True
            for waiting in list(self._waiting.values()):
                await self._out(waiting)

    def _note(self, what, frame):
        if self._log:
            line = {"n": next(self._counter), "connection": self._connections, what: frame}
            self._log.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._log.flush()
