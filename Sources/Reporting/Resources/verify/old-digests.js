// SHA-1, MD5 and SHA-512 for files of other programs, a piece at a time; MD5 and SHA-1 find accidents and no attacks.

import { hexOf } from "./bytes.js";
import { SHA256 } from "./sha256.js";

/// Keeps blocks together and pads the last; `block(view, at)` is what differs.
class BlockDigest {
  constructor(size, lengthBytes, little) {
    Object.assign(this, { size, lengthBytes, little, rest: new Uint8Array(size), held: 0, length: 0 });
  }

  update(bytes) {
    this.length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + this.size - this.held);
      this.rest.set(piece, this.held);
      this.held += piece.length;
      at += piece.length;
      if (this.held === this.size) {
        this.block(new DataView(this.rest.buffer));
        this.held = 0;
      }
    }
    return this;
  }

  pad() {
    const { length, size } = this;
    const count = (this.held < size - this.lengthBytes ? size : 2 * size) - this.held;
    const tail = new Uint8Array(count);
    tail[0] = 0x80;
    new DataView(tail.buffer).setBigUint64(count - 8, BigInt(length) * 8n, this.little);
    this.update(tail);
  }
}

const turned = (value, count) => (value << count) | (value >>> (32 - count));

class SHA1 extends BlockDigest {
  constructor() {
    super(64, 8, false);
    this.state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
    this.words = new Int32Array(80);
  }

  block(view) {
    const { words } = this;
    for (let t = 0; t < 16; t += 1) words[t] = view.getInt32(t * 4);
    for (let t = 16; t < 80; t += 1) words[t] = turned(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
    let [a, b, c, d, e] = this.state;
    for (let t = 0; t < 80; t += 1) {
      const f = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      const sum = (turned(a, 5) + f + e + [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(t / 20)] + words[t]) | 0;
      [a, b, c, d, e] = [sum, a, turned(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((value, place) => { this.state[place] += value; });
  }

  digest() {
    this.pad();
    const view = new DataView(new ArrayBuffer(20));
    this.state.forEach((word, place) => view.setInt32(place * 4, word));
    return new Uint8Array(view.buffer);
  }
}

const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

class MD5 extends BlockDigest {
  constructor() {
    super(64, 8, true);
    this.state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  }

  block(view) {
    let [a, b, c, d] = this.state;
    for (let t = 0; t < 64; t += 1) {
      const row = t >> 4;
      const f = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][row];
      const word = view.getInt32([t, (5 * t + 1) % 16, (3 * t + 5) % 16, (7 * t) % 16][row] * 4, true);
      const sum = (a + f + word + Math.floor(Math.abs(Math.sin(t + 1)) * 0x100000000)) | 0;
      [a, b, c, d] = [d, (b + turned(sum, md5Shifts[row * 4 + (t % 4)])) | 0, b, c];
    }
    [a, b, c, d].forEach((value, place) => { this.state[place] += value; });
  }

  digest() {
    this.pad();
    const view = new DataView(new ArrayBuffer(16));
    this.state.forEach((word, place) => view.setInt32(place * 4, word, true));
    return new Uint8Array(view.buffer);
  }
}

const mask64 = (1n << 64n) - 1n;
const turned64 = (value, count) => ((value >> count) | (value << (64n - count))) & mask64;

/// The first 64 bits of the fraction of a root of a prime.
function fraction64(prime, root) {
  const target = BigInt(prime) << (root === 2 ? 128n : 192n);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= target) low = middle;
    else high = middle;
  }
  return low & mask64;
}

const primes = [];
for (let each = 2; primes.length < 80; each += 1) if (primes.every((prime) => each % prime !== 0)) primes.push(each);

class SHA512 extends BlockDigest {
  constructor() {
    super(128, 16, false);
    SHA512.constants ??= primes.map((prime) => fraction64(prime, 3));
    this.state = primes.slice(0, 8).map((prime) => fraction64(prime, 2));
  }

  block(view) {
    const words = Array.from({ length: 16 }, (_, place) => view.getBigUint64(place * 8));
    for (let t = 16; t < 80; t += 1) {
      const [x, y] = [words[t - 15], words[t - 2]];
      words.push((words[t - 16] + (turned64(x, 1n) ^ turned64(x, 8n) ^ (x >> 7n)) + words[t - 7] + (turned64(y, 19n) ^ turned64(y, 61n) ^ (y >> 6n))) & mask64);
    }
    let [a, b, c, d, e, f, g, h] = this.state;
    for (let t = 0; t < 80; t += 1) {
      const one = h + (turned64(e, 14n) ^ turned64(e, 18n) ^ turned64(e, 41n)) + ((e & f) ^ (~e & mask64 & g)) + SHA512.constants[t] + words[t];
      const two = (turned64(a, 28n) ^ turned64(a, 34n) ^ turned64(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(one + two) & mask64, a, b, c, (d + one) & mask64, e, f, g];
    }
    this.state = [a, b, c, d, e, f, g, h].map((value, place) => (value + this.state[place]) & mask64);
  }

  digest() {
    this.pad();
    const view = new DataView(new ArrayBuffer(64));
    this.state.forEach((word, place) => view.setBigUint64(place * 8, word));
    return new Uint8Array(view.buffer);
  }
}

const kinds = { sha256: [SHA256, 32], sha1: [SHA1, 20], md5: [MD5, 16], sha512: [SHA512, 64] };

export const digestKinds = Object.keys(kinds);
export const isWeakKind = (kind) => kind === "sha1" || kind === "md5";
export const runningDigest = (kind) => new kinds[kind][0]();

const letters = "abcdefghijklmnopqrstuvwxyz234567";

/// RFC 4648, section 6, in lower case and without padding.
function base32(bytes) {
  let text = "";
  let hold = 0;
  let held = 0;
  for (const byte of [...bytes, ...(bytes.length % 5 ? [0] : [])]) {
    hold = ((hold << 8) | byte) & 0xfff;
    for (held += 8; held >= 5; held -= 5) text += letters[(hold >> (held - 5)) & 31];
  }
  return text.slice(0, Math.ceil(bytes.length * 8 / 5));
}

/// `{ kind, holds(digest) }` of a labelled digest in hexadecimal or base 32; null for a label that is not known, or none.
export function labelledDigest(text) {
  const found = /^:*([^:]+):(.+)$/s.exec(text);
  const kind = found && found[1].toLowerCase().replaceAll("-", "");
  if (!found || !Object.hasOwn(kinds, kind)) return null;
  const value = found[2].toLowerCase().replace(/[= ]/g, "");
  return { kind, holds: (digest) => value === hexOf(digest) || value === base32(digest) };
}
