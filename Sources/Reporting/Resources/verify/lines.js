// The lines of `records.jsonl` and `files.jsonl` (bundle format, section 5): each value has one spelling.

import { latin1, uuidPattern } from "./bytes.js";
import { parsedJSONText, quoted } from "./json.js";
import { timeOf } from "./plain-text.js";

const digest = "sha256:[0-9a-f]{64}";
const count = "0|[1-9][0-9]{0,15}";
const recordPattern = new RegExp(`^\\{"salt":"([0-9a-f]{32})","id":"(urn:uuid:[0-9a-f-]{36})","type":"(warcinfo|request|response|resource)",` +
  `"uri":(null|"(?:[^"\\\\]|\\\\.)*"),"date":"([0-9TZ:-]{20})","file":("(?:[^"\\\\]|\\\\.)*"),"bytes":(${count}),"digest":"(${digest})"\\}$`, "s");
const filePattern = new RegExp(`^\\{"salt":"([0-9a-f]{32})","path":("(?:[^"\\\\]|\\\\.)*"),"bytes":(${count}),"digest":"(${digest})"\\}$`, "s");
const withheldPattern = new RegExp(`^\\{"withheld":"(${digest})"\\}$`);

function stringOf(text) {
  const value = parsedJSONText(text);
  return typeof value === "string" && quoted(value) === text ? value : null;
}

/// `{ id, type, uri, date, file, bytes, digest }`, `{ withheld }`, or null for another form.
export function recordLine(line) {
  const text = latin1(line);
  if (!/^[ -~]*$/.test(text)) return null;
  const withheld = withheldPattern.exec(text);
  if (withheld) return { withheld: withheld[1] };
  const found = recordPattern.exec(text);
  if (!found) return null;
  const [, , id, type, quotedURI, date, quotedFile, bytes, value] = found;
  const file = stringOf(quotedFile);
  if (file === null) return null;
  const uri = quotedURI === "null" ? null : stringOf(quotedURI);
  if (!uuidPattern.test(id) || timeOf(date) === null || (quotedURI !== "null" && uri === null)) return null;
  if ((type === "warcinfo") !== (uri === null)) return null;
  return { id, type, uri, date, file, bytes: Number(bytes), digest: value };
}

/// `{ path, bytes, digest }`, `{ withheld }`, or null.
export function fileLine(line) {
  const text = latin1(line);
  if (!/^[ -~]*$/.test(text)) return null;
  const withheld = withheldPattern.exec(text);
  if (withheld) return { withheld: withheld[1] };
  const found = filePattern.exec(text);
  const path = found && stringOf(found[2]);
  return found && path !== null ? { path, bytes: Number(found[3]), digest: found[4] } : null;
}

const lineLimit = 65536;

/// Gives each line of a part of the source, without its LF. False when a line is too long, the last has no LF, or there is none.
export async function eachLine(source, at, length, give) {
  let rest = new Uint8Array(0);
  let any = false;
  for (let place = at; place < at + length; ) {
    const piece = source.read(place, Math.min(1 << 20, at + length - place));
    if (piece.length === 0) return false;
    place += piece.length;
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      if (end - from > lineLimit) return false;
      any = true;
      if (await give(bytes.subarray(from, end)) === false) return true;
      from = end + 1;
    }
    rest = bytes.slice(from);
    if (rest.length > lineLimit) return false;
  }
  return any && rest.length === 0;
}
