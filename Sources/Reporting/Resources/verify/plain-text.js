// Times and text as bundles spell them: what page and worker share.

const textEncoder = new TextEncoder();

export function utf8(text) {
  return textEncoder.encode(text);
}

/// Milliseconds of a time in whole seconds, or null: `2026-11-23T14:32:05Z` and no other spelling.
export function timeOf(text) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/.exec(text);
  if (!parts) return null;
  const value = Date.parse(text);
  return Number.isNaN(value) || timeText(value) !== text ? null : value;
}

export function timeText(milliseconds) {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
