// The worker: reads the file in pieces and verifies it, off the page's own thread. Nothing is read that was not given to it.

import { certificatesIn } from "./certificates.js";
import { payloadOf } from "./exhibit.js";
import { logsIn } from "./transparency.js";
import { verified } from "./verify.js";

const reader = new FileReaderSync();
const smallReads = 1 << 16;
const streamBytes = 1 << 20;

/// A file that is read a piece at a time: `read` at once, small readings out of one of 64 KiB; `next` as a stream into memory that is used
/// again and again, which is five times as fast.
function sourceOf(file) {
  let from = 0;
  let window = new Uint8Array(0);
  const piece = (offset, end) => new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, end)));
  let stream = null;
  let place = 0;
  let memory = new ArrayBuffer(streamBytes);
  let held = new Uint8Array(0);
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
    async next(offset, length) {
      if (offset < place || offset >= place + held.length) {
        if (stream === null || offset !== place + held.length) {
          stream?.cancel();
          try {
            stream = file.slice(offset).stream().getReader({ mode: "byob" });
          } catch {
            // A browser that has no such streams.
            return piece(offset, Math.min(offset + length, file.size));
          }
        }
        place = offset;
        const { value, done } = await stream.read(new Uint8Array(memory));
        held = value ?? new Uint8Array(0);
        if (value) memory = value.buffer;
        if (done) stream = null;
      }
      return held.subarray(offset - place, offset - place + length);
    },
  };
}

/// A file whose bytes the page has read.
function heldSource(bytes) {
  const read = (offset, length) => bytes.subarray(offset, offset + length);
  return { size: bytes.length, read, next: async (offset, length) => read(offset, length) };
}

/// Gives a source: each payload is read by one of its own, since several are read at once.
let open = null;
let told = 0;
let toldAt = 0;

function tellProgress(bytes) {
  told += bytes;
  const now = Date.now();
  if (now - toldAt < 100) return;
  toldAt = now;
  postMessage({ kind: "progress", bytes: told });
}

function optionsOf({ trust, tsaTrust, serverTrust, ctLogs, ...rest }) {
  return {
    ...rest, trust: trust.flatMap(certificatesIn), tsaTrust: tsaTrust.flatMap(certificatesIn), serverTrust: serverTrust.flatMap(certificatesIn),
    ctLogs: logsIn(ctLogs),
  };
}

async function answer(message) {
  if (message.bytes) {
    const held = heldSource(new Uint8Array(message.bytes));
    open = () => held;
  } else if (message.file) {
    open = () => sourceOf(message.file);
    try {
      open().read(0, 1);
    } catch {
      return postMessage({ kind: "unreadable" });
    }
  }
  if (message.kind === "verify") {
    const verdict = await verified(open(), optionsOf(message.options), tellProgress);
    postMessage({ kind: "verdict", verdict });
  } else if (message.kind === "payload") {
    const bytes = await payloadOf(open(), message.record);
    postMessage({ kind: "payload", number: message.number, bytes });
  }
}

onmessage = ({ data }) => {
  answer(data).catch((problem) => postMessage({ kind: "failed", words: `${problem}\n${problem?.stack}` }));
};
