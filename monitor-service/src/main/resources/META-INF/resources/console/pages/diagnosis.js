import { h, bar, count, facts, link, number, panel, prose, right, short, state, table, time } from "../dom.js";
import { get, getOrNull } from "../api.js";
import { saving } from "./card.js";
import { loss } from "./run.js";

export default {
  nav: "overview",
  parts: ["diagnoses"],
  title: (model, id) => `Diagnosis ${id} of ${model}`,

  async show(model, id) {
    const path = `registry/${encodeURIComponent(model)}/diagnoses`;
    const made = (await get(path)).find((one) => one.diagnosisId === id);
    const toModel = link(`#/models/${encodeURIComponent(model)}`, model);
    if (!made) return [h("h1", {}, `Diagnosis ${id}`), h("p", {}, "No such diagnosis of ", toModel, " is remembered: the last twenty of each model are.")];
    const [card, trained] = await Promise.all([getOrNull(`${path}/${encodeURIComponent(id)}`), getOrNull(`runs/${encodeURIComponent(made.runId)}`)]);
    const known = card ?? made;
    const epochs = trained?.run.history ?? [];
    return [
      h("h1", {}, `Diagnosis of ${model}`),
      h("div", { class: "notice" }, h("p", { id: "sentence" }, h("strong", {}, known.sentence)), h("p", {}, `The answers: ${known.condition}.`)),
      panel(null, facts([
        ["Model", [toModel, made.version ? [", version ", short(made.version)] : null]],
        [made.alertId ? "Trained by" : "Training", trained ? link(`#/runs/${encodeURIComponent(made.runId)}`, made.runId) : made.runId],
        made.alertId ? ["Alert", link(`#/alerts/${encodeURIComponent(made.alertId)}`, made.alertId)] : null,
        ["Made", time(made.diagnosedAt)],
      ]), card ? saving(`${path}/${encodeURIComponent(id)}`, `diagnosis-${model}-${id}.html`) : h("p", {}, "Its card is not there any more: this is what was said when it was made.")),
      h("div", { class: "two" }, causes(known, card), proof(known.proof)),
      repair(card?.repair),
      proposals(card?.proposals ?? []),
      recalls(card?.recalls ?? []),
      prior(card?.prior),
      !made.alertId && epochs.length > 1 ? loss(epochs) : null,
      evidence(card?.evidence ?? []),
      missing(card?.missing ?? []),
    ].flat().filter(Boolean);
  },
};

/** A name in words; what is written in words already stays. */
const spaced = (name) => (/^[a-z0-9-]+$/.test(name) ? name.replaceAll("-", " ") : name);
const list = (names) => (names.length ? names.map(spaced).join(", ") : "–");
const barOf = (fraction, index) => ({ value: fraction === null || fraction === undefined ? "–" : bar(fraction, index), class: "bars" });

function causes(known, card) {
  const named = known.causes;
  return panel("Causes",
    named.length ? table("Those worth naming, the most probable first", ["Cause", right("Probability"), "Probability", "What helps"],
      named.map((one) => [one.words ?? spaced(one.cause), right(one.probability === 1 ? "proved" : number(one.probability, 2)), barOf(one.probability, 0), prose(one.remedy ?? "–")])) : h("p", {}, "The evidence is not enough to name one."),
    card?.ruledOut?.length ? h("p", { class: "muted" }, `Ruled out: ${list(card.ruledOut)}.`) : null);
}

function proof(one) {
  if (!one) return null;
  return panel("Proof", h("p", {}, `${one.sentence[0].toUpperCase()}${one.sentence.slice(1)}.`),
    table(`Balanced accuracy in the experiment "${spaced(one.experiment)}"`, ["When", right("Balanced accuracy"), "Balanced accuracy"], [
      ["before", right(number(one.before)), barOf(one.before, 7)],
      ["after", right(number(one.after)), barOf(one.after, 2)],
    ]));
}

function repair(one) {
  if (!one) return null;
  const settings = Object.entries(one.settings ?? {});
  return panel("Repair", h("p", {}, state(one.repaired ? "repaired" : "not repaired"), " ", one.sentence),
    facts([
      ["Macro-F1 on the same test images", `${number(one.before)} before, ${number(one.after)} after`],
      one.runId ? ["Training", link(`#/runs/${encodeURIComponent(one.runId)}`, one.runId)] : null,
      one.recipe ? ["Recipe", one.recipe] : null,
      settings.length ? ["Settings", settings.map(([name, value]) => `${name}=${value}`).join(", ")] : null,
    ]),
    one.recalls?.length ? recallTable("Recall by class on the same test images, before and after the repair", one.recalls) : null);
}

function proposals(all) {
  if (!all.length) return null;
  return panel("What may repair it", h("ol", {}, all.map((one) => h("li", {}, one.sentence))), h("p", { class: "muted" }, "The cheapest first."));
}

function recalls(classes) {
  return classes.length ? panel("Recall by class", recallTable("On the images that were judged", classes)) : null;
}

function recallTable(caption, classes) {
  const repaired = classes.some((c) => c.repaired !== null && c.repaired !== undefined);
  return table(caption, ["Class", right("Images"), right("Before"), "Before", ...(repaired ? [right("After"), "After"] : [])],
    classes.map((c) => [c.name, right(count(c.images)), right(number(c.recall)), barOf(c.recall, 7), ...(repaired ? [right(number(c.repaired)), barOf(c.repaired, 2)] : [])]));
}

function prior(one) {
  if (!one) return null;
  return panel("A corrected prior", h("p", {}, `Balanced accuracy ${number(one.before)} becomes ${number(one.after)}. ${one.repairs ? "That alone is a repair." : "That alone is no repair."}`),
    table("What to add before the largest is taken", ["Class", right("Add to its logit")], one.classes.map((name, k) => [name, right(number(one.offsets[k], 4))])),
    one.threshold !== null && one.threshold !== undefined ? h("p", {}, `Or answer "${one.classes[1]}" where its probability is above ${number(one.threshold, 4)}.`) : null);
}

function evidence(measured) {
  if (!measured.length) return null;
  return panel("Evidence", h("details", { id: "evidence" }, h("summary", {}, measured.length === 1 ? "1 number" : `${measured.length} numbers, for and against`),
    table("What speaks loudest comes first", ["Measure", right("Value"), "Unit", "Healthy", "For", "Against", "What was measured"],
      measured.map((one) => [spaced(one.measure), right(number(one.value, 4)), one.unit, one.healthy, prose(list(one.speaksFor)), prose(list(one.speaksAgainst)), prose(one.meaning)]))));
}

function missing(unknown) {
  if (!unknown.length) return null;
  return panel("What is missing", table("What was not measured and would help", ["What", "How to get it", "What it would tell apart"],
    unknown.map((one) => [spaced(one.what), prose(one.how), prose(one.tells)])));
}
