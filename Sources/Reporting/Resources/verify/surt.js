// Index keys, as docs/formats/surt.md has them. Text here is one character for each byte.

const unescaped = /[^!"$&'()*+,\-.\/0-9:;<=>?@A-Z[\\\]^_`a-z{|}~]/g;

function undone(text) {
  for (;;) {
    const next = text.replace(/%([0-9A-Fa-f]{2})/g, (whole, digits) => String.fromCharCode(parseInt(digits, 16)));
    if (next === text) return text;
    text = next;
  }
}

function escaped(text) {
  return text.replace(unescaped, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

function lower(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/// The key of an address.
export function surtKey(address) {
  const { scheme, host, port, path, query } = takenApart(address);
  const name = hostKey(host);
  const way = pathKey(path, name !== "");
  const asked = queryKey(query);
  let key;
  if (name === "") key = `${scheme}:`;
  else {
    const own = (scheme === "http" && port === 80) || (scheme === "https" && port === 443);
    key = `${name.split(".").reverse().join(",")}${port && !own ? `:${port}` : ""})`;
  }
  key += way;
  if (asked !== "") key += `${way === "" ? "/" : ""}?${asked}`;
  return key;
}

const schemePattern = /^[A-Za-z][A-Za-z0-9+.-]*:/;

function takenApart(address) {
  let text = schemePattern.test(address) ? address : `http://${address}`;
  while (/^https?:\/\/https?:\/\//i.test(text)) text = text.replace(/^https?:\/\//i, "");
  const mark = text.indexOf("#");
  if (mark >= 0) text = text.slice(0, mark);
  const scheme = lower(text.slice(0, text.indexOf(":")));
  let rest = text.slice(scheme.length + 1);
  let host = "";
  let port = 0;
  if (rest.startsWith("//")) {
    const end = rest.slice(2).search(/[/?]/);
    let authority = end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = end < 0 ? "" : rest.slice(end + 2);
    authority = authority.replace(/:+$/, "");
    authority = authority.slice(authority.lastIndexOf("@") + 1);
    const bracket = /^\[([^\]]*)\](?::(.*))?$/.exec(authority);
    if (bracket) {
      [, host] = bracket;
      port = portOf(bracket[2] ?? "") ?? 0;
    } else {
      const colon = authority.lastIndexOf(":");
      const found = colon >= 0 ? portOf(authority.slice(colon + 1)) : null;
      host = found === null ? authority : authority.slice(0, colon);
      port = found ?? 0;
    }
  }
  const asked = rest.indexOf("?");
  let path = asked < 0 ? rest : rest.slice(0, asked);
  const query = asked < 0 ? "" : rest.slice(asked + 1);
  if (scheme.startsWith("http") && host === "") {
    const parts = path.replace(/^\/+/, "").split("/");
    [host] = parts;
    path = parts.length > 1 ? `/${parts.slice(1).join("/")}` : "";
  }
  return { scheme, host, port, path, query };
}

/// 0 for a number that is no port; null for what is no number.
function portOf(text) {
  if (!/^\d+$/.test(text)) return null;
  const value = Number(text);
  return value >= 1 && value <= 65535 ? value : 0;
}

function hostKey(host) {
  let text = undone(host).replaceAll("..", ".").replace(/^\.+|\.+$/g, "");
  const numbers = addressNumbers(text);
  if (numbers) return numbers.join(".");
  text = lower(escaped(lower(text)));
  return text.replace(/^www\d*\./, "");
}

/// The four numbers of an address that is written as `inet_aton` reads it, or null.
function addressNumbers(text) {
  if (/^\d+$/.test(text)) {
    let value = 0;
    for (const digit of text) value = (value * 10 + Number(digit)) % 0x100000000;
    return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].map((part) => part >>> 0);
  }
  const parts = text.split(".");
  if (parts.length > 4 || !parts.every((part) => /^\d+$/.test(part))) return null;
  const values = parts.map((part) => {
    if (!part.startsWith("0")) return Number(part);
    return /^[0-7]+$/.test(part) ? parseInt(part, 8) : NaN;
  });
  const last = values.pop();
  if (values.some((value) => !(value <= 255)) || !(last < 256 ** (4 - values.length))) return null;
  let value = last;
  for (let place = 0; place < values.length; place += 1) value += values[place] * 256 ** (3 - place);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
}

function pathKey(path, withHost) {
  let text = undone(path);
  if (withHost) {
    const kept = [];
    const parts = text.split("/");
    parts.forEach((part, place) => {
      if (part === "." || (part === "" && place < parts.length - 1)) return;
      if (part === "..") {
        if (kept.length > 0) kept.pop();
        else kept.push(part);
      } else kept.push(part);
    });
    text = kept.length ? `/${kept.join("/")}` : "/";
    if (path === "") text = "/";
  }
  text = lower(escaped(text));
  text = text.replace(/\/(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))(\/[^/]+\.aspx)/, "$1");
  return text.length > 1 && text.endsWith("/") ? text.slice(0, -1) : text;
}

function withoutLast(text, pattern) {
  let found = null;
  for (const match of text.matchAll(pattern)) found = match;
  if (!found) return text;
  return text.slice(0, found.index) + text.slice(found.index + found[0].length);
}

function queryKey(query) {
  let text = escaped(undone(query));
  for (const pattern of [/jsessionid=[0-9a-z]{32}(?:&|$)/gi, /phpsessid=[0-9a-z]{32}(?:&|$)/gi, /sid=[0-9a-z]{32}(?:&|$)/gi,
    /aspsessionid[a-z]{8}=[a-z]{24}(?:&|$)/gi, /cfid=[^&]+&cftoken=[^&]+(?:&|$)/gi]) {
    text = withoutLast(text, pattern);
  }
  text = lower(text);
  if (text.length <= 1) return text;
  const pieces = text.split("&").map((piece) => {
    const at = piece.indexOf("=");
    return at < 0 ? [piece, null] : [piece.slice(0, at), piece.slice(at + 1)];
  });
  pieces.sort((one, other) => {
    if (one[0] !== other[0]) return one[0] < other[0] ? -1 : 1;
    if (one[1] === other[1]) return 0;
    if (one[1] === null || other[1] === null) return one[1] === null ? -1 : 1;
    return one[1] < other[1] ? -1 : 1;
  });
  return pieces.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join("&");
}
