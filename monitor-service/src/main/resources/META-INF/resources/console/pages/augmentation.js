import { h, facts, panel, short } from "../dom.js";
import { getOrNull, image } from "../api.js";

/** A row of a sheet is as wide as its copies: on a phone two of them are seen, six are not. */
const NARROW = 600;

/** The picture that is shown, to be given back when another takes its place. */
let shown = null;

/** What is set is the page's own: it stays as long as the page does. {path, place}, place a node of the page. */
let kept = null;

export default {
  nav: "datasets",
  mayLook: false,
  title: (dataset) => `Augmented images of ${dataset}`,

  async show(dataset, version) {
    const path = `datasets/${encodeURIComponent(dataset)}/versions/${encodeURIComponent(version)}/augmentation`;
    const known = await getOrNull(path);
    if (known && kept?.path === path && kept.place.isConnected) return null;
    const head = [
      h("h1", {}, `Augmented images of ${dataset}`),
      facts([["Version", short(version)], known ? ["Modality", known.modality] : null]),
    ];
    if (!known) return [...head, h("p", {}, "No such frozen version is known here.")];
    const choice = known.transforms.map(chosen);
    const picture = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The sheet" });
    const said = h("p", { role: "status", id: "sheet-said" }, "Nothing is drawn yet.");
    const refused = h("div", { id: "refused", "aria-live": "polite" });
    let seed = 0;
    const draw = async (next) => {
      const written = choice.map((one) => one.written()).filter(Boolean).join(",");
      seed = next ? seed + 1 : Math.max(1, seed);
      refused.replaceChildren(...exceeded(known.modality, choice));
      said.textContent = "Drawing …";
      buttons.forEach((button) => { button.disabled = true; });
      try {
        const copies = innerWidth < NARROW ? 2 : 6;
        const sheet = await image(`${path}/sheet?augmentation=${encodeURIComponent(written)}&images=6&copies=${copies}&seed=${seed}`);
        if (!picture.isConnected) return;
        forget();
        shown = URL.createObjectURL(sheet);
        picture.replaceChildren(h("img", { class: "sheet", src: shown, alt: `Six training images of ${dataset} in rows: each as it is, then ${copies} augmented copies of it` }));
        said.textContent = `In each row a training image as it is, then as ${copies} epochs would see it with ${written ? written.replaceAll(",", ", ") : "no augmentation"}.`;
      } catch (e) {
        picture.replaceChildren();
        said.textContent = `Not drawn: ${e.message}.`;
      } finally {
        buttons.forEach((button) => { button.disabled = false; });
      }
    };
    const buttons = [
      h("button", { type: "button", class: "primary", id: "draw", onclick: () => draw(false) }, "Draw"),
      h("button", { type: "button", id: "others", onclick: () => draw(true) }, "Other images"),
    ];
    kept = { path, place: head[0] };
    return [
      ...head,
      panel("Policy",
        h("p", { class: "muted" }, "As recipe auto has it, until you change it. Nothing that is chosen here is kept."),
        h("ul", { class: "policy" }, choice.map((one) => one.item)),
        this.mayLook ? h("p", { class: "controls" }, buttons[0], " ", buttons[1]) : null),
      this.mayLook
        ? panel("Originals beside augmented copies", said, refused, picture)
        : panel("Originals beside augmented copies", h("p", {}, "Training images are shown to annotators, adjudicators and operators.")),
    ];
  },

  leave() {
    forget();
    kept = null;
  },
};

/** A transform's field, what the modality bears, and what is written of it in a recipe. */
function chosen(transform) {
  const { setting, flag, most, limit, automatic, reason } = transform;
  const field = flag
    ? h("input", { type: "checkbox", id: setting, checked: automatic > 0 })
    : h("input", { type: "number", id: setting, min: 0, max: most, step: "any", value: automatic, inputmode: "decimal" });
  const bears = flag ? (limit > 0 ? "allowed" : "not allowed") : limit > 0 ? `up to ${limit} of ${most}` : "not allowed";
  const value = () => (flag ? Number(field.checked) : Number(field.value || 0));
  return {
    transform,
    value,
    item: h("li", {}, h("label", { for: setting }, setting), " ", field, h("span", { class: "muted" }, ` ${bears}: ${reason}`)),
    written: () => (value() === 0 ? "" : `${setting}=${flag ? "true" : value()}`),
  };
}

/** What a training is refused for, with the reason; it is drawn all the same, for that is how one sees why. */
function exceeded(modality, choice) {
  const over = choice.filter((one) => one.value() > one.transform.limit);
  if (!over.length) return [];
  return [h("div", { class: "notice" }, h("p", {}, "A training with this policy is refused, unless it is told augmentationLimits=none:"),
    h("ul", {}, over.map(({ transform }) => h("li", {}, `modality ${modality} does not bear ${transform.setting}${transform.flag ? "" : ` above ${transform.limit}`}: ${transform.reason}`))))];
}

function forget() {
  if (shown) URL.revokeObjectURL(shown);
  shown = null;
}
