#!/usr/bin/python3
"""Ports for the services that a test starts: free_port(), or from a shell `tests/e2e/ports.py`.

None of those that the system gives out by itself, so that nobody gets it between now and when it is listened on, nor while a
service is started anew."""
import pathlib
import random
import socket


def free_port():
    given_out = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        port = random.SystemRandom().randrange(min(15000, given_out // 2), given_out)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


if __name__ == "__main__":
    print(free_port())
