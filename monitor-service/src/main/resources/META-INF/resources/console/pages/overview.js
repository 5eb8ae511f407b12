import { h, link, prose, short, state, table, time, trouble, number, count, right } from "../dom.js";
import { get } from "../api.js";

/** How bad, for the order of rows: what needs somebody comes first. */
const ORDER = ["constant", "collapsed", "class-over-share", "class-missing", "squashed", "suspicious", "silent", "not-yet-watched", "no-reference", "healthy", "superseded"];

const A_DAY = 24 * 60 * 60 * 1000;

export default {
  nav: "overview",
  parts: ["models", "alerts"],
  title: () => "Overview",

  async show() {
    const [watched, registry, alerts, letters] = await Promise.all([get("models"), get("registry"), get("alerts?state=firing"), get("dead-letters")]);
    const rank = (version) => ORDER.indexOf(version.condition);
    watched.sort((a, b) => rank(a) - rank(b) || a.model.localeCompare(b.model));
    const asked = new Set(watched.map((version) => version.model));
    const silent = registry.filter((entry) => !asked.has(entry.model));
    const aside = letters.filter((topic) => topic.lastAt && Date.now() - new Date(topic.lastAt) < A_DAY);
    return [
      h("h1", {}, "Overview"),
      alerts.length === 0
        ? h("p", {}, "No alert is firing.")
        : h("div", { class: "notice" }, alerts.map((alert) => h("p", {}, state("firing"), " ", link(`#/models/${encodeURIComponent(alert.model)}`, alert.model), `: ${trouble(alert)}. ${alert.summary} `, link(`#/alerts/${encodeURIComponent(alert.alertId)}`, "The alert")))),
      aside.length ? [h("h2", {}, "Set aside within a day"), h("p", {}, "Nobody will handle these records by themselves: a study that asks for a model of which no version serves is not answered later. ", link("#/runbooks/dead-letters", "What to do")),
        h("ul", { id: "set-aside" }, aside.map((topic) => h("li", {}, `${topic.topic.replace(/\.dlq$/, "")}: ${count(topic.count)} in all, the last `, time(topic.lastAt), topic.lastReason ? `: ${topic.lastReason}` : "")))] : null,
      watched.length === 0 ? h("p", {}, "No model has been asked anything yet.") : table("Model versions and how they are",
        ["Model", "Version", "Condition", "Since", right("Predictions"), "Last answer", "Recent shares of the answers"],
        watched.map((v) => [
          link(`#/models/${encodeURIComponent(v.model)}`, v.model),
          short(v.version),
          v.lastCondition ? [state(v.condition), `, ${v.lastCondition.replaceAll("-", " ")} when it served last`] : state(v.condition),
          time(v.since),
          right(count(v.predictions)),
          time(v.lastPredictedAt),
          prose(v.recentShares.map((share) => `${share.className} ${number(share.share)}`).join(", ")),
        ])),
      silent.length ? [h("h2", {}, "Never asked"), h("ul", {}, silent.map((entry) => h("li", {}, link(`#/models/${encodeURIComponent(entry.model)}`, entry.model),
        entry.serving ? [": version ", short(entry.serving), " serves"] : ": no version serves")))] : null,
    ].filter(Boolean).flat();
  },
};
