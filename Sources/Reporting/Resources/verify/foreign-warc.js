// WARC files of other programs (foreign.md): records in gzip members or not.

import { hexOf, joined, latin1, little32, placeOf } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { fieldOf, headEnd, httpHead } from "./http-head.js";
import { inflateAll, Inflater, InflateProblem } from "./inflate.js";
import { isWeakKind, labelledDigest, runningDigest } from "./old-digests.js";

const mandatory = ["warc-type", "warc-record-id", "warc-date", "content-length"];
const maximumFieldBytes = 1 << 20;
const maximumBlock = 64 << 20;
const maximumKept = 1000000;

/// What several archive files of one package have in common.
export function newTally() {
  return { records: 0, digested: 0, weak: 0, kept: [], shared: false };
}

class Stop extends Error {}

/// Takes the bytes of one archive file and finds its records.
class RecordSplitter {
  constructor(findings, tally, name) {
    Object.assign(this, { findings, tally, name, pending: new Uint8Array(0), record: null, inMember: 0, number: 0 });
  }

  stop(code) {
    this.findings.add(`foreign.${code}`, { place: this.name });
    throw new Stop();
  }

  feed(bytes, place) {
    let rest = this.pending.length ? joined(this.pending, bytes) : bytes;
    while (rest.length > 0) {
      if (this.record === null) {
        const end = this.begin(rest, place);
        if (end === null) {
          this.pending = rest.slice();
          return;
        }
        rest = rest.subarray(end);
      } else {
        rest = this.fill(rest);
      }
    }
    this.pending = new Uint8Array(0);
  }

  /// Reads a header at the beginning of `bytes`; null when more is needed, else where it ends.
  begin(bytes, place) {
    const start = latin1(bytes.subarray(0, 10));
    if (start.startsWith("filedesc:/")) this.stop("arc");
    if (!"WARC/1.0\r\n".startsWith(start.slice(0, 7)) && !start.startsWith("WARC/1.")) this.stop("record-form");
    const blank = placeOf(new Uint8Array([13, 10, 13, 10]), bytes.subarray(0, maximumFieldBytes));
    if (blank < 0) {
      if (bytes.length >= maximumFieldBytes) this.stop("record-form");
      return null;
    }
    this.inMember += 1;
    if (this.inMember === 2) this.tally.shared = true;
    this.open(latin1(bytes.subarray(0, blank)), place);
    return blank + 4;
  }

  open(text, place) {
    this.number += 1;
    const fields = new Map();
    const lines = text.replace(/\r\n[ \t]+/g, " ").split("\r\n").slice(1);
    const uri = /^WARC-Target-URI:\s*(.*)$/im.exec(text)?.[1] ?? "";
    const where = { place: `${this.name} record ${this.number} ${uri}` };
    for (const line of lines) {
      const at = line.indexOf(":");
      if (at <= 0) this.stop("record-form");
      const name = line.slice(0, at).trim().toLowerCase();
      if (fields.has(name) && name !== "warc-concurrent-to") this.findings.add("foreign.field-twice", where);
      fields.set(name, line.slice(at + 1).trim());
    }
    for (const name of mandatory) if (!fields.has(name)) this.findings.add("foreign.field-missing", where);
    const length = /^\d{1,15}$/.test(fields.get("content-length") ?? "") ? Number(fields.get("content-length")) : null;
    if (length === null) this.stop("record-form");
    if (fields.has("warc-truncated")) this.findings.add("foreign.record-cut", where);
    const block = labelledDigest(fields.get("warc-block-digest") ?? "");
    this.record = {
      fields, where, length, left: length, tail: 4, block, payload: labelledDigest(fields.get("warc-payload-digest") ?? ""),
      running: block && runningDigest(block.kind), parts: length <= maximumBlock ? [] : null, uri: uri.replace(/^<(.*)>$/, "$1"), place,
    };
    if (length === 0) this.close();
  }

  fill(bytes) {
    const { record } = this;
    const inside = bytes.subarray(0, record.left);
    if (inside.length > 0) {
      record.running?.update(inside);
      record.parts?.push(inside.slice());
      record.left -= inside.length;
      if (record.left === 0) this.close();
    }
    const after = bytes.subarray(inside.length);
    const ends = after.subarray(0, record.left === 0 ? record.tail : 0);
    for (const byte of ends) if (byte !== 13 && byte !== 10) this.stop("record-form");
    record.tail -= ends.length;
    if (record.tail === 0) this.record = null;
    return after.subarray(ends.length);
  }

  close() {
    const { record, tally, findings } = this;
    tally.records += 1;
    const kinds = [record.block, record.payload].filter((each) => each !== null).map(({ kind }) => kind);
    if (kinds.length > 0) {
      tally.digested += 1;
      if (kinds.every(isWeakKind)) tally.weak += 1;
    }
    const blockHolds = record.block === null ? null : hexOf(record.running.digest()) === record.block.hex;
    if (blockHolds === false) findings.add("foreign.block-digest", record.where);
    else if (record.payload !== null && record.parts !== null) this.checkPayload(record, blockHolds);
    const type = record.fields.get("warc-type");
    if (tally.kept.length < maximumKept) {
      tally.kept.push({ type, uri: record.uri, date: record.fields.get("warc-date") ?? "", file: this.name, place: record.place, end: null, listed: false });
    }
    record.parts = null;
  }

  checkPayload(record, blockHolds) {
    const block = joined(...record.parts);
    const isHTTP = /^application\/http/i.test(record.fields.get("content-type") ?? "");
    const type = record.fields.get("warc-type");
    if (type === "revisit" || record.fields.has("warc-segment-number")) return;
    const end = isHTTP ? headEnd(block) ?? block.length : 0;
    const body = block.subarray(end);
    const holds = (bytes) => hexOf(runningDigest(record.payload.kind).update(bytes).digest()) === record.payload.hex;
    const framed = isHTTP && /chunked/i.test(fieldOf(httpHead(block.subarray(0, end)), "transfer-encoding") ?? "");
    const inner = framed ? unframed(body) : null;
    if (inner !== null && holds(inner)) return;
    if (holds(body)) {
      if (inner !== null) this.findings.add("foreign.payload-framing", record.where);
    } else this.findings.add(blockHolds ? "foreign.payload-other" : "foreign.payload-digest", record.where);
  }

  endMember(end) {
    for (let at = this.tally.kept.length - 1; at >= 0 && this.tally.kept[at].end === null && this.tally.kept[at].file === this.name; at -= 1) this.tally.kept[at].end = end;
    this.inMember = 0;
  }

  finish() {
    if (this.pending.length > 0 || (this.record !== null && this.record.left > 0)) this.stop("cut");
  }
}

/// A body without its chunk framing; null when it has none.
function unframed(body) {
  const parts = [];
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf(10, at);
    const size = line < 0 ? null : /^([0-9A-Fa-f]{1,8})\s*(;.*)?\r?$/.exec(latin1(body.subarray(at, line)));
    if (!size) return null;
    const length = parseInt(size[1], 16);
    if (length === 0) return joined(...parts);
    if (line + 1 + length > body.length) return null;
    parts.push(body.subarray(line + 1, line + 1 + length));
    at = line + 1 + length;
    if (body[at] === 13) at += 1;
    if (body[at] === 10) at += 1;
  }
  return null;
}

/// Reads an archive file that stands at `from` in the source.
export function checkArchive(source, from, size, name, findings, tally) {
  const splitter = new RecordSplitter(findings, tally, name);
  const first = source.read(from, 2);
  try {
    if (first[0] === 0x1f && first[1] === 0x8b) readMembers(source, from, size, splitter);
    else {
      for (let at = 0; at < size; at += 1 << 20) splitter.feed(source.read(from + at, Math.min(1 << 20, size - at)), at);
    }
    splitter.finish();
  } catch (problem) {
    if (!(problem instanceof Stop)) throw problem;
  }
}

function readMembers(source, from, size, splitter) {
  for (let at = 0; at < size; ) {
    const head = source.read(from + at, Math.min(1024, size - at));
    const data = gzipHeaderEnd(head);
    if (data === null) splitter.stop(head.length < 10 && head[0] === 0x1f ? "cut" : "record-form");
    let place = from + at + data;
    let sum = 0;
    let bytes = 0;
    const inflater = new Inflater((piece) => {
      sum = crc32(piece, sum);
      bytes += piece.length;
      splitter.feed(piece, at);
    });
    try {
      inflateAll(inflater, () => {
        const piece = source.read(place, Math.min(1 << 18, from + size - place));
        place += piece.length;
        return piece.length ? piece : null;
      });
    } catch (problem) {
      if (problem instanceof InflateProblem) splitter.stop(place === from + size ? "cut" : "gzip");
      throw problem;
    }
    const end = from + at + data + inflater.consumed;
    const trailer = source.read(end, 8);
    if (end + 8 > from + size) splitter.stop("cut");
    if (little32(trailer, 0) !== sum || little32(trailer, 4) !== bytes % 0x100000000) splitter.stop("gzip");
    at = end + 8 - from;
    splitter.endMember(at);
  }
}

function gzipHeaderEnd(head) {
  if (head.length < 10 || head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8 || head[3] & 0xe0) return null;
  let at = 10;
  if (head[3] & 4) at += 2 + head[at] + 256 * head[at + 1];
  for (const flag of [8, 16]) if (head[3] & flag) at = head.indexOf(0, at) + 1 || Infinity;
  if (head[3] & 2) at += 2;
  return at < head.length ? at : null;
}
