// The head of an HTTP message as `warcio` reads it.

import { latin1, textOf } from "./bytes.js";

export const maximumHead = 1 << 20;

/// Where the head ends: after the first line of nothing but white space. Null when `bytes` hold no such line.
export function headEnd(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    if (end < 0) return null;
    let blank = true;
    for (let place = at; place < end && blank; place += 1) blank = isSpace(bytes[place]);
    if (blank) return end + 1;
    at = end + 1;
  }
  return null;
}

function isSpace(byte) {
  return byte === 0x20 || (byte >= 9 && byte <= 13);
}

const lineText = (bytes) => textOf(bytes) ?? latin1(bytes);

/// `{ first, fields: [[name, value]…] }`: the first line, and the fields with folded lines joined.
export function httpHead(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; ) {
    let end = bytes.indexOf(10, at);
    if (end < 0) end = bytes.length;
    lines.push(lineText(bytes.subarray(at, end)));
    at = end + 1;
  }
  const first = (lines.shift() ?? "").replace(/[ \t\n\v\f\r]+$/, "");
  const fields = [];
  for (const line of lines) {
    const text = line.replace(/[ \t\n\v\f\r]+$/, "");
    if (text === "") break;
    if (/^[ \t]/.test(line) && fields.length > 0) {
      fields[fields.length - 1][1] += text;
      continue;
    }
    const colon = text.indexOf(":");
    if (colon < 0) fields.push([text, ""]);
    else fields.push([text.slice(0, colon).replace(/[ \t]+$/, ""), text.slice(colon + 1).replace(/^[ \t]+/, "")]);
  }
  return { first, fields };
}

export function fieldOf(head, name) {
  return head.fields.find(([each]) => each.toLowerCase() === name)?.[1] ?? null;
}

/// The status of a response's first line, as text; empty when it has none.
export function statusOf(head) {
  return head.first.split(" ", 2)[1] ?? "";
}

/// A media type without its parameters; null for none.
export function mediaType(text) {
  const type = (text ?? "").split(";", 1)[0].trim();
  return type === "" ? null : type;
}
