// One record: a gzip member (bundle format, section 4), its header, block and digests, read a piece at a time.

import { hexOf, joined, little32, placeOf, sameBytes } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { headEnd, maximumHead } from "./http-head.js";
import { InflateProblem, Inflater } from "./inflate.js";
import { SHA256 } from "./sha256.js";
import { maximumHeader, recordHeader, wholeBlockLimit } from "./warc-header.js";

export const memberHeader = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const pieceBytes = 1 << 20;
const lineEnds = new Uint8Array([13, 10, 13, 10]);
const star = 0x2a;

/// Reads one gzip member from `at` for `length` bytes, and gives its contents to `sink` and its own bytes to `seen`. True when it is one of
/// the format.
export async function readGzipMember(source, at, length, sink, seen = () => {}) {
  let sum = 0;
  let size = 0;
  let good = length >= 20;
  let head = new Uint8Array(0);
  let trailer = new Uint8Array(0);
  let place = 0;
  const inflater = new Inflater((bytes) => {
    sum = crc32(bytes, sum);
    size += bytes.length;
    sink(bytes);
  });
  await readAll(source, at, length, (bytes) => {
    seen(bytes);
    const data = bytes.subarray(Math.max(0, 10 - place));
    if (place < 10) head = joined(head, bytes.subarray(0, 10 - place));
    trailer = joined(trailer, bytes.subarray(-8)).slice(-8);
    place += bytes.length;
    if (place < 10 || !good) return;
    good = sameBytes(head, memberHeader) && feedsWell(inflater, data, place === length);
  });
  return good && inflater.done && inflater.consumed === length - 18 && little32(trailer, 0) === sum && little32(trailer, 4) === size % 0x100000000;
}

function feedsWell(inflater, bytes, last) {
  if (inflater.done) return true;
  try {
    inflater.feed(bytes, last);
    return true;
  } catch (problem) {
    if (problem instanceof InflateProblem) return false;
    throw problem;
  }
}

/// Gives what stands at `at` in pieces, each of which is gone after.
export async function readAll(source, at, length, seen) {
  for (let place = at; place < at + length; ) {
    const bytes = await source.next(place, Math.min(pieceBytes, at + length - place));
    if (bytes.length === 0) return;
    seen(bytes);
    place += bytes.length;
  }
}

/// What a record is found to be. `problems` are codes without their `records.`; `header` is null when it could not be read.
export class RecordReader {
  constructor() {
    this.problems = [];
    this.header = null;
    this.pending = [];
    this.pendingBytes = 0;
    this.blockBytes = 0;
    this.tail = new Uint8Array(0);
    this.kept = [];
    this.keptBytes = 0;
    this.keepLimit = 0;
    this.block = null;
    this.payload = null;
    this.headBytes = null;
    this.masksHold = true;
    this.failed = false;
  }

  feed(bytes) {
    if (this.failed) return;
    if (this.header !== null) return this.feedBlock(bytes);
    this.pending.push(bytes.slice());
    this.pendingBytes += bytes.length;
    if (this.pendingBytes < maximumHeader && this.pending.length < 2 && placeOf(lineEnds, bytes) < 0) return;
    const all = this.pending.length === 1 ? this.pending[0] : joined(...this.pending);
    this.pending = [all];
    const end = placeOf(lineEnds, all.subarray(0, maximumHeader));
    if (end < 0) {
      if (this.pendingBytes >= maximumHeader) this.refuse("header");
      return;
    }
    this.header = recordHeader(all.subarray(0, end + 4));
    this.pending = [];
    if (this.header === null) return this.refuse("header");
    this.begin();
    this.feedBlock(all.subarray(end + 4));
  }

  begin() {
    const { header } = this;
    this.isExchange = header.type === "request" || header.type === "response";
    this.keepLimit = header.length <= wholeBlockLimit ? header.length : this.isExchange ? maximumHead + 1 : 0;
    if (header.blockDigest) this.block = new SHA256();
    if (header.payloadDigest && (this.isExchange || !header.blockDigest)) this.payload = new SHA256();
    if (!this.isExchange) this.headBytes = new Uint8Array(0);
  }

  feedBlock(bytes) {
    const left = this.header.length - this.blockBytes;
    const inside = left > 0 ? bytes.subarray(0, left) : bytes.subarray(0, 0);
    if (inside.length > 0) {
      this.block?.update(inside);
      this.checkMasks(inside);
      if (this.keptBytes < this.keepLimit) {
        this.kept.push(inside.slice(0, this.keepLimit - this.keptBytes));
        this.keptBytes += this.kept[this.kept.length - 1].length;
      }
      this.blockBytes += inside.length;
      this.feedPayload(inside);
    }
    if (inside.length < bytes.length) {
      const more = bytes.subarray(inside.length, inside.length + 8);
      if (this.tail.length < 5) this.tail = joined(this.tail, more);
    }
  }

  feedPayload(bytes) {
    if (!this.payload) return;
    if (this.headBytes !== null) {
      this.payload.update(bytes);
      return;
    }
    const all = this.kept.length === 1 ? this.kept[0] : joined(...this.kept);
    this.kept = [all];
    const end = headEnd(all);
    if (end === null && this.blockBytes < this.header.length && this.blockBytes <= maximumHead) return;
    const length = end ?? all.length;
    if (length > maximumHead) return this.refuse("http-head");
    this.headBytes = all.slice(0, length);
    this.payload.update(all.subarray(length));
    if (this.blockBytes > all.length) this.payload.update(bytes.subarray(bytes.length - (this.blockBytes - all.length)));
  }

  checkMasks(bytes) {
    for (const { offset } of this.header.masks) {
      const from = Math.max(0, offset - this.blockBytes);
      const to = Math.min(bytes.length, offset + 16 - this.blockBytes);
      for (let at = from; at < to; at += 1) if (bytes[at] !== star) this.masksHold = false;
    }
  }

  refuse(problem) {
    if (!this.failed) this.problems.push(problem);
    this.failed = true;
  }

  /// Ends the record; `whole` says whether the member was one of the format.
  finish(whole) {
    if (!whole) {
      this.problems = ["gzip"];
      this.failed = true;
      return;
    }
    if (this.failed) return;
    if (this.header === null) return this.refuse("header");
    if (this.blockBytes < this.header.length || this.tail.length !== 4) return this.refuse("length");
    if (!sameBytes(this.tail, lineEnds)) this.problems.push("end");
    if (!this.masksHold) this.problems.push("masked");
    const blockDigest = this.block ? `sha256:${hexOf(this.block.digest())}` : null;
    if (blockDigest !== this.header.blockDigest) this.problems.push("block-digest");
    if (this.isExchange && this.headBytes === null) this.headBytes = new Uint8Array(0);
    if (this.header.payloadDigest !== null) {
      this.payloadDigest = this.payload ? `sha256:${hexOf(this.payload.digest())}` : blockDigest;
      if (this.payloadDigest !== this.header.payloadDigest) this.problems.push("payload-digest");
    }
  }

  /// The block of a record of up to 8 MiB.
  get bytes() {
    return this.kept.length === 1 ? this.kept[0] : joined(...this.kept);
  }
}
