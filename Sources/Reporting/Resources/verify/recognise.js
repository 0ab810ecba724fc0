// What kind of file it is: a bundle is not made a foreign file by taking its signature away.

import { placeOf, utf8 } from "./bytes.js";

const names = [utf8("evidence/statement.json"), utf8("evidence/records.jsonl"), utf8("evidence/statement.p7s")];

/// Whether the file names evidence files of this format anywhere at its ends.
export function isOurs(source) {
  const size = 1 << 20;
  const first = source.read(0, size);
  const last = source.read(Math.max(0, source.size - size), size);
  return names.some((name) => placeOf(name, first) >= 0 || placeOf(name, last) >= 0);
}
