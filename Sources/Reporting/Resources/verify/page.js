// The page: choosing files and anchors, running the workers, showing what they find.

import { element, foreignText } from "./elements.js";
import { exhibitView } from "./exhibit-view.js";
import { timeOf, utf8 } from "./plain-text.js";
import { decides, verdictView } from "./result.js";
import { t } from "./texts.js";

const workerAddress = URL.createObjectURL(new Blob([document.getElementById("worker").textContent], { type: "text/javascript" }));
const workers = new Set();
/// Where no worker of a page from disk may read files, as in WebKit, the page reads them, whole: so much at most.
const mostHeld = 1 << 30;
let readsHere = false;

const byId = (id) => document.getElementById(id);
let chosen = [];
let running = null;

function start(message, answer) {
  const worker = new Worker(workerAddress);
  workers.add(worker);
  const send = async () => {
    if (!readsHere) return worker.postMessage(message);
    try {
      if (message.file.size > mostHeld) throw new Error(t("tooLargeHere"));
      const bytes = await message.file.arrayBuffer();
      worker.postMessage({ ...message, bytes }, [bytes]);
    } catch (problem) {
      answer({ kind: "failed", words: String(problem) }, worker);
    }
  };
  worker.onmessage = ({ data }) => {
    if (data.kind !== "unreadable") return answer(data, worker);
    readsHere = true;
    worker.ready = send();
  };
  worker.onerror = (event) => answer({ kind: "failed", words: event.message }, worker);
  worker.ready = send();
  return worker;
}

function end(worker) {
  worker.terminate();
  workers.delete(worker);
}

/// Verifies one file; the answer is its verdict, and a function that gives the payload of a record.
function verify(file, sidecars, options, tell) {
  return new Promise((resolve) => {
    const asked = new Map();
    let worker = null;
    const load = (record) => new Promise((give) => {
      if (worker === null) worker = start({ kind: "open", file }, hear);
      asked.set(record.number, give);
      const asking = worker;
      asking.ready.then(() => asking.postMessage({ kind: "payload", number: record.number, record }));
    });
    const hear = (data, from) => {
      if (data.kind === "progress") tell(data.bytes);
      else if (data.kind === "payload") {
        asked.get(data.number)?.(data.bytes);
        asked.delete(data.number);
        if (asked.size === 0) {
          end(from);
          worker = null;
        }
      } else {
        end(from);
        if (worker === from) worker = null;
        resolve(data.kind === "verdict" ? { verdict: data.verdict, load } : { failed: data.words });
      }
    };
    running = resolve;
    start({ kind: "verify", file, options: { ...options, sidecars } }, hear);
  });
}

/// As reports print them too: in groups, in two lines.
function digestsTyped() {
  const { value } = byId("digests");
  const digits = value.toLowerCase().replace(/\b(key|cert|sha256):|\s+/g, "");
  if (!/^([0-9a-f]{64})*$/.test(digits)) throw new Error(t("badDigest", { text: foreignText(value, 80) }));
  return (digits.match(/.{64}/g) ?? []).map((each) => `sha256:${each}`);
}

const textBytes = (id) => {
  const text = byId(id).value.trim();
  if (text === "") return [];
  if (!text.includes("-----BEGIN")) throw new Error(t("badPEM"));
  return [utf8(text)];
};

function options() {
  const [at, now] = ["at", "now"].map((id) => {
    const text = byId(id).value.trim();
    const time = timeOf(text);
    if (text !== "" && time === null) throw new Error(t("badTime"));
    return time;
  });
  const digests = digestsTyped();
  const marked = (id) => byId(id).checked;
  return {
    trust: textBytes("trust"), tsaTrust: textBytes("tsaTrust"), serverTrust: textBytes("serverTrust"), ctLogs: byId("ctLogs").value,
    keys: digests, certificates: digests, at, now, requireTime: marked("requireTime"), requireRevocation: marked("requireRevocation"),
    foreign: marked("foreign"), quick: marked("quick"),
  };
}

const sidecarName = /^(.*)\.sidecar-(\d\d)\.json$/;

async function run() {
  const problem = byId("problem");
  problem.textContent = "";
  let given;
  try {
    given = options();
  } catch (error) {
    problem.textContent = error.message;
    return;
  }
  const files = chosen.filter(({ name }) => !sidecarName.test(name));
  if (files.length === 0) {
    problem.textContent = t("noFiles");
    return;
  }
  const results = byId("results");
  results.replaceChildren(element("h2", { tabindex: "-1" }, t("results")));
  byId("check").disabled = true;
  byId("cancel").hidden = false;
  const counts = [0, 0, 0];
  const summary = element("p", { class: "summary" });
  if (files.length > 1) results.append(summary);
  for (const file of files) {
    const sidecars = [];
    const beside = chosen.filter(({ name }) => sidecarName.exec(name)?.[1] === file.name).sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const each of beside) sidecars.push(new Uint8Array(await each.slice(0, (4 << 20) + 1).arrayBuffer()));
    const answer = await verify(file, sidecars, given, (bytes) => progress(file, bytes));
    if (answer === null) break;
    const section = element("article", { class: "file", "aria-label": foreignText(file.name, 300) });
    if (answer.failed === undefined) {
      // A fault of the view is told like one of the check: a page that waits for ever looks like a long check.
      try {
        view(section, file, answer, files.length === 1);
        counts[answer.verdict.status] += 1;
      } catch (fault) {
        answer.failed = String(fault?.stack ?? fault);
      }
    }
    if (answer.failed !== undefined) section.replaceChildren(element("h3", {}, foreignText(file.name, 300)), element("p", { class: "warning" }, t(/^Not(Found|Readable)E/.test(answer.failed) ? "unreadable" : "failed")), element("pre", {}, foreignText(answer.failed, 2000)));
    results.append(section);
    summary.textContent = t("ofFiles", { intact: counts[0], not: counts[1], cannot: counts[2], all: files.length });
  }
  results.append(element("p", { class: "noprint" }, element("button", { type: "button", onclick: () => print() }, t("print"))));
  finish();
  results.dataset.done = "yes";
  results.querySelector("h2").focus();
}

function view(section, { name }, { verdict, load }, isAlone) {
  const parts = verdictView(name, verdict);
  if (isAlone) parts.push(...exhibitView(verdict, load));
  else if (verdict.exhibit?.bundle) parts.push(laterView({ verdict, load }));
  section.append(...parts);
  section.dataset.status = verdict.status;
  section.dataset.kind = verdict.kind ?? "";
  section.dataset.codes = codesOf(verdict.findings);
  section.dataset.decides = codesOf(verdict.findings.filter(decides));
}

const codesOf = (findings) => [...new Set(findings.map(({ code }) => code))].sort().join(" ");

/// The exhibit of one of several files, made when it is asked for.
function laterView({ verdict, load }) {
  const details = element("details", {}, element("summary", {}, t("exhibit")));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(...exhibitView(verdict, load));
  });
  return details;
}

function progress(file, bytes) {
  const percent = Math.min(99, Math.floor((bytes / Math.max(1, file.size)) * 100));
  byId("bar").hidden = false;
  byId("bar").value = percent;
  byId("progress").textContent = t("reading", { name: foreignText(file.name, 100), percent });
}

function finish() {
  byId("check").disabled = false;
  byId("cancel").hidden = true;
  byId("bar").hidden = true;
  byId("progress").textContent = "";
  running = null;
}

function cancel() {
  for (const worker of [...workers]) end(worker);
  running?.(null);
  byId("problem").textContent = t("cancelled");
}

function choose(files) {
  chosen = [...files];
  byId("chosen").replaceChildren(...chosen.slice(0, 100).map(({ name, size }) => element("li", {}, `${foreignText(name, 200)} (${size.toLocaleString("en")} bytes)`)));
}

function area(id, words, hint = null) {
  const input = element("input", { type: "file", multiple: true, id: `${id}File`, class: "small" });
  const text = element("textarea", { id, rows: "3", spellcheck: "false", autocomplete: "off" });
  const add = async (files) => {
    for (const file of files) text.value += `${text.value && "\n"}${await file.slice(0, 4 << 20).text()}`;
  };
  input.addEventListener("change", () => add(input.files).then(() => { input.value = ""; }));
  text.addEventListener("dragover", (event) => event.preventDefault());
  text.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    add(event.dataTransfer.files);
  });
  return element("div", { class: "field" }, element("label", { for: id }, words), hint && element("p", { class: "small" }, hint), text,
    element("label", { class: "small", for: `${id}File` }, t("addFile"), " ", input));
}

const tick = (id) => element("label", { class: "tick" }, element("input", { type: "checkbox", id }), ` ${t(id)}`);

function build() {
  document.title = t("title");
  const input = element("input", { type: "file", id: "files", multiple: true, onchange: () => choose(input.files), onclick: () => { input.value = ""; } });
  const drop = element("div", { class: "drop" }, element("label", { for: "files" }, t("dropHere")), input, element("p", { class: "small" }, t("filesHint")), element("ul", { id: "chosen" }));
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      event.preventDefault();
      if (name === "drop" && event.dataTransfer.files.length > 0) choose(event.dataTransfer.files);
    });
  }
  document.querySelector("main").append(
    element("h1", {}, t("title")), element("p", { class: "promise" }, t("promise")),
    element("form", { class: "noprint", onsubmit: (event) => { event.preventDefault(); run(); } },
      element("section", {}, element("h2", {}, t("choose")), drop),
      element("section", {}, element("h2", {}, t("trustTitle")), element("p", {}, t("trustHint")), area("trust", t("trust")),
        element("div", { class: "field" }, element("label", { for: "digests" }, t("digests")), element("textarea", { id: "digests", rows: "2", spellcheck: "false", autocomplete: "off" })),
        area("tsaTrust", t("tsaTrust")),
        element("details", {}, element("summary", {}, t("more")), area("serverTrust", t("serverTrust")), area("ctLogs", t("ctLogs")),
          ["at", "now"].map((id) => element("div", { class: "field" }, element("label", { for: id }, t(id)), element("input", { type: "text", id, autocomplete: "off" }))),
          tick("requireTime"), tick("requireRevocation"), tick("foreign"), tick("quick"))),
      element("p", { class: "actions" }, element("button", { type: "submit", id: "check" }, t("check")),
        element("button", { type: "button", id: "cancel", hidden: true, onclick: cancel }, t("cancel"))),
      element("p", { id: "problem", role: "alert" }), element("progress", { id: "bar", max: "100", value: "0", hidden: true, "aria-label": t("check") }),
      element("p", { id: "progress", "aria-live": "off" })),
    element("div", { id: "results", "aria-live": "polite" }));
}

build();
