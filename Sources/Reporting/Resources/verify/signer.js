// Whose key signed, as far as what whoever verifies was given shows it.

import { sameBytes } from "./bytes.js";
import { chainToAnchor, isSignedBy, nameAttribute, validAt } from "./certificates.js";
import { timeOf } from "./plain-text.js";
import { revocationState } from "./revocation.js";
import { isStrongKey } from "./statement.js";

/// Adds what is found, and gives `{ anchor }` in words for showing, null when the key is tied to nobody.
export async function checkSigner(context, times) {
  const { findings, certificate, options } = context;
  const told = {
    certificate: certificate.digest, key: certificate.keyDigest, name: nameAttribute(certificate.subjectNode, "2.5.4.3"),
    organization: nameAttribute(certificate.subjectNode, "2.5.4.10"), anchor: null,
  };
  if (!isStrongKey(certificate)) {
    findings.add("signer.weak-key");
    return told;
  }
  const ended = timeOf(context.ended);
  const pinned = await pin(certificate, options);
  if (pinned !== null) {
    told.anchor = pinned;
    if (!validAt(certificate, ended) || (times.signed !== null && !validAt(certificate, times.signed))) findings.add("signer.certificate");
    return told;
  }
  const pool = [...context.data.certificates, ...times.help.certificates];
  const time = times.signed ?? options.at;
  const chain = await chainToAnchor(certificate, pool, options.trust, time);
  if (chain === null) {
    findings.add("signer.not-anchored");
    findings.add("signer.not-anchored-reason", { detail: options.trust.length ? "it leads to no certificate that you gave" : "you gave no certificate" });
    return told;
  }
  await checkRevocation(context, times, chain, time ?? ended);
  if (time === null) {
    findings.add("signer.time-unknown");
    return told;
  }
  told.anchor = "authority";
  if (!validAt(certificate, ended)) findings.add("signer.certificate");
  return told;
}

async function pin(certificate, options) {
  if (options.keys.includes(certificate.keyDigest)) return "key";
  if (options.certificates.includes(certificate.digest)) return "certificate";
  for (const each of options.trust) {
    if (sameBytes(each.der, certificate.der) && await isSignedBy(each, each)) return "certificate";
  }
  return null;
}

async function checkRevocation(context, times, chain, time) {
  const { findings, options, data } = context;
  const lists = [...data.lists, ...times.help.lists];
  const responses = [...data.responses, ...times.help.responses];
  let unknown = false;
  for (let place = 0; place + 1 < chain.length; place += 1) {
    const { known, revokedAt } = await revocationState(chain[place], chain[place + 1], lists, responses);
    if (revokedAt !== null) findings.add(revokedAt <= time ? "signer.revoked" : "signer.revoked-later");
    if (!known && place === 0) unknown = true;
  }
  if (!unknown) return;
  findings.add("signer.revocation-unknown");
  if (options.requireRevocation) findings.add("signer.revocation-required");
}
