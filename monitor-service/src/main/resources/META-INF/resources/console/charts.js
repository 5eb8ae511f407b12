/** Line charts. Each says in words what it shows; the numbers are in tables beside it. */
import uPlot from "../webjars/uplot/1.6.30/dist/uPlot.esm.js";
import { h, zone } from "./dom.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const live = new Set();
const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hourCycle: "h23" });

/**
 * @param series {label, values, key (0..7, "prior" or "limit"), dashed}
 * @param options {label, time, log, min, max, marked: [[from, to]], unit}
 */
export function lines(x, series, options) {
  const legend = h("ul", { class: "legend" },
    series.filter((s) => s.label).map((s) => h("li", { class: (typeof s.key === "number" ? "k" + (s.key % 8) : s.key) + (s.dashed ? " dashed" : "") }, s.label)));
  const holder = h("div", { class: "chart", role: "img", "aria-label": options.label });
  const root = h("div", {}, legend, holder);
  const paint = () => draw(holder, x, series, options);
  const observer = new ResizeObserver(() => {
    if (!root.isConnected && holder.plot) {
      observer.disconnect();
      live.delete(paint);
    } else if (holder.clientWidth && holder.clientWidth !== holder.drawnAt) {
      paint();
    }
  });
  observer.observe(holder);
  live.add(paint);
  return root;
}

function draw(holder, x, series, options) {
  holder.drawnAt = holder.clientWidth;
  holder.plot?.destroy();
  const line = colour("--line");
  const muted = colour("--muted");
  const axis = { stroke: muted, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "12px system-ui, sans-serif" };
  const stroke = (key) => colour(typeof key === "number" ? `--c${key % 8}` : "--bad");
  holder.plot = new uPlot({
    width: holder.clientWidth,
    height: 220,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: !!options.time },
      y: options.log ? { range: (u, low, high) => [Math.floor(low), Math.ceil(high + 0.1)] } : { range: (u, low, high) => [options.min ?? Math.min(0, low), options.max ?? Math.max(high * 1.05, 0.1)] },
    },
    axes: [
      { ...axis, ...(options.time ? { space: 80, values: (u, ticks) => ticks.map(clock) } : {}), label: options.time ? zone(new Date()) : options.x, labelSize: 18, labelFont: "12px system-ui, sans-serif", incrs: options.time ? undefined : [1, 2, 5, 10, 20, 50, 100] },
      { ...axis, size: 58, ...(options.log ? { incrs: [1, 2, 3, 5, 10, 20, 50], values: (u, ticks) => ticks.map((t) => `1e${t}`) } : {}) },
    ],
    series: [{}, ...series.map((s) => ({ stroke: stroke(s.key), width: s.width ?? 2, dash: s.dashed ? [6, 5] : undefined, points: { show: x.length < 40 && !s.dashed, size: 5 } }))],
    hooks: {
      drawClear: [(u) => {
        for (const [from, to] of options.marked ?? []) {
          const left = Math.max(u.bbox.left, u.valToPos(from, "x", true));
          const width = Math.min(u.bbox.left + u.bbox.width, u.valToPos(to, "x", true)) - left;
          u.ctx.save();
          u.ctx.fillStyle = colour("--bad-back");
          u.ctx.fillRect(left, u.bbox.top, width, u.bbox.height);
          u.ctx.restore();
        }
      }],
    },
  }, [x, ...series.map((s) => (options.log ? s.values.map((v) => (v === null ? null : Math.log10(v))) : s.values))], holder);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => live.forEach((paint) => paint()));
