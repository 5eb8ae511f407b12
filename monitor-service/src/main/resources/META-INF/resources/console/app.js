/** Which page, for whom, and when to ask again. */
import { h, clock } from "./dom.js";
import * as api from "./api.js";
import { outbox } from "./outbox.js";
import overview from "./pages/overview.js";
import model from "./pages/model.js";
import runs from "./pages/runs.js";
import run from "./pages/run.js";
import augmentation from "./pages/augmentation.js";
import datasets from "./pages/datasets.js";
import review from "./pages/review.js";
import alerts from "./pages/alerts.js";
import trace from "./pages/trace.js";
import runbook from "./pages/runbook.js";
import card from "./pages/card.js";
import diagnosis from "./pages/diagnosis.js";

/** Each page: title(args), show(args, main) -> Promise, parts: what changes concern it, nav: its link. */
const ROUTES = [
  [/^#\/$/, overview],
  [/^#\/models\/([^/]+)$/, model],
  [/^#\/models\/([^/]+)\/versions\/([^/]+)\/card$/, card],
  [/^#\/models\/([^/]+)\/diagnoses\/([^/]+)$/, diagnosis],
  [/^#\/runs$/, runs],
  [/^#\/runs\/([^/]+)$/, run],
  [/^#\/datasets$/, datasets],
  [/^#\/datasets\/([^/]+)\/([^/]+)\/augmentation$/, augmentation],
  [/^#\/review$/, review],
  [/^#\/alerts(?:\/([^/]+)(?:\/(silence|rollback|hold))?)?$/, alerts],
  [/^#\/trace(?:\/([^/]+))?$/, trace],
  [/^#\/runbooks\/([a-z-]+)(?:\/([^/]+))?$/, runbook],
];

const main = document.getElementById("main");
const connection = document.getElementById("connection");
const asOf = document.getElementById("as-of");
const stale = document.getElementById("stale");
const unsent = document.getElementById("unsent");
const notTaken = document.getElementById("not-taken");
const signOut = document.getElementById("sign-out");
let current = null;
let stream = null;
let pending = null;

function route() {
  const hash = location.hash || "#/";
  for (const [pattern, page] of ROUTES) {
    const match = pattern.exec(hash);
    if (match) return { page, args: match.slice(1).map((arg) => (arg === undefined ? arg : decodeURIComponent(arg))) };
  }
  return null;
}

async function navigate() {
  shownOnce = false;
  if (location.hash && !location.hash.startsWith("#/")) return;
  current?.page.leave?.();
  current = route();
  document.querySelectorAll("#pages a").forEach((a) => {
    if (a.dataset.page === current?.page.nav) a.setAttribute("aria-current", "page");
    else a.removeAttribute("aria-current");
  });
  if (!current) {
    main.replaceChildren(h("h1", { tabindex: "-1" }, "No such page"), h("p", {}, h("a", { href: "#/" }, "Overview")));
    return;
  }
  document.title = `${current.page.title(...current.args)} · Equipoise`;
  await show(true);
}

/** Shows the current page; what had the focus has it afterwards. */
async function show(first) {
  const shown = current;
  try {
    const content = await shown.page.show(...shown.args);
    if (shown !== current) return;
    upToDate();
    if (content === null) return;
    const focused = document.activeElement?.id;
    const scrolled = scrollY;
    main.replaceChildren(...content);
    main.querySelectorAll("a[id]").forEach(distinguish(new Map()));
    main.setAttribute("aria-busy", "false");
    if (first) {
      main.querySelector("h1")?.setAttribute("tabindex", "-1");
      if (started) main.querySelector("h1")?.focus({ preventScroll: true });
      scrollTo(0, 0);
    } else {
      if (focused && main.contains(document.getElementById(focused))) document.getElementById(focused).focus({ preventScroll: true });
      scrollTo(0, scrolled);
    }
    started = true;
    shownOnce = true;
    if (first) shown.page.arrived?.(...shown.args);
  } catch (e) {
    if (shown !== current) return;
    if (e instanceof api.Denied) askForKey();
    else if (!first && shownOnce) old(e.message);
    else main.replaceChildren(h("h1", { tabindex: "-1" }, shown.page.title(...shown.args)), h("div", { class: "notice", role: "alert" }, h("p", {}, `This page cannot be shown now: ${e.message}.`)));
  }
}
let started = false;
let shownOnce = false;

/** What is shown is as the service said it at that time. */
function upToDate() {
  const at = api.lastHeard();
  asOf.textContent = at ? `as of ${clock(at)}` : "";
  if (at) asOf.setAttribute("datetime", at.toISOString());
  stale.hidden = true;
}

/** What is shown stays, and says that it is old. */
function old(why) {
  const at = api.lastHeard();
  const text = `Not up to date: ${why}. What is shown is ${at ? `as of ${clock(at)}` : "of an unknown time"}.`;
  if (stale.hidden || stale.textContent !== text) stale.textContent = text;
  stale.hidden = false;
}

/** Two links may lead to one place; their ids differ, in the same way each time. */
const distinguish = (seen) => (element) => {
  const times = (seen.get(element.id) ?? 0) + 1;
  seen.set(element.id, times);
  if (times > 1) element.id += `-${times}`;
};

function askForKey() {
  stream?.abort();
  stream = null;
  outbox.close();
  const wrong = api.key() !== null;
  api.setKey(null);
  signOut.hidden = true;
  document.getElementById("visitor").textContent = "";
  connection.textContent = "";
  asOf.textContent = "";
  stale.hidden = true;
  const input = h("input", { id: "key", type: "password", autocomplete: "off", required: true, spellcheck: "false" });
  const form = h("form", { class: "row", onsubmit: (event) => { event.preventDefault(); api.setKey(input.value.trim()); start(); } },
    h("label", { for: "key" }, "API key", input),
    h("button", { class: "primary", type: "submit" }, "Sign in"));
  main.replaceChildren(h("h1", { tabindex: "-1" }, "Sign in"),
    wrong ? h("div", { class: "notice", role: "alert" }, h("p", {}, "The service does not know this key.")) : null,
    h("p", {}, "This service asks for an API key. It is kept for this tab, until it is closed."), form);
  input.focus();
}

async function start() {
  try {
    const visitor = await api.get("visitor");
    document.getElementById("visitor").textContent = api.key() ? `signed in as ${visitor.name}` : "";
    signOut.hidden = !api.key();
    review.mayLabel = visitor.mayLabel;
    review.maySettle = visitor.maySettle;
    augmentation.mayLook = visitor.mayLabel;
    alerts.mayDecide = visitor.mayDecide;
    outbox.open(visitor.name);
  } catch (e) {
    if (e instanceof api.Denied) return askForKey();
  }
  stream?.abort();
  stream = new AbortController();
  api.changes(changed, connected, stream.signal);
  await navigate();
}

/** While the stream lives, what is shown is up to date: it would have said what changed. */
function connected(state) {
  if (connection.textContent !== state) connection.textContent = state;
  if (state !== "live") old("the service is not heard");
  else if (stale.hidden) upToDate();
  else if (current) show(false);
}

const answers = (n) => (n === 1 ? "1 answer" : `${n} answers`);

/** What a reader said and the service does not have yet, not said of what is on its way for a moment; and what it does not take. */
outbox.onchange = () => {
  const n = outbox.unsent().length;
  const refused = outbox.refusals().length;
  unsent.dataset.count = n;
  const said = refused ? `${answers(refused)} not taken` : "";
  if (notTaken.textContent !== said) notTaken.replaceChildren(said && h("a", { href: "#/review", id: "to-refusals" }, said));
  clearTimeout(waited);
  const say = () => {
    const why = outbox.refused ? `: ${outbox.refused}` : outbox.lasting ? "" : "; they are lost when this page is closed";
    unsent.textContent = n ? `${answers(n)} not sent yet${why}` : "";
  };
  if (n && !unsent.textContent) waited = setTimeout(say, 700);
  else say();
};
let waited = null;

/** A burst of changes is one refresh. */
function changed(parts) {
  if (pending || !current?.page.parts?.some((part) => parts.includes(part))) return;
  pending = setTimeout(() => { pending = null; show(false); }, 250);
}

signOut.addEventListener("click", () => { api.setKey(null); askForKey(); });
document.getElementById("skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
addEventListener("hashchange", navigate);
start();
