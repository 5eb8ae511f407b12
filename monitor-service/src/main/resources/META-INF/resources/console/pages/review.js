import { h, facts, id, number, table, time } from "../dom.js";
import { get, blob, post, remove } from "../api.js";

const MOST = 500;
const ZOOMS = [1, 2, 4, 8, 16];
const KINDS = { suspect: "Doubted labels", conflict: "Conflicts", other: "No known label" };

let items = [];
let progress = [];
let dataset = "";
let kind = "";
let skipped = new Set();
let shown = null;
/** An image whose label was taken back: shown until it is answered, although it comes back to the queue a little later. */
let returned = null;
/** What this visitor labelled here, the last one at the end. */
let done = [];
let zoom = null;
let url = null;
let said = "";
let turn = Promise.resolve();
let pending = 0;
let labelled = 0;

const keyOf = (item) => `${item.dataset}/${item.imageId}`;
const pathOf = (item) => `review/${encodeURIComponent(item.dataset)}/${encodeURIComponent(item.imageId)}`;
const nameOf = (item) => `Image ${item.imageId.slice(0, 12)}`;

const page = {
  nav: "review",
  parts: ["review"],
  title: () => "Review",
  mayLabel: true,
  maySettle: false,

  /** A refresh while a reader looks at an image changes nothing on the screen but the counts. */
  async show() {
    await fetchQueue();
    addEventListener("keydown", keys);
    if (document.getElementById("waiting") && (pending || (shown && items.some((item) => keyOf(item) === keyOf(shown))))) {
      recount();
      return null;
    }
    // Until the next image is on the screen, a key is not for it.
    pending++;
    try {
      return await render();
    } finally {
      pending--;
    }
  },

  leave() {
    removeEventListener("keydown", keys);
    document.getElementById("keys")?.remove();
    shown = null;
    returned = null;
    done = [];
    said = "";
    release();
  },
};
export default page;

async function fetchQueue() {
  const before = labelled;
  const wanted = `dataset=${encodeURIComponent(dataset)}&kind=${kind}`;
  const [found, counted] = await Promise.all([get(`review?most=${MOST}&${wanted}`), get("review/progress")]);
  progress = counted;
  // An answer that was on its way while a label was stored still holds the image; the next one does not.
  if (before === labelled) items = returned ? [returned, ...found.filter((item) => keyOf(item) !== keyOf(returned))] : found;
}

/** Of what is chosen, or of one kind of it. */
function sum(what, ofKind = kind) {
  return progress.filter((row) => (!dataset || row.dataset === dataset) && (!ofKind || row.kind === ofKind)).reduce((n, row) => n + row[what], 0);
}

const images = (n) => (n === 1 ? "1 image waits" : `${n} images wait`);
const waiting = () => `${images(sum("waiting"))} for you.`;

function far() {
  const settled = sum("settled");
  const others = sum("open") - sum("waiting");
  return `${settled} of ${settled + sum("open")} settled${others ? `; ${images(others)} for ${page.maySettle ? "another reader" : "another reader or an adjudicator"}` : ""}.`;
}

const countOf = (name) => `${name ? KINDS[name] : "All"} (${sum("waiting", name)})`;

function recount() {
  document.getElementById("waiting").textContent = waiting();
  document.getElementById("progress").textContent = far();
  for (const name of ["", ...Object.keys(KINDS)]) document.getElementById(`kind-${name || "all"}`).textContent = countOf(name);
}

function filters() {
  const datasets = [...new Set(progress.map((row) => row.dataset))];
  if (dataset && !datasets.includes(dataset)) datasets.push(dataset);
  return h("div", { class: "choices" },
    h("label", { for: "dataset" }, "Dataset ",
      h("select", { id: "dataset", onchange: (event) => choose(event.target.value, kind) },
        h("option", { value: "", selected: !dataset }, "All"),
        datasets.map((name) => h("option", { value: name, selected: name === dataset }, name)))),
    h("div", { class: "choices", role: "group", "aria-label": "Kinds" },
      ["", ...Object.keys(KINDS)].map((name) =>
        h("button", { type: "button", id: `kind-${name || "all"}`, "aria-pressed": String(name === kind), onclick: () => choose(dataset, name) }, countOf(name)))),
    h("button", { type: "button", id: "show-keys", onclick: showKeys }, "Keys", h("kbd", {}, "?")));
}

const choose = (newDataset, newKind) => alone(async () => {
  dataset = newDataset;
  kind = newKind;
  returned = null;
  said = "";
  await again();
});

function release() {
  if (url) URL.revokeObjectURL(url);
  url = null;
}

async function render() {
  let next = items.find((item) => !skipped.has(keyOf(item)));
  if (!next && items.length) {
    skipped = new Set();
    next = items[0];
  }
  const status = h("p", { id: "said", role: "status", class: "muted" }, said);
  const head = [h("h1", {}, "Review"), filters(), h("p", {}, h("span", { id: "waiting" }, waiting()), " ", h("span", { id: "progress", class: "muted" }, far()))];
  if (!next) {
    shown = null;
    return [...head, status, h("p", {}, "Images come here when labels contradict each other, when a label is not in the vocabulary, or when ", h("code", {}, "equipoise labels"), " doubts one.")];
  }
  if (!shown || keyOf(shown) !== keyOf(next)) zoom = null;
  shown = next;
  release();
  let image;
  try {
    url = URL.createObjectURL(await blob(`${pathOf(next)}/pixels`));
    image = h("img", { src: url, id: "review-image", alt: `${nameOf(next)} of dataset ${next.dataset}` });
    await image.decode();
    zoom ??= ZOOMS.filter((z) => z * image.naturalWidth <= Math.min(512, innerWidth - 40)).at(-1) ?? 1;
    size(image);
  } catch (e) {
    image = h("p", { id: "review-image", class: "notice" }, `The image cannot be shown: ${e.message}.`);
  }
  return [...head, status, h("div", { class: "two" }, viewer(image), questions(next))];
}

function viewer(image) {
  return h("section", { class: "panel", "aria-label": "Image" },
    h("div", { class: "viewer", tabindex: "0", role: "group", "aria-label": "Image; scrolls when it is enlarged" }, image),
    h("p", { class: "choices" },
      h("button", { type: "button", id: "zoom-out", onclick: () => enlarge(-1) }, "Smaller", h("kbd", {}, "−")),
      h("button", { type: "button", id: "zoom-in", onclick: () => enlarge(1) }, "Larger", h("kbd", {}, "+")),
      h("span", { id: "zoom", class: "muted", role: "status" }, zoom ? `${zoom} ×` : "")));
}

/** For each label its key or null: a class that is named by a digit has that digit, the others those that are left. */
export function keysOf(labels) {
  const left = [..."1234567890"].filter((digit) => !labels.includes(digit));
  return labels.map((label) => (/^[0-9]$/.test(label) ? label : left.shift() ?? null));
}

function questions(item) {
  const pressed = keysOf(item.labels);
  return h("section", { class: "panel" },
    h("h2", {}, "What does it show?"),
    page.mayLabel ? null : h("p", {}, "The role of your key lets you look, not label: that takes an annotator's key."),
    h("div", { class: "choices", role: "group", "aria-label": "Labels" },
      item.labels.map((label, k) => h("button", { type: "button", id: `label-${k}`, disabled: !page.mayLabel, onclick: () => say(label) }, label, pressed[k] === null ? null : h("kbd", {}, pressed[k])))),
    h("div", { class: "choices" },
      h("button", { type: "button", id: "next", onclick: () => skip() }, "Next, without a label", h("kbd", {}, "n")),
      h("button", { type: "button", id: "undo", disabled: done.length === 0, onclick: undo }, "Take the last label back", h("kbd", {}, "u"))),
    facts([
      ["Dataset", item.dataset],
      ["Image", h("a", { href: `#/trace/${item.imageId}`, id: "to-trace" }, id(item.imageId.slice(0, 12)))],
      ["In the queue", [item.reasons.length ? "quarantined: " + item.reasons.map((reason) => reason.replaceAll("-", " ")).join(", ") : "its label is doubted", ", since ", time(item.since)]],
      page.mayLabel ? ["Your label", page.maySettle ? "settles it" : item.kind === "suspect" ? "settles it, unless a second reader is asked for or persons contradict each other" : "is one of several: an adjudicator settles it"] : null,
    ]),
    h("details", {}, h("summary", {}, "What others said (look first, then open)"),
      facts([
        ["Labels given", item.votes.join(", ")],
        item.suggestedLabel ? ["Suggested", `${item.suggestedLabel}, because the given label is wrong with probability ${number(item.score, 2)}`] : null,
        item.evidence ? ["Evidence", item.evidence] : null,
      ])));
}

function size(image) {
  image.style.width = `${image.naturalWidth * zoom}px`;
}

function enlarge(direction) {
  const image = document.getElementById("review-image");
  if (!(image instanceof HTMLImageElement)) return;
  zoom = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom) + direction))];
  size(image);
  document.getElementById("zoom").textContent = `${zoom} ×`;
}

/** One thing at a time; what went wrong is said. A second key on the same image is not for the next one. */
function alone(action, waits = false) {
  if (pending && !waits) return;
  pending++;
  turn = turn.then(action).catch((e) => { document.getElementById("said").textContent = `Not done: ${e.message}.`; }).finally(() => pending--);
}

const say = (label, item = shown) => item && page.mayLabel && alone(async () => {
  try {
    await post(pathOf(item), { label });
    done.push(item);
    said = `${nameOf(item)} was labelled "${label}". The key u takes it back.`;
  } catch (e) {
    // Somebody else was quicker: there is nothing left to say about this one.
    if (e.status !== 409) throw e;
    said = `${nameOf(item)} was not labelled: ${e.message}.`;
  }
  labelled++;
  if (returned && keyOf(returned) === keyOf(item)) returned = null;
  items = items.filter((other) => keyOf(other) !== keyOf(item));
  await again();
});

const undo = () => alone(async () => {
  const item = done.at(-1);
  if (!item) return;
  await remove(pathOf(item));
  done.pop();
  labelled++;
  returned = item;
  skipped.delete(keyOf(item));
  said = `${nameOf(item)} has no label of yours any more.`;
  await again();
}, true);

const skip = (item = shown) => item && alone(async () => {
  skipped.add(keyOf(item));
  returned = null;
  said = "";
  await replace();
});

async function again() {
  await fetchQueue();
  await replace();
}

/** Whoever has gone to another page meanwhile stays there. */
async function replace() {
  const focused = document.activeElement?.id;
  const content = await render();
  if (!document.getElementById("waiting")) return;
  document.getElementById("main").replaceChildren(...content);
  document.getElementById(focused)?.focus();
}

function showKeys() {
  const labels = shown?.labels ?? [];
  const rows = keysOf(labels).map((key, k) => [key, `label it "${labels[k]}"`]).filter(([key]) => key !== null);
  const dialog = h("dialog", { id: "keys", "aria-label": "Keys", onclose: (event) => event.target.remove() },
    table("Keys of this page", ["Key", "What it does"], [
      ...rows, ["n", "go on without a label"], ["u, Ctrl+Z", "take the last label back"], ["+", "larger"], ["−", "smaller"], ["?", "this list"],
    ]),
    h("form", { method: "dialog" }, h("button", { class: "primary", id: "close-keys" }, "Close", h("kbd", {}, "Esc"))));
  document.getElementById("keys")?.remove();
  document.body.append(dialog);
  dialog.showModal();
}

function keys(event) {
  if (document.getElementById("keys") || event.target.matches("input, select, textarea")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z") {
    event.preventDefault();
    undo();
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const label = shown ? keysOf(shown.labels).indexOf(event.key) : -1;
  if (label >= 0) say(shown.labels[label]);
  else if (event.key === "n") skip();
  else if (event.key === "u") undo();
  else if (event.key === "?") showKeys();
  else if (event.key === "+" || event.key === "=") enlarge(1);
  else if (event.key === "-") enlarge(-1);
}
