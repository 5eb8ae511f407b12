import { h, facts, link, number, count, odds, prose, short, state, table, time } from "../dom.js";
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

const page = {
  nav: "alerts",
  parts: ["alerts", "models"],
  title: () => "Alerts",
  mayDecide: true,

  /** A refresh while an operator writes a reason changes nothing on the screen. */
  async show() {
    if (document.getElementById("decision")) return null;
    const content = await render();
    return document.getElementById("decision") ? null : content;
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
  return [
    h("h1", {}, "Alerts"),
    h("p", { id: "said", role: "status", class: "muted" }, said),
    open.length === 0 ? h("p", {}, "No alert is open.") : null,
    ...open.map((alert, index) => alertPanel(alert, attributions.get(`${alert.model}/${alert.modelVersion}`), index)),
    over.length ? table("Resolved", ["Alert", "Began", "Resolved", "What it was", "What lay behind it"], over.map((alert) => [alert.alertId, time(alert.since), time(alert.changedAt), prose(alert.summary), prose(alert.cause ? causeInShort(alert) : "It did not fire.")])) : null,
  ].filter(Boolean);
}

async function refresh(text) {
  said = text;
  document.getElementById("main").replaceChildren(...(await render()));
}

function alertPanel(alert, attribution, index) {
  const silence = alert.silence;
  return h("section", { class: "panel" },
    h("h2", {}, state(silence ? "silenced" : alert.state), ` ${alert.model}: ${alert.kind.replaceAll("-", " ")}`),
    h("p", {}, alert.summary),
    facts([
      ["Model", [link(`#/models/${encodeURIComponent(alert.model)}`, alert.model), ", version ", short(alert.modelVersion)]],
      ["Began", [time(alert.since), ", last change ", time(alert.changedAt)]],
      ["Share", `${number(alert.share)} ${(SUBJECT[alert.kind] ?? (() => "of the answers"))(alert)}; while healthy ${number(alert.healthyShare)}`],
      ["Odds", `${odds(alert.odds)} times likelier under this trouble than under a healthy model`],
      ["Answers", `${count(alert.predictionsInvolved)} since it is likely to have begun, of ${count(alert.predictionsSeen)}`],
      attribution ? ["What lies behind it", cause(attribution)] : null,
      alert.proposal ? ["Proposed", [ACTIONS[alert.proposal.action] ?? alert.proposal.action, alert.proposal.instances.length ? ` (sick: ${alert.proposal.instances.join(", ")})` : ""]] : null,
      ["What to do", link(`#/runbooks/${alert.runbook}`, alert.runbook.replaceAll("-", " "))],
      silence ? ["Silenced", [`by ${silence.silencedBy}, until `, time(silence.until), `: ${silence.reason}`]] : null,
    ]),
    page.mayDecide ? decisions(alert, silence, index) : null);
}

function decisions(alert, silence, index) {
  const place = h("div", {});
  const choice = (name, text, act) => h("button", { type: "button", id: `${name}-${index}`, onclick: act }, text);
  const model = encodeURIComponent(alert.model);
  const out = (verb) => (reason) => post(`models/${model}/${verb}`, { version: alert.modelVersion, reason });
  return [
    h("div", { class: "choices", role: "group", "aria-label": `Decide about ${alert.alertId}` },
      silence
        ? choice("unsilence", "End the silence", () => tell(remove(`silences/${encodeURIComponent(silence.silenceId)}`), "The silence is over."))
        : choice("silence", "Silence…", () => ask(place, alert, "Silence", true, (reason, minutes) => post("silences", { model: alert.model, kind: alert.kind, minutes, reason }))),
      choice("rollback", "Roll back…", () => ask(place, alert, "Roll back", false, out("rollback"))),
      choice("hold", "Hold…", () => ask(place, alert, "Hold", false, out("hold")))),
    place,
  ];
}

/** Asks for the reason that others will read, and does it. */
function ask(place, alert, verb, lasts, act) {
  document.getElementById("decision")?.remove();
  const reason = h("input", { id: "reason", type: "text", required: true, maxlength: "400", autocomplete: "off" });
  const minutes = lasts ? h("select", { id: "minutes" }, SILENCES.map(([value, text]) => h("option", { value }, text))) : null;
  const form = h("form", { id: "decision", class: "row", onsubmit: (event) => {
    event.preventDefault();
    form.querySelector("button").disabled = true;
    tell(act(reason.value.trim(), minutes && Number(minutes.value)), `${verb}: done for ${alert.model}.`);
  } },
  h("label", { for: "reason" }, `${verb}: why?`, reason),
  minutes ? h("label", { for: "minutes" }, "For", minutes) : null,
  h("button", { class: "primary", type: "submit" }, verb),
  h("button", { type: "button", onclick: () => form.remove() }, "Cancel"));
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
    const button = document.querySelector("#decision button");
    if (button) button.disabled = false;
  }
}
