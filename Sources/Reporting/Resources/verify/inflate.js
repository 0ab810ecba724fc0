// Inflate (RFC 1951), a piece at a time and with an exact end. A browser's DecompressionStream tells neither where a
// stream ended nor, in all of them, that something follows.

import { joined } from "./bytes.js";

export class InflateProblem extends Error {}

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577];
const distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// A table from the next `bits` bits to a symbol and its length (symbol * 16 + length; 0 for no code).
/// As in zlib: over-subscribed codes are refused, and incomplete ones but for a single code of one bit where `single` allows it.
function codeTable(lengths, single) {
  const counts = new Array(16).fill(0);
  let longest = 0;
  for (const length of lengths) {
    counts[length] += 1;
    if (length > longest) longest = length;
  }
  const next = new Array(16).fill(0);
  let code = 0;
  let left = 1;
  counts[0] = 0;
  for (let length = 1; length <= 15; length += 1) {
    left = left * 2 - counts[length];
    if (left < 0) throw new InflateProblem("a code is over-subscribed");
    code = (code + counts[length - 1]) << 1;
    next[length] = code;
  }
  if (longest === 0) {
    if (!single) throw new InflateProblem("no code");
    return { bits: 1, table: new Uint16Array(2) };
  }
  if (left > 0 && !(single && longest === 1)) throw new InflateProblem("a code is incomplete");
  const table = new Uint16Array(1 << longest);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    let reversed = 0;
    for (let bit = 0, value = next[length]; bit < length; bit += 1, value >>= 1) reversed = (reversed << 1) | (value & 1);
    next[length] += 1;
    for (let place = reversed; place < table.length; place += 1 << length) table[place] = (symbol << 4) | length;
  });
  return { bits: longest, table };
}

const fixedLengths = codeTable([...Array(144).fill(8), ...Array(112).fill(9), ...Array(24).fill(7), ...Array(8).fill(8)], false);
const fixedDistances = codeTable(Array(32).fill(5), true);

const windowBytes = 32768;
const bufferBytes = windowBytes + 262144;

// How many bytes the header of a block, and one symbol with its distance, take at most.
const headerBytes = 700;
const symbolBytes = 8;

/// Inflates pieces into `sink(bytes)`; what a sink gets is gone after it returns. `done` says that the end was reached, `consumed` how many
/// bytes came before it.
export class Inflater {
  constructor(sink) {
    this.sink = sink;
    this.input = new Uint8Array(0);
    this.at = 0;
    this.hold = 0;
    this.held = 0;
    this.buffer = Inflater.spare ?? new Uint8Array(bufferBytes);
    Inflater.spare = null;
    this.end = 0;
    this.told = 0;
    this.fed = 0;
    this.state = "header";
    this.final = false;
    this.done = false;
    this.left = 0;
  }

  /// Takes the next piece; `last` says that no more comes. Throws `InflateProblem` for what is no deflate stream.
  feed(bytes, last) {
    this.fed += bytes.length;
    // What was too little to go on with comes first.
    const rest = this.input.slice(this.at);
    if (rest.length === 0) this.work(bytes, last);
    else {
      const length = rest.length + bytes.length;
      if (!(Inflater.joint?.length >= length)) Inflater.joint = new Uint8Array(length);
      Inflater.joint.set(rest);
      Inflater.joint.set(bytes, rest.length);
      this.work(Inflater.joint.subarray(0, length), last);
    }
    // The piece is its owner's again.
    this.input = this.input.slice(this.at);
    this.at = 0;
  }

  get consumed() {
    return this.fed - (this.input.length - this.at) - (this.held >> 3);
  }

  work(input, last) {
    this.input = input;
    this.at = 0;
    for (;;) {
      if (this.state === "header") {
        if (this.final) break;
        if (!last && this.input.length - this.at < headerBytes) return;
        this.header();
      } else if (!(this.state === "stored" ? this.stored() : this.coded(last))) {
        if (last) throw new InflateProblem("the end is missing");
        return;
      }
    }
    this.tell();
    this.done = true;
    Inflater.spare = this.buffer;
  }

  header() {
    this.final = this.bits(1) === 1;
    const kind = this.bits(2);
    if (kind === 0) {
      this.hold >>>= this.held & 7;
      this.held &= ~7;
      this.left = this.bits(16);
      if ((this.left ^ 0xffff) !== this.bits(16)) throw new InflateProblem("a stored block with a wrong length");
      this.state = "stored";
      this.room(this.left);
    } else if (kind === 3) throw new InflateProblem("an unknown kind of block");
    else {
      [this.literals, this.distances] = kind === 1 ? [fixedLengths, fixedDistances] : this.dynamic();
      this.state = "coded";
    }
  }

  byte() {
    if (this.at >= this.input.length) throw new InflateProblem("the end is missing");
    return this.input[this.at++];
  }

  bits(count) {
    while (this.held < count) {
      this.hold |= this.byte() << this.held;
      this.held += 8;
    }
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.held -= count;
    return value;
  }

  symbol({ bits, table }) {
    for (;;) {
      const entry = table[this.hold & ((1 << bits) - 1)];
      const length = entry & 15;
      if (length !== 0 && length <= this.held) {
        this.hold >>>= length;
        this.held -= length;
        return entry >>> 4;
      }
      if (length === 0 && this.held >= bits) throw new InflateProblem("no such code");
      this.hold |= this.byte() << this.held;
      this.held += 8;
    }
  }

  room(bytes) {
    if (this.end + bytes <= bufferBytes) return;
    this.tell();
    this.buffer.copyWithin(0, this.end - windowBytes, this.end);
    this.end = windowBytes;
    this.told = windowBytes;
  }

  tell() {
    if (this.end === this.told) return;
    this.sink(this.buffer.subarray(this.told, this.end));
    this.told = this.end;
  }

  /// Whether the block ended.
  stored() {
    for (; this.held >= 8 && this.left > 0; this.left -= 1) this.buffer[this.end++] = this.bits(8);
    const piece = this.input.subarray(this.at, this.at + this.left);
    this.buffer.set(piece, this.end);
    this.at += piece.length;
    this.end += piece.length;
    this.left -= piece.length;
    if (this.left > 0) return false;
    this.state = "header";
    return true;
  }

  dynamic() {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const codes = this.bits(4) + 4;
    if (literals > 286 || distances > 30) throw new InflateProblem("too many codes");
    const lengths = new Array(19).fill(0);
    for (let place = 0; place < codes; place += 1) lengths[lengthOrder[place]] = this.bits(3);
    const lengthCode = codeTable(lengths, false);
    const all = [];
    while (all.length < literals + distances) {
      const symbol = this.symbol(lengthCode);
      if (symbol < 16) {
        all.push(symbol);
        continue;
      }
      if (symbol === 16 && all.length === 0) throw new InflateProblem("nothing to repeat");
      const value = symbol === 16 ? all[all.length - 1] : 0;
      let count = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (all.length + count > literals + distances) throw new InflateProblem("too many lengths");
      for (; count > 0; count -= 1) all.push(value);
    }
    if (all[256] === 0) throw new InflateProblem("no end of the block");
    return [codeTable(all.slice(0, literals), true), codeTable(all.slice(literals), true)];
  }

  /// Whether the block ended.
  coded(last) {
    const { buffer, literals, distances } = this;
    const safe = last ? Infinity : this.input.length - symbolBytes;
    for (;;) {
      if (this.at > safe) return false;
      const symbol = this.symbol(literals);
      if (symbol === 256) {
        this.state = "header";
        return true;
      }
      if (this.end + 258 > bufferBytes) this.room(258);
      if (symbol < 256) {
        buffer[this.end++] = symbol;
        continue;
      }
      if (symbol > 285) throw new InflateProblem("no such length");
      const length = lengthBase[symbol - 257] + this.bits(lengthExtra[symbol - 257]);
      const code = this.symbol(distances);
      if (code > 29) throw new InflateProblem("no such distance");
      const distance = distanceBase[code] + this.bits(distanceExtra[code]);
      let from = this.end - distance;
      if (from < 0 || distance > windowBytes) throw new InflateProblem("a distance before the beginning");
      if (distance >= length) {
        buffer.copyWithin(this.end, from, from + length);
        this.end += length;
      } else {
        for (const stop = this.end + length; this.end < stop; ) buffer[this.end++] = buffer[from++];
      }
    }
  }
}

/// Feeds what `refill()` gives, pieces of bytes and at last null, until the end.
export function inflateAll(inflater, refill) {
  let next = refill();
  do {
    const piece = next ?? new Uint8Array(0);
    next = next === null ? null : refill();
    inflater.feed(piece, next === null);
  } while (!inflater.done && next !== null);
  if (!inflater.done) throw new InflateProblem("the end is missing");
}

/// All that `bytes` inflate to, at most `maximum` bytes; null when they do not inflate, are more, or something follows.
export function inflated(bytes, maximum) {
  const parts = [];
  let total = 0;
  const inflater = new Inflater((piece) => {
    total += piece.length;
    if (total > maximum) throw new InflateProblem("too much");
    parts.push(piece.slice());
  });
  try {
    inflater.feed(bytes, true);
  } catch (problem) {
    if (problem instanceof InflateProblem) return null;
    throw problem;
  }
  return inflater.consumed === bytes.length ? joined(...parts) : null;
}
