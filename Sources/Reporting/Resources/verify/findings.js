// Findings, and how they make one verdict (docs/formats/findings.md). The table of codes is made from that page.

import { findingLines } from "./meanings.js";

/// Code to dimensions, kinds and meaning.
const findingTable = new Map(findingLines.trim().split("\n").map((line) => {
  const [code, dimensions, kinds, meaning] = line.split("|");
  return [code, [dimensions.split(", "), kinds.split(", "), meaning]];
}));

const failures = ["altered", "malformed", "damaged"];

export class Findings {
  constructor() {
    this.list = [];
  }

  /// Adds a finding; `place` says where, `dimension` and `kind` choose where the table leaves a choice.
  add(code, { place = null, detail = null, record = null, dimension, kind } = {}) {
    const [dimensions, kinds, meaning] = findingTable.get(code);
    this.list.push({ code, dimension: dimension ?? dimensions[0], kind: kind ?? kinds[0], meaning, place, detail, record });
  }

  has(code) {
    return this.list.some((finding) => finding.code === code);
  }

  /// What another version means by its files is not judged: only that it is one, and notes, stay.
  leaveUnsupported() {
    if (this.list.some(({ kind }) => kind === "unsupported")) this.list = this.list.filter(({ kind }) => kind === "unsupported" || kind === "note");
  }

  /// `{ status, kind }`: the first rule that applies.
  get verdict() {
    const kinds = new Set(this.list.map(({ kind }) => kind));
    const kind = failures.find((each) => kinds.has(each)) ?? null;
    if (kinds.has("unsupported")) return { status: 2, kind: null };
    if (kind !== null) return { status: 1, kind };
    if (kinds.has("foreign") || kinds.has("unanchored")) return { status: 2, kind: null };
    return { status: 0, kind: null };
  }
}
