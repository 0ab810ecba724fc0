// CRC-32 as ZIP and gzip have it, eight bytes at a time.

const tables = Array.from({ length: 8 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte += 1) {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  tables[0][byte] = value;
}
for (let byte = 0; byte < 256; byte += 1) {
  for (let row = 1; row < 8; row += 1) {
    const before = tables[row - 1][byte];
    tables[row][byte] = (before >>> 8) ^ tables[0][before & 255];
  }
}
const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;

/// The checksum of what `value` is the checksum of, followed by `bytes`.
export function crc32(bytes, value = 0) {
  let sum = ~value;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    sum ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    sum = t7[sum & 255] ^ t6[(sum >>> 8) & 255] ^ t5[(sum >>> 16) & 255] ^ t4[sum >>> 24]
      ^ t3[bytes[at + 4]] ^ t2[bytes[at + 5]] ^ t1[bytes[at + 6]] ^ t0[bytes[at + 7]];
  }
  for (; at < bytes.length; at += 1) sum = (sum >>> 8) ^ t0[(sum ^ bytes[at]) & 255];
  return ~sum >>> 0;
}
