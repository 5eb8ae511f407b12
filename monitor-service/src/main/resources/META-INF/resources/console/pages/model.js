import { h, diagnosisOf, bar, count, facts, link, number, odds, panel, prose, right, short, state, table, time, trouble } from "../dom.js";
import { get, getOrNull } from "../api.js";
import { lines } from "../charts.js";

const SMALLEST = 1e-6;

export default {
  nav: "overview",
  parts: ["models", "alerts", "diagnoses"],
  title: (model) => model,

  async show(model) {
    const path = encodeURIComponent(model);
    const [watched, file, alerts, diagnoses] = await Promise.all([getOrNull(`models/${path}/collapse`), getOrNull(`registry/${path}`), get("alerts"), get(`registry/${path}/diagnoses`)]);
    if (!watched && !file && !diagnoses.length) return [h("h1", {}, model), h("p", {}, "Nothing is known about this model: it was neither trained here nor asked anything.")];
    const versions = (watched ?? []).slice().sort((a, b) => (a.condition === "superseded") - (b.condition === "superseded"));
    const main = versions[0];
    const seen = main ? await getOrNull(`models/${path}/history`) : null;
    const history = seen?.find((version) => version.version === main.version)?.samples ?? [];
    const mine = alerts.filter((alert) => alert.model === model && alert.state !== "resolved");
    return [
      h("h1", {}, model),
      mine.length ? h("div", { class: "notice" }, mine.map((alert) => h("p", {}, state(alert.silence ? "silenced" : alert.state), ` ${trouble(alert)}. ${alert.summary} `, link(`#/alerts/${encodeURIComponent(alert.alertId)}`, "The alert")))) : null,
      main?.attribution ? panel("What lies behind it", cause(main.attribution), mine.filter((alert) => alert.diagnosis).map((alert) => h("p", {}, "Diagnosis: ", diagnosisOf(model, alert.diagnosis)))) : null,
      main ? condition(main) : panel("Condition", h("p", {}, "It has not been asked anything yet.")),
      main ? h("div", { class: "two" }, shares(main, history), evidence(main, history)) : null,
      main ? classes(main) : null,
      main ? outputs(main) : null,
      diagnosed(model, diagnoses),
      file ? [evaluation(file), decisions(file), trained(file)] : panel("Registry", h("p", {}, "It was trained elsewhere: there is no evaluation and no decision of the gate here.")),
      versions.length > 1 ? panel("Other versions watched", table("Other versions watched", ["Version", "Condition", "Since"],
        versions.slice(1).map((v) => [short(v.version), [state(v.condition), v.lastCondition ? `, ${v.lastCondition.replaceAll("-", " ")} when it served last` : ""], time(v.since)]))) : null,
    ].flat().filter(Boolean);
  },
};

function condition(v) {
  return panel("Condition", facts([
    ["Version", short(v.version)],
    ["Condition", [state(v.condition), " since ", time(v.since), v.lastCondition ? `; when it served last it was ${v.lastCondition.replaceAll("-", " ")}` : ""]],
    ["Evidence of a collapse", v.evidence === null ? "no reference yet" : `${odds(v.evidence)} of ${odds(v.threshold)} (odds against a healthy model; the alert fires at the second)`],
    ["False alarms", `of each of its four tests at least ${count(v.meanStudiesBetweenFalseAlarms)} studies apart on average while it is healthy, of any at least ${count(Math.floor(v.meanStudiesBetweenFalseAlarms / 4))}`],
    ["Reference", v.referenceImages === null ? "none" : `${count(v.referenceImages)} images${v.referenceLearned ? ", learned from its own first studies" : ""}`],
    ["Canaries", v.canaries ? [state(v.canaries.finding), ` ${v.canaries.sentence}, `, time(new Date(v.canaries.replayedMillis).toISOString())] : "not replayed yet"],
    ["Studies a day", v.studiesPerDay === null ? "not known yet" : count(Math.round(v.studiesPerDay))],
  ]));
}

const CAUSES = {
  model: "the model: its weights, or the library that runs it",
  preprocessing: "the preprocessing: what is done with an image before the network",
  input: "the input: another device, another export, another body part",
  population: "the population: the classes really occur otherwise",
  unknown: "not known yet",
};

/** What lies behind an alert, with what says so. */
export const cause = (attribution) => [h("p", {}, h("strong", {}, named(attribution)), attribution.cause === "unknown" && attribution.possible?.length ? `; not ruled out: the ${attribution.possible.join(", the ")}.` : "."), sentences(attribution)];

/** The same in one line, with what says so when it is opened. */
export const causeInShort = (attribution) => h("details", {}, h("summary", {}, named(attribution)), sentences(attribution));

const named = (attribution) => CAUSES[attribution.cause] ?? attribution.cause;
const sentences = (attribution) => h("ul", {}, attribution.evidence.map((line) => h("li", {}, line)));

const seconds = (history) => history.map((point) => point.atMillis / 1000);
const tooFew = () => h("p", { class: "muted" }, "Nothing to draw: it was asked nothing since this service started.");

function shares(v, history) {
  if (history.length < 2) return panel("Shares of the answers over time", tooFew());
  const series = v.classes.flatMap((c, k) => [
    { label: c.className, values: history.map((point) => point.shares[k] ?? null), key: k },
    c.healthyShare === null ? null : { label: k === 0 ? "the same while healthy" : null, values: history.map(() => c.healthyShare), key: k, dashed: true, width: 1 },
  ]).filter(Boolean);
  return panel("Shares of the answers over time", lines(seconds(history), series, {
    time: true, min: 0, max: 1,
    label: "Recent share of each class over time, beside its share while healthy: " + v.classes.map((c) => `${c.className} ${number(c.recentShare)} against ${number(c.healthyShare)}`).join(", "),
  }));
}

function evidence(v, history) {
  const points = history.filter((point) => typeof point.evidence === "number");
  if (points.length < 2) return panel("Evidence of a collapse over time", tooFew());
  return panel("Evidence of a collapse over time", lines(seconds(points), [
    { label: "odds against a healthy model", values: points.map((point) => Math.max(point.evidence, SMALLEST)), key: 0 },
    { label: "the alert fires", values: points.map(() => v.threshold), key: "limit", dashed: true },
  ], { time: true, log: true, label: `Odds against a healthy model over time: ${odds(v.evidence)} now, the alert fires at ${odds(v.threshold)}` }));
}

function classes(v) {
  return panel("Classes", table("Shares by class, now and while healthy",
    ["Class", right("Recent share"), "Recent share", right("While healthy"), right("Between"), right("Evidence"), right("A total collapse shows after"), right("Not answered for")],
    v.classes.map((c, k) => [
      c.className, right(number(c.recentShare)), { value: bar(c.recentShare, k), class: "bars" }, right(number(c.healthyShare)),
      right(c.healthyLowerBound === null ? "–" : `${number(c.healthyLowerBound)} – ${number(c.healthyUpperBound)}`),
      right(odds(c.evidence)),
      right(c.delayOfTotalCollapse === null ? "–" : `${count(c.delayOfTotalCollapse)} studies`),
      right(c.studiesSinceAnswered === null ? "–" : `${count(c.studiesSinceAnswered)}${c.studiesUntilMissing === null ? "" : " of " + count(c.studiesUntilMissing)} studies`),
    ])));
}

function outputs(v) {
  if (!v.outputs?.length) return null;
  return panel("Probabilities", table("Tests of the probabilities", ["Test", right("Learned from"), right("Healthy at most"), right("Evidence"), right("Shows after")],
    v.outputs.map((o) => [o.kind.replaceAll("-", " "), right(`${count(o.learnedFrom)} studies`), right(number(o.healthyUpperBound, 4)), right(odds(o.evidence)), right(o.delay === null ? "–" : `${count(o.delay)} studies`)])));
}

function evaluation(file) {
  const version = file.versions.find((v) => v.version === file.serving) ?? file.versions[0];
  if (!version) return null;
  const test = version.test;
  const names = test.classes.map((c) => c.name);
  const serves = version.version === file.serving;
  return panel(`On the test split: version ${version.version}${serves ? ", which serves" : ", which does not serve"}`,
    h("div", { class: "two" },
      h("div", {}, matrix(names, test.confusion)),
      h("div", {}, facts([
        ["Balanced accuracy", number(test.balancedAccuracy)], ["Macro-F1", number(test.macroF1)],
        ["Accuracy", `${number(test.accuracy)} (always the largest class: ${number(test.majorityShare)})`], ["Images", count(test.images)],
      ]), table("Recall by class, with its 95 % interval", ["Class", right("Images"), right("Recall"), right("Between")],
        test.classes.map((c) => [c.name, right(count(c.support)), right(number(c.recall)), right(`${number(c.recallLower)} – ${number(c.recallUpper)}`)])))));
}

function matrix(names, confusion) {
  const cell = (n, total, right) => {
    const element = h("td", { class: right ? "right" : null }, count(n));
    if (total > 0) element.style.background = `rgb(var(--shade) / ${(0.3 * n / total).toFixed(3)})`;
    return element;
  };
  return [h("p", { class: "muted" }, "Confusion matrix: rows are the true classes, columns the answers"),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Confusion matrix" }, h("table", { class: "matrix", "aria-label": "Confusion matrix" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "true \\ answer"), names.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, confusion.map((row, i) => {
      const total = row.reduce((a, b) => a + b, 0);
      return h("tr", {}, h("th", { scope: "row" }, names[i]), row.map((n, j) => cell(n, total, i === j)));
    }))))];
}

function decisions(file) {
  if (!file.decisions.length) return panel("Decisions", h("p", {}, "Nothing was decided yet."));
  return panel("Decisions", table("What the gate or an operator decided, the newest first", ["When", "Version", "Outcome", "Why"],
    file.decisions.map((d) => [time(d.decidedAt), short(d.version), unjudged(d) ? state("registered") : state(d.outcome),
      prose(unjudged(d) ? "trained elsewhere and registered without test results: nothing was checked" : d.reason ? `an operator: ${d.reason}` : h("details", {}, h("summary", {}, `${d.checks.filter((c) => c.passed).length} of ${d.checks.length} checks passed`),
        h("ul", {}, d.checks.map((c) => h("li", {}, `${c.passed ? "passed" : "not passed"}: ${c.explanation}`)))))])));
}

/** A model from elsewhere that came without test results serves, and no check was made of it. */
const unjudged = (decision) => decision.outcome === "promoted" && !decision.reason && decision.checks.length === 0;

function diagnosed(model, diagnoses) {
  if (!diagnoses.length) return null;
  return panel("Diagnoses", table("Why trainings failed and what alerts come from, the newest first", ["Made", "Diagnosis", "Version", "Of"],
    diagnoses.map((one) => [time(one.diagnosedAt), prose(diagnosisOf(model, one)), one.version ? short(one.version) : "–", one.alertId ? ["alert ", one.alertId] : ["training ", one.runId]])));
}

function trained(file) {
  if (!file.versions.length) return null;
  return panel("Versions", table("Versions trained here, the newest first", ["Trained", "Version", "Dataset", right("Epochs"), right("Balanced accuracy"), "Model card", "Training"],
    file.versions.map((v) => [time(v.trainedAt), short(v.version), `${v.dataset} ${v.datasetVersion}`, right(count(v.epochs)), right(number(v.test.balancedAccuracy)), link(`#/models/${encodeURIComponent(file.model)}/versions/${encodeURIComponent(v.version)}/card`, "card"), link(`#/runs/${encodeURIComponent(v.runId)}`, v.runId)])));
}
