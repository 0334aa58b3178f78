// Progressive enhancement only: every page works without this file.
import * as govuk from "./govuk-frontend.min.js";
import { SortableTable } from "./sortable-table.js";
import "./search.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
govuk.initAll();
govuk.createAll(SortableTable);

// "Copy" buttons, shown only where they work: <button hidden data-copy="PERS001A">.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}

// Where a drawing begins that is larger than its box: at what it is about where others are in sight beside it,
// else at its corner, else at the box that is nearest to that.
const EDGE = 16;
const ENOUGH = 48; // Pixels of a box from which it is in sight.
const MOST_ALONE = 2;

function begin(region, drawing) {
  const frames = [...drawing.querySelectorAll(".frame")];
  if (!frames.length) return;
  const place = (frame) => {
    const [box, around] = [frame.getBoundingClientRect(), region.getBoundingClientRect()];
    return { x: box.left - around.left + region.scrollLeft, y: box.top - around.top + region.scrollTop, width: box.width, height: box.height };
  };
  const places = frames.map(place);
  const isWell = () => {
    const seen = places.filter(
      ({ x, y, width, height }) =>
        x + width > region.scrollLeft + ENOUGH &&
        x < region.scrollLeft + region.clientWidth - ENOUGH &&
        y + height / 2 > region.scrollTop &&
        y + height / 2 < region.scrollTop + region.clientHeight,
    );
    const upper = region.scrollTop + region.clientHeight / 3;
    return seen.length > Math.min(MOST_ALONE, frames.length - 1) && seen.some(({ y }) => y < upper);
  };
  const begins = [[0, 0]];
  const subject = drawing.querySelector(".subject .frame");
  if (subject) {
    const { x, y, width, height } = place(subject);
    const lefts = [x + width / 2 - region.clientWidth / 2, x - EDGE, x + width + EDGE - region.clientWidth];
    begins.unshift(...lefts.map((left) => [left, y + height / 2 - region.clientHeight / 2]));
  }
  for (const [left, top] of begins) {
    region.scrollTo(left, top);
    if (isWell()) return;
  }
  const first = places.reduce((best, one) => (one.x + one.y < best.x + best.y ? one : best));
  region.scrollTo(first.x - EDGE, first.y - EDGE);
}

// Drawings: larger, smaller, all of it in sight; drawn about with the mouse where they are wider than their box.
for (const diagram of document.querySelectorAll("[data-diagram]")) {
  const region = diagram.querySelector(".portal-diagram__region");
  const drawing = region && region.querySelector("svg");
  if (!drawing) continue;
  const { width, height } = drawing.viewBox.baseVal;
  const cue = diagram.querySelector(".portal-diagram__cue");
  const hint = () => cue && (cue.hidden = region.scrollWidth <= region.clientWidth);
  const zoomed = (scale) => {
    const within = Math.min(3, Math.max(0.2, scale));
    const middle = (region.scrollLeft + region.clientWidth / 2) / region.scrollWidth;
    drawing.setAttribute("width", Math.round(width * within));
    drawing.setAttribute("height", Math.round(height * within));
    region.scrollLeft = middle * region.scrollWidth - region.clientWidth / 2;
    hint();
  };
  const tools = diagram.querySelector(".portal-diagram__tools");
  tools.hidden = width <= region.clientWidth && height < 600;
  begin(region, drawing);
  hint();
  window.addEventListener("resize", hint);
  for (const tool of tools.querySelectorAll("[data-zoom]")) {
    tool.addEventListener("click", () => {
      const factor = Number(tool.dataset.zoom);
      const all = Math.min(region.clientWidth / width, region.clientHeight / height, 1);
      zoomed(factor ? (drawing.getBoundingClientRect().width / width) * factor : all);
    });
  }
  let from = null;
  let moved = false;
  region.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX + region.scrollLeft, y: event.clientY + region.scrollTop };
    moved = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [left, top] = [from.x - event.clientX, from.y - event.clientY];
    moved ||= Math.abs(left - region.scrollLeft) + Math.abs(top - region.scrollTop) > 4;
    if (moved) region.scrollTo(left, top);
  });
  window.addEventListener("pointerup", () => (from = null));
  region.addEventListener("dragstart", (event) => event.preventDefault());
  region.addEventListener("click", (event) => moved && event.preventDefault(), true);
}
