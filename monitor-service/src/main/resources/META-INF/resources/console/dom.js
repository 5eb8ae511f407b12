/** Makes elements. Text is always text: nothing that a service answered becomes markup. */

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const link = (href, text) => h("a", { href, id: "to" + href.replace(/[^A-Za-z0-9]+/g, "-") }, text);
/** Where a diagnosis is spoken of: its sentence, which leads to it. */
export const diagnosisOf = (model, diagnosis) => link(`#/models/${encodeURIComponent(model)}/diagnoses/${encodeURIComponent(diagnosis.diagnosisId)}`, diagnosis.sentence);

/** What augmentation makes of a frozen version. */
export const augmentationOf = (dataset, version, text) => link(`#/datasets/${encodeURIComponent(dataset)}/${encodeURIComponent(version)}/augmentation`, text);

export const id = (text) => h("span", { class: "id" }, text);

/** A version or hash: its beginning, the whole in the tooltip. */
export const short = (text) => h("span", { class: "id", title: text }, text.length > 12 ? text.slice(0, 12) : text);

const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" };

/** A time of today, with its zone. */
export const clock = (at) => at.toLocaleTimeString([], TIME);

/** The zone that times are shown in, as it is at a time. */
export const zone = (at) => new Intl.DateTimeFormat([], { timeZoneName: "short" }).formatToParts(at).find((part) => part.type === "timeZoneName").value;

export function time(instant) {
  if (!instant) return "–";
  const at = new Date(instant);
  const today = new Date().toDateString() === at.toDateString();
  const text = today ? clock(at) : at.toLocaleString([], { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
  return h("time", { datetime: instant, title: instant }, text);
}

export function number(value, digits = 3) {
  return value === null || value === undefined ? "–" : Number(value).toFixed(digits);
}

/** Odds run over many orders of magnitude. */
export function odds(value) {
  if (value === null || value === undefined) return "–";
  return value < 10000 ? Number(value).toLocaleString("en", { maximumSignificantDigits: 3 }) : Number(value).toExponential(1).replace("e+", "e");
}

export const count = (value) => (value === null || value === undefined ? "–" : Number(value).toLocaleString("en"));

/** Rows of cells; a cell is a node, a text, or {value, class}. The first cell of a row is its header. */
export function table(caption, head, rows, attributes = {}) {
  const cell = (content, first, label) => {
    const given = content !== null && typeof content === "object" && !(content instanceof Node) && !Array.isArray(content);
    const value = given ? content.value : content;
    return h(first ? "th" : "td", { class: given ? content.class : null, scope: first ? "row" : null, style: null }, value ?? "–");
  };
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: "wide", ...attributes },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col", class: name.class }, name.value ?? name)))),
      h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((content, i) => cell(content, i === 0)))))));
}

export const prose = (value) => ({ value, class: "text" });
export const right = (value) => ({ value, class: "number" });

export function facts(pairs) {
  return h("dl", { class: "facts" }, pairs.filter(Boolean).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value ?? "–")]));
}

export const panel = (title, ...children) => h("section", { class: "panel" }, title ? h("h2", {}, title) : null, children);

const STATES = {
  healthy: "good", sound: "good", preprocessing: "bad", model: "bad", promoted: "good", accepted: "good", finished: "good", resolved: "good", repaired: "good",
  suspicious: "warn", pending: "warn", quarantined: "warn", held: "warn", silent: "warn", silenced: "warn", "rolled-back": "warn",
  registered: "none", collapsed: "bad", "class lost": "bad", "classes lost": "bad", "class-over-share": "bad", constant: "bad", "class-missing": "bad", squashed: "bad", firing: "bad", failed: "bad", refused: "bad", "not repaired": "bad",
};
export const state = (name) => h("span", { class: "state " + (STATES[name] ?? "none") }, name.replaceAll("-", " "));

const TROUBLES = {
  "one-class": "One class takes nearly every answer",
  "class-over-share": "A class takes more than its share",
  "class-lost": "A class is lost",
  "constant-output": "The output is constant",
  "squashed-scores": "The scores are squashed",
};

/** What an alert is about, by name. */
export const trouble = (alert) => TROUBLES[alert.trouble] ?? alert.kind.replaceAll("-", " ");

/** Sets the length of a bar; the content security policy forbids style attributes, not the object model. */
export function bar(fraction, index = 0) {
  const element = h("span", { class: "bar", "aria-hidden": "true" });
  element.style.width = Math.max(0, Math.min(1, fraction)) * 100 + "%";
  element.style.background = `var(--c${index % 8})`;
  return element;
}
