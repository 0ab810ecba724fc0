// What is shown of the exhibit, each value with where it stands.

import { linesOf, parsedJSON } from "./json.js";
import { RecordReader, readGzipMember } from "./member.js";
import { plain } from "./statement.js";

const shownRecords = 2000;
const shownPosts = 50;

/// Plain values that can be sent to the page.
export function shownExhibit(context, walk) {
  const { statement, read, byPath, exhibit } = context;
  const json = (path) => (byPath.has(path) ? parsedJSON(read(path)) : undefined);
  const stated = (path) => {
    const value = json(path);
    return value instanceof Map ? shownTree(value.get("stated")) : null;
  };
  const posts = byPath.has("evidence/posts.jsonl") ? (linesOf(read("evidence/posts.jsonl")) ?? []).slice(0, shownPosts).map((line) => parsedJSON(line)) : [];
  const records = walk.records;
  return {
    ...exhibit, bundle: statement.bundle, window: statement.window, sealing: statement.sealing, plan: context.plan ?? null,
    note: stated("evidence/note.json"), case: stated("evidence/case.json"), authority: stated("evidence/authority.json"),
    posts: posts.filter((post) => post instanceof Map).map(shownTree), count: statement.records.count, withheld: walk.withheld.size, why: context.derivation?.why ?? null,
    reasons: [...new Set(context.derivation?.lines.records.values() ?? [])],
    files: context.entries.map(({ name, size }) => ({ name, size })),
    records: records.slice(0, shownRecords).map(shownRecord), views: records.filter(isView).map(shownRecord),
    media: records.filter(isMedia).slice(0, shownRecords).map(shownRecord), moreRecords: Math.max(0, records.length - shownRecords),
  };
}

function shownTree(value) {
  return JSON.parse(JSON.stringify(plain(value ?? null), (name, member) => (typeof member === "bigint" ? String(member) : member)));
}

function shownRecord({ number, id, type, uri, date, status, mime, length, at, bytes, connection, outcome, masks, payloadDigest }) {
  return { number, id, type, uri, date, status, mime, length, at, bytes, connection, outcome, masks: masks.length, digest: payloadDigest };
}

const isView = ({ type, uri }) => type === "resource" && /^urn:(view|fullPage|text):/.test(uri ?? "");
const isMedia = ({ type, mime }) => type === "response" && /^(image|video|audio)\//.test(mime ?? "");

const maximumShown = 64 << 20;

/// The payload of a record, for showing: bytes, or null when it is too large or not readable.
export async function payloadOf(source, { at, bytes, length }) {
  if (length > maximumShown) return null;
  const reader = new RecordReader();
  const parts = [];
  const whole = await readGzipMember(source, at, bytes, (piece) => {
    if (reader.header === null) {
      reader.feed(piece);
      if (reader.header) reader.keepLimit = maximumShown;
      return;
    }
    parts.push(piece.slice());
  });
  if (!whole || reader.header === null) return null;
  const block = new Uint8Array(reader.header.length);
  let place = 0;
  for (const part of [reader.bytes, ...parts]) {
    block.set(part.subarray(0, block.length - place), place);
    place += Math.min(part.length, block.length - place);
  }
  return block.subarray(reader.headBytes?.length ?? 0);
}
