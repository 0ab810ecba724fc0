// The data package, rebuilt byte for byte (bundle format, section 8).

import { bytesOfBase64, hexOf, sameBytes } from "./bytes.js";
import { compactJSON, parsedJSON } from "./json.js";
import { isLowS, signatureHolds } from "./keys.js";
import { utf8 } from "./plain-text.js";
import { sha256 } from "./sha256.js";

const own = ["datapackage.json", "datapackage-digest.json"];

export async function checkPackage({ findings, statement, derivation, entries, byPath, read, digests, options }) {
  if (!own.every((path) => byPath.has(path))) return;
  const created = derivation?.made ?? statement.window.ended;
  const { bundle, packaging } = derivation ?? statement;
  const found = read(own[0]);
  const resources = entries.filter(({ name }) => !own.includes(name)).map(({ name, size }) => (
    { name: name.toLowerCase(), path: name, hash: digests.get(name).digest, bytes: size }));
  const expected = utf8(compactJSON({
    profile: "data-package", wacz_version: "1.1.1", title: bundle, created, software: "exhibit", resources,
  }));
  if (!options.quick && !sameBytes(found, expected)) return findings.add("package.differs", { place: own[0] });
  return checkDigest({ findings, packaging, created, bytes: read(own[1]), hash: `sha256:${hexOf(sha256(found))}` });
}

async function checkDigest({ findings, packaging, created, bytes, hash }) {
  const where = { place: own[1] };
  const signedData = parsedJSON(bytes)?.get?.("signedData");
  const signature = signedData instanceof Map ? signedData.get("signature") : null;
  const publicKey = signedData instanceof Map ? signedData.get("publicKey") : null;
  if (typeof signature !== "string" || typeof publicKey !== "string") return findings.add("package.digest-differs", where);
  const expected = compactJSON({ path: own[0], hash, signedData: { hash, created, software: "exhibit", version: "0.1.0", signature, publicKey } });
  const key = bytesOfBase64(publicKey);
  const value = bytesOfBase64(signature);
  if (!sameBytes(bytes, utf8(expected)) || key === null || value === null) return findings.add("package.digest-differs", where);
  if (`sha256:${hexOf(sha256(key))}` !== packaging.spki) findings.add("package.key-differs", where);
  if (!isLowS(value) || await signatureHolds(key, ["ecdsa", "SHA-256"], value, utf8(hash)) !== true) {
    findings.add("package.signature-invalid", where);
  }
}
