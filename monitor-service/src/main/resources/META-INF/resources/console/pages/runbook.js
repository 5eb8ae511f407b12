import { h, diagnosisOf, link, short, state, time, trouble } from "../dom.js";
import { get, text } from "../api.js";

export default {
  nav: "alerts",
  title: (name) => name.replaceAll("-", " "),

  /** Of one alert: its model, its version and this address stand where the text has a place for them. */
  async show(name, alertId) {
    const [source, alerts] = await Promise.all([text(`console/runbooks/${name}.md`, "*/*"), alertId ? get("alerts") : []]);
    const alert = alerts.find((known) => known.alertId === alertId);
    return [h("p", {}, link("#/alerts", "Alerts")), ...markdown(filled(source, alert), alert ? about(alert) : alertId ? h("p", {}, "The alert that the link names is not known here.") : null)];
  },
};

const here = () => location.origin + location.pathname.replace(/\/(index\.html)?$/, "");

function filled(source, alert) {
  const addressed = source.replaceAll("http://127.0.0.1:8084", here());
  return alert ? addressed.replaceAll("<model>", alert.model).replaceAll("<version>", alert.modelVersion) : addressed;
}

function about(alert) {
  const form = (verb, words) => link(`#/alerts/${encodeURIComponent(alert.alertId)}${verb}`, words);
  return h("section", { class: "panel" },
    h("p", {}, state(alert.silence ? "silenced" : alert.state), " ", h("strong", {}, alert.model), ", version ", short(alert.modelVersion), `: ${trouble(alert)}, since `, time(alert.since), "."),
    h("p", {}, alert.summary),
    alert.diagnosis ? h("p", {}, "Diagnosis: ", diagnosisOf(alert.model, alert.diagnosis)) : null,
    h("p", {}, form("", "The alert"), " · ", form("/rollback", "Roll back…"), " · ", form("/hold", "Hold…"), " · ", form("/silence", "Silence…"), " · ", link(`#/models/${encodeURIComponent(alert.model)}`, "The model")));
}

/** As much of Markdown as the runbooks use; their links lead to files that are not served, so only their text is shown. */
function markdown(source, afterTitle = null) {
  const blocks = source.replaceAll("\r", "").split(/\n{2,}/);
  return blocks.map((block) => {
    const heading = /^(#{1,3}) (.*)/.exec(block);
    if (heading) {
      const rest = block.slice(heading[0].length).trim();
      return [h("h" + heading[1].length, {}, inline(heading[2])), heading[1] === "#" ? afterTitle : null, rest ? markdown(rest) : null];
    }
    if (block.startsWith("```")) return h("pre", {}, block.replace(/^```.*\n?/, "").replace(/\n?```$/, ""));
    if (block.startsWith("|")) return rows(block);
    if (/^(- |\d+\. )/.test(block)) {
      const items = block.split(/\n(?=- |\d+\. )/).map((item) => h("li", {}, inline(item.replace(/^(- |\d+\. )/, ""))));
      return h(block.startsWith("- ") ? "ul" : "ol", {}, items);
    }
    return h("p", {}, inline(block));
  }).flat(Infinity).filter(Boolean);
}

function rows(block) {
  const cells = block.split("\n").map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim())).filter((row) => !row.every((cell) => /^-*$/.test(cell)));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, h("tbody", {}, cells.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell))))))));
}

function inline(text) {
  return text.replaceAll("\n", " ").split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|\[[^\]]+\]\([^)]+\))/).map((part) => {
    if (part.startsWith("`")) return h("code", {}, part.slice(1, -1));
    if (part.startsWith("**")) return h("strong", {}, part.slice(2, -2));
    if (part.length > 2 && part.startsWith("*") && part.endsWith("*")) return h("em", {}, part.slice(1, -1));
    const reference = /^\[([^\]]+)\]\([^)]+\)$/.exec(part);
    return reference ? inline(reference[1]) : part;
  }).flat(Infinity);
}
