// Files of other programs by their own rules (foreign.md).

import { bytesOfBase64, hexOf, latin1, shownText, textOf } from "./bytes.js";
import { certificatesIn, chainToAnchor, serverNames } from "./certificates.js";
import { contentsOf, eachPiece, foreignEntries, mayBeZIP } from "./foreign-zip.js";
import { checkArchive, newTally } from "./foreign-warc.js";
import { orNothing, parsedDER } from "./der.js";
import { inflated } from "./inflate.js";
import { parsedJSON, parsedJSONText } from "./json.js";
import { keyKind, signatureHolds } from "./keys.js";
import { digestKinds, isWeakKind, runningDigest } from "./old-digests.js";
import { timeOf, utf8 } from "./plain-text.js";
import { sha256 } from "./sha256.js";
import { isOver, standing, tokenOf } from "./tokens.js";

const tenMinutes = 600000;

export async function verifyForeign(context) {
  const { source, findings, options } = context;
  const first = source.read(0, 10);
  let known = true;
  if (mayBeZIP(source)) known = await checkZIP(context);
  else if (latin1(first).startsWith("WARC/") || latin1(first).startsWith("filedesc:/") || (first[0] === 0x1f && first[1] === 0x8b)) {
    const tally = newTally();
    checkArchive(source, 0, source.size, "record", findings, tally);
    tellRecords(findings, tally);
    findings.add("foreign.unsigned");
  } else known = false;
  if (findings.has("container.parcel")) return;
  if (!known) findings.add("foreign.unknown");
  else if (!options.foreign) findings.add("foreign.kind");
}

async function checkZIP(context) {
  const { source, findings } = context;
  const entries = foreignEntries(source, findings);
  if (entries === null) return true;
  const files = entries.filter(({ name }) => !name.endsWith("/"));
  const declaration = files.find(({ name }) => /^([^/]+\/)?bagit\.txt$/.test(name));
  const known = declaration || files.some(({ name }) => name === "datapackage.json" || name.startsWith("archive/"));
  if (declaration) await checkBag(context, files, declaration.name.slice(0, -"bagit.txt".length));
  else if (known) await checkWACZ(context, files);
  const parcel = files.filter(({ name }) => /^([^/]+\/)?handover\.json$/.test(name) || (!known && /\.wacz$/i.test(name)));
  if (parcel.length > 0 && !findings.failed && !files.some(({ name }) => name.startsWith("evidence/"))) {
    findings.list = [];
    findings.add("container.parcel", { place: parcel[0].name });
  }
  return known;
}

function tellRecords(findings, tally) {
  findings.add("foreign.records", { detail: `${tally.records}, ${tally.digested}` });
  if (tally.shared) findings.add("foreign.members");
  if (tally.records > 0 && tally.digested === 0) findings.add("foreign.no-digests");
  if (tally.weak > 0) findings.add("foreign.weak-digest");
}

async function checkWACZ(context, files) {
  const { source, findings, progress } = context;
  const byName = new Map(files.map((entry) => [entry.name, entry]));
  const own = byName.get("datapackage.json");
  if (!own) return findings.add("foreign.package-missing");
  const bytes = contentsOf(source, own);
  const resources = parsedJSON(bytes, { compact: false })?.get?.("resources");
  if (!Array.isArray(resources) || !resources.every((each) => each instanceof Map && typeof each.get("path") === "string")) return findings.add("foreign.package-form");
  const listed = new Set();
  for (const resource of resources) {
    const path = resource.get("path");
    if (listed.has(path)) findings.add("foreign.listed-twice", { place: path });
    listed.add(path);
    if (!byName.has(path)) findings.add("foreign.missing", { place: path });
  }
  const signed = byName.get("datapackage-digest.json");
  for (const entry of files) {
    const where = { place: entry.name };
    const digest = runningDigest("sha256");
    const whole = eachPiece(source, entry, (piece) => digest.update(piece));
    progress(entry.stored);
    if (!whole) findings.add("foreign.checksum", where);
    if (entry === own || entry === signed) continue;
    const resource = resources.find((each) => each.get("path") === entry.name);
    if (!resource) {
      findings.add("foreign.unlisted", where);
      continue;
    }
    const hash = resource.get("hash");
    if (!/^sha256:[0-9a-f]{64}$/.test(hash ?? "")) findings.add("foreign.digest-kind", where);
    else if (whole && hash !== `sha256:${hexOf(digest.digest())}`) findings.add("foreign.digest", where);
    else if (resource.get("bytes") !== entry.size) findings.add("foreign.size", where);
  }
  if (signed) await checkSignature(context, contentsOf(source, signed), `sha256:${hexOf(sha256(bytes))}`);
  else findings.add("foreign.unsigned");
  checkContents(context, files);
}

const anonymousMembers = ["hash", "created", "software", "version", "signature", "publicKey"];
const domainMembers = ["hash", "created", "software", "version", "signature", "domain", "domainCert", "timeSignature", "timestampCert", "crossSignedCert"];

async function checkSignature(context, bytes, hash) {
  const { findings } = context;
  const value = parsedJSON(bytes, { compact: false });
  if (!(value instanceof Map) || value.get("path") !== "datapackage.json" || typeof value.get("hash") !== "string") {
    return findings.add("foreign.package-form", { dimension: "signer" });
  }
  if (value.get("hash") !== hash) return findings.add("foreign.package-digest");
  const data = value.get("signedData");
  if (data === undefined) return findings.add("foreign.unsigned");
  const names = data instanceof Map ? [...data.keys()] : null;
  const allowed = names?.includes("domain") ? domainMembers : anonymousMembers;
  const text = (name) => (typeof data.get(name) === "string" ? data.get(name) : null);
  if (!names || !names.every((name) => allowed.includes(name)) || !["hash", "created", "signature"].every(text)) return findings.add("foreign.signature-form");
  if (data.get("hash") !== hash) return findings.add("foreign.signature-other");
  const signature = bytesOfBase64(text("signature"));
  const certificates = allowed === domainMembers ? certificatesIn(utf8(text("domainCert") ?? "")) : [];
  const key = allowed === domainMembers ? certificates[0]?.spki : text("publicKey") && bytesOfBase64(text("publicKey"));
  if (!signature || !key) return findings.add("foreign.signature-form");
  if (!await signsHash(key, signature, hash)) return findings.add("foreign.signature-invalid");
  if (allowed === anonymousMembers) return findings.add("foreign.signed-anonymously", { detail: `sha256:${hexOf(sha256(key))}` });
  return checkDomain(context, text, certificates);
}

async function signsHash(key, signature, hash) {
  const { kind, bytes } = keyKind(key);
  if (kind === "rsa") return await signatureHolds(key, ["rsa", "SHA-256"], signature, utf8(hash)) === true;
  if (kind !== "ec") return false;
  const algorithms = bytes === 48 ? ["SHA-384", "SHA-256"] : ["SHA-256"];
  const value = signature.length === 2 * bytes ? derOf(signature, bytes) : signature;
  for (const algorithm of algorithms) if (await signatureHolds(key, ["ecdsa", algorithm], value, utf8(hash)) === true) return true;
  return false;
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
  const answer = bytesOfBase64(text("timeSignature") ?? "");
  const token = answer && answer.length > 0 ? await tokenOf(orNothing(() => parsedDER(answer).part(1).whole) ?? answer) : null;
  // The token is over the signature's text, as it stands in the file.
  if (token && (token.problem === "form" || !await isOver(token, utf8(text("signature"))))) return findings.add("foreign.signature-other");
  const pool = certificatesIn(utf8(text("timestampCert") ?? ""));
  const counts = token !== null && token.problem === null && (await standing(token, options.tsaTrust, pool, [], [])).problem === null;
  if (!counts || options.serverTrust.length === 0) return findings.add("foreign.identity-unshown");
  const claimed = timeOf(text("created").replace(/\.\d+/, "")) ?? 0;
  if (Math.abs(claimed - token.time) > tenMinutes) findings.add("foreign.identity-unshown");
  const crossed = certificatesIn(utf8(text("crossSignedCert") ?? ""));
  if (await chainToAnchor(certificate, [...certificates, ...crossed], options.serverTrust, token.time) === null) return findings.add("foreign.identity-unshown");
  return findings.add("foreign.signed-by-domain", { detail: domain });
}

const isWARC = (name) => /^archive\/.+\.warc(\.gz)?$/.test(name);

function checkContents({ source, findings }, files) {
  const archives = files.filter(({ name }) => isWARC(name));
  const tally = newTally();
  if (archives.length === 0) findings.add("foreign.no-archive");
  for (const entry of archives) {
    if (entry.method !== 0) findings.add("foreign.archive-deflated", { place: entry.name });
    else checkArchive(source, entry.data, entry.stored, entry.name, findings, tally);
  }
  tellRecords(findings, tally);
  const readable = archives.length > 0 && archives.every(({ method }) => method === 0);
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
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== 0x1f) return null;
    const next = nextMember(bytes, at);
    const part = inflated(bytes.subarray(at + 10, next - 8), 64 << 20);
    if (part === null) return null;
    text += shownText(part);
    at = next;
  }
  return text;
}

/// Where the gzip member after the one at `at` begins.
function nextMember(bytes, at) {
  for (let next = at + 18; next < bytes.length; next += 1) {
    if (bytes[next] === 0x1f && bytes[next + 1] === 0x8b && bytes[next + 2] === 8 && inflated(bytes.subarray(at + 10, next - 8), 64 << 20) !== null) return next;
  }
  return bytes.length;
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
  if (!/^BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\r?\n?$/.test(text("bagit.txt") ?? "")) findings.add("foreign.bag-declaration");
  const names = [...byName.keys()];
  for (const entry of byName.values()) if (!eachPiece(source, entry, () => {})) findings.add("foreign.checksum", { place: entry.name });
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
  return true;
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
