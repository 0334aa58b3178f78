// Compiles static/src and the npm packages into static/dist, which Git ignores.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const govuk = "node_modules/govuk-frontend/dist/govuk";
const moj = "node_modules/@ministryofjustice/frontend/moj";
const out = "static/dist/portal";

// A source map that is named but not shipped breaks the hashing of names.
const withoutMap = (text) => text.replace(/\/[/*]# sourceMappingURL=\S+( \*\/)?/g, "");

rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}/images`, { recursive: true });

const { css } = compile("static/src/portal.scss", { loadPaths: ["."], style: "compressed", quietDeps: true });
writeFileSync(`${out}/portal.css`, css);

const scripts = {
  "govuk-frontend.min.js": `${govuk}/govuk-frontend.min.js`,
  "sortable-table.js": `${moj}/components/sortable-table/sortable-table.bundle.mjs`,
  "portal.js": "static/src/portal.js",
  "search.js": "static/src/search.js",
};
for (const [name, source] of Object.entries(scripts)) {
  writeFileSync(`${out}/${name}`, withoutMap(readFileSync(source, "utf8")));
}

// Only the pictures that the style sheet names, and our own.
const named = new Set([...css.matchAll(/url\("?\.\/images\/([^")]+)/g)].map((match) => match[1]));
for (const name of named) {
  cpSync(`${moj}/assets/images/${name}`, `${out}/images/${name}`);
}
for (const name of readdirSync("static/src/images")) {
  cpSync(`static/src/images/${name}`, `${out}/images/${name}`);
}
