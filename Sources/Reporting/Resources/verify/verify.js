// One file, verified: what is found, and what the exhibit tells.

import { bytesOfBase64, bytesOfHex, hexOf } from "./bytes.js";
import { captureOf, checkedFiles, fileHasForm, maskedLine } from "./capture.js";
import { readAll } from "./member.js";
import { FileDigests } from "./file-digests.js";
import { shownExhibit } from "./exhibit.js";
import { isArchive, isExtension, isListed, maximumBytes, misplaced, pairedFiles, requiredFiles } from "./files.js";
import { Findings } from "./findings.js";
import { checkIndex, checkPages } from "./index-check.js";
import { eachLine, fileLine } from "./lines.js";
import { checkOrigin } from "./origin.js";
import { checkPackage } from "./package.js";
import { checkConnections, checkPairs, checkRecords, checkSplit, maskedRanges } from "./records.js";
import { SHA256 } from "./sha256.js";
import { checkSigner } from "./signer.js";
import { checkpointHolds, officersSignature, planDifferences, planOf, recoveryProblem, statementOf } from "./statement.js";
import { checkTimes } from "./times.js";
import { leafDigest, Tree } from "./tree.js";
import { isOurs } from "./recognise.js";
import { verifyForeign } from "./foreign.js";
import { timeOf } from "./plain-text.js";
import { ContainerProblem, containerEntries } from "./zip.js";

export const defaultOptions = {
  trust: [], tsaTrust: [], serverTrust: [], ctLogs: [], keys: [], certificates: [], at: null, now: null, requireTime: false,
  requireRevocation: false, foreign: false, quick: false, sidecars: [],
};

/// Verifies `source`, `{ size, read(offset, length), next(offset, length) }`, the last of which promises bytes that are gone when
/// it is called again; `progress(bytes)` is told of each step.
export async function verified(source, given, progress = () => {}) {
  const options = { ...defaultOptions, ...given };
  const findings = new Findings();
  const exhibit = {};
  const context = { source, options, findings, exhibit, progress };
  if (!isOurs(source)) await verifyForeign(context);
  else {
    try {
      context.entries = containerEntries(source);
      await verifyBundle(context);
    } catch (problem) {
      if (!(problem instanceof ContainerProblem)) throw problem;
      findings.add(problem.code, { place: `byte ${problem.place}` });
    }
  }
  findings.leaveUnsupported();
  return { ...findings.verdict, findings: findings.list, exhibit: context.exhibit };
}

async function verifyBundle(context) {
  const { source, entries, findings, progress } = context;
  context.byPath = new Map(entries.map((entry) => [entry.name, entry]));
  context.read = (path) => {
    const entry = context.byPath.get(path);
    return source.read(entry.data, entry.size);
  };
  checkFiles(context);
  const statementFiles = ["evidence/statement.json", "evidence/statement.p7s", "evidence/statement.sig"];
  if (!statementFiles.every((path) => context.byPath.has(path)) || findings.has("container.file-too-large")) return;
  if (!await checkStatement(context)) return;
  const digests = new FileDigests(source, progress);
  const walk = await checkRecords({ ...context, digests });
  // A quick check needs no digest of a whole archive file.
  context.digests = new Map();
  for (const entry of entries) context.digests.set(entry.name, await digests.finish(entry, !context.options.quick || !isArchive(entry.name)));
  for (const entry of entries) {
    if (context.digests.get(entry.name).crc !== entry.crc) findings.add("container.checksum", { place: entry.name });
  }
  if (!context.options.quick) await checkPlan(context, walk);
  await checkEvidence(context, walk);
  await checkListedFiles(context);
  await checkPackage(context);
  const times = await checkTimes(context);
  context.exhibit.times = times.told;
  context.exhibit.signer = await checkSigner(context, times);
  if (context.options.quick) findings.add("quick");
  else {
    const connections = checkConnections({ ...walk, engine: context.plan?.asked.engine });
    context.exhibit.origin = await checkOrigin(context, connections, times);
  }
  context.exhibit = shownExhibit(context, walk);
}

function checkFiles({ entries, byPath, findings }) {
  for (const path of misplaced(entries.map(({ name }) => name))) findings.add("container.order", { place: path });
  for (const path of requiredFiles) if (!byPath.has(path)) findings.add("container.missing", { place: path });
  for (const [one, other] of pairedFiles) {
    if (byPath.has(one) !== byPath.has(other)) findings.add("container.missing", { place: byPath.has(one) ? other : one });
  }
  for (const { name, size } of entries) {
    if (size === 0) findings.add("container.empty-file", { place: name });
    const limit = maximumBytes(name);
    if (limit !== null && size > limit) findings.add("container.file-too-large", { place: name });
    if (isExtension(name)) findings.add("container.extension", { place: name });
  }
}

/// False when nothing after can be judged.
async function checkStatement(context) {
  const { findings, read, exhibit } = context;
  const bytes = read("evidence/statement.json");
  const signature = await officersSignature(read("evidence/statement.p7s"), bytes, true);
  if (signature.problem === "form" || signature.problem === "invalid") {
    findings.add(`statement.signature-${signature.problem}`, { place: "evidence/statement.p7s" });
    return false;
  }
  if (signature.problem === "weak-digest") {
    findings.add("signer.weak-digest");
    return false;
  }
  const found = statementOf(bytes);
  if (found.version) {
    findings.add("statement.version");
    findings.add("statement.version-detail", { detail: found.version });
    return false;
  }
  if (found.problem) {
    findings.add("statement.form", { place: "evidence/statement.json" });
    return false;
  }
  const statement = found.value;
  Object.assign(context, { statement, certificate: signature.certificate, data: signature.data, tokens: signature.tokens, signatureFile: read("evidence/statement.sig"), signatureValue: signature.value });
  exhibit.statement = statement;
  if (hexOf(context.signatureFile) !== hexOf(signature.value)) findings.add("statement.signature-value-differs");
  if (signature.certificate.digest !== statement.signer.certificate) findings.add("statement.signer-differs");
  if (timeOf(statement.window.begun) > timeOf(statement.window.ended)) findings.add("statement.window");
  if (recoveryProblem(statement)) findings.add("recovery.statement");
  context.bundleDigest = async () => {
    const digest = new SHA256();
    await readAll(context.source, 0, context.source.size, (bytes) => digest.update(bytes));
    return `sha256:${hexOf(digest.digest())}`;
  };
  return true;
}

async function checkPlan(context, walk) {
  const { findings, statement } = context;
  const [, planRecord, signatureRecord] = walk.first;
  const unreadable = (number) => walk.records[number] === null || (walk.lost && walk.records.length <= number);
  const isPlan = planRecord?.header.uri === "urn:exhibit:plan";
  const isSignature = signatureRecord?.header.uri === "urn:exhibit:plan.p7s";
  if (!isPlan && !unreadable(1)) findings.add("plan.missing");
  if (!isSignature && !unreadable(2)) findings.add("plan.signature-missing");
  if (!isPlan) return;
  const read = planOf(planRecord.bytes);
  if (read.version) {
    findings.add("plan.version");
    findings.add("plan.version-detail", { detail: read.version });
    return;
  }
  if (read.problem) findings.add("plan.form");
  const plan = read.value;
  if (plan) {
    context.plan = plan;
    for (const member of planDifferences(plan, statement)) findings.add("plan.differs", { place: member });
  }
  if (isSignature) {
    const signature = await officersSignature(signatureRecord.bytes, planRecord.bytes, false);
    if (signature.problem === "form" || signature.problem === "invalid") findings.add(`plan.signature-${signature.problem}`);
    else if (signature.certificate && plan) {
      if (signature.certificate.digest !== plan.signer.certificate) findings.add("plan.signer-differs");
    }
  }
  if (statement.sealing.mode === "recovered" && plan && plan.signer.certificate !== statement.signer.certificate) findings.add("recovered-by-another");
  if (statement.sealing.journalled && plan && !await checkpointHolds(statement, bytesOfBase64(plan.packaging.publicKey))) {
    findings.add("recovery.checkpoint");
  }
}

function checkRecovery({ findings, statement, exhibit }, walk) {
  const { journalled, unjournalled } = statement.sealing;
  if (exhibit.capture) findings.add("recovered");
  if (exhibit.capture && unjournalled > 0) findings.add("recovered-unjournalled", { detail: String(unjournalled) });
  if (journalled !== null && walk.journalRoot !== journalled.root) findings.add("recovery.root");
}

async function checkEvidence(context, walk) {
  const { findings, statement, byPath, read, exhibit, plan } = context;
  for (const path of checkedFiles) {
    if (byPath.has(path) && !fileHasForm(path, read(path))) findings.add("files.json", { place: path });
  }
  const capture = byPath.has("evidence/capture.json") ? captureOf(read("evidence/capture.json")) : undefined;
  if (capture === null) findings.add("capture.form");
  else if (capture) {
    exhibit.capture = capture;
    if (capture.window.begun !== statement.window.begun || capture.window.ended !== statement.window.ended) findings.add("capture.window");
    if (plan && (plan.asked.target !== capture.target || plan.asked.engine !== capture.engine)) findings.add("capture.plan-differs");
    if (statement.sealing.mode === "recovered" && !["partial", "failed"].includes(capture.outcome.kind)) findings.add("capture.outcome");
    for (const { code, text } of capture.caveats) findings.add("capture.caveat", { place: code, detail: text });
  }
  if (statement.sealing.mode === "recovered") checkRecovery(context, walk);
  if (context.options.quick) return;
  if (!walk.complete) findings.add("records.incomplete");
  else {
    const { records } = walk;
    const counts = capture?.counts;
    if (counts && (counts.exchanges !== records.filter(({ type }) => type === "response").length || counts.bytes !== walk.blockBytes
      || counts.connections !== records.filter(({ connectionRecord }) => connectionRecord).length)) findings.add("capture.counts");
    const masks = maskedRanges(records);
    if (masks.length > 0) findings.add("records.masks", { detail: String(masks.length) });
    await checkCommitments(context, masks);
  }
  if (walk.complete) {
    checkPairs(walk);
    checkSplit(walk);
  }
  checkIndex({ ...context, records: walk.records, complete: walk.complete });
  await checkPages({ ...context, records: walk.records, complete: walk.complete });
}

async function checkCommitments({ source, byPath, findings }, masks) {
  const entry = byPath.get("evidence/masked.jsonl");
  if (!entry) return;
  let place = 0;
  let same = true;
  let good = true;
  const whole = await eachLine(source, entry.data, entry.size, (bytes) => {
    const line = maskedLine(bytes);
    if (line === null) good = false;
    else {
      while (place < masks.length && (masks[place].record !== line.record || masks[place].offset !== line.offset)) place += 1;
      if (place === masks.length) same = false;
      place += 1;
    }
    return true;
  });
  if (!whole || !good) findings.add("masked.line-form");
  else if (!same) findings.add("masked.differs");
  else {
    let lines = 0;
    await eachLine(source, entry.data, entry.size, () => { lines += 1; });
    if (lines < masks.length) findings.add("masked.fewer");
  }
}

async function checkListedFiles({ source, byPath, entries, findings, statement, digests }) {
  const list = byPath.get("evidence/files.jsonl");
  if (!list) return;
  const listed = entries.filter(({ name }) => isListed(name));
  const tree = new Tree();
  let place = 0;
  const whole = await eachLine(source, list.data, list.size, (bytes) => {
    const line = fileLine(bytes);
    const where = { place: `evidence/files.jsonl line ${place + 1}` };
    tree.add(line?.withheld ? bytesOfHex(line.withheld.slice(7)) : leafDigest(bytes));
    const entry = listed[place];
    place += 1;
    if (line === null) findings.add("files.line-form", where);
    else if (line.withheld) findings.add("records.withheld", where);
    else if (entry?.name !== line.path) findings.add("files.path", where);
    else if (entry.size !== line.bytes || digests.get(entry.name).digest !== line.digest) findings.add("files.digest", where);
    return true;
  });
  if (!whole) findings.add("files.lines", { place: list.name });
  if (place < listed.length) findings.add("files.path", { place: listed[place].name });
  if (tree.count !== statement.files.count || tree.root !== statement.files.root) findings.add("files.root", { place: list.name });
}
