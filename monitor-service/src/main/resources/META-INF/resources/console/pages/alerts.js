import { h, diagnosisOf, facts, link, number, count, odds, prose, short, state, table, time, trouble } from "../dom.js";
import { get, getOrNull, post, remove } from "../api.js";
import { cause, causeInShort } from "./model.js";

const SUBJECT = {
  collapse: (a) => `answers of class "${a.className}"`,
  "never-predicted": (a) => `answers of class "${a.className}"`,
  "constant-output": () => "outputs that are the same, bit by bit",
  "squashed-scores": () => "answers whose class is hardly ahead of the next",
};

const ACTIONS = {
  "roll-back": "take this version out of service; the version promoted before serves again",
  hold: "take this version out of service and put none in its place: each would be fed the same way",
  restart: "restart the scoring instances whose canaries are sick; others serve the same version and are sound",
};
const SILENCES = [[60, "1 hour"], [240, "4 hours"], [1440, "1 day"], [10080, "7 days"]];

let said = "";

/** Forms that wait for what they are to show. */
let opening = 0;
const deciding = () => opening > 0 || document.getElementById("decision") !== null;

const page = {
  nav: "alerts",
  parts: ["alerts", "models"],
  title: () => "Alerts",
  mayDecide: true,

  /** A refresh while an operator writes a reason changes nothing on the screen. */
  async show() {
    if (deciding()) return null;
    const content = await render();
    return deciding() ? null : content;
  },

  /** A link leads to an alert, or to all of a version, and may open a form. */
  arrived(alertId, form) {
    if (!alertId) return;
    const there = document.getElementById(anchor(alertId)) ?? [...document.querySelectorAll("[id^=alert-]")].find((element) => element.id.startsWith(anchor(alertId)));
    if (!there) {
      document.getElementById("said").textContent = "The alert that the link names is not known here.";
      return;
    }
    there.scrollIntoView({ block: "start" });
    there.focus({ preventScroll: true });
    if (form) there.closest("section")?.querySelector(`[id^=${form}-]`)?.click();
  },

  leave() {
    said = "";
  },
};
export default page;

async function render() {
  const alerts = await get("alerts");
  const open = alerts.filter((alert) => alert.state !== "resolved");
  const over = alerts.filter((alert) => alert.state === "resolved");
  const attributions = new Map();
  for (const model of new Set(open.map((alert) => alert.model))) {
    for (const version of (await getOrNull(`models/${encodeURIComponent(model)}/collapse`)) ?? []) attributions.set(`${model}/${version.version}`, version.attribution);
  }
  const groups = grouped(open);
  return [
    h("h1", {}, "Alerts"),
    h("p", { id: "said", role: "status", class: "muted" }, said),
    open.length === 0 ? h("p", {}, "No alert is open.") : null,
    ...[...groups].map(([version, ofVersion], index) => versionPanel(ofVersion, attributions.get(version), index)),
    over.length ? table("Resolved", ["Alert", "Began", "Resolved", "What it was", "What lay behind it"], over.map((alert) => [h("span", { id: anchor(alert.alertId), tabindex: "-1" }, alert.alertId), time(alert.since), time(alert.changedAt), prose(alert.summary), prose(alert.cause ? [causeInShort(alert), alert.diagnosis ? diagnosisOf(alert.model, alert.diagnosis) : null] : "It did not fire.")])) : null,
  ].filter(Boolean);
}

const versionOf = (alert) => `${alert.model}/${alert.modelVersion}`;

function grouped(alerts) {
  const groups = new Map();
  alerts.forEach((alert) => groups.set(versionOf(alert), [...(groups.get(versionOf(alert)) ?? []), alert]));
  return groups;
}

const anchor = (alertId) => "alert-" + encodeURIComponent(alertId);

async function refresh(text) {
  said = text;
  const content = await render();
  if (deciding()) document.getElementById("said").textContent = text;
  else document.getElementById("main").replaceChildren(...content);
}

/** What several alerts of one version say together is one thing: what to do about the version. */
function versionPanel(alerts, attribution, index) {
  const [first] = alerts;
  const proposal = alerts.find((alert) => alert.proposal)?.proposal;
  return h("section", { class: "panel" },
    h("h2", {}, link(`#/models/${encodeURIComponent(first.model)}`, first.model), ", version ", short(first.modelVersion)),
    alerts.map((alert, i) => alertSection(alert, `${index}${i ? `-${i}` : ""}`)),
    facts([
      attribution ? ["What lies behind it", cause(attribution)] : null,
      proposal ? ["Proposed", [ACTIONS[proposal.action] ?? proposal.action, proposal.instances.length ? ` (sick: ${proposal.instances.join(", ")})` : ""]] : null,
    ]),
    page.mayDecide ? decisions(first, index) : null);
}

function alertSection(alert, index) {
  const silence = alert.silence;
  const now = alert.now ?? alert;
  return h("div", { id: anchor(alert.alertId), tabindex: "-1" },
    h("h3", {}, state(silence ? "silenced" : alert.state), ` ${alert.model}: ${trouble(alert)}.`),
    h("p", {}, alert.summary),
    facts([
      ["Began", [time(alert.since), ", last change ", time(alert.changedAt)]],
      ["Share", `${number(now.share)} ${(SUBJECT[alert.kind] ?? (() => "of the answers"))(alert)}; while healthy ${number(alert.healthyShare)}`],
      ["Odds", `${odds(now.odds)} times likelier under this trouble than under a healthy model`],
      ["Answers", [`${count(now.predictionsInvolved)} by now since it is likely to have begun, of ${count(now.predictionsSeen)}`, alert.now ? `; ${count(alert.predictionsInvolved)} of ${count(alert.predictionsSeen)} at the last change` : ""]],
      alert.diagnosis ? ["Diagnosis", diagnosisOf(alert.model, alert.diagnosis)] : null,
      ["What to do", link(`#/runbooks/${alert.runbook}/${encodeURIComponent(alert.alertId)}`, alert.runbook.replaceAll("-", " "))],
      silence ? ["Silenced", [`by ${silence.silencedBy}, until `, time(silence.until), `: ${silence.reason}`]] : null,
    ]),
    page.mayDecide ? silencing(alert, silence, index) : null);
}

const choice = (id, text, act) => h("button", { type: "button", id, onclick: act }, text);

function silencing(alert, silence, index) {
  const place = h("div", {});
  return [
    h("div", { class: "choices", role: "group", "aria-label": `Silence ${alert.alertId}` },
      silence
        ? choice(`unsilence-${index}`, "End the silence", () => tell(remove(`silences/${encodeURIComponent(silence.silenceId)}`), "The silence is over."))
        : choice(`silence-${index}`, "Silence…", () => ask(place, alert, "Silence", true, null, (reason, minutes) => post("silences", { model: alert.model, kind: alert.kind, minutes, reason })))),
    place,
  ];
}

function decisions(alert, index) {
  const place = h("div", {});
  const model = encodeURIComponent(alert.model);
  return [
    h("div", { class: "choices", role: "group", "aria-label": `Decide about ${versionOf(alert)}` },
      choice(`rollback-${index}`, "Roll back…", () => rollBack(place, alert, model)),
      choice(`hold-${index}`, "Hold…", () => ask(place, alert, "Hold", false, h("p", {}, "No version of this model serves afterwards."), (reason) => post(`models/${model}/hold`, { version: alert.modelVersion, reason })))),
    place,
  ];
}

/** Names the version that will serve and how it was when it served last, before anybody decides. */
async function rollBack(place, alert, model) {
  let successors = null;
  let problem = null;
  opening++;
  try {
    successors = await get(`models/${model}/successors`);
  } catch (e) {
    problem = `What would serve is not known: ${e.message}.`;
  } finally {
    opening--;
  }
  const candidates = successors?.candidates ?? [];
  if (!problem && successors.serving !== alert.modelVersion) problem = `Version ${alert.modelVersion} does not serve: ${successors.serving ? `${successors.serving} does` : "none does"}.`;
  if (!problem && candidates.length === 0) problem = "No version of this model was promoted before: hold it, and none serves.";
  const to = h("select", { id: "to", onchange: () => tellOf() }, candidates.map((candidate) => h("option", { value: candidate.version, selected: candidate.version === successors.next?.version }, candidate.version)));
  const about = h("div", { id: "about-successor" });
  let second = null;
  const chosen = () => candidates.find((candidate) => candidate.version === to.value);
  const tellOf = () => {
    const candidate = chosen();
    second = candidate?.sick ? h("input", { id: "confirm", type: "checkbox", required: true }) : null;
    about.replaceChildren(...(candidate ? [
      facts([
        ["Will serve", [short(candidate.version), ", decided about ", time(candidate.decidedAt), candidate.version === successors.next?.version ? "" : ", taken out or newer"]],
        ["When it served last", candidate.lastCondition ? state(candidate.lastCondition) : "nothing is known of it here"],
        ["Its last alert", candidate.lastAlert ?? "none"],
      ]),
      second ? h("label", { for: "confirm" }, second, ` Put ${candidate.version} back although it was ${candidate.lastCondition.replaceAll("-", " ")}, and nothing shows that it is not any more`) : null,
    ].filter(Boolean) : []));
  };
  tellOf();
  const before = problem ? h("p", { role: "alert" }, problem) : [h("label", { for: "to" }, "Version that is to serve", to), about];
  ask(place, alert, "Roll back", false, before, (reason) => post(`models/${model}/rollback`, { version: alert.modelVersion, to: to.value || null, confirm: second?.checked ? to.value : null, reason }), problem !== null);
}

/** Asks for the reason that others will read, and does it. */
function ask(place, alert, verb, lasts, before, act, impossible = false) {
  document.getElementById("decision")?.remove();
  const reason = h("input", { id: "reason", type: "text", required: true, maxlength: "500", autocomplete: "off" });
  const minutes = lasts ? h("select", { id: "minutes" }, SILENCES.map(([value, text]) => h("option", { value }, text))) : null;
  const submit = h("button", { class: "primary", type: "submit", id: "decide", disabled: impossible }, verb);
  const form = h("form", { id: "decision", onsubmit: (event) => {
    event.preventDefault();
    submit.disabled = true;
    tell(act(reason.value.trim(), minutes && Number(minutes.value)), `${verb}: done for ${alert.model}.`);
  } },
  before,
  h("div", { class: "row" },
    h("label", { for: "reason" }, `${verb}: why?`, reason),
    minutes ? h("label", { for: "minutes" }, "For", minutes) : null,
    submit,
    h("button", { type: "button", onclick: () => form.remove() }, "Cancel")));
  place.replaceChildren(form);
  reason.focus();
}

async function tell(done, text) {
  try {
    await done;
    document.getElementById("decision")?.remove();
    await refresh(text);
  } catch (e) {
    document.getElementById("said").textContent = `Not done: ${e.message}.`;
    const button = document.getElementById("decide");
    if (button) button.disabled = false;
  }
}
