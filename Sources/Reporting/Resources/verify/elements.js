// The elements of the page. Text goes in as text, never as markup.

/// An element with attributes and children; strings become text.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, String(value));
  }
  for (const child of children.flat()) if (child !== null) made.append(typeof child === "string" ? document.createTextNode(child) : child);
  return made;
}

const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/// Text from a file: cut, and with marks for characters that turn or hide others.
export function foreignText(value, maximum = 4000) {
  const text = String(value ?? "");
  const cut = text.length > maximum ? `${text.slice(0, maximum)}…` : text;
  return cut.replace(invisible, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

export function table(head, rows) {
  return element("table", {}, element("thead", {}, element("tr", {}, head.map((each) => element("th", { scope: "col" }, each)))),
    element("tbody", {}, rows.map((cells) => element("tr", {}, cells.map((cell, place) => (
      place === 0 ? element("th", { scope: "row" }, cell) : element("td", {}, cell)))))));
}
