"""Rows about the recording proxy: one large response, and many small ones on connections that are kept."""

import subprocess

import places
import recorders
import web_site
from table import at_least, at_most


def large():
    """1 GiB over TLS on loopback; warcprox, which takes half a minute for it, gets a quarter."""
    places.need_command("record-proxy")
    places.make_key()
    with web_site.serving() as site:
        ours = [fetch_one("exhibit", site, "large.mp4") for _ in range(3)]
        theirs = [fetch_one("warcprox", site, "quarter.mp4") for _ in range(3)]
    rate = max(size / wall for size, wall, _, _ in ours) / 1e6
    memory = max(memory for _, _, _, memory in ours)
    per_gib = [min(cpu / size for size, _, cpu, _ in runs) * (1 << 30) for runs in (ours, theirs)]
    name = "record 1 GiB over TLS"
    yield at_least(f"{name}: rate to the client's last byte", "", "", rate, 200, "MB/s")
    yield at_least(
        f"{name}: CPU",
        f"{per_gib[0]:.2f} s CPU",
        f"warcprox: {per_gib[1]:.2f} s CPU",
        per_gib[1] / per_gib[0],
        5,
    )
    yield at_most(f"{name}: memory", "", "", memory, 48, "MiB")


def small():
    """600 responses of 18 KiB, on one connection and on eight."""
    places.need_command("record-proxy")
    places.make_key()
    with web_site.serving() as site:
        for connections in (1, 8):
            runs = {
                name: [fetch_small(name, site, connections) for _ in range(3)]
                for name in ("exhibit", "warcprox", "mitmdump")
            }
            cost = {
                name: 1000 * min(cpu for cpu, _ in of_name) / web_site.SMALL_COUNT
                for name, of_name in runs.items()
            }
            work = (
                f"record small responses over TLS, {connections} connection{'s' if connections > 1 else ''}"
            )
            ours = f"{cost['exhibit']:.2f} ms CPU each"
            for name, bar in (("mitmdump", 4), ("warcprox", 6)):
                yield at_least(
                    work, ours, f"{name}: {cost[name]:.2f} ms CPU", cost[name] / cost["exhibit"], bar
                )
            yield at_least(
                f"{work}: responses in the bundle",
                "",
                f"warcprox: {min(n for _, n in runs['warcprox'])}",
                min(n for _, n in runs["exhibit"]),
                web_site.SMALL_COUNT,
                "",
            )


def fetch_one(name, site, file):
    """Bytes, seconds to the last byte, CPU seconds and MiB."""
    with recorders.recording(name, site) as recorder:
        (answer,) = client([f"{site.root}/{file}"], recorder.port)
        status, size, seconds = answer.split()
        if status != "200" or int(size) != web_site.LARGE[file]:
            raise RuntimeError(f"through {name}: status {status}, {size} bytes")
        cpu, memory = recorder.finish()
        return int(size), float(seconds), cpu, memory


def fetch_small(name, site, connections):
    """CPU seconds, and how many responses were recorded; mitmdump writes no WARC to count them in."""
    addresses = site.small_addresses()
    with recorders.recording(name, site) as recorder:
        clients = [start_client(addresses[part::connections], recorder.port) for part in range(connections)]
        answers = [line for process in clients for line in finish_client(process)]
        if len(answers) != len(addresses) or any(not line.startswith("200 ") for line in answers):
            raise RuntimeError(f"through {name}: {len(answers)} answers to {len(addresses)} requests")
        cpu, _ = recorder.finish()
        return cpu, 0 if name == "mitmdump" else recorders.recorded_responses(recorder)


def client(addresses, port):
    return finish_client(start_client(addresses, port))


def start_client(addresses, port):
    """curl asks for all on one connection. It checks no certificate: that is not what is measured."""
    settings = "".join(f'url = "{address}"\noutput = "/dev/null"\n' for address in addresses)
    process = subprocess.Popen(
        [
            places.need_tool("curl"),
            "--silent",
            "--insecure",
            "--http1.1",
            "--max-time",
            "600",
            "--proxy",
            f"http://127.0.0.1:{port}",
            "--config",
            "-",
            "--write-out",
            "%{http_code} %{size_download} %{time_total}\\n",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    process.stdin.write(settings)
    process.stdin.close()
    return process


def finish_client(process):
    lines = process.stdout.read().splitlines()
    process.stdout.close()
    if process.wait() != 0:
        raise RuntimeError(f"curl ended with status {process.returncode}")
    return lines
