"""The custody log: events a second, and a log of a million entries."""

import shutil
import subprocess
import time

import places
import table
import trials

WORK = places.WORK / "custody"


def fresh():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    return WORK


def events():
    """One by one, against the disk's own rate; then four processes of two threads each."""
    folder = fresh()
    disk = max(float(trials.run("disk", folder, 400)) for _ in range(3))
    alone = max(float(trials.run("custody", folder / f"alone-{turn}", 1, 400)) for turn in range(3))
    yield table.at_least(
        "events one by one", f"{alone:.0f}/s", f"write and fsync of as many bytes, {disk:.0f}/s", alone / disk, 0.5
    )
    log = folder / "shared"
    trials.run("custody", log, 1, 1)
    program = places.ROOT / ".build" / "trials" / "release" / "trials"
    each = 500
    begun = time.monotonic()
    writers = [
        subprocess.Popen([program, "custody", log, "2", str(each)], stdout=subprocess.DEVNULL) for _ in range(4)
    ]
    if any(writer.wait() for writer in writers):
        raise RuntimeError("a writer failed")
    rate = 8 * each / (time.monotonic() - begun)
    yield table.at_least("events of 8 writers, 4 processes", f"{rate:.0f}/s", "", rate, 1000, "/s")


def million():
    folder = fresh()
    entries, median, most, rate = map(float, trials.run("large-log", folder, 1_000_000).split())
    used = int(subprocess.run(["du", "-sB1", folder / "log"], capture_output=True, text=True, check=True).stdout.split()[0])
    yield table.at_most("inclusion proof of 1,000,000 events, 99 of 100", f"{most:.2f} ms", f"median {median:.2f} ms", most, 5, "ms")
    yield table.at_most(
        "disk of 1,000,000 events", f"{used / 1e9:.2f} GB", f"entries and details, {entries / 1e9:.2f} GB", used / entries, 1.1
    )
    shutil.rmtree(folder)
