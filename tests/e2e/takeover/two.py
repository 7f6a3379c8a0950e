"""Two machines with one organisation, a schema of one server, and a way for boxes and calls between them."""
import os
import subprocess

from ballots import places_of
from hosts import LONGEST_WAIT, certificates, handover_section, until
from places import REFLEKS, Daemon, Machine, Server
from sandbox_client import Sandbox


class Two:
    """`more(machine)`: sections of each one's file; `sandbox`: lines of its section."""

    def __init__(self, folder, more=lambda machine: "", sandbox="movable_clock = true\nstart = 2026-11-16T09:00:00", key=b""):
        self.folder = folder
        (folder / "platform").mkdir()
        (folder / "keys").mkdir()
        self.machines = {name: Machine(name, number) for number, name in enumerate(["one", "a", "b", "c"], 1)}
        self.server = Server(self.machines["one"], folder / "one")
        self.server.make()
        self.server.start()
        certificates(folder / "keys", {name: self.machines[name].address for name in "ab"})
        url = f"postgresql:///postgres?host={self.server.machine.address}&port={Server.port}&user=refleks"
        self.daemons = [Daemon(name, self.machines[name], folder / name, url, folder / "platform",
                               handover_section(folder / "keys", self.machines[name], self.machines[other]) +
                               more(self.machines[name]), sandbox, key) for name, other in ("ab", "ba")]

    def owner(self):
        return next((d for d in self.daemons if d.owns()), None)

    def other(self, daemon):
        return next(d for d in self.daemons if d is not daemon)

    def settled(self):
        def as_it_should_be():
            owner = self.owner()
            return owner if owner and self.other(owner).waits() else None
        return until(as_it_should_be, "one who serves and one who waits")

    def tool(self, name, daemon):
        return subprocess.run([REFLEKS, name, "-c", daemon.config], capture_output=True, text=True, timeout=LONGEST_WAIT,
                              env={**os.environ, "RUNTIME_DIRECTORY": str(daemon.box)})

    def hand_over(self, owner):
        return self.tool("handover", owner)

    def started_to_die(self, daemon, point):
        """One that waits, started anew so that it dies there."""
        process = daemon.process
        daemon.kill_at = point
        process.terminate()
        until(lambda: daemon.process is not process and daemon.waits(), "the one who waits, anew")

    def chat(self, owner):
        return Sandbox(f"ws://{owner.machine.address}:{owner.chat_port}/ws", timeout=LONGEST_WAIT).connect()

    def places_of(self, mark):
        """In all folders of both machines and of the server."""
        return places_of(mark, [self.folder, *(d.box for d in self.daemons)])

    def stop(self):
        for daemon in self.daemons:
            daemon.stop()
        self.server.stop()
