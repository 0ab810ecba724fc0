// What revocation lists (RFC 5280, section 5) and OCSP responses (RFC 6960) tell of a certificate.

import { hexOf, sameBytes } from "./bytes.js";
import { certificateOf, extendedUses, isSignedBy, keyUsageBit } from "./certificates.js";
import { bitString, booleanOf, derTime, integerHex, oidOf, orNothing, parsedDER, tags } from "./der.js";
import { digestOf, hashNames, signatureAlgorithm, signatureHolds } from "./keys.js";

const basicResponse = "1.3.6.1.5.5.7.48.1.1";
const ocspSigning = "1.3.6.1.5.5.7.3.9";
const understoodInLists = new Set(["2.5.29.20", "2.5.29.35"]);

/// `{ known, revokedAt }` of `certificate`, from what `issuer` signed.
export async function revocationState(certificate, issuer, lists, responses) {
  let known = false;
  let revokedAt = null;
  const tell = (answer) => {
    if (answer === undefined) return;
    known = true;
    if (answer !== null && (revokedAt === null || answer < revokedAt)) revokedAt = answer;
  };
  for (const list of lists) tell(await toldByList(list, certificate, issuer));
  for (const response of responses) tell(await toldByResponse(response, certificate, issuer));
  return { known, revokedAt };
}

/// When the list says that the certificate was revoked, null when it is not listed, undefined when the list does not count.
async function toldByList(bytes, certificate, issuer) {
  const list = orNothing(() => {
    const whole = parsedDER(bytes).expect(tags.sequence);
    const tbs = whole.part(0, tags.sequence);
    const parts = tbs.children.slice(tbs.part(0).tag === tags.integer ? 1 : 0);
    const entries = parts.find((each, place) => place >= 3 && each.tag === tags.sequence);
    const extensions = parts.find((each) => each.tag === 0xa0);
    for (const extension of extensions ? extensions.part(0).children : []) {
      if (extension.children.length > 2 && booleanOf(extension.part(1)) && !understoodInLists.has(oidOf(extension.part(0)))) return null;
    }
    const entry = entries?.children.find((each) => integerHex(each.part(0)) === certificate.serial);
    return {
      issuer: parts[1].whole, tbs: tbs.whole, algorithm: signatureAlgorithm(whole.part(1)), signature: bitString(whole.part(2)),
      revokedAt: entry ? derTime(entry.part(1)) : null,
    };
  });
  if (!list || !list.algorithm || !sameBytes(list.issuer, issuer.subject) || !sameBytes(certificate.issuer, issuer.subject)) return undefined;
  if (!keyUsageBit(issuer, 6)) return undefined;
  return await signatureHolds(issuer.spki, list.algorithm, list.signature, list.tbs) === true ? list.revokedAt : undefined;
}

/// The same of an OCSP response, signed by the issuer or by whom it named for that.
export async function toldByResponse(bytes, certificate, issuer) {
  const response = orNothing(() => {
    const whole = parsedDER(bytes).expect(tags.sequence);
    if (whole.part(0, tags.enumerated).contents[0] !== 0) return null;
    const inner = whole.part(1, 0xa0).part(0, tags.sequence);
    if (oidOf(inner.part(0)) !== basicResponse) return null;
    return basicOf(parsedDER(inner.part(1, tags.octets).contents));
  }) ?? orNothing(() => basicOf(parsedDER(bytes)));
  if (!response || !response.algorithm) return undefined;
  let single = null;
  for (const each of response.singles) {
    const hash = hashNames[each.hash];
    if (!hash || each.serial !== certificate.serial) continue;
    const nameDigest = await digestOf(hash, issuer.subject);
    const keyDigest = await digestOf(hash, orNothing(() => bitString(parsedDER(issuer.spki).part(1))) ?? new Uint8Array(0));
    if (hexOf(nameDigest) === each.name && hexOf(keyDigest) === each.key) single = each;
  }
  if (!single || single.status === "unknown") return undefined;
  for (const signer of [issuer, ...response.certificates]) {
    if (signer !== issuer && !(extendedUses(signer)?.includes(ocspSigning) && await isSignedBy(signer, issuer))) continue;
    if (await signatureHolds(signer.spki, response.algorithm, response.signature, response.tbs) === true) return single.revokedAt;
  }
  return undefined;
}

function basicOf(basic) {
  const tbs = basic.part(0, tags.sequence);
  const list = tbs.children.find((each) => each.tag === tags.sequence);
  const certificates = basic.children[3]?.tag === 0xa0 ? basic.children[3].part(0).children : [];
  return {
    tbs: tbs.whole, algorithm: signatureAlgorithm(basic.part(1)), signature: bitString(basic.part(2)),
    certificates: certificates.map((each) => certificateOf(each.whole)).filter((each) => each !== null),
    singles: list.children.map((each) => {
      const identifier = each.part(0, tags.sequence);
      const status = each.part(1);
      return {
        hash: oidOf(identifier.part(0).part(0)), name: hexOf(identifier.part(1).contents), key: hexOf(identifier.part(2).contents),
        serial: integerHex(identifier.part(3)), status: status.tag === 0x80 ? "good" : status.tag === 0xa1 ? "revoked" : "unknown",
        revokedAt: status.tag === 0xa1 ? derTime(status.part(0)) : null,
      };
    }),
  };
}
