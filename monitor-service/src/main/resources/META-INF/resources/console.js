// The console: reads the service's own API and draws it. No state but the API key, which lasts as long as the tab.

const content = document.getElementById("content");
const live = document.getElementById("live");
const KEY = "equipoise-api-key";

const STATES = {
  "healthy": ["good", "healthy"],
  "no-reference": ["", "no reference yet"],
  "superseded": ["", "superseded"],
  "suspicious": ["warn", "suspicious"],
  "squashed": ["warn", "scores squashed"],
  "class-missing": ["warn", "a class is missing"],
  "collapsed": ["bad", "collapsed"],
  "constant": ["bad", "constant output"],
  "firing": ["bad", "firing"],
  "pending": ["warn", "pending"],
  "resolved": ["good", "resolved"],
  "sound": ["good", "sound"],
  "model": ["bad", "model"],
  "preprocessing": ["bad", "preprocessing"],
};
const WORST = ["constant", "collapsed", "class-missing", "squashed", "suspicious", "no-reference", "healthy", "superseded"];

/** An element: el("td", {class: "number"}, "text", child ...). Text is never parsed as HTML. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const state = name => {
  const [kind, text] = STATES[name] ?? ["", name];
  return el("span", {class: "state " + kind}, text);
};
const percent = share => share == null ? "–" : (100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0) + " %";
const count = n => n == null ? "–" : n.toLocaleString("en");
const odds = x => x == null ? "–" : x < 1000 ? x.toFixed(x < 10 ? 1 : 0) : x.toExponential(1).replace("e+", "e");
const time = iso => {
  const at = new Date(iso);
  return at.getTime() === 0 ? el("span", {}, "–")
      : el("time", {datetime: iso}, at.toISOString().slice(0, 19).replace("T", " ") + " UTC");
};
const modelLink = model => el("a", {href: "#/models/" + encodeURIComponent(model)}, model);

function table(caption, heads, rows) {
  const head = el("tr", {}, ...heads.map(([text, number]) => el("th", {scope: "col", class: number ? "number" : null}, text)));
  const body = rows.map(cells => el("tr", {}, ...cells.map((cell, i) =>
      i === 0 ? el("th", {scope: "row"}, cell) : el("td", {class: heads[i][1] ? "number" : null}, cell))));
  return el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
      el("table", {}, el("caption", {}, caption), el("thead", {}, head), el("tbody", {}, ...body)));
}

class KeyNeeded extends Error {}

function request(path, accept) {
  const key = sessionStorage.getItem(KEY);
  return fetch(path, {headers: {accept, ...(key ? {"X-API-Key": key} : {})}, cache: "no-store"});
}

async function read(path) {
  const response = await request(path, "application/json");
  if (response.status === 401 || response.status === 403) throw new KeyNeeded();
  if (response.status === 404) return null;
  if (!response.ok) throw new Error("the service answered " + response.status);
  return response.json();
}

// ---- pages ----

async function overview() {
  const models = (await read("/models")).sort((a, b) =>
      WORST.indexOf(a.condition) - WORST.indexOf(b.condition) || a.model.localeCompare(b.model));
  if (models.length === 0) {
    return [el("h1", {}, "Models"), el("p", {}, "No prediction was seen yet. A model appears here with its first answer.")];
  }
  const served = models.filter(m => m.condition !== "superseded");
  return [
    el("h1", {}, "Models"),
    el("p", {class: "quiet"}, served.length + (served.length === 1 ? " version serves, " : " versions serve, ")
        + served.filter(m => ["collapsed", "constant", "class-missing", "squashed"].includes(m.condition)).length + " in trouble."),
    table("Every version that is watched, the worst first",
        [["Model"], ["Version"], ["Condition"], ["Since"], ["Predictions", true], ["Largest share", true], ["Last answer"]],
        models.map(m => {
          const largest = m.recentShares.reduce((a, b) => b.share > a.share ? b : a);
          return [modelLink(m.model), m.version, state(m.condition), time(m.since), count(m.predictions),
            largest.className + " " + percent(largest.share), time(m.lastPredictedAt)];
        })),
  ];
}

async function model(name) {
  const [versions, history, alerts] = await Promise.all([
    read("/models/" + encodeURIComponent(name) + "/collapse"),
    read("/models/" + encodeURIComponent(name) + "/history"),
    read("/alerts")]);
  if (versions === null) return [el("h1", {}, name), el("p", {}, "No prediction of this model was seen.")];
  versions.sort((a, b) => WORST.indexOf(a.condition) - WORST.indexOf(b.condition));
  const parts = [el("h1", {}, name)];
  for (const v of versions) {
    const seen = (history ?? []).find(h => h.version === v.version);
    parts.push(el("h2", {}, "Version " + v.version + " ", state(v.condition)));
    parts.push(el("p", {class: "quiet"}, "since ", time(v.since),
        v.referenceImages == null ? "; its healthy shares are not known yet"
            : (v.referenceLearned ? "; healthy shares learned from its own first " : "; healthy shares from ")
                + count(v.referenceImages) + " images",
        v.studiesPerDay ? "; about " + count(Math.round(v.studiesPerDay)) + " studies a day" : ""));
    const open = alerts.filter(a => a.model === name && a.modelVersion === v.version && a.state !== "resolved");
    open.forEach(a => parts.push(alertPanel(a, v.attribution)));
    if (v.condition !== "superseded" && seen) parts.push(charts(v, seen));
    parts.push(table("Answers by class",
        [["Class"], ["Recent share", true], ["Healthy", true], ["Healthy range", true], ["Evidence", true],
          ["A total collapse is found after", true], ["Not answered for", true]],
        v.classes.map(c => [c.className, percent(c.recentShare), percent(c.healthyShare),
          c.healthyUpperBound == null ? "–" : percent(c.healthyLowerBound) + " to " + percent(c.healthyUpperBound),
          odds(c.evidence),
          c.delayOfTotalCollapse == null ? "–" : count(c.delayOfTotalCollapse) + " studies"
              + (c.delayDays == null ? "" : ", " + c.delayDays.toFixed(c.delayDays < 10 ? 1 : 0) + " days"),
          c.studiesSinceAnswered == null ? "–" : count(c.studiesSinceAnswered) + " studies"])));
    parts.push(table("Outputs",
        [["Test"], ["Healthy: at most", true], ["Evidence", true], ["Found after", true]],
        v.outputs.map(o => [o.kind === "constant-output" ? "Constant output"
            : "Squashed scores" + (o.smallMargin ? " (ahead by less than " + percent(o.smallMargin) + ")" : ""),
          o.healthyUpperBound == null ? "learning, " + o.learnedFrom + " of 500 studies" : percent(o.healthyUpperBound),
          odds(o.evidence), o.delay == null ? "–" : count(o.delay) + " studies"])));
    parts.push(el("p", {}, "Canaries: ", ...(v.canaries
        ? [state(v.canaries.finding), " " + v.canaries.sentence + ", ", time(new Date(v.canaries.replayedMillis).toISOString())]
        : ["not replayed yet."])));
    parts.push(el("p", {class: "quiet"}, "An alert fires at odds of " + odds(v.threshold) + " : 1. A healthy model passes "
        + count(v.meanStudiesBetweenFalseAlarms) + " studies between false alarms, on average and at least."));
  }
  return parts;
}

function alertPanel(alert, attribution) {
  return el("div", {class: "panel " + (alert.state === "firing" ? "bad" : "warn")},
      el("p", {}, state(alert.state), " ", alert.summary),
      attribution ? el("p", {}, "What lies behind it: ", el("strong", {}, attribution.cause), ".") : null,
      attribution ? el("ul", {}, ...attribution.evidence.map(line => el("li", {}, line))) : null,
      el("p", {class: "quiet"}, "since ", time(alert.since), "; what to do: docs/runbooks/",
          alert.kind === "collapse" || alert.kind === "never-predicted" ? "model-collapsed.md" : "model-outputs.md"));
}

async function alerts() {
  const all = await read("/alerts");
  const rank = {firing: 0, pending: 1, resolved: 2};
  all.sort((a, b) => rank[a.state] - rank[b.state] || b.changedAt.localeCompare(a.changedAt));
  if (all.length === 0) return [el("h1", {}, "Alerts"), el("p", {}, "There was never an alert.")];
  return [el("h1", {}, "Alerts"),
    el("p", {class: "quiet"}, all.filter(a => a.state === "firing").length + " firing, "
        + all.filter(a => a.state === "pending").length + " pending."),
    table("The last change of every alert", [["Model"], ["State"], ["What"], ["Odds", true], ["Since"], ["Changed"]],
        all.map(a => [modelLink(a.model), state(a.state), a.summary, odds(a.odds), time(a.since), time(a.changedAt)]))];
}

// ---- charts ----

const COLOURS = {light: ["#0b4f8a", "#a34a00", "#2f6f3a", "#7a2d8c", "#8a6d00", "#005f6b", "#a31621", "#4a5866"],
  dark: ["#8cc4ff", "#ffb072", "#8fdca5", "#dca6ec", "#e6cf62", "#7fd6e0", "#ff9ea3", "#b9c4ce"]};
let drawn = [];

function charts(version, seen) {
  const at = seen.samples.map(s => s.atMillis / 1000);
  const shares = seen.labels.map((_, k) => seen.samples.map(s => 100 * s.shares[k]));
  const evidence = seen.samples.map(s => s.evidence == null || s.evidence === null ? null : Math.min(2 * Math.log10(version.threshold), Math.log10(Math.max(s.evidence, 0.1))));
  const threshold = Math.log10(version.threshold);
  const most = 2 * threshold;
  const sharesBox = el("div"), evidenceBox = el("div");
  const bounds = version.classes.map(c => c.healthyUpperBound);
  drawn.push(() => {
    plot(sharesBox, [at, ...shares, ...bounds.map(b => at.map(() => b == null ? null : 100 * b))],
        [...seen.labels.map((name, k) => ({label: name, k})), ...seen.labels.map((name, k) => ({label: "at most, " + name, k, dash: [4, 4]}))],
        [0, 100], "%");
    plot(evidenceBox, [at, evidence, at.map(() => threshold)],
        [{label: "odds against a healthy model, powers of ten", k: 0}, {label: "an alert fires", k: 6, dash: [4, 4]}],
        [-1, most], "");
  });
  return el("div", {class: "charts"},
      el("figure", {}, sharesBox, el("figcaption", {}, "Shares of the answers over the last hour; dashed: the healthy upper bound. The numbers are in the table below.")),
      el("figure", {}, evidenceBox, el("figcaption", {}, "Evidence of a collapse over the last hour, against the odds at which an alert fires; drawn up to twice as many powers of ten.")));
}

function plot(box, data, lines, range, unit) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const palette = COLOURS[dark ? "dark" : "light"];
  const style = getComputedStyle(document.documentElement);
  const text = style.getPropertyValue("--quiet").trim(), grid = style.getPropertyValue("--line").trim();
  const axis = {stroke: text, grid: {stroke: grid, width: 1}, ticks: {stroke: grid}};
  new uPlot({
    width: Math.max(280, box.clientWidth), height: 220, cursor: {show: false}, legend: {live: false},
    scales: {x: {time: true}, y: {range: () => range}},
    axes: [{...axis, values: (_, ticks) => ticks.map(t => new Date(1000 * t).toISOString().slice(11, 19))}, {...axis, values: (_, ticks) => ticks.map(t => t + (unit ? " " + unit : ""))}],
    series: [{}, ...lines.map(l => ({label: l.label, stroke: palette[l.k % palette.length], width: l.dash ? 1 : 2, dash: l.dash, points: {show: data[0].length < 2}}))],
  }, data, box);
  box.querySelectorAll("canvas").forEach(canvas => canvas.setAttribute("aria-hidden", "true"));
}

// ---- routing and life ----

function keyForm() {
  const input = el("input", {id: "key", type: "password", autocomplete: "off"});
  const form = el("form", {}, el("label", {for: "key"}, "API key"), input, el("div", {}, el("button", {type: "submit"}, "Use this key")));
  form.addEventListener("submit", event => {
    event.preventDefault();
    sessionStorage.setItem(KEY, input.value.trim());
    show();
    follow();
  });
  return [el("h1", {}, "A key is needed"), el("p", {}, "This service asks for an API key. It is kept until this tab is closed."), form];
}

let turn = 0;

async function show(moveFocus = false) {
  const mine = ++turn;
  const path = location.hash.replace(/^#\/?/, "");
  const [page, argument] = path.split("/");
  const build = page === "models" && argument ? () => model(decodeURIComponent(argument)) : page === "alerts" ? alerts : overview;
  document.querySelectorAll("nav a").forEach(a =>
      (a.dataset.page === (page === "alerts" ? "alerts" : "overview")) ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current"));
  drawn = [];
  let parts;
  try {
    parts = await build();
  } catch (e) {
    parts = e instanceof KeyNeeded ? keyForm()
        : [el("h1", {}, "Not available"), el("p", {}, String(e.message) + ". This page tries again by itself.")];
  }
  if (mine !== turn || (document.activeElement?.id === "key" && parts[0].textContent === "A key is needed")) return;
  const focused = content.contains(document.activeElement) && document.activeElement.getAttribute("href");
  content.replaceChildren(...parts);
  drawn.forEach(draw => draw());
  document.title = parts[0].textContent + " · Equipoise";
  if (focused) [...content.querySelectorAll("a")].find(a => a.getAttribute("href") === focused)?.focus();
  if (moveFocus) content.focus();
}

let following = 0;

/** Server-sent events by fetch, because an EventSource cannot carry a key. */
async function follow() {
  const mine = ++following;
  while (mine === following) {
    try {
      const response = await request("/live", "text/event-stream");
      if (response.status === 401) { live.textContent = "no key"; return; }
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      live.textContent = "live";
      for (;;) {
        const {value, done} = await reader.read();
        if (done || mine !== following) break;
        if (value.includes("data:")) await show();
      }
    } catch (e) {
      // The service went away: said below, tried again.
    }
    if (mine !== following) return;
    live.textContent = "not connected; what you see may be old";
    await new Promise(resolve => setTimeout(resolve, 2000));
    await show();
  }
}

document.querySelector(".skip").addEventListener("click", event => { event.preventDefault(); content.focus(); });
addEventListener("hashchange", () => show(true));
addEventListener("resize", () => show());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show());
show();
follow();
