"""The files of a service that runs: it makes files and folders that go again while somebody looks."""
import os
import pathlib


def below(*folders):
    """Each path below the folders that is a file, as long as it is there."""
    for folder in folders:
        for where, _, names in os.walk(folder):  # a folder that has gone is passed by
            yield from (path for name in names if (path := pathlib.Path(where, name)).is_file())


def read(*folders):
    """(path, bytes) of each of them that is still there."""
    for path in below(*folders):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        yield path, content
