// The container: a ZIP file of stored entries that tile it (bundle format, section 2).

import { latin1, little16, little32, little64, placeOf, sameBytes } from "./bytes.js";

export class ContainerProblem extends Error {
  constructor(code, place) {
    super(code);
    this.code = code;
    this.place = place;
  }
}

const endSize = 22;
const maximumEntries = 60000;
const maximumName = 255;
const sizeLimit = 0xf0000000;
const unknown32 = 0xffffffff;

const endMark = new Uint8Array([0x50, 0x4b, 5, 6]);
const localMark = [0x50, 0x4b, 3, 4];
const directoryMark = 0x02014b50;

function put(bytes, at, size, value) {
  for (let place = 0, rest = value; place < size; place += 1, rest = Math.floor(rest / 256)) bytes[at + place] = rest % 256;
}

function beginsLikeZIP(source) {
  const first = source.read(0, 4);
  return first.every((byte, place) => byte === localMark[place]);
}

/// The entries of the container in their order: `{ name, crc, size, offset, data }`. Throws `ContainerProblem` for the first broken rule.
export function containerEntries(source) {
  const end = endRecord(source);
  const entries = directory(source, end);
  checkTail(source, entries, end);
  checkLayout(source, entries, end);
  checkLocalHeaders(source, entries);
  return entries;
}

function endRecord(source) {
  const last = source.read(Math.max(0, source.size - endSize), endSize);
  if (last.length < endSize || !endMark.every((byte, place) => last[place] === byte)) {
    const from = Math.max(0, source.size - endSize - 65535);
    const tail = source.read(from, source.size - from);
    for (let mark = placeOf(endMark, tail); mark >= 0; mark = placeOf(endMark, tail, mark + 1)) {
      if (mark + endSize <= tail.length && mark + endSize + little16(tail, mark + 20) <= tail.length) throw new ContainerProblem("zip.end-record", from + mark);
    }
    throw new ContainerProblem(beginsLikeZIP(source) ? "container.incomplete" : "zip.not-a-container", source.size);
  }
  if (little16(last, 20) !== 0) throw new ContainerProblem("zip.end-record", source.size - 2);
  const end = { count: little16(last, 10), size: little32(last, 12), offset: little32(last, 16), tail: source.size - endSize };
  if (end.count !== 0xffff && end.size !== unknown32 && end.offset !== unknown32) return end;
  return extendedEnd(source, end);
}

function extendedEnd(source, end) {
  const at = end.tail - 76;
  if (at < 0) throw new ContainerProblem("zip.end-record", end.tail);
  const bytes = source.read(at, 76);
  if (little32(bytes, 0) !== 0x06064b50 || little32(bytes, 56) !== 0x07064b50 || little64(bytes, 64) !== at) {
    throw new ContainerProblem("zip.end-record", end.tail);
  }
  const wide = { count: little64(bytes, 32), size: little64(bytes, 40), offset: little64(bytes, 48), tail: at };
  if (wide.count === Infinity || wide.offset + wide.size > at) throw new ContainerProblem("zip.end-record", end.tail);
  return wide;
}

function directory(source, end) {
  const limit = end.offset + end.size;
  if (end.offset > end.tail) throw new ContainerProblem("zip.end-record", end.offset);
  if (end.count > maximumEntries) throw new ContainerProblem("zip.directory", end.offset);
  const entries = [];
  const window = { at: end.offset, bytes: new Uint8Array(0) };
  let at = end.offset;
  for (let count = 0; count < end.count; count += 1) {
    const header = piece(source, window, at, 46, limit);
    if (header.length < 46 || little32(header, 0) !== directoryMark) throw new ContainerProblem("zip.directory", at);
    const nameLength = little16(header, 28);
    const offset32 = little32(header, 42);
    const extra = offset32 === unknown32 ? 12 : 0;
    const length = 46 + nameLength + extra;
    const whole = piece(source, window, at, length, limit);
    if (whole.length < length || at + 46 + nameLength + little16(header, 30) > limit) throw new ContainerProblem("zip.directory", at);
    const entry = {
      name: latin1(whole.subarray(46, 46 + nameLength)), crc: little32(header, 16), size: little32(header, 24), nameLength,
      offset: extra ? little64(whole, 46 + nameLength + 4) : offset32, at,
    };
    if (!nameIsAllowed(entry.name)) throw new ContainerProblem("zip.name", at);
    if (entry.offset < unknown32 === (extra > 0) || !sameBytes(whole, directoryEntry(entry, whole.subarray(46, 46 + nameLength)))) {
      throw new ContainerProblem("zip.directory", at);
    }
    if (entry.size >= sizeLimit) throw new ContainerProblem("zip.too-large", at);
    entries.push(entry);
    at += length;
  }
  if (at !== end.offset + end.size) throw new ContainerProblem("zip.directory", at);
  return entries;
}

/// `length` bytes at `at`, read through a window so that many small pieces are one reading.
function piece(source, window, at, length, limit) {
  if (at < window.at || at + length > window.at + window.bytes.length) {
    window.at = at;
    window.bytes = source.read(at, Math.min(Math.max(length, 1 << 20), limit - at));
  }
  return window.bytes.subarray(at - window.at, Math.min(at - window.at + length, limit - window.at));
}

function directoryEntry(entry, name) {
  const wide = entry.offset >= unknown32;
  const bytes = new Uint8Array(46 + name.length + (wide ? 12 : 0));
  put(bytes, 0, 4, directoryMark);
  put(bytes, 4, 2, 0x0314);
  put(bytes, 6, 2, wide ? 45 : 10);
  put(bytes, 14, 2, 0x0021);
  put(bytes, 16, 4, entry.crc);
  put(bytes, 20, 4, entry.size);
  put(bytes, 24, 4, entry.size);
  put(bytes, 28, 2, name.length);
  put(bytes, 30, 2, wide ? 12 : 0);
  put(bytes, 38, 4, 0x81a40000);
  put(bytes, 42, 4, wide ? unknown32 : entry.offset);
  bytes.set(name, 46);
  if (wide) {
    put(bytes, 46 + name.length, 2, 1);
    put(bytes, 48 + name.length, 2, 8);
    put(bytes, 50 + name.length, 8, entry.offset);
  }
  return bytes;
}

/// What follows the directory must be the records that its count, size and offset give.
function checkTail(source, entries, end) {
  const wide = end.count >= 0xffff || end.size >= unknown32 || end.offset >= unknown32;
  const bytes = new Uint8Array(endSize + (wide ? 76 : 0));
  let at = 0;
  if (wide) {
    put(bytes, 0, 4, 0x06064b50);
    put(bytes, 4, 8, 44);
    put(bytes, 12, 2, 0x0314);
    put(bytes, 14, 2, 45);
    put(bytes, 24, 8, end.count);
    put(bytes, 32, 8, end.count);
    put(bytes, 40, 8, end.size);
    put(bytes, 48, 8, end.offset);
    put(bytes, 56, 4, 0x07064b50);
    put(bytes, 64, 8, end.offset + end.size);
    put(bytes, 72, 4, 1);
    at = 76;
  }
  bytes.set(endMark, at);
  put(bytes, at + 8, 2, Math.min(end.count, 0xffff));
  put(bytes, at + 10, 2, Math.min(end.count, 0xffff));
  put(bytes, at + 12, 4, Math.min(end.size, unknown32));
  put(bytes, at + 16, 4, Math.min(end.offset, unknown32));
  const from = end.offset + end.size;
  if (source.size - from !== bytes.length || !sameBytes(source.read(from, bytes.length), bytes)) throw new ContainerProblem("zip.directory", from);
}

function nameIsAllowed(name) {
  if (name.length > maximumName || !/^([A-Za-z0-9_-]+\/)?[A-Za-z0-9._-]+$/.test(name)) return false;
  return !/(^|\/)\.{1,2}$/.test(name);
}

function checkLayout(source, entries, end) {
  let at = 0;
  for (const entry of entries) {
    if (entry.offset !== at) throw new ContainerProblem("zip.layout", at);
    entry.data = at + 30 + entry.nameLength;
    at = entry.data + entry.size;
  }
  if (at !== end.offset) throw new ContainerProblem("zip.layout", at);
  const seen = new Set();
  for (const { name, offset } of entries) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) throw new ContainerProblem("zip.name", offset);
    seen.add(folded);
  }
}

function checkLocalHeaders(source, entries) {
  for (const entry of entries) {
    const length = 30 + entry.nameLength;
    const bytes = new Uint8Array(length);
    bytes.set(localMark);
    put(bytes, 4, 2, entry.offset >= unknown32 ? 45 : 10);
    put(bytes, 12, 2, 0x0021);
    put(bytes, 14, 4, entry.crc);
    put(bytes, 18, 4, entry.size);
    put(bytes, 22, 4, entry.size);
    put(bytes, 26, 2, entry.nameLength);
    for (let place = 0; place < entry.nameLength; place += 1) bytes[30 + place] = entry.name.charCodeAt(place);
    if (!sameBytes(source.read(entry.offset, length), bytes)) throw new ContainerProblem("zip.local-header", entry.offset);
  }
}
