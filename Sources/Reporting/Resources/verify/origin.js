// What the servers' own signatures over the handshakes show (connection.md, docs/design/origin-proof.md).

import { bytesOfBase64, bytesOfHex, hexOf, joined, sameBytes } from "./bytes.js";
import { certificateOf, chainToAnchor, extendedUses, isSignedBy, nameAttribute, serverNames, shownName } from "./certificates.js";
import { readHandshake, sameChain, serverSignatureHolds } from "./handshake.js";
import { timeOf, utf8 } from "./plain-text.js";
import { toldByResponse } from "./revocation.js";
import { sha256 } from "./sha256.js";
import { isLogged } from "./transparency.js";
import { isAddress } from "./warc-header.js";

const serverUse = "1.3.6.1.5.5.7.3.1";

/// The parts of a connection record that matter here; `contradiction` when they are not as they must be.
function tlsOf(value) {
  const tls = value.get("tls") ?? null;
  if (tls === null) return null;
  if (!(tls instanceof Map)) return { contradiction: "tls" };
  const list = tls.get("handshake");
  const messages = [];
  for (const each of Array.isArray(list) ? list : [null]) {
    const bytes = each instanceof Map && typeof each.get("message") === "string" ? bytesOfBase64(each.get("message")) : null;
    if (bytes === null || !["client", "server"].includes(each.get("from"))) return { contradiction: "handshake" };
    messages.push({ from: each.get("from"), bytes });
  }
  const salt = tls.get("bracket_salt") ?? null;
  if (salt !== null && (typeof salt !== "string" || !/^[0-9a-f]{32}$/.test(salt))) return { contradiction: "bracket_salt" };
  const facts = { messages, salt: salt && bytesOfHex(salt), used: false };
  if (!tls.has("version")) return facts;
  const binaries = (name) => {
    const values = tls.get(name) ?? [];
    const bytes = Array.isArray(values) ? values.map((each) => (typeof each === "string" ? bytesOfBase64(each) : null)) : [null];
    return bytes.includes(null) ? null : bytes;
  };
  const ocsp = tls.get("ocsp") ?? null;
  Object.assign(facts, {
    used: (value.get("failure") ?? null) === null, version: tls.get("version"), chain: binaries("chain_sent"), verified: binaries("chain_verified"), scts: binaries("scts"),
    ocsp: typeof ocsp === "string" ? bytesOfBase64(ocsp) : null,
  });
  if (facts.chain === null || facts.verified === null || facts.scts === null) return { contradiction: "chain" };
  return facts;
}

function expectedRandom({ statement, bracketDigest }, number, salt) {
  const counted = new Uint8Array(8);
  new DataView(counted.buffer).setBigUint64(0, BigInt(number));
  return sha256(utf8("exhibit-bracket/1"), bytesOfHex(statement.bundle.slice("urn:uuid:".length).replaceAll("-", "")),
    bytesOfHex(statement.packaging.spki.slice(7)), bracketDigest, counted, salt);
}

export async function checkOrigin(context, connections, times) {
  const { findings, statement, options } = context;
  const counts = { used: 0, unsigned: 0, weak: 0, unreadable: 0, notChecked: 0 };
  const servers = new Map();
  const bracketDigest = statement.bracket === null ? null : bytesOfHex(statement.bracket.slice(7));
  for (const { number, value, record } of connections.values()) {
    const tls = value && tlsOf(value);
    if (!tls) continue;
    const where = { place: `connection ${number}`, record: record.id };
    if (tls.contradiction) {
      findings.add("origin.contradiction", { ...where, detail: tls.contradiction });
      continue;
    }
    if (tls.used) counts.used += 1;
    const handshake = await readHandshake(tls.messages);
    if (handshake === null) {
      if (tls.used) counts.unreadable += 1;
      continue;
    }
    if (bracketDigest !== null) {
      const expected = tls.salt && expectedRandom({ statement, bracketDigest }, number, tls.salt);
      if (!expected || !handshake.randoms.every((random) => sameBytes(random, expected))) findings.add("origin.random-differs", where);
    }
    if (tls.used) await checkConnection(context, { host: value.get("host"), opened: value.get("opened"), tls, handshake, where, counts, servers });
  }
  const fresh = times.bracket?.counts ?? false;
  if (counts.used > 0 && !fresh) findings.add("origin.not-fresh");
  if (counts.unsigned > 0) findings.add("origin.unsigned", { detail: String(counts.unsigned) });
  if (counts.weak > 0) findings.add("origin.weak", { detail: String(counts.weak) });
  if (counts.unreadable > 0) findings.add("origin.unreadable", { detail: String(counts.unreadable) });
  const list = [...servers.values()];
  if (list.length > 0 && options.serverTrust.length === 0) findings.add("origin.chains-unchecked");
  if (options.serverTrust.length > 0 && list.some(({ anchor }) => anchor === null)) findings.add("origin.not-anchored");
  if (options.ctLogs.length > 0 && list.some(({ logged }) => !logged)) findings.add("origin.intercepted-possible");
  return { connections: counts.used, notChecked: counts.notChecked, notBefore: fresh ? times.bracket.time : null, servers: list };
}

async function checkConnection({ findings, options, statement }, { host, opened, tls, handshake, where, counts, servers }) {
  const contradict = (detail) => findings.add("origin.contradiction", { ...where, detail });
  if (tls.version !== handshake.version) contradict("version");
  if (typeof host !== "string" || (isAddress(host) ? handshake.name !== null : handshake.name !== host.toLowerCase())) contradict("name");
  if (handshake.certificates.length > 0 && !sameChain(tls.chain, handshake.certificates.slice(0, 20))) contradict("chain");
  if (handshake.signature === null) {
    counts.unsigned += 1;
    return;
  }
  const certificates = handshake.certificates.map(certificateOf);
  if (!certificates[0]) {
    counts.unreadable += 1;
    return;
  }
  const holds = await serverSignatureHolds(handshake.signature, certificates[0]);
  if (holds === "weak") counts.weak += 1;
  if (holds === null) counts.notChecked += 1;
  if (holds === false) findings.add("origin.signature-invalid", where);
  if (holds !== true) return;
  const key = `${host} ${certificates[0].digest}`;
  if (!servers.has(key)) {
    const pool = [...certificates, ...tls.verified.map(certificateOf)].filter((each) => each !== null);
    servers.set(key, await serverFacts({ findings, options, statement }, { host, opened, tls, pool, where }));
  }
  servers.get(key).signed += 1;
}

async function serverFacts({ findings, options, statement }, { host, opened, tls, pool, where }) {
  const [certificate] = pool;
  const { names } = serverNames(certificate);
  if (!isFor(certificate, String(host))) findings.add("origin.name-differs", where);
  let issuer = null;
  for (const each of [...pool.slice(1), ...options.serverTrust]) if (issuer === null && await isSignedBy(certificate, each)) issuer = each;
  if (tls.ocsp && issuer) {
    const revokedAt = await toldByResponse(tls.ocsp, certificate, issuer);
    if (typeof revokedAt === "number") findings.add("origin.certificate-revoked", where);
  }
  const time = timeOf(String(opened)) ?? timeOf(statement.window.begun);
  const uses = extendedUses(certificate);
  const chain = uses === null || uses.includes(serverUse) ? await chainToAnchor(certificate, pool, options.serverTrust, time) : null;
  return {
    host, names, signed: 0, digest: certificate.digest, subject: nameAttribute(certificate.subjectNode, "2.5.4.3") ?? shownName(certificate.subjectNode),
    anchor: chain && shownName(chain[chain.length - 1].subjectNode), logged: await isLogged(certificate, issuer, tls.scts, options.ctLogs),
  };
}

function isFor(certificate, host) {
  const { names, addresses } = serverNames(certificate);
  if (/^\d+(\.\d+){3}$/.test(host)) return addresses.includes(hexOf(joined(new Uint8Array(host.split(".").map(Number)))));
  if (host.includes(":")) return addresses.some((each) => each === sixBytes(host));
  const wanted = host.toLowerCase().replace(/\.$/, "");
  return names.some((name) => name === wanted
    || (name.startsWith("*.") && wanted.includes(".") && name.slice(2) === wanted.slice(wanted.indexOf(".") + 1)));
}

/// The 16 bytes of an IPv6 address, in hexadecimal.
function sixBytes(text) {
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - halves.flat().length;
  const groups = halves.length === 2 ? [...halves[0], ...Array(Math.max(0, missing)).fill("0"), ...halves[1]] : halves[0];
  return groups.map((group) => group.padStart(4, "0").toLowerCase()).join("");
}
