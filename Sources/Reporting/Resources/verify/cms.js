// CMS signed-data (RFC 5652) with one signer: reading it, and checking it over a content.

import { comparedBytes, hexOf, sameBytes } from "./bytes.js";
import { certificateOf } from "./certificates.js";
import { DERProblem, derTime, integerHex, oidOf, orNothing, parsedDER, tags } from "./der.js";
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
      version: integerHex(data.part(0)), contentType: oidOf(encapsulated.part(0)),
      content: content ? content.expect(0xa0).part(0, tags.octets).contents : null, isSorted: true,
      digestAlgorithms: data.part(1, tags.set).children.map((each) => each.expect(tags.sequence)),
      certificates: [], lists: [], responses: [], signer: null,
    };
    const rest = data.children.slice(3);
    if (rest[0]?.tag === 0xa0) result.certificates = sortedParts(rest.shift(), result).map((each) => certificateOf(each.whole)).filter((each) => each !== null);
    if (rest[0]?.tag === 0xa1) readRevocation(rest.shift(), result);
    if (rest.length !== 1 || rest[0].tag !== tags.set || rest[0].children.length !== 1) return null;
    result.signer = signerOf(rest[0].part(0, tags.sequence), result);
    return result;
  });
}

/// The parts of a SET OF; notes in `result` when they are not in the order of DER.
function sortedParts(node, result) {
  const parts = node.children;
  if (parts.some((each, place) => place > 0 && comparedBytes(parts[place - 1].whole, each.whole) > 0)) result.isSorted = false;
  return parts;
}

function readRevocation(node, result) {
  if (node.children.length === 0) result.isSorted = false;
  for (const each of sortedParts(node, result)) {
    if (each.tag === tags.sequence) result.lists.push(each.whole);
    else if (each.expect(0xa1).children.length !== 2 || oidOf(each.part(0)) !== ocspInCMS) throw new DERProblem("another kind of revocation");
    else result.responses.push(each.part(1).whole);
  }
}

function signerOf(node, result) {
  const parts = node.children;
  const identifier = node.part(1, tags.sequence);
  const at = parts[3]?.tag === 0xa0 ? 4 : 3;
  const signed = at === 4 ? parts[3] : null;
  const algorithm = node.part(at, tags.sequence);
  const unsigned = parts[at + 2] ?? null;
  if (unsigned && (unsigned.tag !== 0xa1 || parts.length > at + 3)) throw new DERProblem("something follows");
  return {
    version: integerHex(node.part(0)), issuer: identifier.part(0, tags.sequence).whole, serial: integerHex(identifier.part(1)),
    digest: oidOf(node.part(2, tags.sequence).part(0)), digestNode: node.part(2), algorithm: oidOf(algorithm.part(0)),
    algorithmNode: algorithm, signature: node.part(at + 1, tags.octets).contents, signed: signed ? attributesOf(signed, result) : null, signedNode: signed,
    unsigned: unsigned ? attributesOf(unsigned, result) : null,
  };
}

function attributesOf(node, result) {
  const attributes = new Map();
  for (const each of sortedParts(node, result)) {
    const name = oidOf(each.expect(tags.sequence).part(0));
    if (attributes.has(name) || each.children.length !== 2) throw new DERProblem("an attribute twice");
    attributes.set(name, sortedParts(each.part(1, tags.set), result));
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
    if (onlySHA256 || parts[0].tag === tags.octets) return ["SHA-256", parts[0].expect(tags.octets).contents];
    return [hashNames[oidOf(parts[0].part(0))], identifier.part(1, tags.octets).contents];
  });
  if (named === null || !named[0]) return null;
  return hexOf(await digestOf(named[0], certificate.der)) === hexOf(named[1]);
}
