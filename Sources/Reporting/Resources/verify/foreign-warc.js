// WARC files of other programs (foreign.md): records in gzip members or not.

import { joined, latin1, little32, sameBytes, shownText } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { fieldOf, httpHead } from "./http-head.js";
import { inflateAll, Inflater, InflateProblem } from "./inflate.js";
import { isWeakKind, labelledDigest, runningDigest } from "./old-digests.js";

const mandatory = ["warc-type", "warc-record-id", "warc-date"];
const single = [...mandatory, "content-length", "warc-target-uri", "warc-payload-digest"];
const versions = ["WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18"];
const maximumFieldBytes = 1 << 20;
const maximumBlock = 64 << 20;
const maximumKept = 1 << 20;

/// What several archive files of one package have in common.
export function newTally() {
  return { records: 0, digested: 0, weak: 0, kept: [], shared: false };
}

class Stop extends Error {}

/// Behind the first empty line of `bytes` from `from` on; -1 when there is none.
function emptyLineEnd(bytes, from) {
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return -1;
}

/// Takes the bytes of one archive file and finds its records.
class RecordSplitter {
  constructor(findings, tally, name) {
    Object.assign(this, { findings, tally, name, pending: new Uint8Array(0), at: 0, record: null, number: 0, inMember: 0, isMember: false });
  }

  stop(code) {
    this.findings.add(`foreign.${code}`, { place: this.name });
    throw new Stop();
  }

  feed(bytes) {
    this.pending = joined(this.pending, bytes);
    while (this.pending.length > 0 && (this.record === null ? this.begin() : this.fill()));
  }

  take(count) {
    this.at += count;
    this.pending = this.pending.subarray(count);
    return true;
  }

  /// Reads the header of a record, before which line ends may stand; false when more is needed.
  begin() {
    const { pending } = this;
    const start = pending.findIndex((byte) => byte !== 13 && byte !== 10);
    if (start < 0) return false;
    const end = emptyLineEnd(pending, start);
    if (end < 0) {
      if (pending.length > maximumFieldBytes || !"WARC/".startsWith(latin1(pending.subarray(start, start + 5)))) this.stop("record-form");
      return false;
    }
    this.open(shownText(pending.subarray(start, end)), this.at + start);
    return this.take(end);
  }

  open(text, place) {
    const [version, ...lines] = text.split("\n").map((line) => line.replace(/\r$/, ""));
    if (!versions.includes(version)) this.stop("record-form");
    const list = [];
    const trimmed = (part) => part.replace(/^[ \t]+|[ \t]+$/g, "");
    for (const line of lines) {
      const colon = line.indexOf(":");
      if (/^[ \t]/.test(line) && list.length > 0) list[list.length - 1][1] += ` ${trimmed(line)}`;
      else if (line !== "" && (colon <= 0 || list.length === 1000)) this.stop("record-form");
      else if (line !== "") list.push([trimmed(line.slice(0, colon)).toLowerCase(), trimmed(line.slice(colon + 1))]);
    }
    const fields = new Map([...list].reverse());
    const length = fields.get("content-length") ?? "";
    if (!/^\d{1,15}$/.test(length)) this.stop("record-form");
    if (this.tally.kept.length > 0) this.endPlain(place);
    this.number += 1;
    this.inMember += 1;
    const uri = fields.get("warc-target-uri") ?? "";
    const block = labelledDigest(fields.get("warc-block-digest") ?? "");
    this.record = {
      fields, list, left: Number(length), block, payload: labelledDigest(fields.get("warc-payload-digest") ?? ""), place,
      where: { place: `${this.name} record ${this.number} ${uri}` }, running: block && runningDigest(block.kind),
      parts: length <= maximumBlock ? [] : null, uri: uri.replace(/^<(.*)>$/, "$1"),
    };
    if (length > 0) return;
    this.close();
  }

  fill() {
    const { record } = this;
    const inside = this.pending.subarray(0, record.left);
    record.running?.update(inside);
    record.parts?.push(inside.slice());
    record.left -= inside.length;
    if (record.left === 0) this.close();
    return this.take(inside.length);
  }

  /// At the end of a block.
  close() {
    const { record: { fields, list, where, block, payload, running, parts, uri, place }, tally, findings } = this;
    this.record = null;
    for (const name of mandatory) if (!fields.get(name)) findings.add("foreign.field-missing", where);
    for (const name of single) if (list.filter(([each]) => each === name).length > 1) findings.add("foreign.field-twice", where);
    if (fields.has("warc-truncated")) findings.add("foreign.record-cut", where);
    tally.records += 1;
    const kinds = [block, payload].filter((each) => each !== null).map(({ kind }) => kind);
    if (kinds.length > 0) tally.digested += 1;
    if (kinds.some(isWeakKind)) tally.weak += 1;
    const blockHolds = block === null ? null : block.holds(running.digest());
    if (blockHolds === false) findings.add("foreign.block-digest", where);
    const type = (fields.get("warc-type") ?? "").toLowerCase();
    // A revisit has the payload digest of another record; a cut record that of what was not kept.
    if (payload !== null && parts !== null && type !== "revisit" && !fields.has("warc-truncated") && !fields.has("warc-segment-number")) {
      this.checkPayload(payload, joined(...parts), fields, where, blockHolds);
    }
    if (tally.kept.length < maximumKept) tally.kept.push({ type, uri, date: fields.get("warc-date") ?? "", file: this.name, place, end: null, listed: false });
  }

  checkPayload(payload, block, fields, where, blockHolds) {
    const isHTTP = /^application\/http/i.test(fields.get("content-type") ?? "");
    const end = isHTTP ? emptyLineEnd(block, 0) : 0;
    const body = block.subarray(end < 0 ? block.length : end);
    const holds = (bytes) => payload.holds(runningDigest(payload.kind).update(bytes).digest());
    const framed = isHTTP && /chunked/i.test(fieldOf(httpHead(block.subarray(0, block.length - body.length)), "transfer-encoding") ?? "");
    const inner = framed ? unframed(body) : null;
    if (holds(body)) {
      if (inner !== null && !sameBytes(inner, body)) this.findings.add("foreign.payload-framing", where);
    } else if (inner === null || !holds(inner)) this.findings.add(blockHolds ? "foreign.payload-other" : "foreign.payload-digest", where);
  }

  /// A record without a gzip member of its own ends where the next begins.
  endPlain(end) {
    const last = this.tally.kept[this.tally.kept.length - 1];
    if (!this.isMember && last && last.file === this.name) last.end ??= end;
  }

  endMember(begin, end) {
    if (this.record !== null || this.pending.some((byte) => byte !== 13 && byte !== 10)) this.stop("record-form");
    const last = this.tally.kept[this.tally.kept.length - 1];
    if (this.inMember === 1) Object.assign(last, { place: begin, end });
    if (this.inMember > 1) this.tally.shared = true;
    Object.assign(this, { pending: new Uint8Array(0), inMember: 0 });
  }

  finish() {
    if (this.record !== null || this.pending.some((byte) => byte !== 13 && byte !== 10)) this.stop("cut");
    this.endPlain(this.at + this.pending.length);
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
  const first = latin1(source.read(from, Math.min(8, size)));
  try {
    if (first === "filedesc") splitter.stop("arc");
    if (first.startsWith("\x1f\x8b")) readMembers(source, from, size, splitter);
    else for (let at = 0; at < size; at += 1 << 20) splitter.feed(source.read(from + at, Math.min(1 << 20, size - at)));
    splitter.finish();
  } catch (problem) {
    if (!(problem instanceof Stop)) throw problem;
    tally.broken = true;
  }
}

function readMembers(source, from, size, splitter) {
  splitter.isMember = true;
  for (let at = 0; at < size; ) {
    const { list } = splitter.findings;
    const before = list.length;
    // Of a member that is broken nothing else is told.
    const broken = (code) => {
      list.length = before;
      splitter.stop(code);
    };
    const data = gzipHeaderEnd(source.read(from + at, Math.min(1 << 16, size - at)), broken);
    let place = from + at + data;
    let sum = 0;
    let bytes = 0;
    let stopped = null;
    const inflater = new Inflater((piece) => {
      sum = crc32(piece, sum);
      bytes += piece.length;
      try {
        if (stopped === null) splitter.feed(piece);
      } catch (problem) {
        if (!(problem instanceof Stop)) throw problem;
        stopped = problem;
      }
    });
    try {
      inflateAll(inflater, () => {
        const piece = source.read(place, Math.min(1 << 18, from + size - place));
        place += piece.length;
        return piece.length ? piece : null;
      });
    } catch (problem) {
      if (problem instanceof InflateProblem) broken(problem.message === "the end is missing" ? "cut" : "gzip");
      throw problem;
    }
    const end = from + at + data + inflater.consumed;
    const trailer = source.read(end, Math.min(8, from + size - end));
    const expected = [sum, bytes % 0x100000000];
    if ([0, 4].some((each, number) => trailer.length >= each + 4 && little32(trailer, each) !== expected[number])) broken("gzip");
    if (trailer.length < 8) broken("cut");
    if (stopped !== null) throw stopped;
    splitter.endMember(at, end + 8 - from);
    at = end + 8 - from;
  }
}

function gzipHeaderEnd(head, broken) {
  if (head.length >= 2 && (head[0] !== 0x1f || head[1] !== 0x8b)) broken("gzip");
  if (head.length >= 4 && (head[2] !== 8 || head[3] & 0xe0)) broken("gzip");
  let at = 10;
  if (head[3] & 4) at += 2 + head[at] + 256 * head[at + 1];
  for (const flag of [8, 16]) if (head[3] & flag) at = head.indexOf(0, at) + 1 || Infinity;
  if (head[3] & 2) at += 2;
  if (!(at <= head.length)) broken("cut");
  return at;
}
