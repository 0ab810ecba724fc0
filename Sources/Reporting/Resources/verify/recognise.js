// What kind of file it is: a bundle is not made a foreign file by taking its signature away.

import { placeOf, sameBytes } from "./bytes.js";
import { utf8 } from "./plain-text.js";

const names = [utf8("evidence/statement.json"), utf8("evidence/records.jsonl"), utf8("evidence/statement.p7s")];

// How a bundle begins: a copy of which only that is left is still one.
const headerBegins = new Uint8Array([0x50, 0x4b, 3, 4, 10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
const firstName = utf8("archive/data-0001.warc.gz");
const nameAt = 30;

/// Whether the file begins as a bundle, or names evidence files of this format anywhere at its ends.
export function isOurs(source) {
  const size = 1 << 20;
  const first = source.read(0, size);
  const last = source.read(Math.max(0, source.size - size), size);
  const agrees = (part, at) => {
    const there = first.subarray(at, at + part.length);
    return sameBytes(there, part.subarray(0, there.length));
  };
  if (first.length >= 4 && agrees(headerBegins, 0) && agrees(firstName, nameAt)) return true;
  return names.some((name) => placeOf(name, first) >= 0 || placeOf(name, last) >= 0);
}
