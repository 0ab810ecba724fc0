// What the exhibit holds: each value with where it stands in the file. Nothing of it is rendered as a page.

import { element, foreignText, table } from "./elements.js";
import { timeText } from "./plain-text.js";
import { shortKey } from "./result.js";
import { t } from "./texts.js";

const shownImages = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
const shownFilms = ["video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg"];
const maximumText = 200000;

const recordPlace = ({ number, id }) => `record ${number}, ${id}`;

export function exhibitView(verdict, load) {
  const { exhibit, status } = verdict;
  if (!exhibit?.bundle) return [];
  const flags = (exhibit.case?.reports ?? []).flatMap((report) => report.flags ?? []);
  const covered = [["intimate-image", "flagIntimate"], ["under-18", "flagUnder18"]].filter(([flag]) => flags.includes(flag)).map(([, name]) => t(name)).join(", ");
  return [
    element("h4", {}, t("exhibit")),
    status === 1 ? element("p", { class: "warning" }, t("exhibitWarning")) : status === 2 ? element("p", { class: "warning" }, t("exhibitUnproven")) : null,
    ...postView(exhibit), facts(exhibit), ...notProven(verdict), ...pictures(exhibit, covered, load), ...mediaView(exhibit, covered, load), ...recordList(exhibit),
  ].filter((each) => each !== null);
}

function postView({ posts }) {
  const [post] = posts;
  if (!post) return [];
  const from = (name) => foreignText([post.record && `record ${post.record}`, post.sources?.[name]].filter(Boolean).join(", "), 300);
  const author = [post.author?.name, post.author?.handle, post.author?.url].filter(Boolean).join(" · ");
  const rows = [
    [t("platform"), post.platform, "platform"], [t("author"), author, "author/name"], [t("postText"), post.text ?? post.title, "text"],
    [t("published"), post.createdAt ?? post.date, "createdAt"], [t("postAddress"), post.url, "url"], [t("visibleText"), post.visibleText, "visibleText"],
    [t("unavailable"), post.unavailable && [post.unavailable.status, post.unavailable.reason].filter(Boolean).join(" "), "unavailable"],
  ].filter(([, value]) => value);
  return [
    element("section", { class: "post" }, element("h5", {}, t(post.reported ? "post" : "postOther")),
      table([t("dimension"), t("value"), t("from")], rows.map(([name, value, source]) => [name, foreignText(value), `evidence/posts.jsonl; ${from(source)}`])),
      element("p", { class: "small" }, t("postReading"))),
  ];
}

function facts(exhibit) {
  const { capture, signer, plan, note, times, origin, records } = exhibit;
  const machine = "evidence/capture.json";
  const rows = [];
  const row = (name, value, from) => {
    if (value !== null && value !== undefined && value !== "") rows.push([name, foreignText(value), foreignText(from, 300)]);
  };
  row(t("target"), capture?.target, machine);
  if (capture?.final !== capture?.target) row(t("final"), capture?.final, machine);
  row(t("pageTitle"), capture?.title, machine);
  if (capture) row(t("captureOutcome"), `${capture.outcome.kind}: ${capture.outcome.reason}`, machine);
  row(t("begun"), `${exhibit.window.begun}, ${t("clock")}`, "evidence/statement.json");
  row(t("ended"), `${exhibit.window.ended}, ${t("clock")}`, "evidence/statement.json");
  for (const { of, time, authority, counts } of times ?? []) {
    row(t({ bracket: "tokenBracket", signature: "tokenSignature", derivation: "tokenDerivation", renewal: "tokenRenewal" }[of]),
      `${t("token", { time: timeText(time), authority: foreignText(authority, 200) })}; ${counts ? t("counts") : t("countsNot")}`, `timestamp token (${of})`);
  }
  if (signer) {
    row(t("signedBy"), signer.name, "certificate in evidence/statement.p7s");
    row(t("force"), signer.organization, "certificate in evidence/statement.p7s");
    row(t("key"), `${shortKey(signer.key)} (${signer.key})`, "certificate in evidence/statement.p7s");
    row(t("anchor"), t({ key: "anchorKey", certificate: "anchorCertificate", authority: "anchorAuthority" }[signer.anchor] ?? "anchorNone"), t("trustTitle"));
  }
  row(t("officer"), note?.by, "evidence/note.json");
  row(t("note"), [note?.title, note?.text].filter(Boolean).join(": "), "evidence/note.json");
  for (const report of exhibit.case?.reports ?? []) row(t("reports"), [report.reference, report.force, report.received].filter(Boolean).join(", "), "evidence/case.json");
  for (const report of exhibit.authority?.reports ?? []) row(t("authority"), [report.reference, report.basis, report.authorisation].filter(Boolean).join(", "), "evidence/authority.json");
  row(t("softwareUsed"), [plan?.software && `${plan.software.name} ${plan.software.version}`, capture?.software.chromium].filter(Boolean).join(", "), "urn:exhibit:plan; evidence/capture.json");
  row(t("engine"), plan?.asked.engine, "urn:exhibit:plan");
  row(t("recordCount"), String(exhibit.count), "evidence/statement.json");
  row(t("bundle"), exhibit.bundle, "evidence/statement.json");
  row(t("withheld"), exhibit.withheld ? t("withheldCount", { ...exhibit, reasons: exhibit.reasons.join(", ") }) : t("withheldNone"), "evidence/records.jsonl");
  row(t("withheldWhy"), exhibit.why, "evidence/derivation.json");
  if (exhibit.discloser) row(t("withheldBy"), `${exhibit.discloser.name ?? ""}, ${shortKey(exhibit.discloser.key)}`, "certificate in evidence/derivation.p7s");
  const masks = records.reduce((sum, record) => sum + record.masks, 0);
  if (masks > 0) row(t("masked"), t("maskedCount", { count: masks }), "WARC-Exhibit-Masked");
  for (const each of capture?.not_recorded ?? []) row(t("notRecorded"), [each.what, each.uri, each.reason].filter(Boolean).join(": "), machine);
  for (const each of capture?.reached ?? []) row(t("reached"), each, machine);
  for (const { host, signed, names, anchor } of origin?.servers ?? []) {
    row(t("servers"), t("serverLine", { host: foreignText(host, 200), count: signed, names: foreignText(names.slice(0, 5).join(", "), 300),
      anchor: anchor ? t("serverAnchored", { name: foreignText(anchor, 200) }) : t("serverNot") }), "urn:exhibit:connection");
  }
  return table([t("dimension"), t("value"), t("from")], rows);
}

function notProven({ findings, exhibit }) {
  const has = (code) => findings.some((finding) => finding.code === code);
  const lines = ["notProvenContent", "notProvenAuthor", "notProvenCut", "notProvenLater"];
  if (has("time.claimed-only")) lines.push("notProvenTime");
  if (!exhibit.origin?.servers.length || has("origin.not-fresh") || has("origin.not-anchored") || has("origin.chains-unchecked")) lines.push("notProvenOrigin");
  const unchecked = exhibit.origin?.notChecked ?? 0;
  return [
    element("h5", {}, t("notProven")), element("ul", { class: "notproven" }, lines.map((name) => element("li", {}, t(name)))),
    unchecked > 0 ? element("p", {}, `${t("notChecked")}: ${t("notCheckedKeys", { count: unchecked })}`) : null,
  ].filter((each) => each !== null);
}

function pictures({ views }, covered, load) {
  const images = views.filter(({ uri }) => !uri.startsWith("urn:text:"));
  const texts = views.filter(({ uri }) => uri.startsWith("urn:text:"));
  return [
    ...(images.length ? [element("h5", {}, t("screenshots")), ...images.map((record) => imageView(record, "image/png", covered, load, true))] : []),
    ...(texts.length ? [element("h5", {}, t("text")), ...texts.map((record) => textView(record, load))] : []),
  ];
}

function mediaView({ media }, covered, load) {
  if (media.length === 0) return [];
  return [element("details", { class: "media" }, element("summary", {}, `${t("media")} (${media.length})`),
    media.slice(0, 200).map((record) => imageView(record, record.mime, covered, load, false)))];
}

/// A picture that is loaded at once, or behind a button; a covered one behind two.
function imageView(record, mime, covered, load, atOnce) {
  const figure = element("figure", {});
  const caption = element("figcaption", {}, foreignText(t("imageOf", { number: record.number, uri: record.uri }), 400), element("br"), element("small", {}, recordPlace(record)));
  const place = element("div", { class: "picture" });
  const showIt = async () => {
    place.replaceChildren("…");
    const bytes = await load(record);
    place.replaceChildren(bytes === null ? t("tooLarge") : mediumElement(bytes, mime, caption.textContent));
  };
  const button = (words, action) => element("button", { type: "button", onclick: action }, words);
  if (![...shownImages, ...shownFilms].includes(mime)) place.append(t("notShown"));
  else if (covered !== "") {
    place.classList.add("covered");
    place.append(element("p", {}, t("hidden", { flags: covered })), button(t("show"), () => {
      const second = button(t("showAgain", { flags: covered }), showIt);
      place.replaceChildren(second);
      second.focus();
    }));
  } else if (atOnce) showIt();
  else place.append(button(t("show"), showIt));
  figure.append(place, caption);
  return figure;
}

function mediumElement(bytes, mime, words) {
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  if (shownImages.includes(mime)) return element("img", { src: address, alt: words });
  return element(mime.startsWith("video/") ? "video" : "audio", { src: address, controls: true });
}

function textView(record, load) {
  const place = element("pre", { tabindex: "0" }, "…");
  load(record).then((bytes) => place.replaceChildren(bytes === null ? t("tooLarge") : foreignText(new TextDecoder().decode(bytes), maximumText)));
  return element("figure", {}, place, element("figcaption", {}, element("small", {}, recordPlace(record))));
}

function recordList({ records, moreRecords }) {
  const rows = records.map((record) => [String(record.number), record.type, foreignText(record.uri ?? "", 300), record.date, String(record.length), foreignText(record.status ?? "", 20)]);
  const details = element("details", {}, element("summary", {}, `${t("allRecords")} (${records.length + moreRecords})`));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(element("div", { class: "wide" }, table([t("number"), t("type"), t("address"), t("date"), t("bytes"), t("status")], rows)),
        moreRecords > 0 ? element("p", {}, t("recordsMore", { count: moreRecords })) : "");
    }
  });
  return [details];
}
