// Checksum and digest of each file, of archive files in the same reading as their records.

import { hexOf } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { SHA256 } from "./sha256.js";

const pieceOfFile = 1 << 20;

export class FileDigests {
  constructor(source, progress) {
    Object.assign(this, { source, progress, files: new Map() });
  }

  /// Takes the next bytes of a file. With `digested` false only their checksum is kept.
  see(entry, bytes, digested) {
    let file = this.files.get(entry.name);
    if (!file) {
      file = { crc: 0, at: 0, running: digested ? new SHA256() : null, digest: null };
      this.files.set(entry.name, file);
    }
    file.crc = crc32(bytes, file.crc);
    file.running?.update(bytes);
    file.at += bytes.length;
  }

  /// Says what the digest of a file is whose one record has it too.
  tell(entry, digest) {
    this.files.get(entry.name).digest = digest;
  }

  /// Reads what is left of a file, and gives `{ crc, digest }`; the digest is null where it was not asked for.
  async finish(entry, digested) {
    this.see(entry, new Uint8Array(0), digested);
    const file = this.files.get(entry.name);
    while (file.at < entry.size) {
      const bytes = await this.source.next(entry.data + file.at, Math.min(pieceOfFile, entry.size - file.at));
      if (bytes.length === 0) break;
      this.see(entry, bytes, digested);
      this.progress(bytes.length);
    }
    if (file.running) file.digest = `sha256:${hexOf(file.running.digest())}`;
    file.running = null;
    return file;
  }
}
