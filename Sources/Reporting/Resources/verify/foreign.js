// Files of other programs by their own rules (foreign.md).

import { bytesOfBase64, digestPattern, hexOf, joined, latin1, textOf } from "./bytes.js";
import { certificatesIn, chainToAnchor, serverNames } from "./certificates.js";
import { contentsOf, eachPiece, foreignEntries, mayBeZIP } from "./foreign-zip.js";
import { checkArchive, newTally } from "./foreign-warc.js";
import { orNothing, parsedDER } from "./der.js";
import { Inflater, InflateProblem } from "./inflate.js";
import { parsedJSON, parsedJSONText } from "./json.js";
import { keyKind, signatureHolds } from "./keys.js";
import { digestKinds, isWeakKind, runningDigest } from "./old-digests.js";
import { isStrongKey } from "./statement.js";
import { timeOf, utf8 } from "./plain-text.js";
import { sha256 } from "./sha256.js";
import { isOver, standing, tokenOf } from "./tokens.js";

const tenMinutes = 600000;

export async function verifyForeign(context) {
  const { source, findings, options } = context;
  const first = source.read(0, 8);
  let known = true;
  if (/^(WARC\/|\x1f\x8b|filedesc)/.test(latin1(first))) {
    const tally = newTally();
    checkArchive(source, 0, source.size, "record", findings, tally);
    known = tally.records > 0 || findings.list.length > 0;
    if (known) {
      tellRecords(findings, tally);
      findings.add("foreign.unsigned");
    }
  } else known = mayBeZIP(source) && await checkZIP(context);
  if (findings.has("container.parcel")) return;
  if (!known) findings.add("foreign.unknown");
  else if (!options.foreign && findings.verdict.kind === null) findings.add("foreign.kind");
}

async function checkZIP(context) {
  const { source, findings } = context;
  const entries = foreignEntries(source, findings);
  if (entries === null) return true;
  const files = entries.filter(({ name }) => !name.endsWith("/"));
  const declaration = files.find(({ name }) => /^([^/]+\/)?bagit\.txt$/.test(name));
  const known = declaration || entries.some(({ name }) => name === "datapackage.json" || name.startsWith("archive/"));
  const digests = known && checkSums(context, files);
  if (digests && declaration) checkBag(context, files, declaration.name.slice(0, -"bagit.txt".length));
  else if (digests) await checkWACZ(context, files, digests);
  const parcel = files.filter(({ name }) => /^([^/]+\/)?handover\.json$/.test(name) || (!known && /\.wacz$/i.test(name)));
  if (parcel.length > 0 && findings.verdict.kind === null && !entries.some(({ name }) => name.startsWith("evidence/"))) {
    findings.list = [];
    findings.add("container.parcel", { place: parcel[0].name });
  }
  return known;
}

/// The digest of each file; null when the checksum of one is another: then nothing else is looked at.
function checkSums({ source, findings, progress }, files) {
  const digests = new Map();
  let good = true;
  for (const entry of files) {
    const digest = runningDigest("sha256");
    const whole = eachPiece(source, entry, (piece) => digest.update(piece));
    progress(entry.stored);
    if (!whole) findings.add("foreign.checksum", { place: entry.name });
    good &&= whole;
    digests.set(entry.name, `sha256:${hexOf(digest.digest())}`);
  }
  return good ? digests : null;
}

function tellRecords(findings, tally) {
  findings.add("foreign.records", { detail: `${tally.records}, ${tally.digested}` });
  if (tally.shared) findings.add("foreign.members");
  if (tally.records > 0 && tally.digested === 0) findings.add("foreign.no-digests");
  if (tally.weak > 0) findings.add("foreign.weak-digest");
}

async function checkWACZ(context, files, digests) {
  const { source, findings } = context;
  const byName = new Map(files.map((entry) => [entry.name, entry]));
  const own = byName.get("datapackage.json");
  if (!own) return findings.add("foreign.package-missing");
  const list = parsedJSON(contentsOf(source, own), { compact: false });
  if (list === undefined) return findings.add("foreign.package-form");
  const resources = list?.get?.("resources");
  const listed = new Set(["datapackage.json", "datapackage-digest.json"]);
  if (Array.isArray(resources)) {
    const seen = new Set();
    for (const resource of resources) checkResource(findings, resource, byName, digests, seen);
    for (const { name } of files) if (!seen.has(name) && !listed.has(name)) findings.add("foreign.unlisted", { place: name });
  } else findings.add("foreign.package-form");
  const signed = byName.get("datapackage-digest.json");
  if (signed) await checkSignature(context, contentsOf(source, signed), digests.get(own.name), list);
  else findings.add("foreign.unsigned");
  return checkContents(context, files);
}

function checkResource(findings, resource, byName, digests, seen) {
  const [path, hash, bytes] = ["path", "hash", "bytes"].map((name) => resource?.get?.(name));
  if (typeof path !== "string" || typeof hash !== "string") return findings.add("foreign.package-form");
  const where = { place: path };
  if (seen.has(path)) return findings.add("foreign.listed-twice", where);
  seen.add(path);
  if (!byName.has(path)) return findings.add("foreign.missing", where);
  if (!digestPattern.test(hash)) return findings.add("foreign.digest-kind", where);
  if (hash !== digests.get(path)) return findings.add("foreign.digest", where);
  return bytes !== undefined && bytes !== byName.get(path).size && findings.add("foreign.size", where);
}

const commonMembers = ["hash", "created", "software", "version", "signature"];
const domainMembers = [...commonMembers, "domain", "domainCert", "timeSignature", "timestampCert", "crossSignedCert"];

async function checkSignature(context, bytes, hash, list) {
  const { findings } = context;
  const value = parsedJSON(bytes, { compact: false });
  if (!(value instanceof Map) || value.get("path") !== "datapackage.json" || typeof value.get("hash") !== "string") {
    return findings.add("foreign.package-form", { dimension: "signer" });
  }
  if (value.get("hash") !== hash) return findings.add("foreign.package-digest");
  const data = value.get("signedData") ?? null;
  if (data === null) return findings.add("foreign.unsigned");
  const names = data instanceof Map ? [...data.keys()] : [];
  const allowed = names.includes("publicKey") ? [...commonMembers, "publicKey"] : domainMembers;
  const text = (name) => (names.includes(name) && typeof data.get(name) === "string" ? data.get(name) : null);
  if (!names.every((name) => allowed.includes(name))) return findings.add("foreign.signature-form");
  if (text("hash") !== hash) return findings.add("foreign.signature-other");
  const created = list.get?.("created");
  if (typeof created === "string" && text("created") !== null && created !== text("created")) return findings.add("foreign.signature-other");
  const signature = bytesOfBase64(text("signature") ?? "-");
  const certificates = text("domain") === null ? [] : certificatesIn(utf8(text("domainCert") ?? ""));
  const key = bytesOfBase64(text("publicKey") ?? "-") ?? certificates[0]?.spki;
  if (!signature || !key) return findings.add("foreign.signature-form");
  if (!await signsHash(key, signature, hash)) return findings.add("foreign.signature-invalid");
  if (certificates.length === 0) return findings.add("foreign.signed-anonymously", { detail: `sha256:${hexOf(sha256(key))}` });
  return checkDomain(context, text, certificates);
}

async function signsHash(key, signature, hash) {
  if (!isStrongKey({ spki: key })) return false;
  const { kind, bytes } = keyKind(key);
  const value = signature.length === 2 * bytes && orNothing(() => parsedDER(signature)) === null ? derOf(signature, bytes) : signature;
  return await signatureHolds(key, [kind === "rsa" ? "rsa" : "ecdsa", "SHA-256"], value, utf8(hash)) === true;
}

/// DER of a signature that is r and s side by side.
function derOf(raw, bytes) {
  const parts = [raw.subarray(0, bytes), raw.subarray(bytes)].flatMap((part) => {
    let at = 0;
    while (at < bytes - 1 && part[at] === 0) at += 1;
    const value = [...part.subarray(at)];
    if (value[0] >= 0x80) value.unshift(0);
    return [2, value.length, ...value];
  });
  return new Uint8Array([0x30, ...(parts.length < 0x80 ? [] : [0x81]), parts.length, ...parts]);
}

async function checkDomain({ findings, options }, text, certificates) {
  const domain = text("domain").toLowerCase();
  const [certificate] = certificates;
  const { names } = serverNames(certificate);
  if (!names.some((name) => name === domain || (name.startsWith("*.") && domain.slice(domain.indexOf(".")) === name.slice(1)))) {
    return findings.add("foreign.signature-other", { kind: "malformed" });
  }
  const answer = bytesOfBase64(text("timeSignature") ?? "-");
  const token = answer && await tokenOf(orNothing(() => parsedDER(answer).part(1).whole) ?? answer);
  let counts = token?.problem === null;
  // The token is over the signature's text, as it stands in the file.
  if (counts && !await isOver(token, utf8(text("signature")))) {
    findings.add("foreign.signature-other");
    counts = false;
  }
  const more = (name) => certificatesIn(utf8(text(name) ?? ""));
  if (!counts || (await standing(token, options.tsaTrust, more("timestampCert"), [], [])).problem !== null) return findings.add("foreign.identity-unshown");
  const claimed = timeOf((text("created") ?? "").replace(/\.\d+/, ""));
  if (claimed !== null && Math.abs(claimed - token.time) > tenMinutes) findings.add("foreign.identity-unshown");
  if (await chainToAnchor(certificate, [...certificates, ...more("crossSignedCert")], options.serverTrust, token.time) === null) return findings.add("foreign.identity-unshown");
  return findings.add("foreign.signed-by-domain", { detail: domain });
}

function checkContents({ source, findings }, files) {
  const archives = files.filter(({ name }) => name.startsWith("archive/"));
  const tally = newTally();
  if (archives.length === 0) findings.add("foreign.no-archive");
  for (const entry of archives) {
    if (entry.method !== 0) findings.add("foreign.archive-deflated", { place: entry.name });
    else checkArchive(source, entry.data, entry.stored, entry.name, findings, tally);
  }
  tellRecords(findings, tally);
  const readable = archives.length > 0 && !tally.broken && archives.every(({ method }) => method === 0);
  checkForeignIndex({ source, findings }, files, readable ? tally : null);
  checkForeignPages({ source, findings }, files, readable ? tally : null);
}

function checkForeignIndex({ source, findings }, files, tally) {
  const indexes = files.filter(({ name }) => /^indexes\/.+\.(cdx|cdxj|cdx\.gz|cdxj\.gz)$/.test(name));
  if (indexes.length === 0) return findings.add("foreign.no-index");
  const known = new Map((tally?.kept ?? []).map((record) => [`${record.file.slice("archive/".length)} ${record.place}`, record]));
  for (const entry of indexes) {
    const where = { place: entry.name };
    const bytes = contentsOf(source, entry, 64 << 20);
    const text = entry.name.endsWith(".gz") ? unzipped(bytes) : textOf(bytes);
    if (text === null) {
      findings.add("foreign.index-form", where);
      continue;
    }
    let previous = "";
    let ordered = true;
    for (const line of text.split("\n")) {
      if (line === "" || line.startsWith("!")) continue;
      if (line < previous) ordered = false;
      previous = line;
      const parts = /^(\S+) (\d{14}) (\{.*\})\s*$/.exec(line);
      const value = parts && parsedJSONText(parts[3], { compact: false });
      if (!(value instanceof Map)) {
        findings.add("foreign.index-form", where);
        break;
      }
      if (tally === null) continue;
      const record = known.get(`${value.get("filename")} ${value.get("offset")}`);
      const date = record?.date.replace(/\D/g, "").slice(0, 14);
      if (!record || record.uri !== value.get("url") || (date !== "" && date !== parts[2]) || (record.end !== null && String(record.end - record.place) !== String(value.get("length")))) {
        findings.add("foreign.index-differs", where);
      }
      if (record) record.listed = true;
    }
    if (!ordered) findings.add("foreign.index-order", where);
  }
  const missing = (tally?.kept ?? []).filter(({ type, listed }) => !listed && ["response", "resource", "revisit"].includes(type));
  if (missing.length > 0) findings.add("foreign.index-incomplete", { detail: String(missing.length) });
}

function unzipped(bytes) {
  const parts = [];
  let size = 0;
  try {
    for (let at = 0; at < bytes.length; ) {
      const inflater = new Inflater((piece) => {
        size += piece.length;
        if (size > 64 << 20) throw new InflateProblem();
        parts.push(piece.slice());
      });
      inflater.feed(bytes.subarray(at + 10), true);
      at += 18 + inflater.consumed;
    }
  } catch (problem) {
    if (problem instanceof InflateProblem) return null;
    throw problem;
  }
  return textOf(joined(...parts));
}

function checkForeignPages({ source, findings }, files, tally) {
  const entry = files.find(({ name }) => name === "pages/pages.jsonl");
  if (!entry) return findings.add("foreign.no-pages");
  const text = textOf(contentsOf(source, entry, 64 << 20));
  const lines = (text ?? "").split("\n").filter((line) => line.trim() !== "").map((line) => parsedJSONText(line, { compact: false }));
  if (text === null || lines.length === 0 || !lines.every((line) => line instanceof Map)) return findings.add("foreign.pages-form");
  const addresses = new Set((tally?.kept ?? []).map(({ uri }) => uri));
  const pages = lines.filter((line) => line.has("url"));
  if (tally && pages.some((page) => !addresses.has(page.get("url")))) findings.add("foreign.page-without-record");
  return undefined;
}

function checkBag({ source, findings }, files, root) {
  const byName = new Map(files.filter(({ name }) => name.startsWith(root)).map((entry) => [entry.name.slice(root.length), entry]));
  const text = (name) => textOf(contentsOf(source, byName.get(name)));
  if (!/^BagIt-Version: (1\.0|0\.9[67])\r?\nTag-File-Character-Encoding: UTF-8\r?\n?$/.test(text("bagit.txt") ?? "")) findings.add("foreign.bag-declaration");
  const names = [...byName.keys()];
  const payload = names.filter((name) => name.startsWith("data/"));
  const manifests = names.filter((name) => /^manifest-[^/]+\.txt$/.test(name));
  if (manifests.length === 0) findings.add("foreign.bag-manifest");
  const kinds = [];
  for (const name of [...manifests, ...names.filter((each) => /^tagmanifest-[^/]+\.txt$/.test(each))]) {
    const kind = /manifest-(.+)\.txt$/.exec(name)[1].toLowerCase();
    const lines = digestKinds.includes(kind) ? manifestLines(text(name)) : null;
    if (lines === null) {
      findings.add("foreign.bag-manifest", { place: name });
      continue;
    }
    if (manifests.includes(name)) kinds.push(kind);
    checkManifest({ source, findings }, byName, lines, kind);
    if (manifests.includes(name) && payload.some((each) => !lines.some(({ path }) => path === each))) findings.add("foreign.bag-unlisted", { place: name });
  }
  if (kinds.length > 0 && kinds.every(isWeakKind)) findings.add("foreign.weak-digest", { dimension: "completeness" });
  if (byName.has("fetch.txt")) findings.add("foreign.bag-fetch");
  const oxum = byName.has("bag-info.txt") && /^Payload-Oxum:\s*(\d+)\.(\d+)\s*$/im.exec(text("bag-info.txt") ?? "");
  const bytes = payload.reduce((sum, each) => sum + byName.get(each).size, 0);
  if (oxum && (Number(oxum[1]) !== bytes || Number(oxum[2]) !== payload.length)) findings.add("foreign.bag-oxum");
  findings.add("foreign.unsigned");
}

function manifestLines(text) {
  if (text === null) return null;
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== "").map((line) => {
    const found = /^([0-9A-Fa-f]+)[ \t]+\*?(.+)$/.exec(line);
    return found && { hex: found[1].toLowerCase(), path: found[2].replace(/%(0[AaDd]|25)/g, (whole, digits) => String.fromCharCode(parseInt(digits, 16))) };
  });
  return lines.includes(null) ? null : lines;
}

function checkManifest({ source, findings }, byName, lines, kind) {
  const seen = new Set();
  for (const { hex, path } of lines) {
    const where = { place: path };
    if (/^\/|\\|^~|(^|\/)\.\.?(\/|$)/.test(path)) {
      findings.add("foreign.bag-path", where);
      continue;
    }
    if (seen.has(path)) {
      findings.add("foreign.listed-twice", where);
      continue;
    }
    seen.add(path);
    const entry = byName.get(path);
    if (!entry) {
      findings.add("foreign.missing", where);
      continue;
    }
    const digest = runningDigest(kind);
    eachPiece(source, entry, (piece) => digest.update(piece));
    if (hexOf(digest.digest()) !== hex) findings.add("foreign.digest", where);
  }
}
