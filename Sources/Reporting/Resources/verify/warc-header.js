// The header of a WARC record as a bundle has it (bundle format, section 4).

import { digestPattern, latin1, uuidPattern } from "./bytes.js";
import { timeOf } from "./plain-text.js";

export const wholeBlockLimit = 8388608;
export const maximumHeader = 32768;
const maximumFields = 64;

const fieldOrder = [
  "WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-Concurrent-To", "WARC-IP-Address", "WARC-Block-Digest",
  "WARC-Payload-Digest", "WARC-Truncated", "WARC-Exhibit-Kind", "WARC-Exhibit-Connection", "WARC-Exhibit-Outcome", "WARC-Exhibit-Masked",
  "Content-Type", "Content-Length",
];

const exchangeOnly = ["WARC-Concurrent-To", "WARC-IP-Address", "WARC-Exhibit-Connection", "WARC-Exhibit-Outcome", "WARC-Exhibit-Masked"];

const resourceTypes = [
  [/^urn:exhibit:plan$/, "application/json"],
  [/^urn:exhibit:plan\.p7s$/, "application/pkcs7-signature"],
  [/^urn:exhibit:connection:/, "application/json"],
  [/^urn:exhibit:script:/, "text/javascript"],
  [/^urn:exhibit:interim:/, "message/http"],
  [/^urn:exhibit:unreadable:/, "application/octet-stream"],
  [/^urn:view:/, "image/png"],
  [/^urn:viewDOM:/, "text/html; charset=utf-8"],
  [/^urn:fullPage:/, "image/png"],
  [/^urn:pdf:/, "application/pdf"],
  [/^urn:dom:/, "text/html; charset=utf-8"],
  [/^urn:text:/, "text/plain; charset=utf-8"],
];

const identifier = (text) => (/^<.*>$/.test(text) && uuidPattern.test(text.slice(1, -1)) ? text.slice(1, -1) : null);

/// The facts of a header whose bytes end with the empty line, or null when a rule is broken.
export function recordHeader(bytes) {
  const fields = fieldsOf(latin1(bytes));
  if (fields === null) return null;
  const type = fields.get("WARC-Type");
  const exchange = type === "request" || type === "response";
  if (!exchange && type !== "warcinfo" && type !== "resource") return null;
  if (!exchange && exchangeOnly.some((name) => fields.has(name))) return null;
  const header = {
    type, id: identifier(fields.get("WARC-Record-ID") ?? ""), date: fields.get("WARC-Date") ?? "", uri: fields.get("WARC-Target-URI") ?? null,
    concurrent: null, address: fields.get("WARC-IP-Address") ?? null, connection: null, outcome: fields.get("WARC-Exhibit-Outcome") ?? null,
    blockDigest: fields.get("WARC-Block-Digest") ?? null, payloadDigest: fields.get("WARC-Payload-Digest") ?? null,
    truncated: fields.get("WARC-Truncated") ?? null, page: fields.has("WARC-Exhibit-Kind"), masks: [],
    contentType: fields.get("Content-Type") ?? null, length: numberOf(fields.get("Content-Length") ?? ""),
  };
  if (header.id === null || timeOf(header.date) === null || header.contentType === null || header.length === null) return null;
  if ((type === "warcinfo") !== (header.uri === null) || (header.uri !== null && !/^[!-~]{1,8192}$/.test(header.uri))) return null;
  if ((header.length <= wholeBlockLimit) !== (header.blockDigest !== null) || !digestOrNull(header.blockDigest)) return null;
  if ((type === "warcinfo") === (header.payloadDigest !== null) || !digestOrNull(header.payloadDigest)) return null;
  if (header.truncated !== null && !["length", "time", "disconnect"].includes(header.truncated)) return null;
  if (header.page && (type !== "response" || fields.get("WARC-Exhibit-Kind") !== "page")) return null;
  if (header.contentType !== expectedContentType(header)) return null;
  return exchange && !readExchange(header, fields) ? null : header;
}

function fieldsOf(text) {
  const lines = text.split("\r\n");
  if (lines.shift() !== "WARC/1.1" || lines.pop() !== "" || lines.pop() !== "") return null;
  if (lines.length > maximumFields) return null;
  const fields = new Map();
  let place = -1;
  for (const line of lines) {
    const at = line.indexOf(": ");
    const order = at < 0 ? -1 : fieldOrder.indexOf(line.slice(0, at));
    const value = line.slice(at + 2);
    if (order <= place || !/^[ -~]*$/.test(value)) return null;
    place = order;
    fields.set(fieldOrder[order], value);
  }
  return fields;
}

function numberOf(text) {
  return /^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

const digestOrNull = (text) => text === null || digestPattern.test(text);

function expectedContentType({ type, uri, contentType }) {
  if (type === "warcinfo") return "application/warc-fields";
  if (type !== "resource") return `application/http; msgtype=${type}`;
  return resourceTypes.find(([pattern]) => pattern.test(uri))?.[1] ?? contentType;
}

function readExchange(header, fields) {
  if (fields.has("WARC-Concurrent-To")) {
    header.concurrent = identifier(fields.get("WARC-Concurrent-To"));
    if (header.concurrent === null) return false;
  }
  const answered = header.concurrent !== null;
  if (header.type === "response" && (!answered || header.outcome !== null)) return false;
  if (header.type === "request" && answered === (header.outcome !== null)) return false;
  if (header.outcome !== null && !["no-answer", "refused", "unfinished", "disconnect"].includes(header.outcome)) return false;
  if (header.address !== null && !isAddress(header.address)) return false;
  if (fields.has("WARC-Exhibit-Connection")) {
    header.connection = numberOf(fields.get("WARC-Exhibit-Connection"));
    if (!(header.connection >= 1)) return false;
  }
  if (!fields.has("WARC-Exhibit-Masked")) return true;
  header.masks = maskRanges(fields.get("WARC-Exhibit-Masked"), header.length);
  return header.masks !== null;
}

export function isAddress(text) {
  const four = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;
  const isFour = (part) => four.test(part) && part.split(".").every((number) => Number(number) <= 255);
  if (isFour(text)) return true;
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(text) || !text.includes(":")) return false;
  let parts = text;
  const tail = parts.slice(parts.lastIndexOf(":") + 1);
  if (tail.includes(".")) {
    if (!isFour(tail)) return false;
    parts = `${parts.slice(0, -tail.length)}0:0`;
  }
  const halves = parts.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/// `offset+length kind, …`: ascending, without overlap, inside the block, 16 bytes each.
function maskRanges(text, length) {
  const ranges = [];
  let end = 0;
  for (const part of text.split(", ")) {
    const found = /^(0|[1-9]\d{0,15})\+16 (cookie|set-cookie|authorization|proxy-authorization|log-in)$/.exec(part);
    if (!found) return null;
    const offset = Number(found[1]);
    if (offset < end || offset + 16 > length) return null;
    end = offset + 16;
    ranges.push({ offset, kind: found[2] });
  }
  return ranges;
}
