// Interactive charts, a bundle of its own.

import { BarChart, GraphChart, HeatmapChart, LineChart, RadarChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, GraphChart, HeatmapChart, LineChart, RadarChart, ScatterChart, AriaComponent, GridComponent, LegendComponent,
  MarkLineComponent, RadarComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

const COLOURS = {
  ok: "--ok-fill", part: "--part-fill", ng: "--ng-fill", na: "--na-fill", due: "--due", accent: "--accent", muted: "--muted",
  line: "--line", text: "--text", surface: "--surface",
};
const drawn = new Map();

/** Draws the figure's option; again when the colours change. */
export function draw(figure) {
  const option = JSON.parse(document.querySelector(figure.dataset.chart).textContent);
  const plot = figure.querySelector(".chart-plot");
  const chart = init(plot, null, { renderer: "svg" });
  const paint = () => chart.setOption(dressed(option), { notMerge: true });
  paint();
  drawn.set(figure, paint);
  new ResizeObserver(() => chart.resize()).observe(plot);
}

const repaint = () => { for (const paint of drawn.values()) paint(); };
document.addEventListener("tasuki:theme", repaint);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

/** The option with our colours, font and quiet. */
function dressed(option) {
  const style = getComputedStyle(document.documentElement);
  // `light-dark()` is resolved only where it is used as a colour.
  const probe = document.body.appendChild(document.createElement("i"));
  const colour = (name) => {
    probe.style.color = `var(${COLOURS[name]})`;
    return getComputedStyle(probe).color;
  };
  const painted = JSON.parse(JSON.stringify(option), (key, value) =>
    typeof value === "string" && /colou?r$/i.test(key) && COLOURS[value] ? colour(value) : value);
  const text = { color: colour("text"), fontFamily: style.fontFamily, fontSize: 14 };
  const axis = (one) => ({
    axisLine: { lineStyle: { color: colour("line") } },
    splitLine: { lineStyle: { color: colour("line") } },
    ...one,
    axisLabel: { ...text, color: colour("muted"), ...one.axisLabel },
  });
  const axes = (value) => (Array.isArray(value) ? value.map(axis) : value && axis(value));
  const result = {
    color: ["accent", "ok", "part", "ng", "na"].map(colour),
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 200,
    aria: { enabled: false },
    textStyle: text,
    ...painted,
    xAxis: axes(painted.xAxis),
    yAxis: axes(painted.yAxis),
    radar: painted.radar && { axisName: text, splitArea: { show: false }, splitLine: { lineStyle: { color: colour("line") } }, ...painted.radar },
    tooltip: painted.tooltip && { backgroundColor: colour("surface"), borderColor: colour("line"), textStyle: text, ...painted.tooltip },
  };
  probe.remove();
  return result;
}
