"""Where things lie, and the programs that are compared."""

import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORK = ROOT / ".build" / "bench"
PEERS = ROOT / ".build" / "peers" / "bin"
PROGRAMS = ROOT / ".build" / "program" / "release"
HOME = WORK / "home"
PASSPHRASE = WORK / "passphrase"


class Unavailable(Exception):
    """A row cannot be measured on this machine, or not yet; the text says why."""


def exhibit(*arguments):
    return [str(PROGRAMS / "exhibit"), *map(str, arguments)]


def exhibit_verify(*arguments):
    return [str(PROGRAMS / "exhibit-verify"), *map(str, arguments)]


def peer(name, *arguments):
    return [str(PEERS / name), *map(str, arguments)]


def environment():
    """Ours: a key of its own, made for the benchmarks, and nothing of the user's."""
    return {**os.environ, "EXHIBIT_HOME": str(HOME)}


def need_command(name):
    """Hidden commands are measured once they are there. For one that is not, `--help` is the program's."""
    shown = subprocess.run(exhibit(name, "--help"), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if f"exhibit {name}" not in shown.stdout:
        raise Unavailable(f"exhibit has no command {name} yet")


def need_tool(name):
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        raise Unavailable(f"{name} is not installed")
    return path


def make_key():
    """An officer's key, whose certificate `init` adds to the trust list that `exhibit-verify` reads."""
    need_command("init")
    if (HOME / "trust").exists():
        return
    HOME.mkdir(parents=True, exist_ok=True)
    PASSPHRASE.write_text("benchmark passphrase\n")
    PASSPHRASE.chmod(0o600)
    subprocess.run(
        exhibit("init", "--name", "Benchmark", "--force", "Nobody", "--passphrase-file", PASSPHRASE),
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
