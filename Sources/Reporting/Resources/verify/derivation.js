// The derivation of a disclosed part of a bundle (bundle format, section 12).

import { digestPattern, uuidPattern } from "./bytes.js";
import { hasShape, isCount, isObject, isText, matches, oneOf, orNull } from "./json.js";
import { timeOf, utf8 } from "./plain-text.js";
import { isTime, signedObject } from "./statement.js";

const isDigestText = matches(digestPattern);
const isTree = oneOf("records", "files");
const headShape = { count: isCount, root: isDigestText };
const chosen = ["privacy", "victim", "intimate", "child", "sensitive", "privileged", "irrelevant", "court-order", "other"];
const isReason = oneOf(...chosen, "exchange", "named", "page", "remade", "not-carried");
const maximumNew = 1000;
const maximumWhy = 4096;

const derivationShape = {
  format: oneOf("exhibit-derivation/1"), critical: [isText], bundle: matches(uuidPattern), made: isTime,
  original: { bundle: matches(uuidPattern), statement: isDigestText }, hash: oneOf("sha256"), tree: oneOf("rfc6962"),
  records: headShape, files: headShape, withheld: [{ tree: isTree, from: isCount, to: isCount, reason: isReason }],
  new: [{ path: isText, replaces: { tree: isTree, line: isCount }, how: oneOf("remade", "reduced", "filled", "blurred") }],
  why: orNull(isText), software: { name: isText, version: isText }, signer: { certificate: isDigestText }, packaging: { spki: isDigestText }, ext: isObject,
};

const remade = ["indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"];

/// `{ value }`, `{ version }` or `{ problem }`; a value has `lines`, the withheld ones of each tree.
export function derivationOf(bytes, statement) {
  const found = signedObject(bytes, "exhibit-derivation", derivationShape);
  if (!found.value) return found;
  const lines = withheldLines(found.value, statement);
  if (lines === null || !newFilesAreAllowed(found.value, lines)) return { problem: true };
  if (utf8(found.value.why ?? "").length > maximumWhy) return { problem: true };
  return { value: { ...found.value, lines } };
}

/// The reasons of the withheld lines of each tree by their number; null when the list breaks a rule.
function withheldLines({ withheld, why, bundle }, statement) {
  const lines = { records: new Map(), files: new Map() };
  let before = { tree: "records", to: 0 };
  for (const { tree, from, to, reason } of withheld) {
    const last = tree === before.tree ? before.to : 0;
    if ((before.tree === "files" && tree === "records") || from <= last || from > to || to > statement[tree].count) return null;
    if (reason === "other" && why === null) return null;
    for (let line = from; line <= to; line += 1) lines[tree].set(line, reason);
    before = { tree, to };
  }
  return bundle === statement.bundle ? null : lines;
}

function newFilesAreAllowed({ new: files }, lines) {
  if (files.length > maximumNew || !remade.every((path) => files.some((each) => each.path === path))) return false;
  const seen = new Set();
  for (const { path, replaces: { tree, line }, how } of files) {
    if (seen.has(path) || seen.has(`${tree} ${line}`) || !lines[tree].has(line)) return false;
    seen.add(path).add(`${tree} ${line}`);
    const place = remade.indexOf(path);
    const picture = /^evidence\/redacted-([1-9]\d*)\.png$/.exec(path);
    const good = place >= 0 ? tree === "files" && line === place + 1 && how === "remade"
      : path === "evidence/capture.json" ? tree === "files" && line === 4 && how === "reduced"
        : path === "evidence/posts.jsonl" ? tree === "files" && line >= 5 && how === "reduced"
          : picture !== null && tree === "records" && line === Number(picture[1]) && (how === "filled" || how === "blurred");
    if (!good) return false;
  }
  for (const [line, reason] of lines.files) if ((reason === "remade") !== seen.has(`files ${line}`)) return false;
  return true;
}

/// What the derivation says otherwise than the statement inside, and what it tells.
export function checkDerivation({ findings, statement, derivation, statementDigest }) {
  if (derivation.original.bundle !== statement.bundle || derivation.original.statement !== statementDigest) findings.add("derivation.original-differs");
  const { records, files } = derivation;
  if (records.count !== statement.records.count || records.root !== statement.records.root
    || files.count !== statement.files.count + derivation.new.length) findings.add("derivation.trees-differ");
  if (timeOf(derivation.made) < timeOf(statement.window.ended)) findings.add("derivation.made");
  const { records: withheld } = derivation.lines;
  if (withheld.has(1) || withheld.has(2) !== withheld.has(3)) findings.add("derivation.together");
  if (withheld.has(2)) findings.add("derivation.plan-withheld");
  if (derivation.new.some(({ path }) => path === "evidence/capture.json")) findings.add("derivation.capture-reduced");
  if (derivation.new.some(({ path }) => path.startsWith("evidence/redacted-"))) findings.add("derivation.redacted");
  findings.add("derivation.unchecked");
}
