// The files of a bundle: their order, what every bundle has, and how large each may be (bundle format, section 3).

const before = [
  "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "evidence/capture.json", "evidence/case.json", "evidence/authority.json",
  "evidence/note.json", "evidence/actions.jsonl", "evidence/posts.jsonl", "evidence/bracket.tst", "evidence/escrow.p7m", "evidence/masked.jsonl",
];
const after = ["evidence/records.jsonl", "evidence/files.jsonl", "evidence/statement.json", "evidence/statement.p7s", "evidence/statement.sig"];
const last = ["datapackage.json", "datapackage-digest.json"];

/// The three files of a signed text, and how the names of its timestamps begin.
const filesCalled = (name) => ({ content: `evidence/${name}.json`, signature: `evidence/${name}.p7s`, value: `evidence/${name}.sig` });

export const namesOf = {
  statement: { ...filesCalled("statement"), tokens: "evidence/timestamp-" },
  original: { ...filesCalled("original-statement"), tokens: "evidence/original-timestamp-" },
  derivation: { ...filesCalled("derivation"), tokens: "evidence/derivation-timestamp-" },
};

const derivedAfter = ["evidence/records.jsonl", "evidence/files.jsonl"];
const picture = /^evidence\/redacted-([1-9]\d*)\.png$/;

const three = ({ content, signature, value }) => [content, signature, value];

export const requiredFiles = (derived) => [
  "archive/data-0001.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "evidence/capture.json", ...derivedAfter,
  ...(derived ? [...three(namesOf.original), ...three(namesOf.derivation)] : three(namesOf.statement)), ...last,
];

export const pairedFiles = [["evidence/escrow.p7m", "evidence/masked.jsonl"]];

const extension = /^evidence\/ext-[A-Za-z0-9._]+-.+$/;

export const isArchive = (path) => /^archive\/data-\d{4}\.warc\.gz$/.test(path);
export const isExtension = (path) => extension.test(path);
export const isTokenOf = (names, path) => path.startsWith(names.tokens) && /^\d{2}\.tst$/.test(path.slice(names.tokens.length));

/// Whether `files.jsonl` has a line for the file.
export function isListed(path) {
  return !isArchive(path) && !last.includes(path) && !derivedAfter.includes(path)
    && !Object.values(namesOf).some((names) => three(names).includes(path) || isTokenOf(names, path));
}

/// Where a file of a derived bundle stands.
function derivedPlace(path) {
  if (isArchive(path)) return 0;
  if (before.includes(path)) return /escrow|masked/.test(path) ? null : 1 + before.indexOf(path);
  if (picture.test(path)) return 100;
  const order = [...derivedAfter, ...three(namesOf.original), null, ...three(namesOf.derivation)];
  if (order.includes(path)) return 101 + order.indexOf(path);
  if (isTokenOf(namesOf.original, path)) return 106;
  if (isTokenOf(namesOf.derivation, path)) return 200;
  return last.includes(path) ? 300 + last.indexOf(path) : null;
}

function place(path) {
  if (isArchive(path)) return 0;
  if (before.includes(path)) return 1 + before.indexOf(path);
  if (isExtension(path)) return 100;
  if (after.includes(path)) return 101 + after.indexOf(path);
  if (isTokenOf(namesOf.statement, path)) return 200;
  return last.includes(path) ? 300 + last.indexOf(path) : null;
}

/// The paths that have an unknown name or are not in their place.
export function misplaced(paths, derived) {
  const wrong = [];
  let behind = -1;
  let name = "";
  let number = 0;
  const numbered = [0, 106, 200];
  for (const path of paths) {
    const at = derived ? derivedPlace(path) : place(path);
    let good = at !== null && (at > behind || (at === behind && [...numbered, 100].includes(at)));
    const own = good && numbered.includes(at) ? Number(/\d+/.exec(path)[0]) : 0;
    // Numbers go from 1 without gaps, but for the archive files of a part.
    if (own > 0 || (good && numbered.includes(at))) {
      const last = at === behind ? number : 0;
      good = derived && at === 0 ? own > last : own === last + 1;
    }
    if (good && at === 100 && behind === 100) good = derived ? Number(picture.exec(path)[1]) > Number(picture.exec(name)[1]) : path > name;
    if (!good) {
      wrong.push(path);
      continue;
    }
    if (numbered.includes(at)) number = own;
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
