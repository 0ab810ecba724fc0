// What evidence files must be (bundle format, sections 4 and 9).

import { bytesOfBase64, digestPattern, uuidPattern } from "./bytes.js";
import { hasShape, isCount, isObject, isText, linesOf, matches, oneOf, orNull, parsedJSON } from "./json.js";
import { isTime, plain } from "./statement.js";

const isEngine = oneOf("chromium", "fetch", "pack");
const outcomes = ["captured", "loaded", "partial", "login-wall", "gone", "blocked", "rate-limited", "failed"];

const captureShape = {
  format: oneOf("exhibit-capture/1"),
  observed: {
    target: isText, final: orNull(isText), title: orNull(isText), engine: isEngine,
    outcome: { kind: oneOf(...outcomes), reason: isText, status: orNull(isCount) },
    window: { begun: isTime, ended: isTime },
    clock: {
      synchronised: oneOf(true, false, null), monotonicBegun: isCount, monotonicEnded: isCount,
      server_dates: { compared: isCount, behindSeconds: isCount, aheadSeconds: isCount },
    },
    software: { exhibit: isText, openssl: isText, system: isText, chromium: orNull(isText) },
    browser: orNull(isObject), limits: { timeSeconds: isCount, sizeBytes: isCount }, reached: [isText],
    caveats: [{ code: isText, text: isText }], not_recorded: [{ what: isText, uri: orNull(isText), reason: isText }],
    counts: { exchanges: isCount, connections: isCount, bytes: isCount }, "reliability?": isObject,
  },
};

// Where parts are withheld, a text may be "withheld".
const isOpen = (shape) => (value) => value === "withheld" || hasShape(value, shape);
const reducedShape = {
  ...captureShape,
  observed: { ...captureShape.observed, not_recorded: [{ what: isText, uri: isOpen(orNull(isText)), reason: isText }] },
};

/// The facts of `capture.json`, or null.
export function captureOf(bytes, reduced) {
  const value = parsedJSON(bytes);
  return value !== undefined && hasShape(value, reduced ? reducedShape : captureShape) ? plain(value.get("observed")) : null;
}

const noteShape = { format: oneOf("exhibit-note/1"), stated: { by: isText, title: orNull(isText), text: orNull(isText) } };
const statedShape = (name) => ({ format: oneOf(name), stated: isObject });

const actionShape = {
  time: matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), kind: isText, selector: orNull(isText), text: orNull(isText),
  script: orNull(matches(digestPattern)), effect: orNull(isText),
};

const everyLine = (bytes, check) => linesOf(bytes)?.every((line) => check(parsedJSON(line))) ?? false;

const fileChecks = {
  "evidence/case.json": (bytes) => hasShape(parsedJSON(bytes), statedShape("exhibit-case/1")),
  "evidence/authority.json": (bytes) => hasShape(parsedJSON(bytes), statedShape("exhibit-authority/1")),
  "evidence/note.json": (bytes) => hasShape(parsedJSON(bytes), noteShape),
  "evidence/actions.jsonl": (bytes) => everyLine(bytes, (value) => hasShape(value, actionShape)),
  "evidence/posts.jsonl": (bytes) => everyLine(bytes, (value) => value instanceof Map),
};

export const checkedFiles = Object.keys(fileChecks);

export function fileHasForm(path, bytes) {
  return fileChecks[path](bytes);
}

const maskedShape = { record: matches(uuidPattern), offset: isCount, commitment: (value) => bytesOfBase64(value)?.length === 32 };

/// A line of `masked.jsonl`, or null.
export function maskedLine(line) {
  const value = parsedJSON(line);
  return value !== undefined && hasShape(value, maskedShape) ? plain(value) : null;
}
