"""The page `verify.html` in Chromium, driven over a pipe, and what its process takes.

Chromium runs with its sandbox, as an account without rights when we are root, with a profile that is thrown away.
"""

import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import places

CHROMIUM = pathlib.Path("/usr/lib/chromium/chromium")
PAGE = places.ROOT / "Sources" / "Reporting" / "Resources" / "verify.html"
NOBODY = 65534
FLAGS = [
    "--headless", "--remote-debugging-pipe", "--no-first-run", "--no-startup-window", "--disable-gpu",
    "--proxy-server=http://127.0.0.1:9", "--disable-background-networking", "--disable-component-update",
    "--disable-extensions", "--disable-breakpad", "--disable-dev-shm-usage",
]  # fmt: skip
WATCH = """
globalThis.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
}).observe({ type: "longtask" });
"""


@dataclasses.dataclass
class Check:
    """What one check of a file took."""

    seconds: float
    memory: float  # MiB, the most that the page's process held at one time
    longest: float  # ms, the longest task of the page's own thread
    status: str


class Page:
    def __init__(self, commands, answers, number, folder):
        self.commands, self.answers, self.number, self.folder = commands, answers, number, folder
        self.count, self.session = 0, None

    def call(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.commands.write(json.dumps(message).encode() + b"\0")
        self.commands.flush()
        while True:
            answer = self.read()
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def read(self):
        text = bytearray()
        while (byte := self.answers.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("Chromium has ended")
            text += byte
        return json.loads(text)

    def open(self, address):
        target = self.call("Target.createTarget", url="about:blank", width=1280, height=900)["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && document.getElementById('check') !== null")
        self.evaluate(WATCH)

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def wait(self, expression, limit=600, every=0.05):
        until = time.monotonic() + limit
        while not self.evaluate(expression):
            if time.monotonic() > until:
                raise RuntimeError(f"not within {limit} s: {expression}")
            time.sleep(every)

    def give(self, path):
        """The file under a name where the browser's account can read it."""
        name = self.folder / path.name
        try:
            os.link(path, name)
        except OSError:  # the temporary folder is on another disk
            shutil.copyfile(path, name)
        name.chmod(0o644)
        return name

    def check(self, path, digests, quick):
        """Checks one file; `digests` are those of the keys and certificates that are trusted."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        field = self.call("DOM.querySelector", nodeId=root, selector="#files")["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=field, files=[str(path)])
        self.evaluate(
            f"document.getElementById('digests').value = {json.dumps(digests)};"
            f"document.getElementById('quick').checked = {json.dumps(quick)};"
            "document.getElementById('results').dataset.done = '';"
        )
        began = time.monotonic()
        self.evaluate("document.getElementById('check').click()")
        self.wait("document.getElementById('results').dataset.done === 'yes'")
        seconds = time.monotonic() - began
        status = self.evaluate("document.querySelector('article').dataset.status ?? 'fault'")
        return Check(seconds, self.memory(), self.evaluate("globalThis.longest"), status)

    def memory(self):
        """The most that a renderer of this browser has held so far, in MiB."""
        most = 0
        for number in descendants(self.number):
            with contextlib.suppress(OSError):
                if b"--type=renderer" in pathlib.Path(f"/proc/{number}/cmdline").read_bytes():
                    most = max(most, status_kibibytes(number, "VmHWM"))
        return most / 1024


def descendants(root):
    parents = {}
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(fields[1])
    found = {root}
    while more := {number for number, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def status_kibibytes(number, name):
    for line in pathlib.Path(f"/proc/{number}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0


@contextlib.contextmanager
def opened():
    """The page, opened from the disk, in a browser of its own."""
    if not CHROMIUM.exists():
        raise places.Unavailable("Chromium is not installed")
    prefix = []
    profile = tempfile.mkdtemp(prefix="exhibit-bench-")
    if os.geteuid() == 0:
        os.chown(profile, NOBODY, NOBODY)
        account = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs", "--"]
        prefix = [places.need_tool("setpriv"), *account]
    page = pathlib.Path(profile) / "verify.html"
    shutil.copyfile(PAGE, page)
    page.chmod(0o644)
    theirs, commands = os.pipe()
    answers, write = os.pipe()

    def descriptors():
        # Chromium reads commands at 3 and writes answers at 4.
        first, second = os.dup(theirs), os.dup(write)
        os.dup2(first, 3)
        os.dup2(second, 4)
        os.closerange(5, 256)

    process = subprocess.Popen(
        [*prefix, str(CHROMIUM), f"--user-data-dir={profile}", *FLAGS],
        preexec_fn=descriptors, close_fds=False, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "HOME": profile, "TMPDIR": profile, "LANG": "C.UTF-8"},
    )  # fmt: skip
    os.close(theirs)
    os.close(write)
    try:
        with open(commands, "wb") as out, open(answers, "rb") as into:
            one = Page(out, into, process.pid, pathlib.Path(profile))
            one.open(page.as_uri())
            yield one
    finally:
        numbers = descendants(process.pid)
        for number in numbers:
            with contextlib.suppress(OSError):
                os.kill(number, signal.SIGKILL)
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)
