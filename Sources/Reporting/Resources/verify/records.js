// The records against their lines, and against one another (bundle format, sections 4 and 5).

import { bytesOfHex, hexOf } from "./bytes.js";
import { isArchive } from "./files.js";
import { fieldOf, httpHead, mediaType, statusOf } from "./http-head.js";
import { eachLine, recordLine } from "./lines.js";
import { readAll, readGzipMember, RecordReader } from "./member.js";
import { parsedJSON } from "./json.js";
import { timeOf } from "./plain-text.js";
import { SHA256 } from "./sha256.js";
import { leafDigest, Tree } from "./tree.js";
import { wholeBlockLimit } from "./warc-header.js";

const maximumRecords = 1 << 22;
const maximumFileBytes = 2 ** 30;

/// Reads all records. The result tells what later checks need; `complete` is false when a record could not be read.
export async function checkRecords({ source, entries, byPath, findings, statement, derivation, options, progress, digests }) {
  const archives = entries.filter(({ name }) => isArchive(name));
  const walk = {
    source, findings, statement, derivation, options, progress, digests, archives, place: 0, at: archives[0]?.data ?? 0, tree: new Tree(), known: new Set(), complete: true,
    records: [], blockBytes: 0, count: 0, stopped: false, untold: true, first: [], journalRoot: null, withheld: new Set(), unread: new Set(),
  };
  const list = byPath.get("evidence/records.jsonl");
  const whole = list !== undefined && await eachLine(source, list.data, list.size, (line) => checkLine(walk, line));
  if (list !== undefined && !whole && !walk.stopped) {
    findings.add("records.lines", { place: "evidence/records.jsonl" });
    walk.untold = false;
    walk.complete = false;
  }
  if (walk.untold) checkEnd(walk);
  if (walk.count !== statement.records.count || walk.tree.root !== statement.records.root) {
    findings.add("records.root", { place: "evidence/records.jsonl" });
  }
  return walk;
}

async function checkLine(walk, bytes) {
  const { findings, statement } = walk;
  walk.count += 1;
  if (walk.count > maximumRecords) {
    findings.add("records.too-many");
    walk.stopped = true;
    walk.untold = false;
    walk.complete = false;
    return false;
  }
  const line = recordLine(bytes);
  const where = `record ${walk.count}`;
  const allowed = line?.withheld && walk.derivation;
  walk.tree.add(allowed ? bytesOfHex(line.withheld.slice(7)) : leafDigest(bytes));
  if (walk.count === statement.sealing.journalled?.count) walk.journalRoot = walk.tree.root;
  if (walk.derivation && (line?.withheld !== undefined) !== walk.derivation.lines.records.has(walk.count)) {
    findings.add("derivation.withheld-differs", { place: where });
  }
  if (allowed) {
    walk.withheld.add(walk.count);
    return true;
  }
  if (line === null || line.withheld) {
    findings.add(line === null ? "records.line-form" : "records.withheld", { place: where });
    walk.lost = true;
    walk.untold = false;
    walk.complete = false;
    return true;
  }
  return checkPlace(walk, line, where);
}

async function checkPlace(walk, line, where) {
  const { findings, archives } = walk;
  if (walk.lost) return true;
  let archive = archives[walk.place];
  if (archive !== undefined && walk.at === archive.data + archive.size) {
    walk.place += 1;
    archive = archives[walk.place];
    walk.at = archive?.data ?? 0;
    walk.fileBegins = true;
  }
  if (archive === undefined) {
    findings.add("records.missing", { place: where });
    walk.complete = false;
    return true;
  }
  if (line.file !== archive.name || line.bytes > archive.data + archive.size - walk.at) {
    findings.add("records.place", { place: where });
    walk.complete = false;
    walk.untold = false;
    walk.lost = true;
    return true;
  }
  await readRecord(walk, line, archive, where);
  walk.at += line.bytes;
  return true;
}

function checkEnd(walk) {
  const archive = walk.archives[walk.place];
  if (archive === undefined) return;
  const inside = walk.at < archive.data + archive.size;
  const more = walk.place + 1 < walk.archives.length;
  if (inside || more) walk.findings.add("records.untold", { place: inside ? archive.name : walk.archives[walk.place + 1].name });
}

async function readRecord(walk, line, archive, where) {
  const { source, findings, options } = walk;
  const digest = new SHA256();
  const reader = new RecordReader();
  const offset = walk.at;
  const alone = line.bytes === archive.size;
  const seen = (bytes) => {
    digest.update(bytes);
    walk.digests.see(archive, bytes, !alone && !options.quick);
    walk.progress(bytes.length);
  };
  const whole = options.quick ? await readAll(source, offset, line.bytes, seen)
    : await readGzipMember(source, offset, line.bytes, (bytes) => reader.feed(bytes), seen);
  const found = `sha256:${hexOf(digest.digest())}`;
  if (alone) walk.digests.tell(archive, found);
  if (found !== line.digest) findings.add("records.digest", { place: where });
  if (options.quick) return;
  reader.finish(whole);
  for (const problem of reader.problems) findings.add(`records.${problem}`, { place: where });
  const { header } = reader;
  const readable = header !== null && !reader.problems.some((each) => ["gzip", "header", "length", "http-head"].includes(each));
  if (!readable) {
    walk.complete = false;
    walk.unread.add(walk.count);
    return;
  }
  if (header.id !== line.id || header.type !== line.type || header.uri !== line.uri || header.date !== line.date) {
    findings.add("records.line-differs", { place: where });
  }
  keepRecord(walk, reader, { number: walk.count, offset: offset - archive.data, at: offset, bytes: line.bytes, file: archive.name }, where);
}

function keepRecord(walk, reader, place, where) {
  const { findings, statement } = walk;
  const { header } = reader;
  const time = timeOf(header.date);
  if (time < timeOf(statement.window.begun) || time > timeOf(statement.window.ended)) findings.add("records.date", { place: where });
  if (walk.known.has(header.id)) findings.add("records.id-twice", { place: where });
  walk.known.add(header.id);
  const record = { ...header, ...place, payloadDigest: reader.payloadDigest, mime: null, status: null };
  if (header.type === "response" || header.type === "request") {
    const head = httpHead(reader.headBytes);
    record.mime = mediaType(fieldOf(head, "content-type"));
    if (header.type === "response") record.status = statusOf(head) || null;
  } else record.mime = mediaType(header.contentType);
  walk.blockBytes += header.length;
  if (standsTooLate(header, place.number)) findings.add("records.first", { place: where });
  if (place.number <= 3) walk.first[place.number - 1] = { header, bytes: reader.bytes };
  const connection = header.type === "resource" && /^urn:exhibit:connection:(.*)$/.exec(header.uri);
  if (connection) record.connectionRecord = { name: connection[1], bytes: reader.bytes };
  walk.records.push(record);
}

function standsTooLate({ type, uri }, number) {
  if (type === "warcinfo") return number > 1;
  return type === "resource" && number > 3 && (uri === "urn:exhibit:plan" || uri === "urn:exhibit:plan.p7s");
}

/// Requests and responses, side by side and naming each other.
export function checkPairs({ records, findings, withheld }) {
  for (let place = 0; place < records.length; place += 1) {
    const record = records[place];
    if (record.type !== "request" && record.type !== "response") continue;
    if (record.type === "response") {
      findings.add("records.pair", { place: `record ${record.number}` });
      continue;
    }
    if (record.concurrent === null) continue;
    const next = records[place + 1];
    // Its response is withheld without it: not allowed.
    if (withheld.has(record.number + 1)) {
      findings.add("derivation.together", { place: `record ${record.number}` });
      continue;
    }
    if (next?.type === "response") {
      place += 1;
      if (next.concurrent === record.id && next.id === record.concurrent && next.uri === record.uri && next.connection === record.connection) continue;
    }
    findings.add("records.pair", { place: `record ${record.number}` });
  }
}

/// Connection records and exchanges (sections 4 and 11). Gives the connection records by their number.
export function checkConnections({ records, findings, statement, engine, complete, derivation }) {
  const connections = new Map();
  const none = statement.sealing.mode === "imported" || engine === "pack";
  const problem = (record) => complete && findings.add("records.connections", { place: `record ${record.number}` });
  for (const record of records) {
    if (record.connectionRecord) {
      const value = parsedJSON(record.connectionRecord.bytes);
      const number = /^[1-9]\d{0,15}$/.test(record.connectionRecord.name) ? Number(record.connectionRecord.name) : null;
      const members = value instanceof Map ? [...value.entries()] : [];
      const good = members[0]?.[0] === "format" && members[0][1] === "exhibit-connection/1" && members[1]?.[0] === "number" && members[1][1] === number;
      if (none || !good || number === null || connections.has(number)) problem(record);
      if (number !== null && !connections.has(number)) connections.set(number, { number, value: good ? value : null, record });
    } else if (record.type === "request" || record.type === "response") {
      if (none ? record.connection !== null : record.connection === null || !connections.has(record.connection)) problem(record);
    }
  }
  if (complete && !derivation && statement.sealing.mode !== "recovered") {
    for (let number = 1; number <= connections.size; number += 1) {
      if (!connections.has(number)) {
        findings.add("records.connections", { place: `connection ${number}` });
        break;
      }
    }
  }
  return connections;
}

/// How records are spread over archive files.
export function checkSplit({ records, findings, derivation }) {
  let size = 0;
  records.forEach((record, place) => {
    const before = records[place - 1];
    if (before) {
      const large = record.length > wholeBlockLimit || before.length > wholeBlockLimit;
      const full = size + record.bytes > maximumFileBytes;
      const split = before.file !== record.file;
      if (!split && large) findings.add("records.large-shares-file", { place: `record ${record.number}` });
      else if (!derivation && split !== (large || full)) findings.add("records.file-split", { place: `record ${record.number}` });
    }
    if (before?.file !== record.file) size = 0;
    size += record.bytes;
  });
}

/// The masked ranges of all records, in order.
export function maskedRanges(records) {
  return records.flatMap((record) => record.masks.map(({ offset }) => ({ record: record.id, offset })));
}
