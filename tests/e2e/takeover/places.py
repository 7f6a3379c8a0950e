"""What the take-over test is played with: PostgreSQL servers, daemons with a supervisor, HAProxy, somebody who asks all the
time, and machines that can be cut off. A machine is a network namespace, or nothing: then everything is on this one, on addresses
of its own."""
import asyncio
import ctypes
import glob
import itertools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import websockets

ROOT = pathlib.Path(__file__).resolve().parents[3]
REFLEKS = os.path.abspath(os.environ.get("REFLEKS", ROOT / "build/debug/refleks"))
PEOPLE = [f"deltaker{n}" for n in range(12)]
LEADER = "leder"
CLONE_NEWNET = 0x40000000


def apologies():
    """What people read when nothing was kept: they ask again."""
    text = (ROOT / "bot/texts/nb.po").read_text(encoding="utf-8")
    return {text.split(f'msgid "{key}"\nmsgstr "')[1].split('"\n')[0] for key in ("engine.failed", "engine.busy")}


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **more).stdout


class Machine:
    """`address`: where it is reached. Without namespaces all are 127.0.0.x of this machine, and none can be cut off."""
    apart = False

    def __init__(self, name, number):
        self.name, self.address, self.inside = name, f"127.86.0.{number}", []
        if Machine.apart:
            self.name, self.address = f"rf{os.getpid()}{name}", f"10.86.0.{number}"
            run("ip", "netns", "add", self.name)
            run("ip", "link", "add", self.link, "netns", switch(), "type", "veth", "peer", "name", "eth0", "netns", self.name)
            self.mend()
            run("ip", "-n", switch(), "link", "set", self.link, "up")
            run("ip", "-n", self.name, "address", "add", f"{self.address}/24", "dev", "eth0")
            for device in ("eth0", "lo"):
                run("ip", "-n", self.name, "link", "set", device, "up")
            self.inside = ["ip", "netns", "exec", self.name]

    @property
    def link(self):
        return "v" + self.address.rpartition(".")[2]

    def cut(self):
        """The cable stays in, and nothing comes through: as behind a dead switch."""
        run("ip", "-n", switch(), "link", "set", self.link, "nomaster")

    def enter(self):
        """This thread, and those it starts, are on that machine from now on."""
        if Machine.apart:
            with open(f"/run/netns/{self.name}", "rb") as there:
                if ctypes.CDLL(None, use_errno=True).setns(there.fileno(), CLONE_NEWNET):
                    raise OSError(ctypes.get_errno(), "setns")

    def mend(self, side="br0"):
        run("ip", "-n", switch(), "link", "set", self.link, "master", side)


def switch():
    return f"rf{os.getpid()}switch"


def can_be_apart():
    name = f"rf{os.getpid()}try"
    if os.geteuid() != 0 or not shutil.which("ip"):
        return False
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True).returncode == 0
    subprocess.run(["ip", "netns", "delete", name], capture_output=True)
    return made


def lay_cables():
    Machine.apart = True
    run("ip", "netns", "add", switch())
    for bridge in ("br0", "br1"):
        run("ip", "-n", switch(), "link", "add", bridge, "type", "bridge")
        run("ip", "-n", switch(), "link", "set", bridge, "up")


def take_away_cables():
    for line in run("ip", "netns", "list").splitlines():
        if line.split()[0].startswith(f"rf{os.getpid()}"):
            run("ip", "netns", "delete", line.split()[0])


class NameService:
    """On a machine of its own; every name leads to all of `addresses`. Those who ask it must be machines, too."""

    def __init__(self, machine, addresses, askers):
        self.machine, self.folders = machine, [pathlib.Path("/etc/netns") / one.name for one in askers]
        for folder in self.folders:  # what `ip netns exec` shows there as /etc/resolv.conf
            folder.mkdir(parents=True)
            (folder / "resolv.conf").write_text(f"nameserver {machine.address}\n", encoding="utf-8")
        self.process = subprocess.Popen([*machine.inside, sys.executable, pathlib.Path(__file__).with_name("name_server.py"),
                                         machine.address, *addresses], stdin=subprocess.DEVNULL)

    def stop(self):
        self.process.kill()
        self.process.wait()
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A cluster of PostgreSQL on a machine; `standby_of` makes it the synchronous copy of another."""
    port = 5486

    def __init__(self, machine, folder, options=()):
        self.machine, self.folder, self.options = machine, folder, list(options)
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not found:
            raise SystemExit("PostgreSQL is not installed: scripts/install --full")
        self.bin = pathlib.Path(found[-1])
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        folder.mkdir()
        if self.user:
            run("chown", "postgres:", folder)

    @property
    def data(self):
        return self.folder / "data"

    def tool(self, name, *words, **more):
        return run(*self.machine.inside, *self.user, self.bin / name, *words, cwd=self.folder, **more)

    def make(self):
        self.tool("initdb", "-D", self.data, "-U", "refleks", "-k", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        with open(self.data / "pg_hba.conf", "a", encoding="utf-8") as hba:
            hba.write("host all all 127.0.0.0/8 trust\nhost all all 10.86.0.0/24 trust\n"
                      "host replication all 10.86.0.0/24 trust\n")

    def copy(self, primary):
        subprocess.run(["rm", "-rf", str(self.data)], check=True)
        for lock in self.folder.glob(".s.PGSQL.*"):  # of the one that was killed, whose number may still be taken
            lock.unlink()
        self.tool("pg_basebackup", "-c", "fast", "-R", "-X", "stream", "-D", self.data, "-d",
                  f"host={primary.machine.address} port={self.port} user=refleks application_name=copy")

    def start(self):
        options = [f"listen_addresses='{self.machine.address}'", f"port={self.port}", "max_connections=60",
                   "wal_keep_size=256MB", *self.options]
        words = " ".join(f'-c "{option}"' if " " in option else f"-c {option}" for option in options)
        log = self.folder / "log"
        self.tool("pg_ctl", "-D", self.data, "-s", "-w", "-l", log, "-o", f"-k '{self.folder}' {words}", "start",
                  stdin=subprocess.DEVNULL)

    def ask(self, statement):
        return self.tool("psql", "-X", "-A", "-t", "-U", "refleks", "-h", self.folder, "-p", str(self.port), "-d", "postgres",
                         "-v", "ON_ERROR_STOP=1", "-c", statement).strip()

    @property
    def process(self):
        return int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def processes(self):
        return [self.process, *map(int, run("ps", "-o", "pid=", "--ppid", self.process).split())]

    def signal(self, which):
        for process in self.processes():
            try:
                os.kill(process, which)
            except ProcessLookupError:
                pass

    def kill(self):
        """And all its sessions: what they hold must be free before another starts in its place."""
        processes = self.processes()
        self.signal(signal.SIGKILL)
        end = time.monotonic() + 10
        while any(pathlib.Path(f"/proc/{process}").exists() for process in processes) and time.monotonic() < end:
            time.sleep(0.02)

    def promote(self):
        self.tool("pg_ctl", "-D", self.data, "-s", "-w", "promote")

    def stop(self):
        try:
            self.signal(signal.SIGCONT)
            self.tool("pg_ctl", "-D", self.data, "-s", "-m", "immediate", "stop")
        except (subprocess.CalledProcessError, OSError):
            pass  # it runs no more


class Supervised:
    """A process of Refleks that is started again whenever it ends: its health, and its end."""

    def ask(self, path="/owner"):
        """(status, words); (0, "") where it does not answer."""
        command = [*self.machine.inside, "curl", "-s", "-m", "0.5", "-w", "\n%{http_code}",
                   f"http://{self.machine.address}:{self.health_port}{path}"]
        told = subprocess.run(command, capture_output=True, text=True).stdout
        words, _, status = told.rpartition("\n")
        return int(status or 0), words

    def stop(self):
        self.ending = True
        if self.process:
            for which in (signal.SIGCONT, signal.SIGTERM):
                self.process.send_signal(which)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.thread.join(5)
        subprocess.run(["rm", "-rf", str(self.box)], check=True)


class Daemon(Supervised):
    """A process of Refleks, and its supervisor: whoever ends is started again."""

    def __init__(self, name, machine, folder, url, chat, more="", sandbox="", key=b""):
        """`more`: sections of the configuration; `sandbox`: lines of its section; `key`: of pages."""
        self.name, self.machine, self.folder = name, machine, folder
        self.chat_port, self.health_port = (8086, 9486)
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        (self.data / "sandbox").symlink_to(chat)  # one platform for both
        if key:
            (self.data / "web.key").write_bytes(key)
            os.chmod(self.data / "web.key", 0o600)
        self.box = pathlib.Path(tempfile.mkdtemp(prefix="refleks-takeover-", dir="/dev/shm"))
        members = ", ".join(f'"{one}"' for one in PEOPLE)
        people = "".join(f'[people.{one}]\nname = "{one.title()}"\nworkspace = "sandbox"\n' for one in (LEADER, *PEOPLE))
        self.config = folder / "refleks.toml"
        self.config.write_text(f"""
[organisation]
name = "Fjordvik kommune"
data = "{self.data}"
most_a_week = 100
[storage]
url = "{url}"
standby = true
[health]
listen = "{machine.address}:{self.health_port}"
[quiet_hours]
from = "00:00"
to = "00:00"
weekends = false
holidays = false
[sandbox]
enabled = true
listen = "{machine.address}:{self.chat_port}"
{sandbox}
[groups.g]
name = "Gruppa"
workspace = "sandbox"
channel = "gruppa"
programme = "fri"
cadence = "every second Thursday 14:00-15:30"
first = 2026-11-26
facilitators = ["{LEADER}"]
participants = [{members}]
{people}
{more}
""", encoding="utf-8")
        self.process, self.ending, self.statuses = None, False, []
        self.kill_at, self.surroundings = "", {}  # of the process that is started next; of all from now on
        self.thread = threading.Thread(target=self.live, daemon=True)
        self.thread.start()

    def live(self):
        while not self.ending:
            places = {"RUNTIME_DIRECTORY": str(self.box), **self.surroundings}
            if self.kill_at:
                places["REFLEKS_KILL_AT"], self.kill_at = self.kill_at, ""
            with open(self.folder / "log", "ab") as log:
                self.process = subprocess.Popen([*self.machine.inside, REFLEKS, "serve", "--config", self.config],
                                                env={**os.environ, **places},
                                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
            self.statuses.append(self.process.wait())
            time.sleep(0.5)

    def owns(self):
        return self.ask()[0] == 200

    def waits(self):
        status, words = self.ask()
        return status == 503 and "standby" in words


class HaProxy:
    def __init__(self, machine, folder, sample, changes):
        """`changes` to the sample configuration: what stands there, and what stands there instead."""
        self.machine, self.port = machine, 8085
        config = (ROOT / "docs/proxies" / sample).read_text(encoding="utf-8")
        changes = (("bind :443 ssl crt /etc/haproxy/refleks.pem alpn h2,http/1.1\n", ""),
                   ("bind :80\n", f"bind {machine.address}:{self.port}\n"),
                   ("http-request redirect scheme https code 301 unless { ssl_fc }\n", ""), *changes)
        for ours, theirs in changes:
            if ours not in config:
                raise SystemExit(f"{sample} has no {ours!r}")
            config = config.replace(ours, theirs)
        file = folder / "haproxy.cfg"
        file.write_text(config, encoding="utf-8")
        self.log = open(folder / "haproxy.log", "ab")
        self.process = subprocess.Popen([*machine.inside, "haproxy", "-db", "-f", file], stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


class Proxy(HaProxy):
    """HAProxy as docs/proxies/haproxy-standby.cfg has it: it asks both who serves, and cuts what hangs on the other."""

    def __init__(self, machine, folder, daemons):
        one, other = daemons
        super().__init__(machine, folder, "haproxy-standby.cfg", (
            (" a.refleks.example:8090", f" {one.machine.address}:{one.chat_port}"),
            (" b.refleks.example:8090", f" {other.machine.address}:{other.chat_port}"),
            ("port 9464", f"port {one.health_port}"),
            # The sandbox answers only who says that it is on this machine.
            ("if { hdr(host) -i refleks.fjordvik.example }\n", "\n"),
            ("backend refleks\n", "backend refleks\n    http-request set-header Host 127.0.0.1\n")))

    @property
    def url(self):
        return f"ws://{self.machine.address}:{self.port}/ws"


class Asker:
    """Asks whoever serves, of several doors of sandboxes, one question after the other, each under a number of its own until it is
    answered with more than an apology. `question(number)`: a frame; None ends it. `at`: address and port of a proxy, which knows
    the doors by their names."""

    def __init__(self, doors, question, name, at=None):
        self.doors, self.question, self.name = itertools.cycle(doors), question, name
        self.at = {"host": at[0], "port": at[1]} if at else {}
        self.answered, self.over = {}, False  # by id: when
        self.sorry = apologies()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.ask()), daemon=True)
        self.thread.start()

    async def ask(self):
        number = itertools.count()
        frame = self.numbered(next(number))
        while not self.over:
            try:
                async with websockets.connect(next(self.doors), open_timeout=0.5, close_timeout=0.1, ping_interval=None,
                                              max_size=None, **self.at) as chat:
                    await chat.send(json.dumps({"type": "hello"}))
                    while not self.over and frame:
                        await chat.send(json.dumps(frame))
                        if await self.is_answered(chat, frame["id"]):
                            frame = self.numbered(next(number))
                        await asyncio.sleep(0.005)
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
                await asyncio.sleep(0.01)

    def numbered(self, number):
        frame = self.question(number)
        return frame and {**frame, "id": f"{self.name}-{number}"}

    async def is_answered(self, chat, id):
        while True:
            heard = json.loads(await asyncio.wait_for(chat.recv(), 0.5))
            if heard.get("id") != id:
                continue
            whisper = heard.get("whisper")
            if heard["type"] != "reply" or (whisper and whisper["plain"] in self.sorry):
                return False
            self.answered[id] = time.monotonic()
            return True

    def longest_pause(self, since):
        times = sorted(t for t in list(self.answered.values()) if t > since - 1)
        return max((b - a for a, b in zip(times, times[1:])), default=0)

    def answered_since(self, moment):
        return sum(t > moment for t in list(self.answered.values()))

    def end(self):
        self.over = True
        self.thread.join(5)
