// Bytes, text, hexadecimal and base 64: each with one spelling, and null for any other.

const strictText = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenientText = new TextDecoder("utf-8", { ignoreBOM: true });

/// Strict UTF-8, or null.
export function textOf(bytes) {
  try {
    return strictText.decode(bytes);
  } catch {
    return null;
  }
}

/// UTF-8 with a mark for what is none: for what is shown, never for what is checked.
export function shownText(bytes) {
  return lenientText.decode(bytes);
}

/// One character for each byte.
export function latin1(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096));
  }
  return text;
}

export function bytesOfLatin1(text) {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

export function hexOf(bytes) {
  let text = "";
  for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
  return text;
}

export function bytesOfHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = parseInt(text.substr(at * 2, 2), 16);
  return bytes;
}

/// Canonical base 64 of RFC 4648, section 4, or null.
export function bytesOfBase64(text) {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const bytes = bytesOfLatin1(atob(text));
  return base64Of(bytes) === text ? bytes : null;
}

export function base64Of(bytes) {
  return btoa(latin1(bytes));
}

export function joined(...parts) {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function sameBytes(one, other) {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

export function comparedBytes(one, other) {
  const shared = Math.min(one.length, other.length);
  for (let at = 0; at < shared; at += 1) if (one[at] !== other[at]) return one[at] - other[at];
  return one.length - other.length;
}

/// Where `part` begins in `bytes`, or -1.
export function placeOf(part, bytes, from = 0) {
  const last = bytes.length - part.length;
  for (let at = bytes.indexOf(part[0], from); at >= 0 && at <= last; at = bytes.indexOf(part[0], at + 1)) {
    let length = 1;
    while (length < part.length && bytes[at + length] === part[length]) length += 1;
    if (length === part.length) return at;
  }
  return -1;
}

export function little16(bytes, at) {
  return bytes[at] | (bytes[at + 1] << 8);
}

export function little32(bytes, at) {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/// A number of 64 bits; what a file cannot be long enough for is told as infinite.
export function little64(bytes, at) {
  const high = little32(bytes, at + 4);
  return high > 0x1fffff ? Infinity : high * 0x100000000 + little32(bytes, at);
}

export function big16(bytes, at) {
  return (bytes[at] << 8) | bytes[at + 1];
}

export function big24(bytes, at) {
  return (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
}

export const digestPattern = /^sha256:[0-9a-f]{64}$/;
export const uuidPattern = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
