// What kind of file it is: a bundle is not made a foreign file by taking its signature away.

import { placeOf, sameBytes, utf8 } from "./bytes.js";

const names = [utf8("evidence/statement.json"), utf8("evidence/records.jsonl"), utf8("evidence/statement.p7s")];

// A copy of which only the beginning is left.
const firstHeader = new Uint8Array([0x50, 0x4b, 3, 4, 10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
const firstName = utf8("archive/data-0001.warc.gz");

/// Whether the file names evidence files of this format anywhere at its ends.
export function isOurs(source) {
  const size = 1 << 20;
  const first = source.read(0, size);
  const last = source.read(Math.max(0, source.size - size), size);
  if (sameBytes(first.subarray(0, firstHeader.length), firstHeader) && sameBytes(first.subarray(30, 30 + firstName.length), firstName)) return true;
  return names.some((name) => placeOf(name, first) >= 0 || placeOf(name, last) >= 0);
}
