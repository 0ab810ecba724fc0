// The verdict of one file in words, and what was checked.

import { element, foreignText } from "./elements.js";
import { t } from "./texts.js";

const dimensions = ["container", "records", "completeness", "index", "statement", "signer", "time", "origin", "custody"];
const shownOfEach = 20;

const title = (text) => text[0].toUpperCase() + text.slice(1);

function heading({ status, exhibit }) {
  if (status === 0 && !exhibit?.bundle) return t("verdictForeign");
  return status === 0 && exhibit.withheld > 0 ? t("verdictPart", exhibit) : t(`verdict${status}`);
}

function wordsOf({ status, kind, findings, exhibit }) {
  const has = (wanted) => findings.some((finding) => finding.kind === wanted);
  if (has("unsupported")) return t("wordsUnsupported");
  if (status === 1) return t(`words${title(kind)}`);
  if (findings.some(({ code }) => code === "foreign.kind")) return t("wordsForeign0");
  if (has("foreign") || (status === 2 && !exhibit?.bundle && !has("unanchored"))) return t("wordsForeign");
  if (status === 2) return exhibit?.signer ? t("wordsUnanchored", { key: shortKey(exhibit.signer.key) }) : t("wordsUnanchoredOther");
  return exhibit?.bundle ? t("words0") : t("wordsForeign0");
}

/// The beginning of a key's digest in groups, for comparing by eye.
export function shortKey(digest) {
  return digest.slice(7, 39).toUpperCase().replace(/(.{4})(?=.)/g, "$1-");
}

const weightOf = (kind) => ({ caveat: "weak", note: "good", unanchored: "open", foreign: "open", unsupported: "open" }[kind] ?? "bad");
const order = ["bad", "open", "weak", "good"];

export function verdictView(name, verdict) {
  const { status, findings } = verdict;
  return [
    element("div", { class: `verdict status${status}`, role: "status" }, element("p", { class: "mark", "aria-hidden": "true" }, ["✓", "✗", "?"][status]),
      element("div", {}, element("h3", {}, heading(verdict)), element("p", { class: "name" }, foreignText(name, 300)), element("p", {}, wordsOf(verdict)))),
    element("h4", {}, t("checks")),
    element("dl", { class: "checks" }, dimensions.flatMap((dimension) => dimensionView(dimension, verdict, findings.filter((each) => each.dimension === dimension)))),
  ];
}

function dimensionView(dimension, { exhibit, findings }, mine) {
  let state = mine.map(({ kind }) => weightOf(kind)).sort((one, other) => order.indexOf(one) - order.indexOf(other))[0] ?? "good";
  // Where a check ended early, what comes after was not looked at.
  if (mine.length === 0 && (dimension === "custody" || !exhibit?.bundle || findings.some(({ kind }) => kind === "unsupported"))) state = "unchecked";
  if (dimension === "origin" && mine.length === 0 && exhibit?.bundle && !exhibit.origin?.servers.length) state = "unchecked";
  const compared = !findings.some(({ code }) => code === "quick" || code === "records.incomplete");
  if (state === "good" && ((dimension === "index" && !compared) || (dimension === "origin" && findings.some(({ code }) => code === "quick")))) state = "unchecked";
  const groups = new Map();
  for (const finding of mine) groups.set(finding.code, [...(groups.get(finding.code) ?? []), finding]);
  return [
    element("dt", { class: state }, t(dimension), element("span", { class: "state" }, t(state))),
    element("dd", {}, dimension === "custody" && mine.length === 0 ? element("p", {}, t("custodyUnchecked")) : null,
      [...groups.values()].map((group) => findingView(group))),
  ];
}

function findingView(group) {
  const [{ code, kind, meaning }] = group;
  const places = group.slice(0, shownOfEach).filter(({ place, detail }) => place || detail)
    .map(({ place, detail, record }) => element("li", {}, foreignText([place, record, detail].filter(Boolean).join(": "), 500)));
  return element("div", { class: `finding ${weightOf(kind)}` },
    element("p", {}, element("strong", {}, t(`kind${title(kind)}`)), ` ${meaning.replaceAll("`", "")} `, element("code", {}, code)),
    places.length ? element("ul", {}, places) : null,
    group.length > shownOfEach ? element("p", {}, t("moreFindings", { count: group.length - shownOfEach })) : null);
}

/// What decides: failures, and what keeps a file from being verified.
export function decides({ kind }) {
  return kind !== "caveat" && kind !== "note";
}
