// CMS signed-data (RFC 5652) with one signer: reading it, and checking it over a content.

import { hexOf, sameBytes } from "./bytes.js";
import { certificateOf } from "./certificates.js";
import { bitString, DERProblem, derTime, integerHex, oidOf, orNothing, parsedDER, smallInteger, tags } from "./der.js";
import { digestOf, hashNames, oids, signatureAlgorithms, signatureHolds } from "./keys.js";

export const attributeNames = {
  contentType: "1.2.840.113549.1.9.3", messageDigest: "1.2.840.113549.1.9.4", signingTime: "1.2.840.113549.1.9.5",
  signingCertificate: "1.2.840.113549.1.9.16.2.12", signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  timestamps: "1.2.840.113549.1.9.16.2.14",
};

export const contentNames = { data: "1.2.840.113549.1.7.1", signedData: "1.2.840.113549.1.7.2", timestamp: "1.2.840.113549.1.9.16.1.4" };

const ocspInCMS = "1.3.6.1.5.5.7.16.2";

/// The parts of a signed-data, or null when `bytes` are none.
export function signedDataOf(bytes) {
  return orNothing(() => {
    const info = parsedDER(bytes).expect(tags.sequence);
    if (info.children.length !== 2 || oidOf(info.part(0)) !== contentNames.signedData) return null;
    const outer = info.part(1, 0xa0);
    if (outer.children.length !== 1) return null;
    const data = outer.part(0, tags.sequence);
    const encapsulated = data.part(2, tags.sequence);
    const content = encapsulated.children[1];
    const result = {
      version: smallInteger(data.part(0, tags.integer)), contentType: oidOf(encapsulated.part(0)),
      content: content ? content.expect(0xa0).part(0, tags.octets).contents : null,
      digestAlgorithms: data.part(1, tags.set).children.map((each) => oidOf(each.expect(tags.sequence).part(0))),
      certificates: [], lists: [], responses: [], others: 0, signer: null,
    };
    const rest = data.children.slice(3);
    if (rest[0]?.tag === 0xa0) readCertificates(rest.shift(), result);
    if (rest[0]?.tag === 0xa1) readRevocation(rest.shift(), result);
    if (rest.length !== 1 || rest[0].tag !== tags.set || rest[0].children.length !== 1) return null;
    result.signer = signerOf(rest[0].part(0, tags.sequence));
    return result;
  });
}

function readCertificates(node, result) {
  for (const each of node.children) {
    const certificate = certificateOf(each.whole);
    if (certificate === null) throw new DERProblem("no certificate");
    result.certificates.push(certificate);
  }
}

function readRevocation(node, result) {
  for (const each of node.children) {
    if (each.tag === tags.sequence) result.lists.push(checkedList(each));
    else if (each.tag === 0xa1 && oidOf(each.part(0)) === ocspInCMS) result.responses.push(each.part(1).whole);
    else result.others += 1;
  }
}

function checkedList(node) {
  checkParts(node.part(0, tags.sequence), 0);
  oidOf(node.part(1, tags.sequence).part(0));
  bitString(node.part(2));
  return node.whole;
}

const maximumParts = 20;

function checkParts(node, depth) {
  if (depth > maximumParts) throw new DERProblem("too deep");
  if (node.tag & 0x20) for (const child of node.children) checkParts(child, depth + 1);
}

function signerOf(node) {
  const parts = node.children;
  const identifier = node.part(1, tags.sequence);
  let at = 3;
  const signed = parts[at]?.tag === 0xa0 ? parts[at++] : null;
  const algorithm = node.part(at, tags.sequence);
  const signature = node.part(at + 1, tags.octets).contents;
  const unsigned = parts[at + 2] ?? null;
  if (unsigned && (unsigned.tag !== 0xa1 || parts.length > at + 3)) throw new DERProblem("something follows");
  return {
    version: smallInteger(node.part(0, tags.integer)), issuer: identifier.part(0, tags.sequence).whole, serial: integerHex(identifier.part(1)),
    digest: oidOf(node.part(2, tags.sequence).part(0)), algorithm: oidOf(algorithm.part(0)), signature,
    signed: signed ? attributesOf(signed) : null, signedNode: signed, unsigned: unsigned ? attributesOf(unsigned) : new Map(),
  };
}

function attributesOf(node) {
  const attributes = new Map();
  for (const each of node.children) {
    const name = oidOf(each.part(0));
    if (attributes.has(name) || each.children.length !== 2) throw new DERProblem("an attribute twice");
    attributes.set(name, each.part(1, tags.set).children);
  }
  return attributes;
}

function singleValue(signer, name) {
  const values = signer.signed.get(name);
  if (!values || values.length !== 1) throw new DERProblem("an attribute is missing");
  return values[0];
}

/// The certificate whose name and number the signer gives.
export function signerCertificate(data) {
  return data.certificates.find((each) => each.serial === data.signer.serial && sameBytes(each.issuer, data.signer.issuer)) ?? null;
}

/// What `data` says of itself that must be so before its signature counts: null when an attribute is missing or broken.
export function signedFacts(data) {
  const { signer } = data;
  if (signer.signed === null) return null;
  return orNothing(() => ({
    contentType: oidOf(singleValue(signer, attributeNames.contentType)),
    digest: singleValue(signer, attributeNames.messageDigest).expect(tags.octets).contents,
    time: signer.signed.has(attributeNames.signingTime) ? orNothing(() => derTime(singleValue(signer, attributeNames.signingTime))) : null,
  }));
}

/// Whether digest and signature hold over `content`: true, false, or null when that cannot be checked here.
export async function signatureOfDataHolds(data, certificate, content) {
  const { signer } = data;
  const hash = hashNames[signer.digest];
  const algorithm = signer.algorithm === oids.rsa ? ["rsa", hash] : signatureAlgorithms[signer.algorithm];
  const facts = signedFacts(data);
  if (facts === null) return false;
  if (!hash || !algorithm) return null;
  if (!sameBytes(await digestOf(hash, content), facts.digest)) return false;
  const attributes = signer.signedNode.whole.slice();
  attributes[0] = tags.set;
  return signatureHolds(certificate.spki, algorithm, signer.signature, attributes);
}

/// Whether one of the attributes signing-certificate and signing-certificate-v2 names `certificate` first: with `onlySHA256`, the
/// second, over SHA-256.
export async function namesCertificate(data, certificate, onlySHA256) {
  const second = data.signer.signed?.get(attributeNames.signingCertificateV2);
  const first = data.signer.signed?.get(attributeNames.signingCertificate);
  const values = second ?? (onlySHA256 ? null : first);
  if (!values || values.length !== 1) return null;
  const named = orNothing(() => {
    const identifier = values[0].part(0, tags.sequence).part(0, tags.sequence);
    const parts = identifier.children;
    if (!second) return ["SHA-1", identifier.part(0, tags.octets).contents];
    if (parts[0].tag === tags.octets) return ["SHA-256", parts[0].contents];
    return [hashNames[oidOf(parts[0].part(0))], identifier.part(1, tags.octets).contents];
  });
  if (named === null || !named[0]) return null;
  return hexOf(await digestOf(named[0], certificate.der)) === hexOf(named[1]);
}

export function isSHA256(data) {
  return data.signer.digest === oids.sha256;
}
