// X.509 certificates (RFC 5280): reading them, and the way from one to an anchor that whoever verifies named.

import { bytesOfBase64, hexOf, latin1, sameBytes } from "./bytes.js";
import { bitString, booleanOf, derText, derTime, integerHex, oidOf, orNothing, parsedDER, smallInteger, tags } from "./der.js";
import { keyKind, signatureAlgorithm, signatureHolds } from "./keys.js";
import { sha256 } from "./sha256.js";

export const extensionNames = {
  keyUsage: "2.5.29.15", alternativeNames: "2.5.29.17", basicConstraints: "2.5.29.19", nameConstraints: "2.5.29.30",
  policies: "2.5.29.32", subjectKey: "2.5.29.14", authorityKey: "2.5.29.35", extendedUsage: "2.5.29.37",
  scts: "1.3.6.1.4.1.11129.2.4.2", noCheck: "1.3.6.1.5.5.7.48.1.5",
};

const understood = new Set(Object.values(extensionNames));

/// A certificate, or null when `der` is none.
export function certificateOf(der) {
  return orNothing(() => {
    const whole = parsedDER(der).expect(tags.sequence);
    const tbs = whole.part(0, tags.sequence);
    const parts = tbs.children;
    let at = parts[0]?.tag === 0xa0 ? 1 : 0;
    const serial = integerHex(tbs.part(at));
    const issuer = tbs.part(at + 2, tags.sequence);
    const validity = tbs.part(at + 3, tags.sequence);
    const subject = tbs.part(at + 4, tags.sequence);
    checkName(issuer);
    checkName(subject);
    const spki = tbs.part(at + 5, tags.sequence).whole;
    const extensions = new Map();
    for (at += 6; at < parts.length; at += 1) if (parts[at].tag === 0xa3) readExtensions(parts[at].part(0, tags.sequence), extensions);
    return {
      der, serial, spki, extensions, tbs: tbs.whole, issuer: issuer.whole, subject: subject.whole, subjectNode: subject, tbsNode: tbs,
      notBefore: derTime(validity.part(0)), notAfter: derTime(validity.part(1)),
      algorithm: signatureAlgorithm(whole.part(1, tags.sequence)),
      sameAlgorithm: sameBytes(whole.part(1).whole, tbs.part(parts[0].tag === 0xa0 ? 2 : 1).whole),
      signature: bitString(whole.part(2)), digest: `sha256:${hexOf(sha256(der))}`, keyDigest: `sha256:${hexOf(sha256(spki))}`,
      selfIssued: sameBytes(issuer.whole, subject.whole),
    };
  });
}

function checkName(name) {
  for (const set of name.children) for (const pair of set.expect(tags.set).children) oidOf(pair.expect(tags.sequence).part(0));
}

function readExtensions(list, extensions) {
  for (const extension of list.children) {
    const critical = extension.children.length > 2 && booleanOf(extension.part(1));
    const name = oidOf(extension.part(0));
    extensions.set(name, { critical, value: extension.part(extension.children.length - 1, tags.octets).contents, node: extension });
  }
}

/// The certificates in PEM text, or one in DER.
export function certificatesIn(bytes) {
  const text = latin1(bytes);
  const found = [];
  for (const [, body] of text.matchAll(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END/g)) {
    const der = bytesOfBase64(body.replace(/\s/g, ""));
    const certificate = der && certificateOf(der);
    if (certificate) found.push(certificate);
  }
  if (found.length === 0) {
    const certificate = certificateOf(bytes);
    if (certificate) found.push(certificate);
  }
  return found;
}

/// One attribute of a name, as text for showing: `2.5.4.3` is the common name.
export function nameAttribute(subjectNode, oid) {
  return orNothing(() => {
    for (const set of subjectNode.children) {
      for (const pair of set.children) if (oidOf(pair.part(0)) === oid) return derText(pair.part(1));
    }
    return null;
  });
}

const nameLetters = { "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O", "2.5.4.11": "OU" };

export function shownName(subjectNode) {
  return orNothing(() => subjectNode.children.flatMap((set) => set.children.map((pair) =>
    `${nameLetters[oidOf(pair.part(0))] ?? oidOf(pair.part(0))}=${derText(pair.part(1))}`)).join(", ")) ?? "";
}

function extensionNode(certificate, name) {
  const extension = certificate.extensions.get(name);
  return extension ? orNothing(() => parsedDER(extension.value)) : null;
}

/// What extended uses a certificate is for: null for no limit.
export function extendedUses(certificate) {
  const node = extensionNode(certificate, extensionNames.extendedUsage);
  return node && orNothing(() => node.children.map(oidOf));
}

export function keyUsageBit(certificate, bit) {
  const node = extensionNode(certificate, extensionNames.keyUsage);
  if (!node) return !certificate.extensions.has(extensionNames.keyUsage);
  const value = node.contents;
  return ((value[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0;
}

function mayIssue(certificate, below) {
  const node = extensionNode(certificate, extensionNames.basicConstraints);
  if (!node || !keyUsageBit(certificate, 5)) return false;
  return orNothing(() => {
    const parts = node.children;
    if (parts[0]?.tag !== tags.boolean || !booleanOf(parts[0])) return false;
    return parts.length < 2 || below <= smallInteger(parts[1]);
  }) ?? false;
}

export async function isSignedBy(certificate, issuer) {
  return sameBytes(certificate.issuer, issuer.subject) && certificate.sameAlgorithm && certificate.algorithm !== null
    && await signatureHolds(issuer.spki, certificate.algorithm, certificate.signature, certificate.tbs) === true;
}

export function validAt(certificate, time) {
  return time >= certificate.notBefore && time <= certificate.notAfter;
}

function hasUnknownDemands(certificate) {
  return [...certificate.extensions].some(([name, { critical }]) => critical && !understood.has(name));
}

function weak(certificate) {
  const key = keyKind(certificate.spki);
  return key.kind === "rsa" && key.bits < 1024;
}

/// The certificates from `leaf` to one of `anchors`, all valid at `time` (null: whenever), or null. `pool` helps on the way.
export async function chainToAnchor(leaf, pool, anchors, time) {
  return extend([leaf], pool, anchors, time, { tries: 200 });
}

async function extend(chain, pool, anchors, time, budget) {
  const last = chain[chain.length - 1];
  if (chain.length > 10 || hasUnknownDemands(last) || weak(last) || (time !== null && !validAt(last, time))) return null;
  if (chain.length > 1 && !mayIssue(last, chain.slice(1, -1).filter((each) => !each.selfIssued).length)) return null;
  if (anchors.some((anchor) => sameBytes(anchor.der, last.der))) return namesAllowed(chain) ? chain : null;
  for (const issuer of [...anchors, ...pool]) {
    if (chain.some((each) => sameBytes(each.der, issuer.der)) || !sameBytes(last.issuer, issuer.subject)) continue;
    budget.tries -= 1;
    if (budget.tries < 0) return null;
    if (!await isSignedBy(last, issuer)) continue;
    const found = await extend([...chain, issuer], pool, anchors, time, budget);
    if (found) return found;
  }
  return null;
}

/// Names that a server's certificate is for.
export function serverNames(certificate) {
  const node = extensionNode(certificate, extensionNames.alternativeNames);
  const names = [];
  const addresses = [];
  if (node) {
    for (const each of node.children) {
      if (each.tag === 0x82) names.push(latin1(each.contents).toLowerCase());
      if (each.tag === 0x87) addresses.push(hexOf(each.contents));
    }
  }
  return { names, addresses, any: node !== null };
}

function inTree(name, tree) {
  const wanted = tree.toLowerCase().replace(/^\./, "");
  return wanted === "" || name === wanted || name.endsWith(`.${wanted}`);
}

/// RFC 5280, section 4.2.1.10, for host names; a constraint of another kind that is critical refuses the chain only when such a
/// name is there.
function namesAllowed(chain) {
  const { names } = serverNames(chain[0]);
  for (const authority of chain.slice(1)) {
    const node = extensionNode(authority, extensionNames.nameConstraints);
    if (!node) continue;
    for (const part of node.children) {
      const trees = part.children.map((each) => each.part(0)).filter((each) => each.tag === 0x82).map((each) => latin1(each.contents));
      if (trees.length === 0) continue;
      const within = (name) => trees.some((tree) => inTree(name.replace(/^\*\./, ""), tree));
      if (part.tag === 0xa0 && !names.every(within)) return false;
      if (part.tag === 0xa1 && names.some(within)) return false;
    }
  }
  return true;
}
