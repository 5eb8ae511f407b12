import { h, facts, id, number, time } from "../dom.js";
import { get, blob, post } from "../api.js";

const MOST_KEYS = 9;
const ZOOMS = [1, 2, 4, 8, 16];

let items = [];
let skipped = new Set();
let shown = null;
let zoom = null;
let url = null;
let said = "";
let busy = false;
let labelled = 0;

const keyOf = (item) => `${item.dataset}/${item.imageId}`;

const page = {
  nav: "review",
  parts: ["review"],
  title: () => "Review",
  mayLabel: true,

  /** A refresh while a reader looks at an image changes nothing on the screen but the count. */
  async show() {
    const before = labelled;
    const found = await get("review?most=500");
    // An answer that was on its way while a label was stored still holds the image; the next one does not.
    if (before === labelled) items = found;
    addEventListener("keydown", keys);
    if (shown && document.getElementById("review-image") && items.some((item) => keyOf(item) === keyOf(shown))) {
      document.getElementById("waiting").textContent = waiting();
      return null;
    }
    return render();
  },

  leave() {
    removeEventListener("keydown", keys);
    shown = null;
    said = "";
    release();
  },
};
export default page;

const waiting = () => (items.length === 1 ? "1 image waits for you." : items.length === 500 ? "500 images or more wait for you." : `${items.length} images wait for you.`);

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
  const head = [h("h1", {}, "Review"), h("p", { id: "waiting" }, waiting())];
  if (!next) {
    shown = null;
    return [...head, status, h("p", {}, "Images come here when labels contradict each other, when a label is not in the vocabulary, or when ", h("code", {}, "equipoise labels"), " doubts one.")];
  }
  if (!shown || keyOf(shown) !== keyOf(next)) zoom = null;
  shown = next;
  release();
  let image;
  try {
    url = URL.createObjectURL(await blob(`review/${encodeURIComponent(next.dataset)}/${encodeURIComponent(next.imageId)}/pixels`));
    image = h("img", { src: url, id: "review-image", alt: `Image ${next.imageId.slice(0, 12)} of dataset ${next.dataset}` });
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
      h("button", { type: "button", id: "zoom-out", onclick: () => enlarge(-1) }, "Smaller (−)"),
      h("button", { type: "button", id: "zoom-in", onclick: () => enlarge(1) }, "Larger (+)"),
      h("span", { id: "zoom", class: "muted", role: "status" }, zoom ? `${zoom} ×` : "")));
}

function questions(item) {
  return h("section", { class: "panel" },
    h("h2", {}, "What does it show?"),
    page.mayLabel ? null : h("p", {}, "The role of your key lets you look, not label: that takes an annotator's key."),
    h("div", { class: "choices", role: "group", "aria-label": "Labels" },
      item.labels.map((label, k) => h("button", { type: "button", id: `label-${k}`, disabled: !page.mayLabel, onclick: () => say(label) }, k < MOST_KEYS ? h("kbd", {}, String(k + 1)) : null, label)),
      h("button", { type: "button", id: "next", onclick: skip }, h("kbd", {}, "n"), "Next, without a label")),
    facts([
      ["Dataset", item.dataset],
      ["Image", h("a", { href: `#/trace/${item.imageId}`, id: "to-trace" }, id(item.imageId.slice(0, 12)))],
      ["In the queue", [item.reasons.length ? "quarantined: " + item.reasons.map((reason) => reason.replaceAll("-", " ")).join(", ") : "its label is doubted", ", since ", time(item.since)]],
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

async function say(label) {
  if (!shown || busy || !page.mayLabel) return;
  busy = true;
  const item = shown;
  try {
    await post(`review/${encodeURIComponent(item.dataset)}/${encodeURIComponent(item.imageId)}`, { label });
    labelled++;
    said = `Image ${item.imageId.slice(0, 12)} was labelled "${label}".`;
    items = items.filter((other) => keyOf(other) !== keyOf(item));
    await replace();
  } catch (e) {
    document.getElementById("said").textContent = `Not stored: ${e.message}.`;
  } finally {
    busy = false;
  }
}

async function skip() {
  if (!shown || busy) return;
  skipped.add(keyOf(shown));
  said = "";
  await replace();
}

async function replace() {
  const focused = document.activeElement?.id;
  document.getElementById("main").replaceChildren(...(await render()));
  document.getElementById(focused)?.focus();
}

function keys(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const number = Number(event.key);
  if (number >= 1 && number <= MOST_KEYS && shown?.labels[number - 1] !== undefined) say(shown.labels[number - 1]);
  else if (event.key === "n") skip();
  else if (event.key === "+" || event.key === "=") enlarge(1);
  else if (event.key === "-") enlarge(-1);
}
