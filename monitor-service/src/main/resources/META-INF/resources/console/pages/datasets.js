import { h, augmentationOf, bar, count, facts, number, panel, right, short, table, time } from "../dom.js";
import { get } from "../api.js";

export default {
  nav: "datasets",
  parts: ["datasets"],
  title: () => "Datasets",

  async show() {
    const datasets = await get("datasets");
    return [
      h("h1", {}, "Datasets"),
      datasets.length === 0 ? h("p", {}, "No dataset has been frozen yet.") : null,
      ...datasets.map((d) => dataset(d)),
    ].filter(Boolean);
  },
};

/** What the images gave: numbers beside their limits, and the tables of shortcuts. */
function checks(dataset, found) {
  if (!found.length) {
    return [];
  }
  return [
    table(`Checks of the images of ${dataset}`, ["Check", right("Found"), right("Most extreme"), right("Limit"), "Examples"],
      found.map((f) => [f.code, right(count(f.count)), right(number(f.number)), right(number(f.limit)),
        f.examples.map((together) => together.map((id) => id.slice(0, 12)).join(" and ")).join(", ")])),
    ...found.filter((f) => f.table).map((f) =>
      table(`Images of ${dataset} by ${f.table.property} and class`, [f.table.property, ...f.table.classes.map(right)],
        f.table.rows.map((row) => [row.value, ...row.images.map((n) => right(count(n)))]))),
  ];
}

function dataset({ dataset, versions }) {
  const newest = versions[0];
  const splits = Object.keys(newest.classCounts);
  const totals = newest.labels.map((_, k) => splits.reduce((sum, split) => sum + (newest.classCounts[split][k] ?? 0), 0));
  const all = totals.reduce((a, b) => a + b, 0);
  const train = newest.classCounts.train ?? totals;
  const least = Math.min(...train);
  return panel(dataset,
    facts([
      ["Newest version", [short(newest.version), ", frozen ", time(newest.frozenAt)]],
      ["Content hash", h("span", { class: "id" }, newest.contentHash)],
      ["Images", `${count(all)}, ${newest.modality}, ${newest.shape}`],
      ["Augmentation", augmentationOf(dataset, newest.version, "Look at augmented training images")],
      ["Imbalance", least === 0 ? "a class has no training image" : `the largest class has ${number(Math.max(...train) / least, 1)} times the training images of the smallest`],
    ]),
    table(`Balance of ${dataset}`, ["Class", ...splits.map(right), right("All"), right("Share"), "Share"],
      newest.labels.map((label, k) => [label, ...splits.map((split) => right(count(newest.classCounts[split][k]))), right(count(totals[k])), right(number(all ? totals[k] / all : 0)), { value: bar(all ? totals[k] / all : 0, k), class: "bars" }])),
    h("h3", {}, "Findings"),
    newest.findings.length ? h("ul", {}, newest.findings.map((finding) => h("li", {}, finding))) : h("p", {}, "Nothing odd was found."),
    ...checks(dataset, newest.imageFindings),
    versions.length > 1 ? table(`Versions of ${dataset}`, ["Version", "Frozen", right("Images"), right("Findings"), "Augmented"],
      versions.map((v) => [short(v.version), time(v.frozenAt), right(count(Object.values(v.classCounts).flat().reduce((a, b) => a + b, 0))), right(v.findings.length), augmentationOf(dataset, v.version, "look")])) : null,
    versions.length > 1 ? changes(dataset, versions) : null);
}

/** What differs between two versions, of those that a person picks; the two newest at first. */
function changes(name, versions) {
  const answer = h("div", { "aria-live": "polite" });
  const pick = (id, text, chosen) => {
    const select = h("select", { id: `${id}-${name}` }, versions.map((v) => h("option", { value: v.version, selected: v.version === chosen.version }, v.version)));
    return { select, label: h("label", {}, text, " ", select) };
  };
  const before = pick("before", "From", versions[1]);
  const after = pick("after", "to", versions[0]);
  const compare = async () => {
    answer.replaceChildren(h("p", {}, "Comparing …"));
    try {
      const query = `from=${encodeURIComponent(before.select.value)}&to=${encodeURIComponent(after.select.value)}`;
      answer.replaceChildren(...difference(name, await get(`datasets/${encodeURIComponent(name)}/diff?${query}`)));
    } catch (e) {
      answer.replaceChildren(h("p", { role: "alert" }, `Not compared: ${e.message}.`));
    }
  };
  return h("div", {},
    h("h3", {}, "What changed"),
    h("p", { class: "controls" }, before.label, " ", after.label, " ", h("button", { type: "button", id: `compare-${name}`, onclick: compare }, "Compare")),
    answer);
}

/** Added, removed, relabelled and moved images by class; all of them are counted, their ids are in `equipoise diff`. */
function difference(name, diff) {
  const only = (title, images) => (images.total
    ? table(`${title}: ${count(images.total)}`, ["Class", "Split", right("Images")],
      images.counts.map((c) => [c.label, c.split, right(count(c.images))]))
    : null);
  const changed = diff.added.total + diff.removed.total + diff.relabelled.total + diff.moved.total;
  return [
    h("p", {}, `${count(diff.unchanged)} ${diff.unchanged === 1 ? "image has" : "images have"} the same class in the same split. `, changed ? "" : "Nothing else differs. ",
      diff.classesAdded.length ? `New classes: ${diff.classesAdded.join(", ")}. ` : "",
      diff.classesRemoved.length ? `Classes that are gone: ${diff.classesRemoved.join(", ")}. ` : ""),
    only(`Added to ${name}`, diff.added),
    only(`Removed from ${name}`, diff.removed),
    diff.relabelled.total ? table(`Relabelled in ${name}: ${count(diff.relabelled.total)}`, ["From", "To", "Split", right("Images")],
      diff.relabelled.counts.map((c) => [c.from, c.to, c.split, right(count(c.images))])) : null,
    diff.moved.total ? table(`Moved in ${name}: ${count(diff.moved.total)}`, ["Class", "From", "To", right("Images")],
      diff.moved.counts.map((c) => [c.label, c.from, c.to, right(count(c.images))])) : null,
    changed ? h("p", {}, "Which images: ", h("code", {}, `equipoise diff ${name} --from ${diff.from.version} --to ${diff.to.version}`), ".") : null,
  ].filter(Boolean);
}
