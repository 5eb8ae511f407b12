import { h, augmentationOf, bar, count, diagnosisOf, facts, number, panel, right, state, table, time } from "../dom.js";
import { getOrNull } from "../api.js";
import { lines } from "../charts.js";
import { phase } from "./runs.js";

export default {
  nav: "runs",
  parts: ["runs", "diagnoses"],
  title: (run) => `Training ${run}`,

  async show(id) {
    const found = await getOrNull(`runs/${encodeURIComponent(id)}`);
    if (!found) return [h("h1", {}, `Training ${id}`), h("p", {}, "No such training is remembered: the last fifty are.")];
    const { run, labels, fault, diagnosis } = found;
    const epochs = run.history;
    const last = epochs.at(-1)?.telemetry;
    const name = (k) => labels[k] ?? `class ${k}`;
    return [
      h("h1", {}, `Training ${run.runId}`),
      run.fault ? h("div", { class: "notice" }, h("p", {}, state(run.fault), `: ${fault.slice(fault.indexOf(": ") + 2)}. Since epoch ${run.faultSince} a class with validation images is answered right at most 10 % of the time.`)) : null,
      diagnosis ? panel("Why", h("p", {}, "Diagnosis: ", diagnosisOf(diagnosis.model, diagnosis))) : null,
      panel("State", facts([
        ["Model", run.model],
        ["Dataset", run.dataset ? [`${run.dataset}, version ${run.datasetVersion} (`, augmentationOf(run.dataset, run.datasetVersion, "augmented images"), ")"] : null],
        ["Recipe", run.recipe],
        ["State", [phase(run), `, epoch ${run.epoch} of ${run.epochs}`]],
        ["Last word", [run.message, " (", time(run.at), ")"]],
        run.steps ? ["Step", `${count(run.steps.step)}, loss ${number(run.steps.loss)}, ${count(Math.round(run.steps.imagesPerSecond))} images a second`] : null,
        last ? ["Balanced accuracy", `${number(last.balancedAccuracy)} on the validation split (accuracy ${number(last.accuracy)})`] : null,
        last?.inside ? ["Inside", `${last.inside.condition.replaceAll("-", " ")}, variance of the logits ${number(last.inside.logitVariance, 4)}`] : null,
      ])),
      epochs.length < 2 ? null : h("div", { class: "two" }, loss(epochs), recalls(epochs, name)),
      last ? panel("Classes", table("Validation split, last epoch", ["Class", right("Recall"), right("Share of the answers"), "Recall"],
        last.recalls.map((recall, k) => [name(k), right(number(recall)), right(number(last.predictedShares[k])), { value: bar(recall, k), class: "bars" }]))) : null,
      epochs.length ? panel("Epochs", table("Every epoch, the newest first", [right("Epoch"), right("Train loss"), right("Validation loss"), right("Constant answer"), right("Balanced accuracy"), "Fault"],
        epochs.slice().reverse().map(({ epoch, fault: lost, telemetry: t }) => [right(String(epoch)), right(number(t.trainLoss)), right(number(t.validationLoss)), right(number(t.priorEntropy)), right(number(t.balancedAccuracy)), lost ? state(lost) : "none"]))) : h("p", {}, "No epoch is complete yet."),
    ].filter(Boolean);
  },
};

/** Half an epoch on either side of each in which a class is lost. */
const marked = (epochs) => epochs.filter((e) => e.fault).map((e) => [e.epoch - 0.5, e.epoch + 0.5]);
const numbers = (epochs) => epochs.map((e) => e.epoch);

/** The losses of a run beside that of the best constant answer. */
export function loss(epochs) {
  const values = (name) => epochs.map((e) => e.telemetry[name]);
  const last = epochs.at(-1).telemetry;
  return panel("Loss against a constant answer", lines(numbers(epochs), [
    { label: "training", values: values("trainLoss"), key: 0 },
    { label: "validation", values: values("validationLoss"), key: 1 },
    { label: "the best constant answer", values: values("priorEntropy"), key: "prior", dashed: true },
  ], { x: "epoch", min: 0, marked: marked(epochs), label: `Loss by epoch: training ${number(last.trainLoss)}, validation ${number(last.validationLoss)}, the best constant answer ${number(last.priorEntropy)}. A loss that rests there learned nothing.` }),
  h("p", { class: "muted" }, "In nats. A loss that rests at the dashed line learned nothing. Epochs in which a class is lost are shaded."));
}

function recalls(epochs, name) {
  const last = epochs.at(-1).telemetry;
  return panel("Recall by class", lines(numbers(epochs), last.recalls.map((_, k) => ({ label: name(k), values: epochs.map((e) => e.telemetry.recalls[k] ?? null), key: k })),
    { x: "epoch", min: 0, max: 1, marked: marked(epochs), label: "Recall of each class by epoch: " + last.recalls.map((recall, k) => `${name(k)} ${number(recall)}`).join(", ") }),
  h("p", { class: "muted" }, "On the validation split. Epochs in which a class is lost are shaded."));
}
