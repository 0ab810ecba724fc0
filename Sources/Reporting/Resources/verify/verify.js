// One file, verified: what is found, and what the exhibit tells.

import { bytesOfBase64, bytesOfHex, hexOf } from "./bytes.js";
import { captureOf, checkedFiles, fileHasForm, maskedLine } from "./capture.js";
import { readAll } from "./member.js";
import { FileDigests } from "./file-digests.js";
import { checkDerivation, derivationOf } from "./derivation.js";
import { shownExhibit } from "./exhibit.js";
import { isArchive, isExtension, isListed, maximumBytes, misplaced, namesOf, pairedFiles, requiredFiles } from "./files.js";
import { Findings } from "./findings.js";
import { checkIndex, checkPages } from "./index-check.js";
import { eachLine, fileLine } from "./lines.js";
import { checkOrigin } from "./origin.js";
import { checkPackage } from "./package.js";
import { checkConnections, checkPairs, checkRecords, checkSplit, maskedRanges } from "./records.js";
import { SHA256, sha256 } from "./sha256.js";
import { checkSigner } from "./signer.js";
import { checkpointHolds, isCheckpoint, officersSignature, planDifferences, planOf, recoveryProblem, statementOf } from "./statement.js";
import { checkDerivationTimes, checkTimes } from "./times.js";
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
  let findings = new Findings();
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
      const other = new Findings();
      await verifyForeign({ ...context, findings: other });
      if (other.has("container.parcel")) findings = other;
    }
  }
  findings.leaveUnsupported();
  return { ...findings.verdict, findings: findings.list, exhibit: context.exhibit };
}

async function verifyBundle(context) {
  const { source, entries, findings, progress, options } = context;
  context.byPath = new Map(entries.map((entry) => [entry.name, entry]));
  context.read = (path) => {
    const entry = context.byPath.get(path);
    return source.read(entry.data, entry.size);
  };
  const derived = context.byPath.has(namesOf.derivation.content);
  checkFiles(context, derived);
  if (findings.has("container.file-too-large")) return;
  if (!await checkStatement(context, derived ? namesOf.original : namesOf.statement)) return;
  const disclosure = derived ? await signedBy(context, namesOf.derivation, (bytes) => derivationOf(bytes, context.statement)) : null;
  if (derived && disclosure === null) return;
  if (derived) {
    context.derivation = disclosure.value;
    checkDerivation({ ...context, statementDigest: `sha256:${hexOf(sha256(context.read(namesOf.original.content)))}` });
  }
  const digests = new FileDigests(source, progress);
  const walk = await checkRecords({ ...context, digests });
  // A quick check needs no digest of a whole archive file.
  context.digests = new Map();
  for (const entry of entries) context.digests.set(entry.name, await digests.finish(entry, !options.quick || !isArchive(entry.name)));
  for (const entry of entries) {
    if (context.digests.get(entry.name).crc !== entry.crc) findings.add("container.checksum", { place: entry.name });
  }
  if (!options.quick) await checkPlan(context, walk);
  await checkEvidence(context, walk);
  await checkListedFiles(context);
  await checkPackage(context);
  const times = await checkTimes(context);
  context.exhibit.times = times.told;
  context.exhibit.signer = await checkSigner({ ...context, ended: context.statement.window.ended }, times);
  if (derived) {
    const signing = { ...context, ...disclosure, ended: context.derivation.made };
    context.exhibit.discloser = await checkSigner(signing, await checkDerivationTimes(signing, context.derivation.made, times));
  }
  if (options.quick) findings.add("quick");
  else {
    const connections = checkConnections({ ...walk, engine: context.plan?.asked.engine ?? context.exhibit.capture?.engine });
    context.exhibit.origin = await checkOrigin(context, connections, times);
  }
  context.exhibit = shownExhibit(context, walk);
}

function checkFiles({ entries, byPath, findings }, derived) {
  for (const path of misplaced(entries.map(({ name }) => name), derived)) findings.add("container.order", { place: path });
  for (const path of requiredFiles(derived)) if (!byPath.has(path)) findings.add("container.missing", { place: path });
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

/// A signed text, read by `parse`, with its signature: null when nothing after can be judged.
async function signedBy({ findings, read, byPath }, names, parse) {
  if (![names.content, names.signature, names.value].every((path) => byPath.has(path))) return null;
  const bytes = read(names.content);
  const signature = await officersSignature(read(names.signature), bytes, true);
  if (signature.problem === "form" || signature.problem === "invalid") {
    findings.add(`statement.signature-${signature.problem}`, { place: names.signature });
    return null;
  }
  if (signature.problem === "weak-digest") {
    findings.add("signer.weak-digest", { place: names.signature });
    return null;
  }
  const found = parse(bytes);
  if (found.version) {
    findings.add("statement.version", { place: names.content });
    findings.add("statement.version-detail", { detail: found.version });
    return null;
  }
  if (found.problem) {
    findings.add("statement.form", { place: names.content });
    return null;
  }
  const signatureFile = read(names.value);
  if (hexOf(signatureFile) !== hexOf(signature.value)) findings.add("statement.signature-value-differs", { place: names.value });
  if (signature.certificate.digest !== found.value.signer.certificate) findings.add("statement.signer-differs", { place: names.content });
  const { certificate, data, tokens } = signature;
  return { names, value: found.value, certificate, data, tokens, signatureFile, signatureValue: signature.value };
}

/// False when nothing after can be judged.
async function checkStatement(context, names) {
  const { findings, exhibit } = context;
  const signed = await signedBy(context, names, statementOf);
  if (signed === null) return false;
  Object.assign(context, signed);
  const statement = signed.value;
  context.statement = statement;
  exhibit.statement = statement;
  if (statement.custody !== null) findings.add(isCheckpoint(statement.custody) ? "custody.named" : "custody.form");
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
  const unreadable = (number) => walk.unread.has(number) || walk.withheld.has(number) || (walk.lost && !walk.first[number - 1]);
  const isPlan = planRecord?.header.uri === "urn:exhibit:plan";
  const isSignature = signatureRecord?.header.uri === "urn:exhibit:plan.p7s";
  if (!isPlan && !unreadable(2)) findings.add("plan.missing");
  if (!isSignature && !unreadable(3)) findings.add("plan.signature-missing");
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
  const { findings, statement, derivation, byPath, read, exhibit, plan } = context;
  for (const path of checkedFiles) {
    if (byPath.has(path) && !fileHasForm(path, read(path))) findings.add("files.json", { place: path });
  }
  const isReduced = derivation?.new.some(({ path }) => path === "evidence/capture.json") ?? false;
  const capture = byPath.has("evidence/capture.json") ? captureOf(read("evidence/capture.json"), isReduced) : undefined;
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
    const own = {
      exchanges: records.filter(({ type }) => type === "response").length, bytes: walk.blockBytes,
      connections: records.filter(({ connectionRecord }) => connectionRecord).length,
    };
    // Of a part it is known only that it cannot be more than the whole.
    if (counts && Object.keys(own).some((name) => (derivation ? counts[name] < own[name] : counts[name] !== own[name]))) findings.add("capture.counts");
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
  let lines = 0;
  let same = true;
  let good = true;
  const whole = await eachLine(source, entry.data, entry.size, (bytes) => {
    const line = maskedLine(bytes);
    if (line === null) good = false;
    else {
      lines += 1;
      while (place < masks.length && (masks[place].record !== line.record || masks[place].offset !== line.offset)) place += 1;
      if (place === masks.length) same = false;
      place += 1;
    }
    return true;
  });
  if (!whole || !good) findings.add("masked.line-form");
  else if (!same) findings.add("masked.differs");
  if (same && lines < masks.length) findings.add("masked.fewer");
}

async function checkListedFiles({ source, byPath, entries, findings, statement, derivation, digests }) {
  const list = byPath.get("evidence/files.jsonl");
  if (!list) return;
  const added = derivation?.new.map(({ path }) => path) ?? [];
  // The new files of a part have their lines after those of the original.
  const end = entries.findIndex(({ name }) => name === "evidence/records.jsonl");
  const listed = entries.filter(({ name }, place) => isListed(name) && !(end >= 0 && place > end));
  const kept = listed.filter(({ name }) => !added.includes(name));
  const fresh = listed.filter(({ name }) => added.includes(name));
  if (derivation && fresh.map(({ name }) => name).join() !== added.join()) findings.add("derivation.new-differs");
  const tree = new Tree();
  let root = null;
  const whole = await eachLine(source, list.data, list.size, (bytes) => {
    const line = fileLine(bytes);
    const number = tree.count + 1;
    const where = { place: `evidence/files.jsonl line ${number}` };
    const isNew = derivation !== undefined && number > statement.files.count;
    const withheld = derivation && !isNew && line?.withheld;
    if (derivation && !isNew && (line?.withheld !== undefined) !== derivation.lines.files.has(number)) findings.add("derivation.withheld-differs", where);
    tree.add(withheld ? bytesOfHex(line.withheld.slice(7)) : leafDigest(bytes));
    if (number === statement.files.count) root = tree.root;
    if (withheld) return true;
    const entry = line?.withheld && !isNew ? undefined : (isNew ? fresh : kept).shift();
    if (line === null || (isNew && line.withheld)) findings.add("files.line-form", where);
    else if (line.withheld) findings.add("records.withheld", where);
    else if (entry?.name !== line.path) findings.add("files.path", where);
    else if (entry.size !== line.bytes || digests.get(entry.name).digest !== line.digest) findings.add("files.digest", where);
    return true;
  });
  if (!whole) findings.add("files.lines", { place: list.name });
  for (const { name } of [...kept, ...fresh].slice(0, 1)) findings.add("files.path", { place: name });
  const signed = derivation ?? statement;
  if (tree.count !== signed.files.count || tree.root !== signed.files.root || root !== statement.files.root) findings.add("files.root", { place: list.name });
}
