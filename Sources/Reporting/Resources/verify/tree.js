// The tree of RFC 6962, section 2.1, over lines: a leaf at a time.

import { hexOf } from "./bytes.js";
import { sha256 } from "./sha256.js";

const leafMark = new Uint8Array([0]);
const nodeMark = new Uint8Array([1]);

export function leafDigest(line) {
  return sha256(leafMark, line);
}

export function nodeDigest(left, right) {
  return sha256(nodeMark, left, right);
}

export class Tree {
  constructor() {
    this.count = 0;
    this.stack = [];
  }

  add(leaf) {
    let digest = leaf;
    for (let rest = this.count; rest % 2 === 1; rest = Math.floor(rest / 2)) digest = nodeDigest(this.stack.pop(), digest);
    this.stack.push(digest);
    this.count += 1;
  }

  /// The root of the leaves so far, as text; null without any.
  get root() {
    if (this.count === 0) return null;
    let digest = this.stack[this.stack.length - 1];
    for (let place = this.stack.length - 2; place >= 0; place -= 1) digest = nodeDigest(this.stack[place], digest);
    return `sha256:${hexOf(digest)}`;
  }
}
