// The files of a bundle: their order, what every bundle has, and how large each may be (bundle format, section 3).

const before = [
  "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "evidence/capture.json", "evidence/case.json", "evidence/authority.json",
  "evidence/note.json", "evidence/actions.jsonl", "evidence/posts.jsonl", "evidence/bracket.tst", "evidence/escrow.p7m", "evidence/masked.jsonl",
];
const after = ["evidence/records.jsonl", "evidence/files.jsonl", "evidence/statement.json", "evidence/statement.p7s", "evidence/statement.sig"];
const last = ["datapackage.json", "datapackage-digest.json"];

export const requiredFiles = [
  "archive/data-0001.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "evidence/capture.json",
  ...after, ...last,
];

export const pairedFiles = [["evidence/escrow.p7m", "evidence/masked.jsonl"]];

const extension = /^evidence\/ext-[A-Za-z0-9._]+-.+$/;

export const isArchive = (path) => /^archive\/data-\d{4}\.warc\.gz$/.test(path);
export const isExtension = (path) => extension.test(path);
export const isToken = (path) => /^evidence\/timestamp-\d{2}\.tst$/.test(path);

/// Whether `files.jsonl` has a line for the file.
export function isListed(path) {
  return !isArchive(path) && !isToken(path) && !after.includes(path) && !last.includes(path);
}

function place(path) {
  if (isArchive(path)) return 0;
  if (before.includes(path)) return 1 + before.indexOf(path);
  if (isExtension(path)) return 100;
  if (after.includes(path)) return 101 + after.indexOf(path);
  if (isToken(path)) return 200;
  return last.includes(path) ? 300 + last.indexOf(path) : null;
}

/// The paths that have an unknown name or are not in their place.
export function misplaced(paths) {
  const wrong = [];
  let behind = -1;
  let name = "";
  let archives = 0;
  let tokens = 0;
  for (const path of paths) {
    const at = place(path);
    let good = at !== null && (at > behind || (at === behind && [0, 100, 200].includes(at)));
    if (good && at === 0) good = path === `archive/data-${String(archives += 1).padStart(4, "0")}.warc.gz`;
    if (good && at === 200) good = path === `evidence/timestamp-${String(tokens += 1).padStart(2, "0")}.tst`;
    if (good && at === 100 && behind === 100) good = path > name;
    if (!good) {
      wrong.push(path);
      continue;
    }
    behind = at;
    name = path;
  }
  return wrong;
}

/// How many bytes a file may have; null for no limit but the container's.
export function maximumBytes(path) {
  if (/\.(p7s|sig|tst|p7m)$/.test(path)) return path.endsWith("p7m") ? null : 1 << 20;
  return path.endsWith(".json") ? 16 << 20 : null;
}
