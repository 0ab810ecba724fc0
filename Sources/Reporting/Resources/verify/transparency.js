// Signed certificate timestamps (RFC 6962, section 3.2) against logs that whoever verifies named.

import { big16, bytesOfBase64, hexOf, joined } from "./bytes.js";
import { extensionNames } from "./certificates.js";
import { orNothing, parsedDER } from "./der.js";
import { signatureHolds } from "./keys.js";
import { sha256 } from "./sha256.js";

/// The logs of a list in the form of OpenSSL's `ct_log_list.cnf`.
export function logsIn(text) {
  const logs = [];
  for (const [, value] of text.matchAll(/^\s*key\s*=\s*([A-Za-z0-9+/=]+)\s*$/gm)) {
    const key = bytesOfBase64(value);
    if (key) logs.push({ key, id: hexOf(sha256(key)) });
  }
  return logs;
}

function scts(bytes) {
  const found = [];
  for (let at = 2; at + 2 <= bytes.length; ) {
    const length = big16(bytes, at);
    found.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

/// The timestamps inside the certificate.
function embedded(certificate) {
  const extension = certificate.extensions.get(extensionNames.scts);
  return extension ? scts(orNothing(() => parsedDER(extension.value).contents) ?? new Uint8Array(0)) : [];
}

const length3 = (bytes) => joined(new Uint8Array([bytes.length >> 16, (bytes.length >> 8) & 255, bytes.length & 255]), bytes);

function derLength(length) {
  if (length < 0x80) return [length];
  const bytes = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 255);
  return [0x80 | bytes.length, ...bytes];
}

const wrapped = (tag, contents) => joined(new Uint8Array([tag, ...derLength(contents.length)]), contents);

/// The certificate's signed part without the list of timestamps, as the log signed it.
function withoutTimestamps(certificate) {
  const list = certificate.extensions.get(extensionNames.scts);
  const parts = certificate.tbsNode.children.map((each) => {
    if (each.tag !== 0xa3) return each.whole;
    const kept = each.part(0).children.filter((extension) => extension !== list?.node).map(({ whole }) => whole);
    return wrapped(0xa3, wrapped(0x30, joined(...kept)));
  });
  return wrapped(0x30, joined(...parts));
}

/// Whether one of the timestamps is by one of `logs`, for `certificate` that `issuer` signed.
export async function isLogged(certificate, issuer, given, logs) {
  for (const sct of [...given, ...embedded(certificate)]) {
    if (sct.length < 47 || sct[0] !== 0) continue;
    const log = logs.find(({ id }) => id === hexOf(sct.subarray(1, 33)));
    const extensions = 43 + big16(sct, 41);
    if (!log || extensions + 4 > sct.length || sct[extensions] !== 4) continue;
    const signature = sct.subarray(extensions + 4, extensions + 4 + big16(sct, extensions + 2));
    const algorithm = { 1: ["rsa", "SHA-256"], 3: ["ecdsa", "SHA-256"] }[sct[extensions + 1]];
    const head = joined(new Uint8Array([0, 0]), sct.subarray(33, 41));
    const entries = [joined(new Uint8Array([0, 0]), length3(certificate.der))];
    if (issuer) entries.push(joined(new Uint8Array([0, 1]), sha256(issuer.spki), length3(withoutTimestamps(certificate))));
    for (const entry of algorithm ? entries : []) {
      if (await signatureHolds(log.key, algorithm, signature, joined(head, entry, sct.subarray(41, extensions))) === true) return true;
    }
  }
  return false;
}
