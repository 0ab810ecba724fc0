// DER (ITU-T X.690): lengths in their shortest form, nothing after the end. Each node knows its bytes, so that what was signed is
// compared and digested as it stands.

import { hexOf, latin1, shownText } from "./bytes.js";

export class DERProblem extends Error {}

class Node {
  constructor(bytes, start, header, end) {
    this.bytes = bytes;
    this.tag = bytes[start];
    this.start = start;
    this.header = header;
    this.end = end;
    this.list = null;
  }

  /// Tag, length and contents.
  get whole() {
    return this.bytes.subarray(this.start, this.end);
  }

  get contents() {
    return this.bytes.subarray(this.header, this.end);
  }

  get children() {
    if (this.list === null) {
      if ((this.tag & 0x20) === 0) throw new DERProblem("no parts");
      this.list = nodesBetween(this.bytes, this.header, this.end);
    }
    return this.list;
  }

  /// The part at `place`, with this tag when one is given.
  part(place, tag) {
    const node = this.children[place];
    if (node === undefined) throw new DERProblem("a part is missing");
    return tag === undefined ? node : node.expect(tag);
  }

  expect(tag) {
    if (this.tag !== tag) throw new DERProblem("another tag");
    return this;
  }
}

function nodesBetween(bytes, from, to) {
  const nodes = [];
  for (let at = from; at < to; ) {
    const node = nodeAt(bytes, at, to);
    nodes.push(node);
    at = node.end;
  }
  return nodes;
}

function nodeAt(bytes, start, limit) {
  if (start + 2 > limit || (bytes[start] & 0x1f) === 0x1f) throw new DERProblem("no tag");
  let length = bytes[start + 1];
  let header = start + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 4 || header + count > limit) throw new DERProblem("no length");
    length = 0;
    for (let place = 0; place < count; place += 1) length = length * 256 + bytes[header + place];
    if (length < 0x80 || (count > 1 && bytes[header] === 0)) throw new DERProblem("a length in another form");
    header += count;
  }
  if (header + length > limit) throw new DERProblem("too long");
  return new Node(bytes, start, header, header + length);
}

/// The one node that `bytes` are.
export function parsedDER(bytes) {
  const node = nodeAt(bytes, 0, bytes.length);
  if (node.end !== bytes.length) throw new DERProblem("something follows");
  return node;
}

export const tags = {
  boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, null: 0x05, oid: 0x06, enumerated: 0x0a, utcTime: 0x17, generalTime: 0x18,
  sequence: 0x30, set: 0x31,
};

export function oidOf(node) {
  const bytes = node.expect(tags.oid).contents;
  if (bytes.length === 0) throw new DERProblem("no identifier");
  const parts = [];
  let value = 0;
  let begun = false;
  for (const byte of bytes) {
    if (!begun && byte === 0x80) throw new DERProblem("an identifier in another form");
    value = value * 128 + (byte & 0x7f);
    begun = (byte & 0x80) !== 0;
    if (value > Number.MAX_SAFE_INTEGER / 128) throw new DERProblem("an identifier that is too long");
    if (begun) continue;
    if (parts.length === 0) {
      const first = Math.min(Math.floor(value / 40), 2);
      parts.push(first, value - first * 40);
    } else parts.push(value);
    value = 0;
  }
  if (begun) throw new DERProblem("an identifier that does not end");
  return parts.join(".");
}

export function integerHex(node) {
  const bytes = node.expect(tags.integer).contents;
  if (bytes.length === 0) throw new DERProblem("no number");
  if (bytes.length > 1 && ((bytes[0] === 0 && bytes[1] < 0x80) || (bytes[0] === 0xff && bytes[1] >= 0x80))) {
    throw new DERProblem("a number in another form");
  }
  return hexOf(bytes);
}

export function smallInteger(node) {
  const bytes = node.contents;
  if (bytes.length === 0 || bytes.length > 4 || bytes[0] >= 0x80) throw new DERProblem("no small number");
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}

export function bitString(node) {
  const bytes = node.expect(tags.bits).contents;
  if (bytes.length === 0 || bytes[0] !== 0) throw new DERProblem("bits in another form");
  return bytes.subarray(1);
}

export function booleanOf(node) {
  const bytes = node.expect(tags.boolean).contents;
  if (bytes.length !== 1) throw new DERProblem("no yes or no");
  return bytes[0] !== 0;
}

/// Milliseconds since 1970 of a UTCTime or GeneralizedTime.
export function derTime(node) {
  const text = latin1(node.contents);
  const parts = node.tag === tags.utcTime
    ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})()Z$/.exec(text)
    : node.tag === tags.generalTime && /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{1,9})?Z$/.exec(text);
  if (!parts) throw new DERProblem("no time");
  let year = Number(parts[1]);
  if (node.tag === tags.utcTime) year += year < 50 ? 2000 : 1900;
  const [month, day, hour, minute, second] = parts.slice(2, 7).map(Number);
  const value = new Date(0);
  value.setUTCFullYear(year, month - 1, day);
  value.setUTCHours(hour, minute, second);
  if (value.getUTCMonth() !== month - 1 || value.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw new DERProblem("no such time");
  }
  return value.getTime() + (parts[7] ? Number(parts[7]) * 1000 : 0);
}

/// Text of any of the string kinds, for what is shown.
export function derText(node) {
  if (node.tag === 0x1e) {
    let text = "";
    for (let at = 0; at + 1 < node.contents.length; at += 2) text += String.fromCharCode((node.contents[at] << 8) | node.contents[at + 1]);
    return text;
  }
  return node.tag === 0x0c ? shownText(node.contents) : latin1(node.contents);
}

/// Runs `body`, and gives null when the bytes are not what it reads.
export function orNothing(body) {
  try {
    return body();
  } catch (problem) {
    if (problem instanceof DERProblem) return null;
    throw problem;
  }
}
