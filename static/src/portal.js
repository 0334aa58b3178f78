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
