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

// Drawings: larger, smaller, all of it in sight; drawn about with the mouse where they are wider than their box.
for (const diagram of document.querySelectorAll("[data-diagram]")) {
  const region = diagram.querySelector(".portal-diagram__region");
  const drawing = region && region.querySelector("svg");
  if (!drawing) continue;
  const { width, height } = drawing.viewBox.baseVal;
  const zoomed = (scale) => {
    const within = Math.min(3, Math.max(0.2, scale));
    const middle = (region.scrollLeft + region.clientWidth / 2) / region.scrollWidth;
    drawing.setAttribute("width", Math.round(width * within));
    drawing.setAttribute("height", Math.round(height * within));
    region.scrollLeft = middle * region.scrollWidth - region.clientWidth / 2;
  };
  const tools = diagram.querySelector(".portal-diagram__tools");
  tools.hidden = width <= region.clientWidth && height < 600;
  const first = drawing.querySelector(".subject .frame, .hub .frame");
  if (first) {
    const [box, around] = [first.getBoundingClientRect(), region.getBoundingClientRect()];
    region.scrollTop = box.top - around.top - region.clientHeight / 2 + box.height / 2;
    region.scrollLeft = Math.max(0, box.left - around.left - region.clientWidth / 2 + box.width / 2);
  }
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
