"""Rows about `exhibit-verify`."""

import pathlib
import shutil
import tempfile

import bundles
import corpora
import measure
import places
from table import at_least, at_most, cpu

WARC_TOOL = pathlib.Path(__file__).with_name("warc_tool.py")


def media():
    """2 GiB of stored media, against hashing the file once."""
    path = bundles.bundle("M")
    costs = measure.race(
        {
            "quick": measure.Job([places.exhibit_verify("--quick", path)]),
            "full": measure.Job([places.exhibit_verify(path)]),
            "openssl": measure.Job([["openssl", "dgst", "-sha256", path]]),
        }
    )
    quick, full, openssl = costs["quick"], costs["full"], costs["openssl"]
    name = "verify 2 GiB of stored media"
    floor = f"openssl dgst -sha256: {cpu(openssl)}, {openssl.wall:.2f} s"
    yield at_most(f"{name}, --quick: CPU", cpu(quick), floor, quick.cpu / openssl.cpu, 1.4)
    yield at_most(f"{name}, --quick: wall", f"{quick.wall:.2f} s", floor, quick.wall / openssl.wall, 1)
    yield at_most(f"{name}: CPU", cpu(full), floor, full.cpu / openssl.cpu, 2.3)
    yield at_most(f"{name}: wall", f"{full.wall:.2f} s", floor, full.wall / openssl.wall, 1.25)
    yield at_most(f"{name}: memory", "the larger of both", "", max(quick.memory, full.memory), 48, "MiB")


def records():
    """20,000 small records, against the two tools that together check about as much; then 100,000."""
    small, large = bundles.bundle("A"), bundles.bundle("A5")
    with tempfile.TemporaryDirectory(dir=places.WORK) as folder:
        warcs = bundles.unpack_archive(small, folder)
        # It does not read digests in hexadecimal, so it gets the same records as it writes them itself.
        own = pathlib.Path(folder) / "own.warc.gz"
        measure.once(places.peer("python", WARC_TOOL, "write-fastwarc", corpora.corpus("A"), own))
        costs = measure.race(
            {
                "ours": measure.Job([places.exhibit_verify(small)]),
                "fastwarc": measure.Job([places.peer("fastwarc", "check", "-p", own)]),
                "peers": measure.Job(
                    [places.peer("warcio", "check", *warcs), places.peer("wacz", "validate", "-f", small)]
                ),
            }
        )
    costs |= measure.race({"large": measure.Job([places.exhibit_verify(large)])})
    ours, peers, large = costs["ours"], costs["peers"], costs["large"]
    fastwarc = costs["fastwarc"]
    name = "verify 20,000 small records"
    yield at_least(
        f"{name}: CPU", cpu(ours), f"warcio check + wacz validate: {cpu(peers)}", peers.cpu / ours.cpu, 5
    )
    yield at_most(
        f"{name}: CPU", cpu(ours), f"fastwarc check -p: {cpu(fastwarc)}", ours.cpu / fastwarc.cpu, 1
    )
    yield at_most("verify 100,000 small records: memory", "", "", large.memory, 48, "MiB")
    yield at_most(
        "verify 100,000 small records: CPU for each",
        f"{cpu(large)}, {large.memory:.0f} MiB",
        f"20,000: {cpu(ours)}",
        large.cpu / 5 / ours.cpu,
        1.15,
    )


def start():
    """Starting, and ending at once."""
    ours = measure.start_up(places.exhibit_verify("--version"))
    floor = measure.start_up([shutil.which("true")])
    yield at_most(
        "exhibit-verify --version: wall", "least of 21", f"true: {1000 * floor:.1f} ms", 1000 * ours, 10, "ms"
    )
