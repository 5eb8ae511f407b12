import { h, diagnosisOf, facts, link, number, short } from "../dom.js";
import { get, getOrNull, text } from "../api.js";

/** A picture or a curve is in the page that is saved; as text it says nothing. */
const LONGEST = 400;
const MOST_ROWS = 50;

export default {
  nav: "overview",
  title: (model, version) => `Model card of ${model}, version ${version}`,

  async show(model, version) {
    const path = `registry/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}/card`;
    const [card, diagnoses] = await Promise.all([getOrNull(path), get(`registry/${encodeURIComponent(model)}/diagnoses`)]);
    const diagnosis = diagnoses.find((one) => one.version === version);
    const head = [h("h1", {}, `Model card of ${model}`), h("p", {}, link(`#/models/${encodeURIComponent(model)}`, model), ", version ", short(version))];
    if (diagnosis) head.push(h("p", {}, "Diagnosis: ", diagnosisOf(model, diagnosis)));
    if (!card) return [...head, h("p", {}, "This version has no model card here.")];
    return [...head, ...saving(path, `model-card-${model}-${version}.html`), ...copies(card.survival),
      ...Object.entries(card).map(([name, value]) => h("section", { class: "panel" }, h("h2", {}, words(name)), shown(value)))];
  },
};

/** Originals beside those augmented copies that lost most of their label's probability. */
function copies(survival) {
  if (!survival?.picture) return [];
  return [h("section", { class: "panel" }, h("h2", {}, "Augmented copies that lost most"),
    h("img", { class: "sheet", alt: "originals beside augmented copies", src: `data:image/png;base64,${survival.picture}` }))];
}

/** A button that saves what lies there as a page of its own. */
export function saving(path, file) {
  const said = h("p", { role: "status" });
  const save = async () => {
    try {
      const url = URL.createObjectURL(new Blob([await text(path, "text/html")], { type: "text/html" }));
      h("a", { href: url, download: file }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
      said.textContent = "The card was saved, with its pictures.";
    } catch (e) {
      said.textContent = `Not saved: ${e.message}.`;
    }
  };
  return [h("p", {}, h("button", { type: "button", id: "save-card", onclick: save }, "Save as a page, with pictures")), said];
}

const words = (name) => {
  const spaced = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced[0].toUpperCase() + spaced.slice(1);
};

function shown(value) {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return list(value);
  if (typeof value === "object") return facts(Object.entries(value).map(([name, inner]) => [words(name), shown(inner)]));
  if (typeof value === "number" && !Number.isInteger(value)) return number(value, 4);
  const said = String(value);
  return said.length > LONGEST ? `${said.length} characters, in the page that is saved` : said;
}

function list(values) {
  if (values.length === 0) return "none";
  if (values.every((value) => value === null || typeof value !== "object")) return values.map(shown).join(", ");
  const rest = values.length > MOST_ROWS ? [h("li", {}, `and ${values.length - MOST_ROWS} more, in the page that is saved`)] : [];
  return h("details", {}, h("summary", {}, values.length === 1 ? "1 entry" : `${values.length} entries`), h("ol", {}, values.slice(0, MOST_ROWS).map((value) => h("li", {}, shown(value))), rest));
}
