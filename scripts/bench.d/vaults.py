"""Rows about the vault: the catalogue of many exhibits, and the check of every bundle.

The bundles are real: sealed, signed and in the custody log by the product's own code. They are made once, in memory where
there is room, since syncing each of 100,000 to a disk takes longer than all that is measured.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

import measure
import places
import trials
from table import at_least, at_most

EXHIBITS = int(os.environ.get("EXHIBIT_BENCH_EXHIBITS", 100_000))
LARGE = 64
LARGE_KIBIBYTES = 32 << 10
VERSION = "1"  # of what is made; raise it when it changes


def catalogue():
    """Rebuilding the catalogue, and asking it."""
    vault = made("many", EXHIBITS, 0)
    costs = [measure.once(exhibit("vault", "rebuild", vault=vault)) for _ in range(2)]
    rebuild = min(cost.wall for cost in costs)
    name = f"catalogue of {EXHIBITS:,} exhibits"
    yield at_least(f"{name}: vault rebuild", f"{rebuild:.1f} s", "", EXHIBITS / rebuild, 2000, "a second")
    memory = max(cost.memory for cost in costs)
    yield at_most(f"{name}: memory of vault rebuild", f"{memory:.0f} MiB", "", memory, 512, "MiB")
    for words in (
        ("list",),
        ("list", "--json"),
        ("find", "every"),
        ("find", "oneof100", "user*"),
        ("find", f"number{EXHIBITS // 2}"),
    ):
        least = measure.start_up(exhibit(*words, vault=vault), runs=11)
        yield at_most(f"{name}: {' '.join(map(str, words))}", "least of 11", "", 1000 * least, 50, "ms")


def check():
    """Every byte of 2 GiB in 64 bundles hashed, against openssl on as many processes as there are cores."""
    vault = made("large", LARGE, LARGE_KIBIBYTES)
    files = " ".join(str(path) for path in sorted((vault / "bundles").glob("*/*.wacz")))
    processes = os.cpu_count()
    hashing = f"printf '%s\\n' {files} | xargs -n 4 -P {processes} openssl dgst -sha256"
    costs = measure.race(
        {
            "ours": measure.Job([exhibit("vault", "check", vault=vault)]),
            "openssl": measure.Job([["sh", "-c", hashing]]),
        }
    )
    ours, openssl = costs["ours"], costs["openssl"]
    yield at_least(
        f"vault check of 2 GiB in {LARGE} bundles: wall",
        f"{ours.wall:.2f} s",
        f"openssl dgst -sha256, {processes} at once: {openssl.wall:.2f} s",
        openssl.wall / ours.wall,
        0.9,
    )
    yield at_most("the same: memory", f"{ours.memory:.0f} MiB", "", ours.memory, 64, "MiB")


def exhibit(*arguments, vault):
    return places.exhibit(*arguments, "--vault", vault)


def made(name, count, kibibytes):
    """The folder of a vault, made if it is not there whole."""
    places.make_key()
    folder = places.WORK / "vaults" / f"{name}-{count}"
    mark = folder.with_suffix(".made")
    if mark.exists() and mark.read_text() == VERSION:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    wanted = count * (kibibytes + 40) << 10
    memory = pathlib.Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 2 * wanted
    with tempfile.TemporaryDirectory(dir=memory if has_room else folder.parent) as making:
        trials.run("vault", f"{making}/vault", str(count), str(kibibytes), timeout=7200)
        subprocess.run(["cp", "-r", f"{making}/vault", folder], check=True)
    mark.write_text(VERSION)
    return folder
