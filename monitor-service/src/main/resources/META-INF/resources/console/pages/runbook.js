import { h, link } from "../dom.js";
import { text } from "../api.js";

export default {
  nav: "alerts",
  title: (name) => name.replaceAll("-", " "),

  async show(name) {
    return [h("p", {}, link("#/alerts", "Alerts")), ...markdown(await text(`console/runbooks/${name}.md`, "*/*"))];
  },
};

/** As much of Markdown as the runbooks use; their links lead to files that are not served, so only their text is shown. */
function markdown(source) {
  const blocks = source.replaceAll("\r", "").split(/\n{2,}/);
  return blocks.map((block) => {
    const heading = /^(#{1,3}) (.*)/.exec(block);
    if (heading) {
      const rest = block.slice(heading[0].length).trim();
      return [h("h" + heading[1].length, {}, inline(heading[2])), rest ? markdown(rest) : null];
    }
    if (block.startsWith("```")) return h("pre", {}, block.replace(/^```.*\n?/, "").replace(/\n?```$/, ""));
    if (block.startsWith("|")) return rows(block);
    if (/^(- |\d+\. )/.test(block)) {
      const items = block.split(/\n(?=- |\d+\. )/).map((item) => h("li", {}, inline(item.replace(/^(- |\d+\. )/, ""))));
      return h(block.startsWith("- ") ? "ul" : "ol", {}, items);
    }
    return h("p", {}, inline(block));
  }).flat(Infinity).filter(Boolean);
}

function rows(block) {
  const cells = block.split("\n").map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim())).filter((row) => !row.every((cell) => /^-*$/.test(cell)));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, h("tbody", {}, cells.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell))))))));
}

function inline(text) {
  return text.replaceAll("\n", " ").split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).map((part) => {
    if (part.startsWith("`")) return h("code", {}, part.slice(1, -1));
    if (part.startsWith("**")) return h("strong", {}, part.slice(2, -2));
    const reference = /^\[([^\]]+)\]\([^)]+\)$/.exec(part);
    return reference ? inline(reference[1]) : part;
  }).flat(Infinity);
}
