// JSON with one meaning. Objects become Maps, so that order is kept and no name is special; whole numbers become
// numbers or, beyond 2^53, BigInts; other numbers keep their text.

import { textOf } from "./bytes.js";

export class JSONNumber {
  constructor(text) {
    this.text = text;
  }
}

const shortEscapes = { '"': '"', "\\": "\\", "/": "/", b: "\b", t: "\t", n: "\n", f: "\f", r: "\r" };
const maximumDepth = 32;
const maximumValues = 1 << 17;

/// The value of `bytes`, or undefined when they are no JSON or say a name twice. With `compact`, also undefined when
/// a character could have been spelled otherwise.
export function parsedJSON(bytes, { compact = true } = {}) {
  const text = textOf(bytes);
  if (text === null) return undefined;
  return parsedJSONText(text, { compact });
}

export function parsedJSONText(text, { compact = true } = {}) {
  const parser = { text, at: 0, compact, values: 0 };
  try {
    skipSpace(parser);
    const value = readValue(parser, 0);
    skipSpace(parser);
    return parser.at === text.length ? value : undefined;
  } catch (problem) {
    if (problem === notJSON) return undefined;
    throw problem;
  }
}

const notJSON = Symbol("no JSON");

function skipSpace(parser) {
  if (parser.compact) return;
  while (" \t\n\r".includes(parser.text[parser.at] ?? "x")) parser.at += 1;
}

function readValue(parser, depth) {
  parser.values += 1;
  if (parser.values > maximumValues) throw notJSON;
  const character = parser.text[parser.at];
  if (character === "{") return readObject(parser, depth + 1);
  if (character === "[") return readList(parser, depth + 1);
  if (character === '"') return readString(parser);
  for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
    if (parser.text.startsWith(word, parser.at)) {
      parser.at += word.length;
      return value;
    }
  }
  return readNumber(parser);
}

function readObject(parser, depth) {
  if (depth > maximumDepth) throw notJSON;
  const object = new Map();
  parser.at += 1;
  skipSpace(parser);
  if (parser.text[parser.at] === "}") {
    parser.at += 1;
    return object;
  }
  for (;;) {
    skipSpace(parser);
    if (parser.text[parser.at] !== '"') throw notJSON;
    const name = readString(parser);
    skipSpace(parser);
    if (parser.text[parser.at] !== ":" || object.has(name)) throw notJSON;
    parser.at += 1;
    skipSpace(parser);
    object.set(name, readValue(parser, depth));
    skipSpace(parser);
    const next = parser.text[parser.at];
    parser.at += 1;
    if (next === "}") return object;
    if (next !== ",") throw notJSON;
  }
}

function readList(parser, depth) {
  if (depth > maximumDepth) throw notJSON;
  const list = [];
  parser.at += 1;
  skipSpace(parser);
  if (parser.text[parser.at] === "]") {
    parser.at += 1;
    return list;
  }
  for (;;) {
    skipSpace(parser);
    list.push(readValue(parser, depth));
    skipSpace(parser);
    const next = parser.text[parser.at];
    parser.at += 1;
    if (next === "]") return list;
    if (next !== ",") throw notJSON;
  }
}

function readNumber(parser) {
  const pattern = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
  pattern.lastIndex = parser.at;
  const found = pattern.exec(parser.text);
  if (!found) throw notJSON;
  parser.at += found[0].length;
  if (found[2] || found[3] || found[0] === "-0") return new JSONNumber(found[0]);
  const value = Number(found[0]);
  return Number.isSafeInteger(value) ? value : BigInt(found[0]);
}

function readString(parser) {
  const { text } = parser;
  let value = "";
  let from = parser.at + 1;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      parser.at = at + 1;
      return value + text.slice(from, at);
    }
    if (code < 0x20) throw notJSON;
    if (code !== 0x5c) continue;
    value += text.slice(from, at);
    const [character, length] = escape(parser, at + 1);
    value += character;
    at += length;
    from = at + 1;
  }
  throw notJSON;
}

/// The character of an escape whose letter stands at `at`, and how many characters it takes.
function escape(parser, at) {
  const letter = parser.text[at];
  if (letter !== "u") {
    const character = shortEscapes[letter];
    if (character === undefined || (parser.compact && letter === "/")) throw notJSON;
    return [character, 1];
  }
  const digits = parser.text.substr(at + 1, 4);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw notJSON;
  const code = parseInt(digits, 16);
  if (parser.compact) {
    if (code >= 0x20 || "\b\t\n\f\r".includes(String.fromCharCode(code)) || digits !== digits.toLowerCase()) throw notJSON;
    return [String.fromCharCode(code), 5];
  }
  if (code >= 0xdc00 && code < 0xe000) throw notJSON;
  if (code < 0xd800 || code > 0xdbff) return [String.fromCharCode(code), 5];
  const second = /^\\u([dD][c-fC-F][0-9a-fA-F]{2})$/.exec(parser.text.substr(at + 5, 6));
  if (!second) throw notJSON;
  return [String.fromCharCode(code, parseInt(second[1], 16)), 11];
}

const escapesOf = { '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r" };

/// The one spelling of a string in compact JSON.
export function quoted(text) {
  return `"${text.replace(/["\\\u0000-\u001f]/g, (character) =>
    escapesOf[character] ?? `\\u00${character.charCodeAt(0).toString(16).padStart(2, "0")}`)}"`;
}

/// A value of plain arrays, and objects with their members in order, as compact JSON.
export function compactJSON(value) {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(compactJSON).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([name, member]) => `${quoted(name)}:${compactJSON(member)}`).join(",")}}`;
  }
  return String(value);
}

/// The lines of a file: null unless each ends with LF, is no longer than 64 KiB, and there is one or more.
export function linesOf(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    if (end < 0 || end - at > 65536) return null;
    lines.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return lines.length ? lines : null;
}

/// Whether `value` has the form that `shape` describes: a function that asks, a list of allowed values, `[shape]` for a list,
/// or an object whose members stand in this order and no others; one with a question mark may be missing.
export function hasShape(value, shape) {
  if (typeof shape === "function") return shape(value);
  if (Array.isArray(shape)) return Array.isArray(value) && value.every((item) => hasShape(item, shape[0]));
  if (!(value instanceof Map)) return false;
  const members = [...value];
  for (const [key, inner] of Object.entries(shape)) {
    const name = key.replace("?", "");
    if (name === members[0]?.[0]) {
      if (!hasShape(members.shift()[1], inner)) return false;
    } else if (name === key) return false;
  }
  return members.length === 0;
}

export const isText = (value) => typeof value === "string";
export const isCount = (value) => (typeof value === "number" && value >= 0) || (typeof value === "bigint" && value >= 0n && value < 1n << 63n);
export const isObject = (value) => value instanceof Map;
export const matches = (pattern) => (value) => typeof value === "string" && pattern.test(value);
export const oneOf = (...allowed) => (value) => allowed.includes(value);
export const orNull = (shape) => (value) => value === null || hasShape(value, shape);
export const either = (...shapes) => (value) => shapes.some((shape) => hasShape(value, shape));
