import { h, facts, link, number, count, odds, prose, short, state, table, time } from "../dom.js";
import { get, getOrNull } from "../api.js";
import { cause } from "./model.js";

const RUNBOOKS = { collapse: "model-collapsed", "never-predicted": "model-collapsed", "constant-output": "model-outputs", "squashed-scores": "model-outputs" };
const SUBJECT = {
  collapse: (a) => `answers of class "${a.className}"`,
  "never-predicted": (a) => `answers of class "${a.className}"`,
  "constant-output": () => "outputs that are the same, bit by bit",
  "squashed-scores": () => "answers whose class is hardly ahead of the next",
};

export default {
  nav: "alerts",
  parts: ["alerts", "models"],
  title: () => "Alerts",

  async show() {
    const alerts = await get("alerts");
    const open = alerts.filter((alert) => alert.state !== "resolved");
    const over = alerts.filter((alert) => alert.state === "resolved");
    const attributions = new Map();
    for (const model of new Set(open.map((alert) => alert.model))) {
      for (const version of (await getOrNull(`models/${encodeURIComponent(model)}/collapse`)) ?? []) attributions.set(`${model}/${version.version}`, version.attribution);
    }
    return [
      h("h1", {}, "Alerts"),
      open.length === 0 ? h("p", {}, "No alert is open.") : null,
      ...open.map((alert) => alertPanel(alert, attributions.get(`${alert.model}/${alert.modelVersion}`))),
      over.length ? table("Resolved", ["Alert", "Began", "Resolved", "What it was"], over.map((alert) => [alert.alertId, time(alert.since), time(alert.changedAt), prose(alert.summary)])) : null,
    ].filter(Boolean);
  },
};

function alertPanel(alert, attribution) {
  const runbook = RUNBOOKS[alert.kind];
  return h("section", { class: "panel" },
    h("h2", {}, state(alert.state), ` ${alert.model}: ${alert.kind.replaceAll("-", " ")}`),
    h("p", {}, alert.summary),
    facts([
      ["Model", [link(`#/models/${encodeURIComponent(alert.model)}`, alert.model), ", version ", short(alert.modelVersion)]],
      ["Began", [time(alert.since), ", last change ", time(alert.changedAt)]],
      ["Share", `${number(alert.share)} ${(SUBJECT[alert.kind] ?? (() => "of the answers"))(alert)}; while healthy ${number(alert.healthyShare)}`],
      ["Odds", `${odds(alert.odds)} times likelier under this trouble than under a healthy model`],
      ["Answers", `${count(alert.predictionsInvolved)} since it is likely to have begun, of ${count(alert.predictionsSeen)}`],
      attribution ? ["What lies behind it", cause(attribution)] : null,
      runbook ? ["What to do", link(`#/runbooks/${runbook}`, runbook.replaceAll("-", " "))] : null,
    ]));
}
