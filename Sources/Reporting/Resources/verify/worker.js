// The worker: reads the file in pieces and verifies it, off the page's own thread. Nothing is read that was not given to it.

import { certificatesIn } from "./certificates.js";
import { payloadOf } from "./exhibit.js";
import { logsIn } from "./transparency.js";
import { digestsOf, verified } from "./verify.js";

const reader = new FileReaderSync();
const smallReads = 1 << 16;

/// A file that is read a piece at a time; small readings come out of one of 64 KiB.
function sourceOf(file) {
  let from = 0;
  let window = new Uint8Array(0);
  const piece = (offset, end) => new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, end)));
  return {
    size: file.size,
    read(offset, length) {
      const end = Math.max(offset, Math.min(offset + length, file.size));
      if (end - offset >= smallReads) return piece(offset, end);
      if (offset < from || end > from + window.length) {
        from = offset;
        window = piece(offset, Math.min(offset + smallReads, file.size));
      }
      return window.slice(offset - from, end - from);
    },
  };
}

let source = null;
let giveDigests = null;
let told = 0;
let toldAt = 0;

function tellProgress(bytes) {
  told += bytes;
  const now = Date.now();
  if (now - toldAt < 100) return;
  toldAt = now;
  postMessage({ kind: "progress", bytes: told });
}

/// Digests are done in a second worker at the same time, which the page starts.
function digestsElsewhere(entries) {
  return new Promise((resolve) => {
    giveDigests = resolve;
    postMessage({ kind: "digests", entries: entries.map(({ name, size, data }) => ({ name, size, data })) });
  });
}

function optionsOf({ trust, tsaTrust, serverTrust, ctLogs, ...rest }) {
  return {
    ...rest, trust: trust.flatMap(certificatesIn), tsaTrust: tsaTrust.flatMap(certificatesIn), serverTrust: serverTrust.flatMap(certificatesIn),
    ctLogs: logsIn(ctLogs),
  };
}

async function answer(message) {
  if (message.kind === "digested") {
    giveDigests(message.digests);
    return;
  }
  if (message.file) source = sourceOf(message.file);
  if (message.kind === "verify") {
    const verdict = await verified(source, optionsOf(message.options), { progress: tellProgress, digests: digestsElsewhere });
    postMessage({ kind: "verdict", verdict });
  } else if (message.kind === "digest") {
    postMessage({ kind: "digested", digests: digestsOf(source, message.entries, tellProgress) });
  } else if (message.kind === "payload") {
    const bytes = payloadOf(source, message.record);
    postMessage({ kind: "payload", number: message.number, bytes });
  }
}

onmessage = ({ data }) => {
  answer(data).catch((problem) => postMessage({ kind: "failed", words: String(problem?.stack ?? problem) }));
};
