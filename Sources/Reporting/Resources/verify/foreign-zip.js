// ZIP files of other programs (foreign.md): what readers disagree about is refused.

import { joined, latin1, little16, little32, little64, placeOf, sameBytes, shownText, textOf } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { inflateAll, Inflater, InflateProblem } from "./inflate.js";

const endOfZIP = new Uint8Array([0x50, 0x4b, 5, 6]);
const endBytes = 22;

/// Where the last end record is in `tail`, or -1.
function lastEnd(tail, least) {
  let found = -1;
  for (let at = placeOf(endOfZIP, tail); at >= 0 && at + least <= tail.length; at = placeOf(endOfZIP, tail, at + 1)) found = at;
  return found;
}

const tailOf = (source) => source.read(Math.max(0, source.size - endBytes - 65535), endBytes + 65535);

export function mayBeZIP(source) {
  return latin1(source.read(0, 2)) === "PK" || lastEnd(tailOf(source), 4) >= 0;
}

/// The entries, or null at the first broken rule: after it nothing in the file has one meaning.
export function foreignEntries(source, findings) {
  const broken = (rule, place) => {
    throw new Broken(`foreign.zip-${rule}`, place);
  };
  try {
    const { offset, size, count } = directoryPlace(source, findings, broken);
    const entries = directoryOf(source.read(offset, size), broken);
    if (entries.length !== count) broken("directory");
    for (const entry of entries) checkLocal(source, entry, offset, broken);
    checkTiling(source, entries, offset, broken);
    checkNames(entries, broken);
    if (entries.some(isStreamed)) findings.add("foreign.zip-streamed");
    return entries;
  } catch (problem) {
    if (!(problem instanceof Broken)) throw problem;
    findings.add(problem.message, { place: problem.place ?? null });
    return null;
  }
}

class Broken extends Error {
  constructor(code, place) {
    super(code);
    this.place = place;
  }
}

const isStreamed = ({ flags }) => (flags & 8) !== 0;

function directoryPlace(source, findings, broken) {
  const tail = tailOf(source);
  const at = lastEnd(tail, endBytes);
  if (at < 0) broken("end");
  const comment = little16(tail, at + 20);
  if (at + endBytes + comment !== tail.length) broken("trailing");
  if (comment > 0) findings.add("foreign.zip-comment");
  let [count, size, offset, end] = [little16(tail, at + 10), little32(tail, at + 12), little32(tail, at + 16), source.size - tail.length + at];
  if (at >= 20 && little32(tail, at - 20) === 0x07064b50) {
    const place = little64(tail, at - 12);
    const wide = place + 56 === end - 20 ? source.read(place, 56) : new Uint8Array(56);
    if (little32(wide, 0) !== 0x06064b50 || little64(wide, 4) !== 44) broken("directory");
    [count, size, offset, end] = [little64(wide, 32), little64(wide, 40), little64(wide, 48), place];
  }
  if (count > 200000 || size > 64 << 20 || offset + size !== end) broken("directory");
  return { count, size, offset };
}

function directoryOf(bytes, broken) {
  const entries = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 46 > bytes.length || little32(bytes, at) !== 0x02014b50) broken("directory");
    const [nameBytes, extra, comment] = [little16(bytes, at + 28), little16(bytes, at + 30), little16(bytes, at + 32)];
    const next = at + 46 + nameBytes + extra + comment;
    if (next > bytes.length) broken("directory");
    const raw = bytes.subarray(at + 46, at + 46 + nameBytes);
    const text = textOf(raw);
    const entry = {
      raw, name: text ?? shownText(raw), isText: text !== null, flags: little16(bytes, at + 8), method: little16(bytes, at + 10), crc: little32(bytes, at + 16),
      stored: little32(bytes, at + 20), size: little32(bytes, at + 24), offset: little32(bytes, at + 42), mode: little32(bytes, at + 38) >>> 28,
    };
    readWide(bytes.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extra), entry);
    entries.push(entry);
    at = next;
  }
  return entries;
}

/// The numbers of 64 bits of an extra field, in the order of those that do not fit.
function readWide(extra, entry) {
  for (let at = 0, next = 0; at + 4 <= extra.length; at = next) {
    next = at + 4 + little16(extra, at + 2);
    if (little16(extra, at) !== 1) continue;
    let place = at + 4;
    for (const name of ["size", "stored", "offset"]) {
      if (entry[name] === 0xffffffff && place + 8 <= Math.min(next, extra.length)) {
        entry[name] = little64(extra, place);
        place += 8;
      }
    }
  }
}

function checkLocal(source, entry, directory, broken) {
  const { name, flags, method, crc, stored, size, offset } = entry;
  if (flags & 0x2041) broken("encrypted", name);
  if (method !== 0 && method !== 8) broken("method", name);
  if (offset + 30 > directory) broken("local", name);
  const local = source.read(offset, 30);
  // With the sizes after the data these may be left open.
  const agrees = (place, value, wide) => {
    const there = little32(local, place);
    return there === value || (there === 0 && isStreamed(entry)) || (wide && there === 0xffffffff);
  };
  entry.data = offset + 30 + little16(local, 26) + little16(local, 28);
  if (little32(local, 0) !== 0x04034b50 || !sameBytes(source.read(offset + 30, little16(local, 26)), entry.raw)
    || little16(local, 8) !== method || little16(local, 6) !== flags || !agrees(14, crc) || !agrees(18, stored, true) || !agrees(22, size, true)
    || entry.data + stored > directory || (method === 0 && size !== stored)) broken("local", name);
}

/// Files follow one another: what lies between would be seen by a reader that goes from front to back, and by no other.
function checkTiling(source, entries, directory, broken) {
  let at = 0;
  let before = null;
  for (const entry of [...entries].sort((one, other) => one.offset - other.offset).concat({ offset: directory })) {
    const gap = entry.offset - at;
    if (gap < 0) broken("overlap", entry.name);
    if (gap > 0 && before === null) broken("prefix");
    // Checksum and two sizes of four or eight bytes, with a mark or without.
    if (gap > 0 && !(isStreamed(before) && [12, 16, 20, 24].includes(gap) && little32(source.read(at, 4), 0) !== 0x04034b50)) broken("hidden");
    at = entry.data + entry.stored;
    before = entry;
  }
}

function checkNames(entries, broken) {
  const seen = new Set();
  for (const { name, isText, mode } of entries) {
    if (mode === 0xa || !isText || /^$|^[a-z]:|[\0\\]|^\/|\/\/|(^|\/)\.\.?(\/|$)/i.test(name)) broken("name", name);
    const folded = name.toLowerCase();
    if (seen.has(folded)) broken("duplicate", name);
    seen.add(folded);
  }
}

/// Gives the contents of an entry in pieces; false when they are not what the ZIP file says.
export function eachPiece(source, entry, give) {
  const limit = Math.min(1 << 30, Math.max(1 << 20, entry.stored * 200));
  let sum = 0;
  let size = 0;
  const tell = (bytes) => {
    sum = crc32(bytes, sum);
    size += bytes.length;
    if (entry.method === 8 && size > limit) throw new InflateProblem("too much");
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

/// The whole contents of a small entry, whose checksum was checked.
export function contentsOf(source, entry, maximum = 16 << 20) {
  const parts = [];
  eachPiece(source, entry, (bytes) => parts.push(bytes.slice()));
  const contents = joined(...parts);
  return contents.length > maximum ? new Uint8Array(0) : contents;
}
