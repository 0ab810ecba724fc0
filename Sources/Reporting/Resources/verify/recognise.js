// What kind of file it is: a bundle is not made a foreign file by taking its signature away.

import { joined, placeOf } from "./bytes.js";
import { utf8 } from "./plain-text.js";

const marks = ["evidence/statement.json", "evidence/statement.p7s", "evidence/records.jsonl", '"software":"exhibit"'].map(utf8);

// How a bundle begins, but for checksum and sizes: a copy of which only that is left is still one.
const firstName = utf8("archive/data-0001.warc.gz");
const begins = joined(new Uint8Array([0x50, 0x4b, 3, 4, 10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]), new Uint8Array(12), new Uint8Array([firstName.length, 0, 0, 0]), firstName);

/// Whether the file begins as a bundle, or names files or the program of one at its ends.
export function isOurs(source) {
  const size = 1 << 20;
  const first = source.read(0, size);
  if (begins.every((byte, at) => at >= first.length || (at >= 14 && at < 26) || byte === first[at])) return true;
  const last = source.read(Math.max(0, source.size - size), size);
  return marks.some((mark) => placeOf(mark, first) >= 0 || placeOf(mark, last) >= 0);
}
