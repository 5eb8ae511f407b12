import { h, id, number, panel, prose, short, state, table, time } from "../dom.js";
import { get, text } from "../api.js";

export default {
  nav: "trace",
  title: (image) => (image ? `Trace ${image.slice(0, 12)}` : "Trace"),

  async show(image) {
    const input = h("input", { id: "image", value: image ?? "", required: true, minlength: "8", spellcheck: "false", autocomplete: "off" });
    const form = h("form", { class: "row", onsubmit: (event) => { event.preventDefault(); location.hash = `#/trace/${encodeURIComponent(input.value.trim())}`; } },
      h("label", { for: "image" }, "Image id, or its first 8 characters", input), h("button", { class: "primary", type: "submit" }, "Trace"));
    return [h("h1", {}, "Trace of one image"), form, image ? await story(image) : null, exportForm()].flat().filter(Boolean);
  },
};

async function story(image) {
  let audit;
  try {
    audit = await get(`audit/${encodeURIComponent(image)}`);
  } catch (e) {
    if (e.status === 404 || e.status === 400 || e.status === 503) return h("p", { role: "status" }, `${e.message[0].toUpperCase()}${e.message.slice(1)}.`);
    throw e;
  }
  return [
    audit.images.length > 1 ? h("p", { role: "status" }, `${audit.images.length} images begin so.`) : h("p", {}, "Image ", id(audit.images[0])),
    panel("What happened", table("In the order of time", ["When", "Topic", "What"], audit.story.map((step) => [time(step.at), h("code", {}, step.topic), prose(step.what)]))),
    panel("Answers and readers", audit.answers.length ? table("What models answered, and what readers decided",
      ["When", "Model", "Trained on", "Answer", "Probabilities", "Reader", "Votes"],
      audit.answers.map((row) => [
        time(row.predictedAt), [row.model, " ", short(row.modelVersion)],
        row.trainedOn ? [row.trainedOn, row.datasetHash ? [" (hash ", short(row.datasetHash), ")"] : null] : null,
        row.answer, row.labels.map((label, k) => `${label} ${number(row.probabilities[k])}`).join(", "),
        row.standing ? [state(row.standing), row.readerLabel ? ` as ${row.readerLabel}` : null, row.settledBy.length ? `, settled by ${row.settledBy.join(", ")}` : null] : "not labelled",
        Object.entries(row.votes).map(([annotator, label]) => `${annotator}: ${label}${row.overruled.includes(annotator) ? " (overruled)" : ""}`).join(", "),
      ])) : h("p", {}, "No model was asked about it.")),
  ];
}

function exportForm() {
  const model = h("input", { id: "export-model", autocomplete: "off", spellcheck: "false" });
  const said = h("p", { role: "status" });
  const save = async (type, ending) => {
    said.textContent = "Reading the logs…";
    try {
      const body = await text(`audit?most=100000${model.value.trim() ? `&model=${encodeURIComponent(model.value.trim())}` : ""}`, type);
      const url = URL.createObjectURL(new Blob([body], { type }));
      h("a", { href: url, download: `audit.${ending}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
      said.textContent = `audit.${ending} was saved.`;
    } catch (e) {
      said.textContent = `Not saved: ${e.message}.`;
    }
  };
  return panel("Export the audit trail", h("form", { class: "row", onsubmit: (event) => { event.preventDefault(); save("text/csv", "csv"); } },
    h("label", { for: "export-model" }, "Model (empty: all)", model),
    h("button", { type: "submit", id: "export-csv" }, "Save as CSV"),
    h("button", { type: "button", id: "export-json", onclick: () => save("application/json", "json") }, "Save as JSON")), said);
}
