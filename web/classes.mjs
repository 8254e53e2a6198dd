/* Every class that a page uses is known to the styles: node web/classes.mjs
 *
 * Reads class="…" in the templates, the sample pages and page/*.c, and says
 * file and name of what build/web/app.css does not know. Values ({state})
 * end a name: `badge-{state}` asks for some class that begins so. */
import { readFile, readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/* Marks that need no style: scenes read what stands there. */
const MARKS = new Set(["public", "slip-no", "slip-pin", "person-name",
  "person-phone"]);

async function filesUnder(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
    .catch(() => []);
  return entries.filter((one) => one.isFile())
    .map((one) => join(one.parentPath ?? one.path, one.name));
}

function isPage(path) {
  const name = relative(root, path);
  return (/^(desk|features)\/.*\.html$/.test(name) ||
    /^web\/gallery\/.*\.html$/.test(name) || /^page\/[^/]*\.c$/.test(name));
}

function namesIn(text) {
  const quoted = text.replace(/\{[#:/][^}]*\}/g, " ")
    .matchAll(/class=\\?"([^"\\]*)\\?"/g);
  return Array.from(quoted).flatMap((match) => match[1].split(/\s+/))
    .filter((name) => name !== "" && !name.includes("%"));
}

async function main() {
  const css = (await Promise.all(["app.css", "kiosk.css"].map((name) =>
    readFile(join(root, "build/web", name), "utf8")))).join("\n");
  const known = new Set(Array.from(css.matchAll(/\.([a-zA-Z][\w-]*)/g))
    .map((match) => match[1]));
  const knows = (name) => {
    const stem = name.split("{")[0];
    return known.has(name) || MARKS.has(name) || (stem !== name &&
      (stem === "" || Array.from(known).some((one) => one.startsWith(stem))));
  };
  const folders = ["desk", "features", "page", "web/gallery"];
  const files = (await Promise.all(folders.map((folder) =>
    filesUnder(join(root, folder))))).flat().filter(isPage).sort();
  let unknown = 0;
  for (const file of files) {
    const names = new Set(namesIn(await readFile(file, "utf8")));
    for (const name of Array.from(names).filter((one) => !knows(one))) {
      console.log(`${relative(root, file)}: no style knows .${name}`);
      unknown += 1;
    }
  }
  console.log(`classes: ${files.length} files, ${unknown} unknown names`);
  process.exitCode = unknown > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(`classes: ${error.message}`);
  process.exitCode = 2;
});
