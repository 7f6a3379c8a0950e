"""Programs of Debian packages that tests want and nobody must have installed: fetched with apt-get, unpacked below build/."""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def unpacked(*packages):
    """The folder with what these packages hold; what they depend on is taken only where it is named too."""
    folder = ROOT / "build/debian-programs" / "+".join(packages)
    if not (folder / "done").exists():
        files = folder / "packages"
        files.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", *packages], cwd=files, check=True,
                       stdout=subprocess.DEVNULL)
        for package in files.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        (folder / "done").touch()
    return folder
