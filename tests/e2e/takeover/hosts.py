"""Processes with many organisations and their supervisor, for the tests of two machines; certificates; what all of these ask for."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

from places import LEADER, PEOPLE, REFLEKS, Machine, Server, Supervised, run

NAMES = ["fjordvik", "nordvik", "sorvik"]
LONGEST_WAIT = 60


def until(condition, what, seconds=LONGEST_WAIT):
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.02)
    return found


def buttons(content):
    return [b for block in content["blocks"] if block["type"] == "actions" for b in block["buttons"]]


def certificates(folder, names):
    """Of an authority of our own, each for one address."""
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=house",
        "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    for name, address in names.items():
        (folder / f"{name}.ext").write_text(f"subjectAltName=IP:{address}\nextendedKeyUsage=serverAuth,clientAuth\n", encoding="utf-8")
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")
        run("openssl", "x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
            "-CAcreateserial", "-days", "30", "-extfile", folder / f"{name}.ext", "-out", folder / f"{name}.pem")
        os.chmod(folder / f"{name}.key", 0o600)


def run_out(keys, folder, name):
    """One for the same name and by the same authority, that was good in January 2020."""
    (folder / "ca.cnf").write_text(f"""[ca]
default_ca = ours
[ours]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
""", encoding="utf-8")
    (folder / "index").touch()
    run("openssl", "ca", "-batch", "-notext", "-config", folder / "ca.cnf", "-cert", keys / "ca.pem", "-keyfile", keys / "ca.key",
        "-startdate", "20200101000000Z", "-enddate", "20200201000000Z", "-extfile", keys / f"{name}.ext", "-in", keys / f"{name}.csr",
        "-out", folder / f"{name}.pem")
    shutil.copy2(keys / f"{name}.key", folder / f"{name}.key")


def handover_section(keys, machine, other):
    return f"""
[handover]
listen = "{machine.address}:9465"
peer = "{other.address}:9465"
certificate_file = "{keys}/{machine.name}.pem"
key_file = "{keys}/{machine.name}.key"
ca_file = "{keys}/ca.pem"
"""


class Host(Supervised):
    """A process with all of them, and its supervisor."""
    health_port, server_port, first_chat_port = 9486, 8090, 8086

    def __init__(self, name, machine, folder, server, shared="", sandbox=""):
        """`shared`: sections of the file that all share; `sandbox`: lines of each one's section."""
        self.name, self.machine, self.folder = name, machine, folder / name
        self.files, self.data = self.folder / "organisations", self.folder / "data"
        self.files.mkdir(parents=True)
        self.box = pathlib.Path(tempfile.mkdtemp(prefix="refleks-many-", dir="/dev/shm"))
        (self.folder / "host.toml").write_text(f'[server]\nlisten = "{machine.address}:{self.server_port}"\n'
                                               f'[health]\nlisten = "{machine.address}:{self.health_port}"\n{shared}',
                                               encoding="utf-8")
        for organisation in NAMES:
            (self.data / organisation).mkdir(parents=True)
            (self.data / organisation / "sandbox").symlink_to(folder / "platforms" / organisation)  # one platform for both
            (self.files / f"{organisation}.toml").write_text(self.file(organisation, server, sandbox), encoding="utf-8")
        self.process, self.ending, self.statuses = None, False, []
        self.kill_at = ""  # of the process that is started next
        self.thread = threading.Thread(target=self.live, daemon=True)

    def file(self, organisation, server, sandbox):
        people = "".join(f'[people.{one}]\nname = "{one.title()}"\nworkspace = "sandbox"\n' for one in (LEADER, *PEOPLE))
        members = ", ".join(f'"{one}"' for one in PEOPLE)
        return f"""
[organisation]
name = "{organisation.title()} kommune"
[storage]
url = "postgresql:///postgres?host={server.machine.address}&port={server.port}&user=refleks&options=-csearch_path%3D{organisation}"
standby = true
[server]
public_url = "http://{organisation}.localhost:{self.server_port}"
[quiet_hours]
from = "00:00"
to = "00:00"
weekends = false
holidays = false
[sandbox]
enabled = true
listen = "{self.machine.address}:{self.chat_port(organisation)}"
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
"""

    def chat_port(self, organisation):
        return self.first_chat_port + NAMES.index(organisation)

    def door(self, organisation):
        return f"ws://{self.machine.address}:{self.chat_port(organisation)}/ws"

    def live(self):
        while not self.ending:
            places = {"STATE_DIRECTORY": str(self.data), "RUNTIME_DIRECTORY": str(self.box)}
            if self.kill_at:
                places["REFLEKS_KILL_AT"], self.kill_at = self.kill_at, ""
            with open(self.folder / "log", "ab") as log:
                self.process = subprocess.Popen([REFLEKS, "serve", "--organisations", self.files, "-c", self.folder / "host.toml"],
                                                env={**os.environ, **places}, stdin=subprocess.DEVNULL,
                                                stdout=subprocess.DEVNULL, stderr=log)
            self.statuses.append(self.process.wait())
            time.sleep(0.5)

    def page(self, organisation, path="/hjelp/"):
        """What this machine answers to whoever asks it for a page of theirs."""
        return int(subprocess.run(["curl", "-s", "-m", "10", "-o", "/dev/null", "-w", "%{http_code}", "-H",
                                   f"Host: {organisation}.localhost:{self.server_port}",
                                   f"http://{self.machine.address}:{self.server_port}{path}"], capture_output=True, text=True).stdout)

    def owns(self, organisation):
        return self.ask(f"/owner/{organisation}")[0] == 200

    def waits(self, organisation):
        status, words = self.ask(f"/ready/{organisation}")
        return status == 503 and "standby: another process serves" in words

    def tool(self, name, organisation):
        """A command, as of this organisation's administrator."""
        places = {"STATE_DIRECTORY": str(self.data / organisation), "RUNTIME_DIRECTORY": str(self.box / organisation)}
        return subprocess.run([REFLEKS, name, "-c", self.files / f"{organisation}.toml"], capture_output=True, text=True,
                              timeout=LONGEST_WAIT, env={**os.environ, **places})


    def doctor(self):
        """Of all of them, as the centre's administrator."""
        places = {"STATE_DIRECTORY": str(self.data), "RUNTIME_DIRECTORY": str(self.box)}
        return subprocess.run([REFLEKS, "doctor", "--organisations", self.files, "-c", self.folder / "host.toml"], capture_output=True,
                              text=True, timeout=LONGEST_WAIT, env={**os.environ, **places}).stdout


class Pair:
    """Two machines with the same organisations, a schema of one server each. `way`: with boxes that are handed over; `options`: of
    the server."""

    def __init__(self, folder, way=False, sandbox="", options=()):
        self.folder = folder
        machines = {name: Machine(name, number) for number, name in enumerate(["one", "a", "b"], 1)}
        self.server = Server(machines["one"], folder / "one", options)
        self.server.make()
        self.server.start()
        for organisation in NAMES:
            (folder / "platforms" / organisation).mkdir(parents=True)
            self.server.ask(f"CREATE SCHEMA {organisation}")
        if way:
            (folder / "keys").mkdir()
            certificates(folder / "keys", {name: machines[name].address for name in "ab"})
        self.hosts = [Host(name, machines[name], folder, self.server,
                           handover_section(folder / "keys", machines[name], machines[other]) if way else "", sandbox)
                      for name, other in ("ab", "ba")]
        self.hosts[0].thread.start()
        until(lambda: all(self.hosts[0].owns(one) for one in NAMES), "the first to serve all", LONGEST_WAIT + 5 * len(NAMES))
        for key in self.hosts[0].data.glob("*/web.key"):  # the same on both machines
            shutil.copy2(key, self.hosts[1].data / key.parent.name)
        self.hosts[1].thread.start()

    def owner(self, organisation):
        return next((host for host in self.hosts if host.owns(organisation)), None)

    def other(self, host):
        return next(one for one in self.hosts if one is not host)

    def settled(self):
        """Who serves each: the other waits for it."""
        def as_it_should_be():
            owners = {one: self.owner(one) for one in NAMES}
            return owners if all(owner and self.other(owner).waits(one) for one, owner in owners.items()) else None
        return until(as_it_should_be, "one who serves each, and one who waits for it")

    def stop(self):
        for host in self.hosts:
            host.stop()
        self.server.stop()
