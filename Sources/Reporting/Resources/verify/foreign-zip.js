// ZIP files of other programs (foreign.md): what readers disagree about is refused.

import { joined, latin1, little16, little32, little64, placeOf, textOf } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { inflateAll, Inflater, InflateProblem } from "./inflate.js";

const endOfZIP = new Uint8Array([0x50, 0x4b, 5, 6]);
const endBytes = 22;
const maximumRatio = 200;
const maximumInflated = 64 << 20;

function lastEnd(source) {
  const from = Math.max(0, source.size - endBytes - 65535);
  const tail = source.read(from, source.size - from);
  let found = -1;
  for (let at = placeOf(endOfZIP, tail); at >= 0; at = placeOf(endOfZIP, tail, at + 1)) if (at + endBytes <= tail.length) found = at;
  return found < 0 ? null : { at: from + found, bytes: tail.subarray(found, found + endBytes) };
}

export function mayBeZIP(source) {
  const first = source.read(0, 4);
  return (first.length === 4 && little32(first, 0) === 0x04034b50) || lastEnd(source) !== null;
}

/// The entries, or null when a rule is broken that keeps the file from being read.
export function foreignEntries(source, findings) {
  const end = lastEnd(source);
  const fail = (code, place = null) => {
    findings.add(`foreign.zip-${code}`, { place });
    return null;
  };
  if (end === null) return fail("end");
  const comment = little16(end.bytes, 20);
  if (end.at + endBytes + comment > source.size) return fail("end");
  if (end.at + endBytes + comment < source.size) return fail("trailing");
  if (comment > 0) findings.add("foreign.zip-comment");
  let [count, size, offset, tail] = [little16(end.bytes, 10), little32(end.bytes, 12), little32(end.bytes, 16), end.at];
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
    const wide = end.at >= 76 ? source.read(end.at - 76, 76) : new Uint8Array(76);
    if (little32(wide, 0) !== 0x06064b50 || little32(wide, 56) !== 0x07064b50) return fail("directory");
    [count, size, offset, tail] = [little64(wide, 32), little64(wide, 40), little64(wide, 48), end.at - 76];
  }
  if (offset + size < tail) return fail("prefix");
  if (offset + size > tail || size > 64 << 20) return fail("directory");
  const entries = directoryOf(source.read(offset, size));
  if (entries === null || entries.length !== count) return fail("directory");
  return checkEntries(source, entries, offset, findings, fail) ? entries : null;
}

function directoryOf(bytes) {
  const entries = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 46 > bytes.length || little32(bytes, at) !== 0x02014b50) return null;
    const [nameBytes, extra, comment] = [little16(bytes, at + 28), little16(bytes, at + 30), little16(bytes, at + 32)];
    const next = at + 46 + nameBytes + extra + comment;
    if (next > bytes.length) return null;
    const raw = bytes.subarray(at + 46, at + 46 + nameBytes);
    const entry = {
      name: textOf(raw) ?? latin1(raw), flags: little16(bytes, at + 8), method: little16(bytes, at + 10), crc: little32(bytes, at + 16),
      stored: little32(bytes, at + 20), size: little32(bytes, at + 24), offset: little32(bytes, at + 42), mode: little32(bytes, at + 38) >>> 28,
      made: bytes[at + 5],
    };
    readWide(bytes.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extra), entry);
    entries.push(entry);
    at = next;
  }
  return entries;
}

/// The numbers of 64 bits of an extra field, in the order of those that do not fit.
function readWide(extra, entry) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + little16(extra, at + 2)) {
    if (little16(extra, at) !== 1) continue;
    let place = at + 4;
    for (const name of ["size", "stored", "offset"]) {
      if (entry[name] === 0xffffffff && place + 8 <= extra.length) {
        entry[name] = little64(extra, place);
        place += 8;
      }
    }
  }
}

function checkEntries(source, entries, directory, findings, fail) {
  let good = true;
  let streamed = false;
  const seen = new Set();
  const bad = (code, entry) => {
    fail(code, entry?.name ?? null);
    good = false;
  };
  const order = [...entries].sort((one, other) => one.offset - other.offset);
  let at = 0;
  for (const entry of order) {
    const local = source.read(entry.offset, 30);
    const intact = local.length === 30 && little32(local, 0) === 0x04034b50;
    entry.data = entry.offset + 30 + (intact ? little16(local, 26) + little16(local, 28) : 0);
    const descriptor = (entry.flags & 8) !== 0;
    streamed ||= descriptor;
    if (entry.offset < at) bad("overlap", entry);
    else if (entry.offset > at && !(descriptorBytes(order, entry) >= entry.offset - at)) bad(at === 0 ? "prefix" : "hidden");
    if (!intact || !localMatches(source, local, entry, descriptor)) bad("local", entry);
    at = entry.data + entry.stored;
  }
  const rest = directory - at;
  if (rest < 0) bad("overlap", order[order.length - 1]);
  else if (rest > 0 && !(order.length > 0 && (order[order.length - 1].flags & 8) && rest <= 24)) bad("hidden");
  for (const entry of entries) {
    const folded = entry.name.toLowerCase();
    if (seen.has(folded)) bad("duplicate", entry);
    seen.add(folded);
    if (/^[/\\]|\\|\0|^[A-Za-z]:|(^|\/)\.\.?(\/|$)/.test(entry.name) || entry.mode === 0xa) bad("name", entry);
    if (entry.flags & 0x41) bad("encrypted", entry);
    else if (entry.method !== 0 && entry.method !== 8) bad("method", entry);
  }
  if (streamed) findings.add("foreign.zip-streamed");
  return good;
}

/// How many bytes may stand before an entry for the sizes of the one before it.
function descriptorBytes(order, entry) {
  const before = order[order.indexOf(entry) - 1];
  return before && before.flags & 8 ? 24 : 0;
}

function localMatches(source, local, entry, descriptor) {
  const raw = source.read(entry.offset + 30, little16(local, 26));
  if ((textOf(raw) ?? latin1(raw)) !== entry.name || little16(local, 8) !== entry.method || little16(local, 6) !== entry.flags) return false;
  if (descriptor) return true;
  const wide = little32(local, 18) === 0xffffffff || little32(local, 22) === 0xffffffff;
  return little32(local, 14) === entry.crc && (wide || (little32(local, 18) === entry.stored && little32(local, 22) === entry.size));
}

/// Gives the contents of an entry in pieces; false when they are not what the ZIP file says.
export function eachPiece(source, entry, give) {
  let sum = 0;
  let size = 0;
  const tell = (bytes) => {
    sum = crc32(bytes, sum);
    size += bytes.length;
    if (entry.method === 8 && (size > maximumInflated || size > maximumRatio * Math.max(entry.stored, 1024))) throw new InflateProblem("too much");
    give(bytes);
  };
  let at = entry.data;
  const next = () => {
    const bytes = source.read(at, Math.min(1 << 20, entry.data + entry.stored - at));
    at += bytes.length;
    return bytes.length ? bytes : null;
  };
  try {
    if (entry.method === 8) inflateAll(new Inflater(tell), next);
    else for (let bytes = next(); bytes !== null; bytes = next()) tell(bytes);
  } catch (problem) {
    if (problem instanceof InflateProblem) return false;
    throw problem;
  }
  return sum === entry.crc && size === entry.size;
}

/// The whole contents of a small entry.
export function contentsOf(source, entry, maximum = 16 << 20) {
  const parts = [];
  let size = 0;
  eachPiece(source, entry, (bytes) => {
    size += bytes.length;
    if (size <= maximum) parts.push(bytes.slice());
  });
  return joined(...parts);
}
