// Timestamp tokens (RFC 3161).

import { sameBytes } from "./bytes.js";
import { chainToAnchor, extendedUses, extensionNames, shownName, validAt } from "./certificates.js";
import { contentNames, namesCertificate, signatureOfDataHolds, signedDataOf, signedFacts, signerCertificate } from "./cms.js";
import { derTime, oidOf, orNothing, parsedDER, smallInteger, tags } from "./der.js";
import { digestOf, hashNames, oids } from "./keys.js";
import { revocationState } from "./revocation.js";

const timeStamping = "1.3.6.1.5.5.7.3.8";

const strong = [oids.sha256, oids.sha384, oids.sha512];

/// A token with a valid signature: `{ time, accuracy, hash, imprint, certificate, … }`; `problem` is "form" or "weak" otherwise.
export async function tokenOf(bytes) {
  const data = signedDataOf(bytes);
  if (!data || data.contentType !== contentNames.timestamp || data.content === null || data.signer.signed === null) return { problem: "form" };
  const info = orNothing(() => timestampInfo(parsedDER(data.content).expect(tags.sequence)));
  if (info && ![info.hash, data.signer.digest].every((each) => strong.includes(each))) return { ...info, problem: "weak", authority: "" };
  if (!data.digestAlgorithms.some((each) => oidOf(each.part(0)) === data.signer.digest)) return { problem: "form" };
  const certificate = signerCertificate(data);
  const facts = signedFacts(data);
  if (!info || !certificate || !facts || facts.contentType !== contentNames.timestamp) return { problem: "form" };
  if (await namesCertificate(data, certificate, false) !== true) return { problem: "form" };
  const holds = await signatureOfDataHolds(data, certificate, data.content);
  if (holds !== true) return { problem: "form" };
  return { ...info, problem: null, bytes, data, certificate, authority: shownName(certificate.subjectNode) };
}

function timestampInfo(node) {
  if (smallInteger(node.part(0, tags.integer)) !== 1) return null;
  const imprint = node.part(2, tags.sequence);
  const after = node.children.slice(5);
  const accuracy = after[0]?.tag === tags.sequence ? after[0] : null;
  let seconds = 0;
  for (const part of accuracy?.children ?? []) {
    seconds += smallInteger(part) * (part.tag === tags.integer ? 1 : part.tag === 0x80 ? 1e-3 : 1e-6);
  }
  return {
    hash: oidOf(imprint.part(0).part(0)), imprint: imprint.part(1, tags.octets).contents,
    time: derTime(node.part(4, tags.generalTime)), accuracy: seconds * 1000,
  };
}

/// Whether the token is over `content`.
export async function isOver(token, content) {
  const hash = hashNames[token.hash];
  return Boolean(hash) && sameBytes(await digestOf(hash, content), token.imprint);
}

/// What keeps the time of a token from counting: null, "not-anchored" or "revoked"; `ends` is when its certificates end.
export async function standing(token, anchors, pool, lists, responses) {
  const uses = extendedUses(token.certificate);
  const extension = token.certificate.extensions.get(extensionNames.extendedUsage);
  if (!uses || uses.length !== 1 || uses[0] !== timeStamping || !extension.critical) return { problem: "not-anchored" };
  const certificates = [...token.data.certificates, ...pool];
  const chain = await chainToAnchor(token.certificate, certificates, anchors, token.time);
  if (!chain) return { problem: "not-anchored" };
  for (let place = 0; place + 1 < chain.length; place += 1) {
    const state = await revocationState(chain[place], chain[place + 1], [...token.data.lists, ...lists], [...token.data.responses, ...responses]);
    if (state.revokedAt !== null && state.revokedAt <= token.time) return { problem: "revoked" };
  }
  return { problem: null, ends: token.certificate.notAfter, valid: (now) => validAt(token.certificate, now) };
}
