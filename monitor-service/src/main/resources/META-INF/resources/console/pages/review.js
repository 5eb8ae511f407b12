import { h, facts, id, number, table, time } from "../dom.js";
import { get, image as picture, post } from "../api.js";
import { outbox } from "../outbox.js";
import { samples } from "../samples.js";
import { Viewer } from "../viewer.js";

/** Images that this page holds, as many as the service allows; and below how many it asks for more. */
const HELD = 16;
const FEW = 8;
const RENEW = 40_000;
/** Who does nothing for so long holds nothing more: others get the images. */
const IDLE = 5 * 60_000;
/** Images that are read before they are shown, and those that are kept. */
const READ_AHEAD = 6;
const CACHED = 12;
const MOST_PASSED = 200;
const LONGEST_LINE = 300;
const REASONS = { "not-diagnostic": "not diagnostic", "second-opinion": "needs a second opinion", "wrong-body-part": "wrong body part", other: "other" };
const KINDS = { assigned: "To be read by several", disagreement: "Readers disagree", suspect: "Doubted labels", conflict: "Conflicts", other: "No known label" };
/** Digits first; letters that no command has. */
const LABEL_KEYS = [..."1234567890aefghjklmoqstvwxyz"];

/** Images in the order in which this reader goes through them: {key, item, study, state, label, returned}. A state of null is open. */
let line = [];
let at = 0;
/** What this visitor labelled here, the last one at the end: {entry, answer}. */
let done = [];
let progress = [];
let dataset = "";
let kind = "";
/** Which of the study's images is on the screen; null for the one to label. */
let aside = null;
let begun = false;
let viewer = null;
let panel = null;
let cache = new Map();
let ahead = null;
let renewing = null;
let holding = null;
let again = false;
let generation = 0;
let active = Date.now();
let answered = 0;
/** What was answered since the service counted. */
let uncounted = 0;

const keyOf = (image) => `${image.dataset}/${image.imageId}`;
const pathOf = (name) => `review/${name.split("/").map(encodeURIComponent).join("/")}`;
const nameOf = (item) => `Image ${item.imageId.slice(0, 12)}`;
const current = () => line[at];
const isOpen = (entry) => !entry.state;

const page = {
  nav: "review",
  parts: ["review"],
  title: () => "Review",
  mayLabel: true,
  maySettle: false,

  /** A refresh changes nothing about the image on the screen, only what comes after it and the counts. */
  async show() {
    if (begun) {
      await hold();
      return null;
    }
    begun = true;
    const mine = generation;
    try {
      await hold();
    } catch (e) {
      begun = false;
      throw e;
    }
    if (mine !== generation) return null;
    viewer = new Viewer();
    panel = h("section", { class: "panel questions", "aria-label": "Question" });
    const content = [
      h("div", { class: "bar-of-page" }, h("h1", {}, "Review"), filters(), h("p", { class: "counts" }, h("span", { id: "waiting" }, waiting()), " ", h("span", { id: "progress", class: "muted" }, far()), " ", h("span", { id: "readings", class: "muted" }, read()))),
      h("div", { class: "reading" }, lightbox(), panel),
    ];
    addEventListener("keydown", keys);
    addEventListener("pointermove", here);
    addEventListener("online", soon);
    here();
    renewing = setInterval(() => hold().catch(() => {}), RENEW);
    outbox.ontaken = () => { if (!outbox.unsent().length) soon(); };
    outbox.onrefused = refused;
    display();
    return content;
  },

  leave() {
    removeEventListener("keydown", keys);
    removeEventListener("pointermove", here);
    removeEventListener("online", soon);
    document.getElementById("keys")?.remove();
    document.getElementById("why")?.remove();
    clearInterval(renewing);
    viewer?.close();
    begun = false;
    viewer = null;
    panel = null;
    generation++;
    holding = null;
    [line, at, done, aside] = [[], 0, [], null];
    alone(null);
    cache = new Map();
    outbox.ontaken = () => {};
    outbox.onrefused = () => {};
    if (page.mayLabel) post("review/held", { most: 0 }).catch(() => {});
  },
};
export default page;

/** Keeps what is ahead from others, asks for more, and counts. One request at a time; a wish meanwhile is another one after it. */
function hold() {
  if (holding) {
    again = true;
    return holding;
  }
  const mine = generation;
  holding = holdOnce(mine).finally(() => {
    if (mine !== generation) return;
    holding = null;
    if (again) {
      again = false;
      soon();
    }
  });
  return holding;
}

const idle = () => Date.now() - active > IDLE;

/** Somebody is at the page. */
function here() {
  const was = idle();
  active = Date.now();
  if (was) soon();
}

let later = null;
function soon() {
  later ??= setTimeout(() => { later = null; if (viewer) hold().catch(() => {}); }, 50);
}

async function holdOnce(mine) {
  if (viewer && idle()) return;
  const before = answered;
  const open = line.filter(isOpen);
  const passed = new Set([...outbox.unsent().map(keyOf), ...line.filter((entry) => entry.state).map((entry) => entry.key).reverse()]);
  const [held, counted] = await Promise.all([
    page.mayLabel
      ? post("review/held", { dataset: dataset || null, kind: kind || null, most: HELD, images: open.map((entry) => entry.key).slice(0, HELD), passed: [...passed].slice(0, MOST_PASSED) })
      : get(`review?most=500&dataset=${encodeURIComponent(dataset)}&kind=${kind}`).then((items) => looked(items, open, passed)),
    get("review/progress"),
  ]);
  if (mine !== generation) return;
  if (!progress.length || (before === answered && !outbox.unsent().length)) {
    progress = counted;
    uncounted = 0;
  }
  take(held, open);
  recount();
}

/** Who only looks holds nothing. */
function looked(items, open, passed) {
  const kept = new Set(open.map((entry) => entry.key));
  const others = items.filter((item) => !kept.has(keyOf(item)) && !passed.has(keyOf(item))).slice(0, Math.max(0, HELD - kept.size));
  return [...items.filter((item) => kept.has(keyOf(item))), ...others].map((item) => ({ item, study: null }));
}

/** What the service gave: what is open here and not among it was settled, or another reader has it. */
function take(held, open) {
  const shown = current();
  const given = new Map(held.map((one) => [keyOf(one.item), one]));
  for (const entry of open) {
    if (isOpen(entry) && !entry.returned && !given.has(entry.key)) entry.state = "gone";
    ask(entry, given.get(entry.key), entry === shown);
  }
  line = line.filter((entry) => entry.state !== "gone" || entry === shown || done.some((one) => one.entry === entry));
  for (const [key, { item, study }] of given) {
    if (!line.some((entry) => entry.key === key) && !outbox.unsent().some((answer) => keyOf(answer) === key)) line.push({ key, item, study, state: null, label: null, returned: false });
  }
  at = shown ? line.indexOf(shown) : Math.max(0, line.findIndex(isOpen));
  if (!shown && !line.some(isOpen)) at = line.length;
  const surplus = Math.min(at, line.length - LONGEST_LINE);
  if (surplus > 0) {
    line = line.slice(surplus);
    at -= surplus;
  }
  if (!viewer) return;
  if (!shown && current()) display();
  else if (shown?.state === "gone") gone(shown);
  else if (shown && !viewer.shown) pixels();
  readAhead();
}

/** What is asked about an image may be something else now. With the votes of before on the screen no answer is a blind one. */
function ask(entry, now, isShown) {
  if (!now || !isOpen(entry) || now.item.kind === entry.item.kind) return;
  if (isShown) Object.assign(entry, { state: "gone", changed: true });
  else Object.assign(entry, { item: now.item, study: now.study });
}

function gone(entry) {
  tell(`${nameOf(entry.item)} ${entry.changed ? "is asked about in another way now" : "was settled meanwhile, or another reader has it now"}. The key n goes on.`);
  questions();
}

/** Of what is chosen, or of one kind of it. */
function sum(what, ofKind = kind) {
  return progress.filter((row) => (!dataset || row.dataset === dataset) && (!ofKind || row.kind === ofKind)).reduce((n, row) => n + row[what], 0);
}

/** Counts an answer before the service does. */
function count(item, change) {
  answered++;
  uncounted -= change;
  progress = progress.map((row) => (row.dataset === item.dataset && row.kind === item.kind ? { ...row, waiting: Math.max(0, row.waiting + change) } : row));
  recount();
}

const images = (n) => (n === 1 ? "1 image waits" : `${n} images wait`);
const waiting = () => `${images(sum("waiting"))} for you.`;

function far() {
  const settled = sum("settled");
  const others = sum("open") - sum("waiting") - uncounted;
  return `${settled} of ${settled + sum("open")} settled${others > 0 ? `; ${images(others)} for ${page.maySettle ? "another reader" : "another reader or an adjudicator"}` : ""}.`;
}

/** How far the images are that several readers were asked to read. */
function read() {
  const asked = ["assigned", "disagreement"].reduce((n, name) => n + sum("open", name) + sum("settled", name), 0);
  return asked ? `${asked - sum("open", "assigned")} of ${asked === 1 ? "1 image" : `${asked} images`} read by all who were asked.` : "";
}

const countOf = (name) => [name ? KINDS[name] : "All", h("span", { class: "muted" }, ` ${sum("waiting", name)}`)];

function recount() {
  if (!document.getElementById("waiting")) return;
  document.getElementById("waiting").textContent = waiting();
  document.getElementById("progress").textContent = far();
  document.getElementById("readings").textContent = read();
  for (const name of ["", ...Object.keys(KINDS)]) document.getElementById(`kind-${name || "all"}`).replaceChildren(...countOf(name));
  const select = document.getElementById("dataset");
  for (const name of datasets()) if (![...select.options].some((option) => option.value === name)) select.append(h("option", { value: name }, name));
}

const datasets = () => [...new Set([...progress.map((row) => row.dataset), ...(dataset ? [dataset] : [])])];

function filters() {
  return h("div", { class: "choices" },
    h("label", { for: "dataset" }, "Dataset ",
      h("select", { id: "dataset", onchange: (event) => choose(event.target.value, kind) },
        h("option", { value: "", selected: !dataset }, "All"),
        datasets().map((name) => h("option", { value: name, selected: name === dataset }, name)))),
    h("div", { class: "choices", role: "group", "aria-label": "Kinds" },
      ["", ...Object.keys(KINDS)].map((name) =>
        h("button", { type: "button", id: `kind-${name || "all"}`, "aria-pressed": String(name === kind), onclick: () => choose(dataset, name) }, countOf(name)))));
}

async function choose(newDataset, newKind) {
  dataset = newDataset;
  kind = newKind;
  generation++;
  holding = null;
  [line, at, aside] = [[], 0, null];
  for (const name of ["", ...Object.keys(KINDS)]) document.getElementById(`kind-${name || "all"}`).setAttribute("aria-pressed", String(name === kind));
  tell("");
  recount();
  viewer.clear("The image is on its way.");
  mark();
  try {
    await hold();
    display();
  } catch (e) {
    tell(`Not done: ${e.message}.`);
  }
}

function lightbox() {
  const tool = (name, label, key, action) => h("button", { type: "button", id: name, onclick: action }, label, h("kbd", {}, key));
  return h("section", { class: "lightbox", "aria-label": "Image" },
    viewer.element,
    h("div", { class: "choices tools" },
      tool("zoom-out", "Smaller", "−", () => viewer.enlarge(1 / 1.25)),
      tool("zoom-in", "Larger", "+", () => viewer.enlarge(1.25)),
      tool("invert", "Invert", "i", () => viewer.invert()),
      tool("reset", "Reset", "r", () => viewer.reset()),
      h("span", { class: "muted hint" }, "Drag: window and level. Shift and drag: move. Wheel: zoom."),
      h("button", { type: "button", id: "show-keys", onclick: showKeys }, "Keys", h("kbd", {}, "?"))));
}

/** The image that it is about, and the question. */
function display() {
  aside = null;
  questions();
  pixels();
  readAhead();
  if (line.slice(at).filter(isOpen).length < FEW) soon();
}

/** What is on the screen is what is asked about, or another image of its study, or nothing. */
function pixels() {
  const entry = current();
  if (!entry) {
    viewer.clear("No image waits for you.");
    return;
  }
  const wanted = aside === null ? entry.key : `${entry.item.dataset}/${aside}`;
  const show = (image) => {
    viewer.show(wanted, aside === null ? `${nameOf(entry.item)} of dataset ${entry.item.dataset}` : `Another image of the study: ${aside.slice(0, 12)}`, image);
    note(entry);
    mark();
  };
  const known = cache.get(wanted);
  if (known?.image) {
    show(known.image);
    return;
  }
  viewer.clear("The image is on its way.");
  mark();
  alone(wanted);
  const still = () => viewer && current() === entry && wanted === (aside === null ? entry.key : `${entry.item.dataset}/${aside}`);
  load(wanted).then((image) => { if (still()) show(image); }, (e) => { if (still()) viewer.clear(`The image cannot be shown: ${e.message}.`); });
}

function note(entry) {
  const study = entry.study;
  viewer.note("top-left", [entry.item.dataset, study?.modality, study?.station].filter(Boolean).join("  "));
  const place = study ? study.images.indexOf(aside ?? entry.item.imageId) : -1;
  viewer.note("top-right", study && study.images.length > 1 ? `${place + 1} of ${study.images.length} in the study${aside === null ? "" : ", not the one to label"}` : "");
}

/** The samples of an image, read once; the ones that were asked for longest ago are forgotten. */
function load(name) {
  const known = cache.get(name);
  if (known) {
    cache.delete(name);
    cache.set(name, known);
    return known.promise;
  }
  const given = new AbortController();
  const made = { image: null, promise: null, given };
  made.promise = picture(`${pathOf(name)}/pixels?depth=stored`, given.signal).then(samples).then((image) => (made.image = image));
  made.promise.catch(() => { if (cache.get(name) === made) cache.delete(name); });
  cache.set(name, made);
  while (cache.size > CACHED) cache.delete(cache.keys().next().value);
  return made.promise;
}

/** Large images come slowly: the one that is waited for does not share the line with others. */
function alone(name) {
  for (const [other, made] of cache) {
    if (other === name || made.image) continue;
    cache.delete(other);
    made.given.abort();
  }
}

/** Which images are wanted, the one on the screen first, then its neighbours in the study, then those that come next. */
function wishes() {
  const entry = current();
  if (!entry) return [];
  const ids = aside === null ? [] : entry.study.images;
  const near = [0, 1, -1].map((by) => ids[ids.indexOf(aside) + by]).filter(Boolean);
  const next = line.slice(at + 1).filter(isOpen).slice(0, READ_AHEAD);
  return [...near.map((other) => `${entry.item.dataset}/${other}`), entry.key, ...next.map((one) => one.key)];
}

/** Reads what is wanted one after the other; what is wanted is asked for again after each. */
function readAhead() {
  ahead ??= readOn().finally(() => { ahead = null; });
}

async function readOn() {
  const failed = new Set();
  for (;;) {
    const names = wishes();
    for (const name of [...names].reverse()) if (cache.has(name)) load(name).catch(() => {});
    const name = names.find((one) => !cache.get(one)?.image && !failed.has(one));
    if (!name) return;
    const made = load(name);
    const { given } = cache.get(name);
    try {
      await made;
    } catch {
      if (!given.signal.aborted) failed.add(name);
    }
  }
}

/** For each label its key or null: a class that is named by a digit has that digit, the others those that are left. */
export function keysOf(labels) {
  const left = LABEL_KEYS.filter((key) => !(/[0-9]/.test(key) && labels.includes(key)));
  return labels.map((label) => (/^[0-9]$/.test(label) ? label : left.shift() ?? null));
}

const answerable = (entry) => Boolean(entry && page.mayLabel && outbox.ready() && entry.state !== "gone" && viewer.shown === entry.key);

/** Labels can be given when the image that they are for is on the screen. */
function mark() {
  for (const button of panel.querySelectorAll("[data-label], #defer")) {
    button.disabled = !answerable(current());
  }
}

function tell(sentence) {
  const said = document.getElementById("said");
  if (said) said.textContent = sentence;
  lastSaid = sentence;
}
let lastSaid = "";

function questions() {
  const focused = document.activeElement?.id;
  const entry = current();
  const status = h("p", { id: "said", role: "status", class: "muted" }, lastSaid);
  panel.replaceChildren(...(entry ? question(entry) : nothing()), status, ...notTaken());
  if (focused && !document.activeElement?.id) document.getElementById(focused)?.focus({ preventScroll: true });
  mark();
}

function nothing() {
  return [
    h("h2", {}, "Nothing to look at"),
    h("p", {}, "Images come here when labels contradict each other, when a label is not in the vocabulary, when ", h("code", {}, "equipoise labels"), " doubts one, or when ", h("code", {}, "equipoise readings"), " asks several readers."),
    commands(),
  ];
}

function commands() {
  return h("div", { class: "commands" },
    h("button", { type: "button", id: "next", disabled: !current(), onclick: next }, "Next", h("kbd", {}, "n")),
    h("button", { type: "button", id: "previous", disabled: at === 0, onclick: previous }, "Previous", h("kbd", {}, "p")),
    h("button", { type: "button", id: "defer", disabled: true, onclick: askWhy }, "Defer", h("kbd", {}, "d")),
    h("button", { type: "button", id: "undo", disabled: done.length === 0, onclick: undo }, "Take back", h("kbd", {}, "u")));
}

function question(entry) {
  const { item, study } = entry;
  const pressed = keysOf(item.labels);
  return [
    h("h2", {}, "What does it show?"),
    page.mayLabel ? null : h("p", {}, "The role of your key lets you look, not label: that takes an annotator's key."),
    h("div", { class: "labels", role: "group", "aria-label": "Labels" },
      item.labels.map((label, k) => h("button", { type: "button", id: `label-${k}`, "data-label": label, "aria-pressed": entry.label === null ? null : String(entry.label === label), onclick: () => say(label) },
        h("kbd", {}, pressed[k] ?? ""), h("span", {}, label)))),
    commands(),
    facts([
      ["Dataset", item.dataset],
      ["Image", h("a", { href: `#/trace/${item.imageId}`, id: "to-trace" }, id(item.imageId.slice(0, 12)))],
      study ? ["Study", [study.modality, study.station ? `, ${study.station}` : "", `, ${study.imagesInStudy === 1 ? "1 image" : `${study.imagesInStudy} images`}, `, time(study.publishedAt)]] : null,
      ["In the queue", [item.kind === "assigned" ? "several readers are asked, none of whom sees what others say" : item.kind === "disagreement" ? "the readers who were asked do not agree" : item.reasons.length ? "quarantined: " + item.reasons.map((reason) => reason.replaceAll("-", " ")).join(", ") : "its label is doubted", ", since ", time(item.since)]],
      item.deferred.length ? ["Deferred", reasonsOf(item.deferred)] : null,
      page.mayLabel ? ["Your label", page.maySettle ? "settles it" : item.kind === "assigned" ? "counts together with those of the other readers, once all have read" : item.kind === "suspect" ? "settles it, unless a second reader is asked for or persons contradict each other" : "is one of several: an adjudicator settles it"] : null,
    ]),
    item.kind === "assigned" ? null : h("details", {}, h("summary", {}, "What others said (look first, then open)"),
      facts([
        ["Labels given", item.votes.join(", ")],
        item.suggestedLabel ? ["Suggested", `${item.suggestedLabel}, because the given label is wrong with probability ${number(item.score, 2)}`] : null,
        item.evidence ? ["Evidence", item.evidence] : null,
      ])),
  ].filter(Boolean);
}

/** "not diagnostic (2), other": how often each reason was given. */
const reasonsOf = (codes) => Object.entries(REASONS).map(([code, words]) => [words, codes.filter((one) => one === code).length]).filter(([, n]) => n).map(([words, n]) => (n > 1 ? `${words} (${n})` : words)).join(", ");

/** One more key says why. */
function askWhy() {
  const entry = current();
  if (!answerable(entry)) return;
  const choose = (reason) => {
    dialog.close();
    if (current() === entry && answerable(entry)) defer(entry, reason);
  };
  const codes = Object.keys(REASONS);
  const pressed = (event) => {
    // The key is the dialog's: when that is closed, it is not for the image that comes next.
    event.stopPropagation();
    const code = codes[Number(event.key) - 1];
    if (code && !event.repeat) choose(code);
  };
  const dialog = h("dialog", { id: "why", "aria-label": "Why is there no label?", onclose: (event) => event.target.remove(), onkeydown: pressed },
    h("p", {}, "Why do you give it no label? Others are told the reason; to you the image comes back after all others."),
    h("div", { class: "labels" }, codes.map((code, k) => h("button", { type: "button", id: `why-${code}`, onclick: () => choose(code) }, h("kbd", {}, k + 1), h("span", {}, REASONS[code])))),
    h("form", { method: "dialog" }, h("button", { id: "close-why" }, "Back", h("kbd", {}, "Esc"))));
  document.body.append(dialog);
  dialog.showModal();
}

function full() {
  if (!outbox.full()) return false;
  tell("No more answers can be kept until those that wait have been sent, and those that were not taken have been seen.");
  return true;
}

function defer(entry, reason) {
  if (full()) return;
  const answer = outbox.add("deferral", entry.item, { reason });
  done.push({ entry, answer, back: "deferral-withdrawal" });
  Object.assign(entry, { state: "deferred", returned: false });
  lastSaid = `${nameOf(entry.item)} was deferred: ${REASONS[reason]}. The key u takes it back.`;
  forward();
}

function say(label) {
  const entry = current();
  if (!answerable(entry)) {
    if (entry && aside !== null) tell("This is another image of the study. Home brings back the one to label.");
    return;
  }
  if (full()) return;
  const answer = outbox.add("label", entry.item, { label, kind: entry.item.kind });
  done.push({ entry, answer, back: "withdrawal" });
  if (entry.state !== "labelled") count(entry.item, -1);
  Object.assign(entry, { state: "labelled", label, returned: false });
  lastSaid = `${nameOf(entry.item)} was labelled "${label}". The key u takes it back.`;
  forward();
}

/** To the next image that is open; back to those that were passed over when there is no other. */
function forward() {
  let to = line.findIndex((entry, i) => i > at && isOpen(entry));
  if (to < 0) to = line.findIndex(isOpen);
  at = to < 0 ? line.length : to;
  display();
  if (to < 0) hold().then(fromTheStart, () => {});
}

function fromTheStart() {
  if (!viewer || current() || line.some(isOpen)) return;
  const passed = line.filter((entry) => ["skipped", "deferred"].includes(entry.state));
  if (!passed.length) return;
  for (const entry of passed) entry.state = null;
  at = line.indexOf(passed[0]);
  lastSaid = "These are the ones that you went past or deferred.";
  display();
}

function next() {
  const entry = current();
  if (!entry) return;
  const wasOpen = isOpen(entry);
  if (wasOpen) entry.state = "skipped";
  lastSaid = "";
  if (!wasOpen && at + 1 < line.length) {
    at++;
    display();
  } else forward();
  soon();
}

function previous() {
  if (at === 0) return;
  at--;
  lastSaid = "";
  display();
}

function undo() {
  const last = done.pop();
  if (!last) return;
  const { entry, answer, back } = last;
  // An answer before this one was replaced by it: taking back leaves none.
  const before = done.some((one) => one.entry === entry && one.back === back);
  if (!outbox.cancel(answer) || before) outbox.add(back, entry.item);
  done = done.filter((one) => one.entry !== entry || one.back !== back);
  if (entry.state === "labelled") count(entry.item, 1);
  Object.assign(entry, { state: null, label: null, returned: true });
  if (!line.includes(entry)) line.splice(at, 0, entry);
  at = line.indexOf(entry);
  lastSaid = back === "withdrawal" ? `${nameOf(entry.item)} has no label of yours any more.` : `${nameOf(entry.item)} is no longer deferred.`;
  display();
}

/** The service does not take what was said: somebody else was quicker, or the vocabulary has changed. */
function refused(answer) {
  const key = keyOf(answer);
  done = done.filter((one) => one.answer.id !== answer.id);
  const entry = line.find((one) => one.key === key);
  if (entry && ["label", "deferral"].includes(answer.what)) Object.assign(entry, { state: "gone", label: null });
  tell(refusal(answer));
  questions();
  soon();
}

/** What became of what was said. */
function refusal(answer) {
  const undone = {
    label: ` was not labelled "${answer.label}"`,
    deferral: " was not deferred",
    withdrawal: "'s label was not taken back",
    "deferral-withdrawal": "'s deferral was not taken back",
  };
  return `${nameOf(answer)}${undone[answer.what]}: ${answer.why}.`;
}

/** It is kept until the reader says that it was seen: the next key replaces what is said of the last one. */
function notTaken() {
  const answers = outbox.refusals();
  if (!answers.length) return [];
  const seen = () => { outbox.seen(answers); questions(); };
  return [h("section", { id: "refusals", class: "notice", "aria-label": "Not taken" },
    h("p", {}, "The service did not take:"),
    h("ul", {}, answers.map((answer) => h("li", {}, refusal(answer)))),
    h("button", { type: "button", id: "seen", onclick: seen }, "Seen"))];
}

/** Another image of the study, by so many places; 0 is the one to label. */
function step(by) {
  const entry = current();
  const ids = entry?.study?.images ?? [];
  if (!entry || (by && ids.length < 2)) return;
  const own = entry.item.imageId;
  const to = by ? ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(aside ?? own) + by))] : own;
  aside = to === own ? null : to;
  pixels();
  readAhead();
}

function showKeys() {
  const labels = current()?.item.labels ?? [];
  const rows = keysOf(labels).map((key, k) => [key, `label it "${labels[k]}"`]).filter(([key]) => key !== null);
  const dialog = h("dialog", { id: "keys", "aria-label": "Keys", onclose: (event) => event.target.remove() },
    table("Keys of this page", ["Key", "What it does"], [
      ...rows,
      ["n, →", "the next image, without a label"], ["p, ←", "the image before"], ["d, then 1 to 4", "defer it, with a reason"], ["u, Ctrl+Z", "take the last label back, or the deferral"],
      ["↑ ↓", "other images of the study"], ["Home", "back to the image to label"],
      ["i", "invert"], ["c, Shift+C", "more contrast, less"], ["b, Shift+B", "brighter, darker"],
      ["+, −", "larger, smaller"], ["Shift+arrows", "move the image"], ["r", "as it was"], ["?", "this list"],
    ]),
    h("form", { method: "dialog" }, h("button", { class: "primary", id: "close-keys", autofocus: true }, "Close", h("kbd", {}, "Esc"))));
  document.getElementById("keys")?.remove();
  document.body.append(dialog);
  dialog.showModal();
}

const COMMANDS = {
  n: next, ArrowRight: next, p: previous, ArrowLeft: previous, u: undo, d: askWhy, "?": showKeys,
  ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => step(0),
};
const VIEWS = {
  i: () => viewer.invert(), r: () => viewer.reset(), "+": () => viewer.enlarge(1.25), "=": () => viewer.enlarge(1.25), "-": () => viewer.enlarge(1 / 1.25),
  c: () => viewer.adjust(-0.05, 0), C: () => viewer.adjust(0.05, 0), b: () => viewer.adjust(0, -0.03), B: () => viewer.adjust(0, 0.03),
};
const MOVES = { ArrowRight: [-40, 0], ArrowLeft: [40, 0], ArrowDown: [0, -40], ArrowUp: [0, 40] };

function keys(event) {
  here();
  if (document.querySelector("dialog[open]") || event.target.matches("input, select, textarea")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z") {
    event.preventDefault();
    if (!event.repeat) undo();
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.shiftKey && MOVES[event.key]) {
    event.preventDefault();
    viewer.move(...MOVES[event.key]);
  } else if (VIEWS[event.key]) VIEWS[event.key]();
  else if (event.repeat) return;
  else {
    const label = current() ? keysOf(current().item.labels).indexOf(event.key) : -1;
    if (label >= 0) say(current().item.labels[label]);
    else if (COMMANDS[event.key]) {
      event.preventDefault();
      COMMANDS[event.key]();
    }
  }
}
