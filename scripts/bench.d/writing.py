"""Rows about writing a bundle from a folder."""

import json
import tempfile
import pathlib

import bundles
import corpora
import measure
import places
import trials
from table import at_least, at_most, cpu

WARC_TOOL = pathlib.Path(__file__).with_name("warc_tool.py")


def mixed():
    """500 MiB of mixed files."""
    yield from compare("B", "write 500 MiB of mixed files", 3)


def records():
    """20,000 small records."""
    yield from compare("A", "write 20,000 small records", 2.5)


def sealing():
    """From the last record to the sealed bundle."""
    with tempfile.TemporaryDirectory(dir=places.WORK) as folder:
        cost = min(float(trials.run("sealing", fresh(folder, number))) for number in range(3))
    yield at_most("seal a capture of 1 GiB, from its last record: CPU", "least of 3", "", cost, 50, "ms")


def fresh(folder, number):
    path = pathlib.Path(folder) / str(number)
    path.mkdir()
    return path


def compare(name, work, bar):
    """Against the best of the two WARC writers, followed by `wacz create`."""
    places.need_command("pack")
    places.make_key()
    folder = corpora.corpus(name)
    with tempfile.TemporaryDirectory(dir=places.WORK) as scratch:
        scratch = pathlib.Path(scratch)
        ours = scratch / "ours.wacz"
        pages = scratch / "pages.jsonl"
        write_pages(pages, folder)
        jobs = {"ours": measure.Job([bundles.pack(name, ours)], (ours,))}
        for writer in ("warcio", "fastwarc"):
            warc, wacz = scratch / f"{writer}.warc.gz", scratch / f"{writer}.wacz"
            write = places.peer("python", WARC_TOOL, f"write-{writer}", folder, warc)
            jobs[writer] = measure.Job(
                [write, places.peer("wacz", "create", "-o", wacz, "-p", pages, warc)], (warc, wacz)
            )
        costs = measure.race(jobs)
        best = min(("warcio", "fastwarc"), key=lambda writer: costs[writer].cpu)
        size, peer_size = bundles.archive_bytes(ours), (scratch / f"{best}.warc.gz").stat().st_size
    mine, theirs = costs["ours"], costs[best]
    yield at_least(
        f"{work}: CPU",
        f"{cpu(mine)}, {mine.wall:.2f} s, {mine.memory:.0f} MiB",
        f"{best} + wacz create: {cpu(theirs)}, {theirs.wall:.2f} s",
        theirs.cpu / mine.cpu,
        bar,
    )
    yield at_most(f"{work}: bytes of archive/", f"{size:,}", f"{best}: {peer_size:,}", size / peer_size, 1.03)


def write_pages(path, folder):
    """`wacz create` wants to be told of a page: the first record."""
    first = min(file for file in folder.rglob("*") if file.is_file())
    lines = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"},
        {"url": f"https://bench.example/{first.relative_to(folder)}", "ts": "2026-11-11T00:00:00Z"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
