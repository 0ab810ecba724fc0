// Timestamps: those in the signature, the one before the capture, and those in files beside the bundle (bundle format,
// section 7.3; sidecar.md).

import { bytesOfBase64, comparedBytes, digestPattern, hexOf, sameBytes, uuidPattern } from "./bytes.js";
import { certificateOf } from "./certificates.js";
import { isTokenOf } from "./files.js";
import { hasShape, matches, oneOf, parsedJSON } from "./json.js";
import { timeOf, utf8 } from "./plain-text.js";
import { sha256 } from "./sha256.js";
import { plain } from "./statement.js";
import { isOver, standing, tokenOf } from "./tokens.js";

const hour = 3600000;
const wholeSeconds = (time) => Math.floor(time / 1000) * 1000;
const digestText = (bytes) => `sha256:${hexOf(sha256(bytes))}`;

const values = (least) => (list) => Array.isArray(list) && list.length >= least && list.length <= 16
  && list.every((each) => typeof each === "string" && bytesOfBase64(each) !== null);

const sidecarShape = {
  format: oneOf("exhibit-sidecar/1"), bundle: matches(uuidPattern), bundleDigest: matches(digestPattern), signatureDigest: matches(digestPattern),
  kind: oneOf("timestamp", "renewal"), tokens: values(1), certificates: values(0), lists: values(0), responses: values(0),
};

function sidecarOf(bytes) {
  const value = bytes.length <= 4 << 20 ? parsedJSON(bytes) : undefined;
  if (value === undefined || !hasShape(value, sidecarShape)) return null;
  const sidecar = plain(value);
  for (const name of ["tokens", "certificates", "lists", "responses"]) sidecar[name] = sidecar[name].map(bytesOfBase64);
  sidecar.certificates = sidecar.certificates.map(certificateOf).filter((each) => each !== null);
  return sidecar;
}

/// All that files beside the bundle bring: `certificates`, `lists`, `responses`, and `chains` of tokens.
async function readSidecars(context, signatureTokens) {
  const help = { certificates: [], lists: [], responses: [], timestamps: [], renewals: [] };
  const earlier = [...signatureTokens];
  for (const [place, bytes] of context.options.sidecars.entries()) {
    const sidecar = sidecarOf(bytes);
    const where = { place: `sidecar ${place + 1}` };
    const mine = sidecar && sidecar.bundle === context.statement.bundle && sidecar.signatureDigest === digestText(context.signatureFile)
      && (context.derivation ? sidecar.kind === "timestamp" : sidecar.bundleDigest === await context.bundleDigest());
    const content = mine && (sidecar.kind === "timestamp" ? context.signatureValue
      : utf8(`exhibit-renewal/1\n${sidecar.bundleDigest}\n${earlier.map((token) => `${digestText(token)}\n`).join("")}`));
    const tokens = [];
    for (const each of mine ? sidecar.tokens : []) {
      const token = await tokenOf(each);
      if (token.problem === null && await isOver(token, content)) tokens.push(token);
    }
    if (!mine || tokens.length !== sidecar.tokens.length) {
      context.findings.add("time.sidecar-unusable", where);
      continue;
    }
    for (const name of ["certificates", "lists", "responses"]) help[name].push(...sidecar[name]);
    help[sidecar.kind === "timestamp" ? "timestamps" : "renewals"].push(...tokens);
    earlier.push(...sidecar.tokens);
  }
  return help;
}

/// Checks every token; gives `{ signed, bracket, told, help }`: the earliest time that counts, that of the token before the capture,
/// and what is shown.
export async function checkTimes(context) {
  const { findings, statement, options } = context;
  const sorted = sortedTokens(context);
  const help = await readSidecars(context, context.tokens);
  const told = [];
  const ended = timeOf(statement.window.ended);
  const judged = [];
  for (const bytes of sorted) judged.push(await judge(context, help, told, await tokenOf(bytes), "signature", context.signatureValue));
  for (const token of help.timestamps) judged.push(await judge(context, help, told, token, "signature", context.signatureValue));
  const counted = judged.filter((each) => each !== null && each.counts);
  const signed = counted.length ? Math.min(...counted.map(({ token }) => token.time)) : null;
  for (const token of help.renewals) {
    const { problem } = await standing(token, options.tsaTrust, [...context.data.certificates, ...help.certificates], help.lists, help.responses);
    told.push({ of: "renewal", time: token.time, authority: token.authority, counts: problem === null });
    token.counts = problem === null;
  }
  const now = options.now ?? Date.now();
  if (counted.length > 0 && counted.every(({ token }) => isAged(token, help.renewals.filter(({ counts }) => counts), now))) findings.add("time.token-aged");
  const bracket = await checkBracket(context, help, told);
  if (signed === null) findings.add("time.claimed-only");
  if (signed === null && options.requireTime) findings.add("time.required");
  if (ended > now) findings.add("time.ahead");
  return { signed, bracket, told, help };
}

/// The tokens inside a signature, in DER order; none when those beside it are not the same.
function sortedTokens({ findings, entries, read, names, tokens }) {
  const beside = entries.filter(({ name }) => isTokenOf(names, name)).map(({ name }) => read(name));
  const sorted = [...tokens].sort(comparedBytes);
  if (sorted.length === beside.length && sorted.every((token, place) => sameBytes(token, beside[place]))) return sorted;
  findings.add("time.token-differs");
  return [];
}

/// The same of the derivation: `{ signed, help }`.
export async function checkDerivationTimes(context, made, { help, told }) {
  const times = [];
  for (const bytes of sortedTokens(context)) {
    const judged = await judge({ ...context, statement: { window: { ended: made } } }, help, told, await tokenOf(bytes), "derivation", context.signatureValue);
    if (judged?.counts) times.push(judged.token.time);
  }
  return { signed: times.length ? Math.min(...times) : null, help };
}

/// Whether the authority's certificate has ended, and no chain of later tokens leads to one that has not.
function isAged(token, renewals, now) {
  if (token.certificate.notAfter >= now) return false;
  return !renewals.some((later) => later.time > token.time && later.time <= token.certificate.notAfter && !isAged(later, renewals, now));
}

async function judge(context, help, told, token, of, content) {
  const { findings, statement, options } = context;
  if (token.problem === "form") {
    findings.add("time.token-form");
    return null;
  }
  if (token.problem === null && !await isOver(token, content)) {
    findings.add("time.token-other");
    return null;
  }
  if (of !== "bracket") {
    const ended = timeOf(statement.window.ended);
    if (wholeSeconds(token.time + token.accuracy) < ended) findings.add("time.token-early");
    if (token.time > ended + hour) findings.add("time.token-late");
  } else if (wholeSeconds(token.time - token.accuracy) > timeOf(statement.window.begun)) findings.add("time.bracket-late");
  let { problem } = token;
  if (problem === null) ({ problem } = await standing(token, options.tsaTrust, [...context.data.certificates, ...help.certificates],
    [...context.data.lists, ...help.lists], [...context.data.responses, ...help.responses]));
  if (problem !== null) findings.add(`time.token-${problem}`);
  told.push({ of, time: token.time, authority: token.authority, counts: problem === null });
  return { token, counts: problem === null };
}

async function checkBracket(context, help, told) {
  const { findings, statement, read, byPath } = context;
  const bytes = byPath.has("evidence/bracket.tst") ? read("evidence/bracket.tst") : null;
  if ((bytes === null ? null : digestText(bytes)) !== statement.bracket) {
    findings.add("time.bracket-differs");
    return null;
  }
  if (bytes === null) return null;
  const content = utf8(`exhibit-bracket/1\n${statement.bundle}\n${statement.packaging.spki}\n`);
  const judged = await judge(context, help, told, await tokenOf(bytes), "bracket", content);
  return judged && { time: judged.token.time, counts: judged.counts };
}
