// Signatures, by WebCrypto. A key or an algorithm that the browser does not have makes "unknown", never "valid".

import { hexOf, joined } from "./bytes.js";
import { bitString, integerHex, oidOf, orNothing, parsedDER, tags } from "./der.js";

export const oids = {
  rsa: "1.2.840.113549.1.1.1", ecPublicKey: "1.2.840.10045.2.1", ed25519: "1.3.101.112", pss: "1.2.840.113549.1.1.10",
  p256: "1.2.840.10045.3.1.7", p384: "1.3.132.0.34", p521: "1.3.132.0.35",
  sha1: "1.3.14.3.2.26", sha256: "2.16.840.1.101.3.4.2.1", sha384: "2.16.840.1.101.3.4.2.2", sha512: "2.16.840.1.101.3.4.2.3",
};

export const hashNames = { [oids.sha1]: "SHA-1", [oids.sha256]: "SHA-256", [oids.sha384]: "SHA-384", [oids.sha512]: "SHA-512" };

export const signatureAlgorithms = {
  "1.2.840.113549.1.1.5": ["rsa", "SHA-1"], "1.2.840.113549.1.1.11": ["rsa", "SHA-256"], "1.2.840.113549.1.1.12": ["rsa", "SHA-384"],
  "1.2.840.113549.1.1.13": ["rsa", "SHA-512"], "1.2.840.10045.4.1": ["ecdsa", "SHA-1"], "1.2.840.10045.4.3.2": ["ecdsa", "SHA-256"],
  "1.2.840.10045.4.3.3": ["ecdsa", "SHA-384"], "1.2.840.10045.4.3.4": ["ecdsa", "SHA-512"], "1.3.101.112": ["ed25519", null],
};

const curveNames = { [oids.p256]: ["P-256", 32], [oids.p384]: ["P-384", 48], [oids.p521]: ["P-521", 66] };

/// What a SubjectPublicKeyInfo holds: `kind` rsa (with `bits`), ec (with `curve`), ed25519 or other.
export function keyKind(spki) {
  return orNothing(() => {
    const info = parsedDER(spki).expect(tags.sequence);
    const algorithm = info.part(0, tags.sequence);
    const name = oidOf(algorithm.part(0));
    const value = bitString(info.part(1));
    if (name === oids.rsa) {
      const modulus = integerHex(parsedDER(value).part(0)).replace(/^(00)+/, "");
      return { kind: "rsa", bits: modulus.length * 4 - (Math.clz32(parseInt(modulus.slice(0, 2), 16)) - 24) };
    }
    if (name === oids.ecPublicKey) {
      const curve = curveNames[oidOf(algorithm.part(1))];
      return curve ? { kind: "ec", curve: curve[0], bytes: curve[1] } : { kind: "other" };
    }
    return { kind: name === oids.ed25519 ? "ed25519" : "other" };
  }) ?? { kind: "other" };
}

/// The algorithm that an AlgorithmIdentifier of a signature names: `[kind, hash]`, or null.
export function signatureAlgorithm(node) {
  return orNothing(() => signatureAlgorithms[oidOf(node.part(0))] ?? null);
}

/// r and s as WebCrypto wants them, from DER; null when the DER has another form.
function rawSignature(signature, bytes) {
  return orNothing(() => {
    const parts = parsedDER(signature).expect(tags.sequence).children;
    if (parts.length !== 2) return null;
    const raw = new Uint8Array(bytes * 2);
    for (let place = 0; place < 2; place += 1) {
      integerHex(parts[place]);
      let value = parts[place].contents;
      if (value[0] >= 0x80) return null;
      if (value[0] === 0) value = value.subarray(1);
      if (value.length > bytes) return null;
      raw.set(value, bytes * (place + 1) - value.length);
    }
    return raw;
  });
}

/// Whether `signature` is one over `content`: true, false, or null when that cannot be checked here.
export async function signatureHolds(spki, [kind, hash], signature, content) {
  const key = keyKind(spki);
  let algorithm;
  let value = signature;
  if (kind === "rsa" && key.kind === "rsa") algorithm = { name: "RSASSA-PKCS1-v1_5", hash };
  else if (kind === "pss" && key.kind === "rsa") algorithm = { name: "RSA-PSS", hash, saltLength: { "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 }[hash] };
  else if (kind === "ecdsa" && key.kind === "ec") {
    algorithm = { name: "ECDSA", hash, namedCurve: key.curve };
    value = rawSignature(signature, key.bytes);
    if (value === null) return false;
  } else if (kind === "ed25519" && key.kind === "ed25519") algorithm = { name: "Ed25519" };
  else return key.kind === "other" ? null : false;
  let imported;
  try {
    imported = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  } catch {
    return key.kind === "ed25519" ? null : false;
  }
  try {
    return await crypto.subtle.verify(algorithm, imported, value, content);
  } catch {
    return false;
  }
}

/// Whether s of a P-256 signature in DER is in the lower half, and the DER canonical.
export function isLowS(signature) {
  const raw = rawSignature(signature, 32);
  const half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
  return raw !== null && hexOf(raw.subarray(32)) <= half;
}

export async function digestOf(hash, ...parts) {
  return new Uint8Array(await crypto.subtle.digest(hash, joined(...parts)));
}
