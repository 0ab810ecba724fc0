// TLS handshakes as a connection record holds them (RFC 8446, RFC 5246): what the server signed, and with which certificate.

import { big16, big24, hexOf, joined, latin1, sameBytes } from "./bytes.js";
import { digestOf, signatureHolds } from "./keys.js";
import { utf8 } from "./plain-text.js";

const messageKinds = { clientHello: 1, serverHello: 2, certificate: 11, keyExchange: 12, certificateVerify: 15 };
const retryRandom = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

const schemes = {
  0x0403: ["ecdsa", "SHA-256"], 0x0503: ["ecdsa", "SHA-384"], 0x0603: ["ecdsa", "SHA-512"],
  0x0401: ["rsa", "SHA-256"], 0x0501: ["rsa", "SHA-384"], 0x0601: ["rsa", "SHA-512"],
  0x0804: ["pss", "SHA-256"], 0x0805: ["pss", "SHA-384"], 0x0806: ["pss", "SHA-512"], 0x0807: ["ed25519", null],
};

class HandshakeProblem extends Error {}

class Cursor {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(count) {
    if (this.at + count > this.bytes.length) throw new HandshakeProblem("a message ends too early");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  number(size) {
    let value = 0;
    for (const byte of this.take(size)) value = value * 256 + byte;
    return value;
  }

  block(size) {
    return this.take(this.number(size));
  }

  get ended() {
    return this.at === this.bytes.length;
  }
}

function extensionsOf(cursor) {
  const extensions = new Map();
  if (cursor.ended) return extensions;
  const list = new Cursor(cursor.block(2));
  while (!list.ended) extensions.set(list.number(2), list.block(2));
  return extensions;
}

function helloOf(message, fromServer) {
  const cursor = new Cursor(message.subarray(4));
  const version = cursor.number(2);
  const random = cursor.take(32);
  cursor.block(1);
  if (!fromServer) {
    cursor.block(2);
    cursor.block(1);
    return { random, extensions: extensionsOf(cursor) };
  }
  const cipher = cursor.number(2);
  cursor.number(1);
  const extensions = extensionsOf(cursor);
  const chosen = extensions.get(43);
  return { random, cipher, version: chosen?.length === 2 ? big16(chosen, 0) : version };
}

function serverName(extensions) {
  const value = extensions.get(0);
  if (!value) return null;
  const list = new Cursor(new Cursor(value).block(2));
  return list.number(1) === 0 ? latin1(list.block(2)) : null;
}

function certificatesOf(message, modern) {
  const cursor = new Cursor(message.subarray(4));
  if (modern) cursor.block(1);
  const list = new Cursor(cursor.block(3));
  const certificates = [];
  while (!list.ended) {
    certificates.push(list.block(3));
    if (modern) list.block(2);
  }
  return certificates;
}

/// What the messages say, or null when they cannot be read: the client's random values, server's name, version, certificates, and
/// `signature`: null when the server signed nothing, else `{ scheme, value, content(), weak }`.
export async function readHandshake(messages) {
  try {
    return await readMessages(messages);
  } catch (problem) {
    if (problem instanceof HandshakeProblem) return null;
    throw problem;
  }
}

async function readMessages(messages) {
  for (const { bytes } of messages) {
    if (bytes.length < 4 || big24(bytes, 1) !== bytes.length - 4) throw new HandshakeProblem("another length");
  }
  const of = (from, kind) => messages.filter((each) => each.from === from && each.bytes[0] === kind).map(({ bytes }) => bytes);
  const clientHellos = of("client", messageKinds.clientHello);
  const hellos = clientHellos.map((bytes) => helloOf(bytes, false));
  const servers = of("server", messageKinds.serverHello).map((bytes) => helloOf(bytes, true));
  const answer = servers.find(({ random }) => hexOf(random) !== retryRandom);
  if (hellos.length === 0 || !answer) throw new HandshakeProblem("a hello is missing");
  const modern = answer.version === 0x0304;
  const [certificateMessage] = of("server", messageKinds.certificate);
  const facts = {
    randoms: hellos.map(({ random }) => random), name: serverName(hellos[hellos.length - 1].extensions),
    version: { 0x0304: "TLSv1.3", 0x0303: "TLSv1.2" }[answer.version] ?? "other",
    certificates: certificateMessage ? certificatesOf(certificateMessage, modern) : [], signature: null,
  };
  const [signed] = of("server", modern ? messageKinds.certificateVerify : messageKinds.keyExchange);
  if (!signed || !certificateMessage) return facts;
  const cursor = new Cursor(signed.subarray(4));
  let content;
  if (modern) content = await transcript(messages, signed, answer.cipher, servers.length > 1);
  else {
    if (cursor.bytes[0] === 3) {
      cursor.take(3);
      cursor.block(1);
    } else for (let part = 0; part < 3; part += 1) cursor.block(2);
    content = joined(hellos[hellos.length - 1].random, answer.random, cursor.bytes.subarray(0, cursor.at));
  }
  const scheme = cursor.number(2);
  facts.signature = { scheme: schemes[scheme] ?? null, known: isKnownScheme(scheme), value: cursor.block(2), content };
  return facts;
}

function isKnownScheme(scheme) {
  return scheme === 0x0808 || (scheme >= 0x0809 && scheme <= 0x080b);
}

/// What a server signs in TLS 1.3 (RFC 8446, section 4.4.3).
async function transcript(messages, signed, cipher, retried) {
  const hash = cipher === 0x1302 ? "SHA-384" : "SHA-256";
  const before = [];
  for (const { bytes } of messages) {
    if (bytes === signed) break;
    before.push(bytes);
  }
  if (retried) {
    const digest = await digestOf(hash, before[0]);
    before[0] = joined(new Uint8Array([254, 0, 0, digest.length]), digest);
  }
  return joined(utf8(`${" ".repeat(64)}TLS 1.3, server CertificateVerify\0`), await digestOf(hash, ...before));
}

/// Whether the server's signature holds: true, false, null when that cannot be checked here; "weak" for one that proves nothing.
export async function serverSignatureHolds({ scheme, known, value, content }, certificate) {
  if (scheme === null) return known ? null : "weak";
  return signatureHolds(certificate.spki, scheme, value, content);
}

export function sameChain(one, other) {
  return one.length === other.length && one.every((each, place) => sameBytes(each, other[place]));
}
