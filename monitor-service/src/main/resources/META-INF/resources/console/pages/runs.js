import { h, link, prose, state, table, time, right } from "../dom.js";
import { get } from "../api.js";

export default {
  nav: "runs",
  parts: ["runs"],
  title: () => "Training",

  async show() {
    const runs = await get("runs");
    return [
      h("h1", {}, "Training"),
      runs.length === 0 ? h("p", {}, "Nothing has been trained yet.") : table("The latest trainings", ["Run", "Model", "State", right("Epoch"), "Fault", "Last word", "At"],
        runs.map((run) => [
          link(`#/runs/${encodeURIComponent(run.runId)}`, run.runId), run.model, phase(run), right(`${run.epoch} of ${run.epochs}`),
          run.fault ? [state(run.fault), `; a class is lost since epoch ${run.faultSince}`] : "none", prose(run.message), time(run.at),
        ])),
    ];
  },
};

export const phase = (run) => (run.phase === null ? "waiting" : run.phase === "epoch" || run.phase === "started" || run.phase === "resumed" ? "training" : state(run.phase));
