"""Recording proxies: ours and those of others, started for one measurement and then stopped.

What is counted is the proxy's own CPU from its first request until all is written: for ours until it has
sealed the bundle and ended, for the others until neither their CPU nor their files move any more.
"""

import contextlib
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time

import bundles
import places
import web_site

TICKS = os.sysconf("SC_CLK_TCK")


class Recorder:
    """A running proxy; `finish` tells what it has cost."""

    def __init__(self, process, port, folder):
        self.process, self.port, self.folder = process, port, folder
        self.before = self.cpu()

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(int(field) for field in fields[11:13]) / TICKS

    def memory(self):
        """The most memory so far, in MiB; nothing once it has ended."""
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        peak = re.search(r"VmHWM:\s+(\d+)", status)
        return int(peak.group(1)) / 1024 if peak else 0

    def written(self):
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def finish(self):
        """CPU seconds and MiB, once it stands still."""
        still, last = 0, None
        while still < 4:
            time.sleep(0.5)
            now = (self.cpu(), self.written())
            still = still + 1 if now == last else 0
            last = now
        return last[0] - self.before, self.memory()


class Ours(Recorder):
    def finish(self):
        """The same, and the sealing."""
        self.process.send_signal(signal.SIGTERM)
        peak = [self.memory()]
        done = threading.Event()

        def watch():
            while not done.wait(0.02):
                peak[0] = max(peak[0], self.memory())

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        done.set()
        watcher.join()
        if self.process.returncode != 0:
            raise RuntimeError(f"exhibit record-proxy ended with status {self.process.returncode}")
        return usage.ru_utime + usage.ru_stime - self.before, peak[0]


@contextlib.contextmanager
def recording(name, site):
    """A proxy by name: exhibit, warcprox or mitmdump."""
    with tempfile.TemporaryDirectory(dir=places.WORK) as folder:
        folder = pathlib.Path(folder)
        port = web_site.free_port("127.0.0.1")
        log = (folder / "log").open("wb")
        process = subprocess.Popen(
            COMMANDS[name](folder, port, site),
            cwd=folder,
            env=places.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        try:
            web_site.wait_for_port("127.0.0.1", port)
            yield (Ours if name == "exhibit" else Recorder)(process, port, folder)
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()


def exhibit_command(folder, port, site):
    return places.exhibit(
        "record-proxy",
        "-o",
        folder / "recorded.wacz",
        "--port",
        port,
        "--upstream-trust",
        site.certificate,
        "--allow-private",
        "--size-limit",
        2048,
        "--time-limit",
        3600,
        "--passphrase-file",
        places.PASSPHRASE,
    )


def warcprox_command(folder, port, site):
    return places.peer(
        "warcprox",
        "-z",
        "-b",
        "127.0.0.1",
        "-p",
        port,
        "-d",
        folder / "warcs",
        "-c",
        folder / "ca.pem",
        "--certs-dir",
        folder / "certs",
        "--stats-db-file",
        folder / "stats.db",
        "--dedup-db-file",
        "/dev/null",
    )


def mitmdump_command(folder, port, site):
    return places.peer(
        "mitmdump",
        "-q",
        "--listen-host",
        "127.0.0.1",
        "--listen-port",
        port,
        "-w",
        folder / "flows",
        "--set",
        f"confdir={folder}",
        "--set",
        f"ssl_verify_upstream_trusted_ca={site.certificate}",
    )


COMMANDS = {"exhibit": exhibit_command, "warcprox": warcprox_command, "mitmdump": mitmdump_command}


def recorded_responses(recorder):
    """How many different addresses have a response in what our proxy or warcprox wrote."""
    bundle = recorder.folder / "recorded.wacz"
    warcs = (
        bundles.unpack_archive(bundle, recorder.folder)
        if bundle.exists()
        else sorted((recorder.folder / "warcs").glob("*.warc.gz*"))
    )
    tool = pathlib.Path(__file__).with_name("warc_tool.py")
    counted = subprocess.run(
        places.peer("python", tool, "count", *warcs),
        check=True,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    return int(counted.stdout)
