// The inner loop of SHA-256 as WebAssembly: about four times as fast as in JavaScript. The module is put together here, instruction by
// instruction, from the same formulas (FIPS 180-4, section 6.2.2): memory holds the eight words of the state, then the blocks.

export const blocksAt = 64;
export const blocksRoom = 1 << 18;

const get = (local) => [0x20, local];
const set = (local) => [0x21, local];
const number = (value) => [0x41, ...signed(value)];
const load = (base, offset) => [...get(base), 0x28, 2, ...unsigned(offset)];
const add = [0x6a], and = [0x71], or = [0x72], xor = [0x73], shiftRight = [0x76], rotateRight = [0x78];

function unsigned(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

function signed(value) {
  const bytes = [];
  for (let rest = value | 0; ; ) {
    const low = rest & 127;
    rest >>= 7;
    const ends = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
    bytes.push(ends ? low : low | 128);
    if (ends) return bytes;
  }
}

const rotated = (local, count) => [...get(local), ...number(count), ...rotateRight];
const sigma = (local, one, two, three) => [...rotated(local, one), ...rotated(local, two), ...xor, ...rotated(local, three), ...xor];
const smallSigma = (local, one, two, shift) => [
  ...rotated(local, one), ...rotated(local, two), ...xor, ...get(local), ...number(shift), ...shiftRight, ...xor];

// Locals: 0 where the block begins, 1 where the last ends, 2 to 9 the working words a to h, 10 to 25 the last sixteen words of the schedule, 26 a sum.
const schedule = (round) => 10 + (round % 16);

function swapped(offset) {
  const word = [...load(0, offset), ...set(26)];
  return [...word, ...rotated(26, 24), ...number(0x00ff00ff), ...and, ...rotated(26, 8), ...number(0xff00ff00), ...and, ...or];
}

function round(number_, constant) {
  const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, (_, place) => 2 + ((place + 64 - number_) % 8));
  const w = schedule(number_);
  const word = number_ < 16 ? swapped(number_ * 4) : [
    ...get(w), ...smallSigma(schedule(number_ + 1), 7, 18, 3), ...add, ...get(schedule(number_ + 9)), ...add,
    ...smallSigma(schedule(number_ + 14), 17, 19, 10), ...add];
  return [
    ...word, 0x22, w, ...number(constant), ...add, ...get(h), ...add, ...sigma(e, 6, 11, 25), ...add,
    ...get(f), ...get(g), ...xor, ...get(e), ...and, ...get(g), ...xor, ...add, ...set(26),
    ...get(d), ...get(26), ...add, ...set(d),
    ...get(26), ...sigma(a, 2, 13, 22), ...add, ...get(a), ...get(b), ...and, ...get(a), ...get(b), ...xor, ...get(c), ...and, ...xor, ...add, ...set(h),
  ];
}

function code(constants) {
  const words = Array.from({ length: 8 }, (_, place) => place);
  const zero = number(0);
  return [
    0x03, 0x40,
    ...words.flatMap((place) => [...zero, 0x28, 2, ...unsigned(place * 4), ...set(2 + place)]),
    ...Array.from(constants).flatMap((constant, place) => round(place, constant)),
    ...words.flatMap((place) => [...zero, ...zero, 0x28, 2, ...unsigned(place * 4), ...get(2 + place), ...add, 0x36, 2, ...unsigned(place * 4)]),
    ...get(0), ...number(64), ...add, 0x22, 0, ...get(1), 0x49, 0x0d, 0,
    0x0b, 0x0b,
  ];
}

const section = (kind, bytes) => [kind, ...unsigned(bytes.length), ...bytes];
const name = (text) => [text.length, ...text].map((each) => (typeof each === "string" ? each.charCodeAt(0) : each));

/// `{ words, bytes, run(from, to) }`: the state, the memory, and the loop over whole blocks; null where the browser has no WebAssembly.
export function assembledSHA256(constants) {
  const body = [1, 25, 0x7f, ...code(constants)];
  const module = new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 2, 0x7f, 0x7f, 0]), ...section(3, [1, 0]), ...section(5, [1, 0, 5]),
    ...section(7, [2, ...name("run"), 0, 0, ...name("memory"), 2, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
  try {
    const { run, memory } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
    return { words: new Int32Array(memory.buffer, 0, 8), bytes: new Uint8Array(memory.buffer), run };
  } catch {
    return null;
  }
}
