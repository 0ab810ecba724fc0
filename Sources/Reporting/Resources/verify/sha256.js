// SHA-256 (FIPS 180-4), a piece at a time: WebCrypto has it only for bytes that are all there.

import { assembledSHA256, blocksAt, blocksRoom } from "./sha256-assembly.js";

const roundConstants = new Int32Array(64);
const startValues = new Int32Array(8);

// The first 32 bits of the fractions of the cube and square roots of the first primes.
for (let prime = 2, count = 0; count < 64; prime += 1) {
  let divisor = 2;
  while (divisor * divisor <= prime && prime % divisor !== 0) divisor += 1;
  if (divisor * divisor <= prime) continue;
  if (count < 8) startValues[count] = fraction(Math.sqrt(prime));
  roundConstants[count] = fraction(Math.cbrt(prime));
  count += 1;
}

const assembled = assembledSHA256(roundConstants);

function fraction(root) {
  return ((root - Math.floor(root)) * 0x100000000) | 0;
}

export class SHA256 {
  constructor() {
    this.state = startValues.slice();
    this.rest = new Uint8Array(64);
    this.held = 0;
    this.length = 0;
  }

  update(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.held > 0) {
      at = Math.min(64 - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return this;
      this.blocks(this.rest, 0, 64);
      this.held = 0;
    }
    const whole = at + ((bytes.length - at) & ~63);
    if (whole > at) this.blocks(bytes, at, whole);
    this.rest.set(bytes.subarray(whole));
    this.held = bytes.length - whole;
    return this;
  }

  /// The digest, 32 bytes; nothing may be added after.
  digest() {
    const { length } = this;
    const tail = new Uint8Array(this.held < 56 ? 64 : 128);
    tail.set(this.rest.subarray(0, this.held));
    tail[this.held] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(length / 0x20000000));
    view.setUint32(tail.length - 4, (length * 8) % 0x100000000);
    this.blocks(tail, 0, tail.length);
    const value = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, place) => value.setInt32(place * 4, word));
    return new Uint8Array(value.buffer);
  }

  blocks(bytes, from, to) {
    if (assembled === null) return this.slowBlocks(bytes, from, to);
    assembled.words.set(this.state);
    for (let at = from; at < to; at += blocksRoom) {
      const end = Math.min(to, at + blocksRoom);
      assembled.bytes.set(bytes.subarray(at, end), blocksAt);
      assembled.run(blocksAt, blocksAt + end - at);
    }
    this.state.set(assembled.words);
  }

  slowBlocks(bytes, from, to) {
    const { state } = this;
    const words = new Int32Array(64);
    let [h0, h1, h2, h3, h4, h5, h6, h7] = state;
    for (let at = from; at < to; at += 64) {
      for (let t = 0, i = at; t < 16; t += 1, i += 4) {
        words[t] = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
      }
      for (let t = 16; t < 64; t += 1) {
        const w15 = words[t - 15];
        const w2 = words[t - 2];
        const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3);
        const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10);
        words[t] = (words[t - 16] + s0 + words[t - 7] + s1) | 0;
      }
      let a = h0, b = h1, c = h2, d = h3, e = h4, f = h5, g = h6, h = h7;
      for (let t = 0; t < 64; t += 1) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const one = (h + s1 + ((e & f) ^ (~e & g)) + roundConstants[t] + words[t]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0;
        d = c; c = b; b = a; a = (one + two) | 0;
      }
      h0 = (h0 + a) | 0; h1 = (h1 + b) | 0; h2 = (h2 + c) | 0; h3 = (h3 + d) | 0;
      h4 = (h4 + e) | 0; h5 = (h5 + f) | 0; h6 = (h6 + g) | 0; h7 = (h7 + h) | 0;
    }
    state.set([h0, h1, h2, h3, h4, h5, h6, h7]);
  }
}

export function sha256(...parts) {
  const running = new SHA256();
  for (const part of parts) running.update(part);
  return running.digest();
}
