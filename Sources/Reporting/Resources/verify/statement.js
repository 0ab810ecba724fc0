// The statement, the plan, and the officer's signatures over them (bundle format, section 7).

import { bytesOfBase64, digestPattern, hexOf, uuidPattern } from "./bytes.js";
import { attributeNames, contentNames, namesCertificate, signatureOfDataHolds, signedDataOf, signedFacts, signerCertificate } from "./cms.js";
import { tags } from "./der.js";
import { either, hasShape, isCount, isObject, isText, matches, oneOf, orNull, parsedJSON } from "./json.js";
import { keyKind, signatureHolds } from "./keys.js";
import { timeOf, utf8 } from "./plain-text.js";
import { sha256 } from "./sha256.js";

export const isTime = (value) => typeof value === "string" && timeOf(value) !== null;
const isDigest = matches(digestPattern);
const isBundle = matches(uuidPattern);
const isBase64 = (value) => typeof value === "string" && bytesOfBase64(value) !== null;
const rootShape = { count: isCount, root: isDigest };

const sealingShape = either({ mode: oneOf("live", "imported") }, {
  mode: oneOf("recovered"), recoveredAt: isTime, recoveredBy: isDigest, packaging: { captured: isDigest, recovered: isDigest },
  journalled: orNull({ ...rootShape, signature: isBase64 }), unjournalled: isCount,
});

const statementShape = {
  format: oneOf("exhibit-statement/1"), critical: [isText], bundle: isBundle, hash: oneOf("sha256"), tree: oneOf("rfc6962"),
  records: rootShape, files: rootShape, window: { begun: isTime, ended: isTime }, sealing: sealingShape,
  signer: { certificate: isDigest }, packaging: { spki: isDigest }, bracket: orNull(isDigest), custody: orNull(isText), ext: isObject,
};

const planShape = {
  format: oneOf("exhibit-plan/1"), critical: [isText], bundle: isBundle, begun: isTime,
  asked: { target: isText, engine: oneOf("chromium", "fetch", "pack"), options: isObject },
  software: { name: oneOf("exhibit"), version: isText }, signer: { certificate: isDigest },
  packaging: { spki: isDigest, publicKey: isBase64 }, custody: orNull(isText), ext: isObject,
};

/// Maps as plain objects, for values whose form was checked.
export function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

/// `{ value }`, `{ version }` for what a newer program made, or `{ problem: true }`.
export function signedObject(bytes, name, shape) {
  const value = parsedJSON(bytes);
  if (!(value instanceof Map)) return { problem: true };
  const [first] = value;
  const format = first?.[0] === "format" && typeof first[1] === "string" ? first[1] : "";
  if (format.startsWith(`${name}/`) && format !== `${name}/1`) return { version: format };
  const critical = value.get("critical");
  if (format === `${name}/1` && Array.isArray(critical) && critical.length > 0 && critical.every(isText)) return { version: critical.join(", ") };
  return hasShape(value, shape) ? { value: plain(value) } : { problem: true };
}

export const statementOf = (bytes) => signedObject(bytes, "exhibit-statement", statementShape);
export const planOf = (bytes) => signedObject(bytes, "exhibit-plan", planShape);

const signedNames = [attributeNames.contentType, attributeNames.messageDigest, attributeNames.signingTime, attributeNames.signingCertificateV2];

// SHA-256 with and without parameters; ecdsa-with-SHA256, rsaEncryption, sha256WithRSAEncryption.
const sha256Algorithms = ["0609608648016503040201", "06096086480165030402010500"];
const sha256Signatures = ["06082a8648ce3d040302", "06092a864886f70d0101010500", "06092a864886f70d01010b0500"];

/// The officer's signature over `content`. `problem` is null, "form", "invalid", "weak-digest"; `signer` the certificate. Its
/// grammar is that of section 7.4.
export async function officersSignature(bytes, content, allowsTokens) {
  const data = signedDataOf(bytes);
  const form = { problem: "form" };
  if (!data || data.contentType !== contentNames.data || data.content !== null || data.signer.signed === null || !data.isSorted) return form;
  const { signer, digestAlgorithms, responses } = data;
  const certificate = signerCertificate(data);
  if (signer.version !== "01" || data.version !== (responses.length > 0 ? "05" : "01")) return form;
  if (signer.unsigned !== null) {
    const tokens = signer.unsigned.get(attributeNames.timestamps) ?? [];
    if (!allowsTokens || signer.unsigned.size !== 1 || tokens.length === 0 || tokens.some(({ tag }) => tag !== tags.sequence)) return form;
  }
  const isOne = (node, list) => list.includes(hexOf(node.contents));
  if (!isOne(signer.digestNode, sha256Algorithms)) {
    return certificate && await signatureOfDataHolds(data, certificate, content) === true ? { problem: "weak-digest" } : form;
  }
  if (digestAlgorithms.length !== 1 || !isOne(digestAlgorithms[0], sha256Algorithms) || !isOne(signer.algorithmNode, sha256Signatures)) return form;
  if (signer.signed.size !== 4 || !signedNames.every((name) => signer.signed.get(name)?.length === 1)) return form;
  const facts = signedFacts(data);
  if (!certificate || !facts || facts.contentType !== contentNames.data || facts.digest.length !== 32 || facts.time === null) return form;
  if (signer.signed.get(attributeNames.signingTime)[0].tag !== tags.utcTime || await namesCertificate(data, certificate, true) !== true) return form;
  const holds = await signatureOfDataHolds(data, certificate, content);
  if (!holds) return holds === null ? form : { problem: "invalid" };
  const tokens = (signer.unsigned?.get(attributeNames.timestamps) ?? []).map((each) => each.whole);
  return { problem: null, certificate, data, tokens, value: signer.signature, time: facts.time };
}

export function isStrongKey(certificate) {
  const key = keyKind(certificate.spki);
  return (key.kind === "ec" && (key.curve === "P-256" || key.curve === "P-384")) || (key.kind === "rsa" && key.bits >= 2048 && key.bits <= 4096);
}

/// What the plan says otherwise than the statement: names of members.
export function planDifferences(plan, statement) {
  const different = [];
  const recovered = statement.sealing.mode === "recovered";
  if (plan.bundle !== statement.bundle) different.push("bundle");
  if (plan.begun !== statement.window.begun) different.push("begun");
  const packaging = recovered ? statement.sealing.packaging.captured : statement.packaging.spki;
  if (plan.packaging.spki !== packaging) different.push("packaging");
  if (!recovered && plan.signer.certificate !== statement.signer.certificate) different.push("signer");
  if (`sha256:${hexOf(sha256(bytesOfBase64(plan.packaging.publicKey)))}` !== plan.packaging.spki) different.push("publicKey");
  return different;
}

/// What the statement says of a recovery that does not fit together.
export function recoveryProblem({ sealing, window, records, signer, packaging }) {
  if (sealing.mode !== "recovered") return false;
  return sealing.recoveredBy !== signer.certificate || timeOf(sealing.recoveredAt) < timeOf(window.ended)
    || sealing.packaging.recovered !== packaging.spki || (sealing.journalled?.count ?? 0) + sealing.unjournalled !== records.count;
}

/// Whether the journal's checkpoint is signed by the key of the capture.
export async function checkpointHolds({ sealing, bundle }, publicKey) {
  const { count, root, signature } = sealing.journalled;
  const text = utf8(`exhibit-journal/1\n${bundle}\n${count}\n${root}\n`);
  return await signatureHolds(publicKey, ["ecdsa", "SHA-256"], bytesOfBase64(signature), text) === true;
}

/// Whether a text is a checkpoint of a log: a signed note over a size and a root (C2SP signed-note, tlog-checkpoint).
export function isCheckpoint(text) {
  return text.length <= 16384 && /^[^\s+]+\n[1-9]\d*\n[A-Za-z0-9+\/]{43}=\n(?:[^\n]+\n)*\n(?:\u2014 [^\s+]+ [A-Za-z0-9+\/]+={0,2}\n)+$/.test(text);
}
