"""The corpora, always the same bytes: made once, from seeded random numbers, under `.build/bench/corpora`.

A: 20,000 records of 1 to 8 KiB, HTML and JSON. A5: 100,000 of the same kind. B: 2,004 files, 500 MiB, about
60 % of the bytes incompressible as in JPEG and MP4. M: 2 GiB of video, which no compression makes smaller.
Text has the statistics that matter to a compressor (words by Zipf's law, markup, numbers that do not repeat):
it deflates to about 0.45 of its size, much as real pages do.
"""

import itertools
import random
import shutil

import places

VERSION = "1"  # of the bytes below; raise it when they change
POOL = 8 << 20
MIB = 1 << 20


def corpus(name):
    """The folder of a corpus, made if it is not there whole."""
    folder = places.WORK / "corpora" / name
    mark = folder.with_suffix(".made")
    if not mark.exists() or mark.read_text() != VERSION:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        {"A": small_records, "A5": many_small_records, "B": mixed_files, "M": stored_media}[name](folder)
        mark.write_text(VERSION)
    return folder


def small_records(folder, count=20_000):
    chance = random.Random(f"small {count}")
    pools = [text_pool("html"), text_pool("json")]
    for number in range(count):
        if number % 1000 == 0:
            part = folder / f"{number // 1000:03}"
            part.mkdir()
        kind = number % 2
        suffix = ("html", "json")[kind]
        size = chance.randrange(1 << 10, 8 << 10)
        (part / f"{number:06}.{suffix}").write_bytes(piece(pools[kind], size, number, chance))


def many_small_records(folder):
    small_records(folder, count=100_000)


def mixed_files(folder):
    chance = random.Random("mixed")
    for kind in ("html", "json", "js", "css"):
        pool = text_pool(kind)
        for number in range(375):
            size = chance.randrange(16 << 10, 262 << 10)
            (folder / f"{kind}-{number:03}.{kind}").write_bytes(piece(pool, size, number, chance))
    for number in range(500):
        write_noise(folder / f"photo-{number:03}.jpg", JPEG, chance.randrange(32 << 10, 540 << 10), chance)
    for number in range(4):
        write_noise(folder / f"video-{number}.mp4", MP4, 40 * MIB, chance)


def stored_media(folder):
    chance = random.Random("media")
    for number in range(16):
        write_noise(folder / f"video-{number:02}.mp4", MP4, 128 * MIB, chance)


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000")
MP4 = bytes.fromhex("00000020667479706d703432000000006d70343269736f6d61766331")


def write_noise(path, head, size, chance):
    with path.open("wb") as file:
        file.write(head)
        left = size - len(head)
        while left > 0:
            file.write(chance.randbytes(min(left, MIB)))
            left -= MIB


def piece(pool, size, number, chance):
    """A part of the pool under a line of its own, so that no two are the same."""
    head = f"<!-- {number} -->\n".encode()
    start = chance.randrange(len(pool) - size)
    return head + pool[start : start + size - len(head)]


def text_pool(kind):
    """Some MiB of text of one kind, in which no long passage comes twice."""
    chance = random.Random(f"pool {kind}")
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(letters))))
    vocabulary = [
        "".join(chance.choices(letters, cum_weights=weights, k=chance.randrange(2, 11)))
        for _ in range(20_000)
    ]
    ranks = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    parts, size = [], 0
    while size < POOL:
        words = chance.choices(vocabulary, cum_weights=ranks, k=24)
        part = passage(kind, words, chance)
        parts.append(part)
        size += len(part)
    return "".join(parts).encode()[:POOL]


def passage(kind, words, chance):
    text = " ".join(words[4:])
    if kind == "html":
        return (
            f'<div class="post {words[0]}" id="p{chance.randrange(10**12)}">'
            f'<a href="/u/{words[1]}">@{words[2]}</a><p>{text}.</p>'
            f'<time datetime="2026-{chance.randrange(1, 13):02}-11T{chance.randrange(24):02}:00:00Z"></time>'
            "</div>\n"
        )
    if kind == "json":
        return (
            f'{{"id":"{chance.randrange(10**18)}","user":"{words[0]}","lang":"en","text":"{text}",'
            f'"likes":{chance.randrange(10**5)},"replies":{chance.randrange(1000)}}},\n'
        )
    if kind == "js":
        return (
            f"function {words[0]}{chance.randrange(10**4)}({words[1]}, {words[2]}) {{\n"
            f"    // {text}\n    return {words[1]} + {chance.random()};\n}}\n"
        )
    return (
        f".{words[0]}-{chance.randrange(10**4)} {{ margin: {chance.randrange(64)}px; "
        f"color: #{chance.randrange(1 << 24):06x}; /* {text} */ }}\n"
    )
