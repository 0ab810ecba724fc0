// Index and pages, rebuilt from the records (bundle format, section 6; surt.md).

import { bytesOfLatin1, comparedBytes, joined, latin1, little32, sameBytes } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { InflateProblem, Inflater, inflateAll } from "./inflate.js";
import { eachLine } from "./lines.js";
import { memberHeader } from "./member.js";
import { parsedJSON, quoted } from "./json.js";
import { utf8 } from "./plain-text.js";
import { surtKey } from "./surt.js";

const linesInMember = 300;

const asciiEscapes = { '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r" };

function asciiQuoted(text) {
  return `"${text.replace(/["\\\u0000-\u001f]|[^ -~\u007f]/g, (character) =>
    asciiEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

function indexLine(record) {
  const date = record.date.replace(/[-:TZ]/g, "");
  const members = [["url", record.uri], ["mime", record.mime], ["status", record.status], ["digest", record.payloadDigest],
    ["length", String(record.bytes)], ["offset", String(record.offset)], ["filename", record.file.slice("archive/".length)]];
  const json = members.filter(([, value]) => value !== null).map(([name, value]) => `"${name}": ${asciiQuoted(value)}`).join(", ");
  return bytesOfLatin1(`${surtKey(record.uri)} ${date} {${json}}`);
}

/// Reads the gzip members of the index: gives each line, and `{ offset, length, first }` of each member. False when one is broken.
function readIndex(source, entry, giveLine, giveMember) {
  const limit = entry.data + entry.size;
  let at = entry.data;
  while (at < limit) {
    const header = source.read(at, 10);
    if (limit - at < 20 || !sameBytes(header, memberHeader)) return false;
    let place = at + 10;
    let sum = 0;
    let size = 0;
    let rest = [];
    let count = 0;
    let first = null;
    let broken = false;
    const inflater = new Inflater((bytes) => {
      sum = crc32(bytes, sum);
      size += bytes.length;
      let from = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        const line = joined(...rest, bytes.subarray(from, end));
        rest = [];
        first ??= line;
        count += 1;
        giveLine(line);
        from = end + 1;
      }
      if (from < bytes.length) rest.push(bytes.slice(from));
      if (rest.length > 2) broken = true;
    });
    try {
      inflateAll(inflater, () => {
        const bytes = source.read(place, Math.min(65536, limit - place));
        place += bytes.length;
        return bytes.length ? bytes : null;
      });
    } catch (problem) {
      if (problem instanceof InflateProblem) return false;
      throw problem;
    }
    const end = at + 10 + inflater.consumed;
    if (broken || end + 8 > limit) return false;
    const trailer = source.read(end, 8);
    if (little32(trailer, 0) !== sum || little32(trailer, 4) !== size % 0x100000000) return false;
    giveMember({ offset: at - entry.data, length: end + 8 - at, first, count, whole: rest.length === 0, last: end + 8 === limit });
    at = end + 8;
  }
  return true;
}

export function checkIndex({ source, byPath, findings, records, complete }) {
  const entry = byPath.get("indexes/index.cdx.gz");
  const list = byPath.get("indexes/index.idx");
  if (!entry) return;
  const expected = complete ? records.filter(({ type }) => type === "response" || type === "resource").map(indexLine).sort(comparedBytes) : null;
  const found = [];
  let same = 0;
  let previous = null;
  let ordered = true;
  let idx = '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n';
  let members = true;
  const readable = readIndex(source, entry, (line) => {
    if (previous !== null && comparedBytes(previous, line) > 0) ordered = false;
    previous = line;
    if (expected === null) return;
    if (found.length === 0 && same < expected.length && sameBytes(expected[same], line)) same += 1;
    else found.push(line);
  }, (member) => {
    if (!member.whole || member.count === 0 || member.count > linesInMember || (member.count < linesInMember && !member.last)) members = false;
    if (member.first) idx += `${latin1(member.first).split(" ", 2).join(" ")} {"offset": ${member.offset}, "length": ${member.length}}\n`;
  });
  const where = { place: entry.name };
  if (!readable) return findings.add("index.gzip", where);
  if (!members) findings.add("index.member", where);
  if (expected !== null) {
    const rest = expected.slice(same);
    found.sort(comparedBytes);
    if (rest.length !== found.length || !rest.every((line, place) => sameBytes(line, found[place]))) findings.add("index.differs", where);
    else if (!ordered) findings.add("index.order", where);
  }
  if (members && list && !sameBytes(source.read(list.data, list.size), bytesOfLatin1(idx))) findings.add("index.idx-differs", { place: list.name });
}

const pagesHead = utf8('{"format":"json-pages-1.0","id":"pages","title":"Pages"}');
const maximumTitle = 4096;

export async function checkPages({ source, byPath, findings, records, complete }) {
  const entry = byPath.get("pages/pages.jsonl");
  if (!entry) return;
  const pages = complete ? records.filter(({ page }) => page) : null;
  let count = 0;
  const whole = await eachLine(source, entry.data, entry.size, (line) => {
    const place = `pages/pages.jsonl line ${count + 1}`;
    if (count === 0) {
      if (!sameBytes(line, pagesHead)) findings.add("pages.differ", { place });
    } else if (pages !== null) {
      const page = pages[count - 1];
      if (!page || !isPageLine(line, page)) findings.add("pages.differ", { place });
    }
    count += 1;
    return true;
  });
  if (!whole) findings.add("pages.lines", { place: entry.name });
  if (pages !== null && count - 1 < pages.length) findings.add("pages.missing", { place: entry.name });
}

function isPageLine(line, page) {
  const begin = utf8(`{"id":"${page.id.slice("urn:uuid:".length)}","url":${quoted(page.uri)},"ts":"${page.date}","title":`);
  if (line.length < begin.length + 3 || !sameBytes(line.subarray(0, begin.length), begin) || line[line.length - 1] !== 0x7d) return false;
  return isTitle(line.subarray(begin.length, line.length - 1));
}

function isTitle(bytes) {
  const title = parsedJSON(bytes);
  return typeof title === "string" && utf8(title).length <= maximumTitle;
}
