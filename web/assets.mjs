/* Builds web/ into a folder: node web/assets.mjs OUT
 *
 * app.css kiosk.css app.js kiosk.js kiosk_worker.js htmx.js icons.svg
 * favicon.svg, each with .gz and .br twins.
 * A file that would not change is not written, so that the build behind
 * sees nothing new. Fails when a size in LIMITS is passed. */
import { mkdir, readFile, readdir, rename, rm, writeFile } from
  "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const modules = join(root, "node_modules");
const browsers = ["chrome80", "firefox78", "safari13.1"];

/* Bytes after gzip: the first public page must fit into 50 kB. */
const LIMITS = { "app.css": 14000, "app.js": 6000, "htmx.js": 20000,
  "kiosk.css": 5000, "kiosk.js": 6000, "kiosk_worker.js": 2500,
  "icons.svg": 8000, "favicon.svg": 1000 };

/* our name: the file in bootstrap-icons */
const ICONS = {
  "say": "chat-square-text", "search": "search", "people": "people",
  "place": "geo-alt", "print": "printer", "copy": "copy",
  "sound": "volume-up", "person": "person-circle", "menu": "list",
  "home": "house", "inbox": "inbox", "chart": "bar-chart",
  "clock": "clock", "phone": "telephone", "letters": "type",
  "download": "download", "plus": "plus-lg", "next": "arrow-right",
  "back": "arrow-left", "calendar": "calendar3", "file": "file-text",
  "lock": "shield-lock", "leave": "box-arrow-right", "heart": "heart",
};

async function styles(entry) {
  const made = sass.compile(join(here, "styles", entry), {
    loadPaths: [modules],
    quietDeps: true,
    /* Bootstrap 5 still uses @import; its next version will not. */
    silenceDeprecations: ["import", "global-builtin", "color-functions",
      "if-function"],
    logger: { warn: (text) => { throw new Error(`sass: ${text}`); } },
  });
  const small = await esbuild.transform(made.css,
    { loader: "css", minify: true, target: browsers, charset: "utf8" });
  if (small.warnings.length > 0) {
    throw new Error(small.warnings.map((one) => one.text).join("\n"));
  }
  return small.code;
}

async function script(entry) {
  const made = await esbuild.build({
    entryPoints: [join(here, entry)], bundle: true, write: false,
    minify: true, format: "iife", target: browsers, charset: "utf8",
    absWorkingDir: root, logLevel: "silent", legalComments: "inline",
  });
  if (made.warnings.length > 0) {
    throw new Error(made.warnings.map((one) => one.text).join("\n"));
  }
  return made.outputFiles[0].text;
}

/* The drawings of bootstrap-icons (MIT) as symbols of one file. */
async function icons() {
  const symbols = await Promise.all(Object.entries(ICONS).map(
    async ([name, file]) => {
      const path = join(modules, "bootstrap-icons/icons", `${file}.svg`);
      const svg = await readFile(path, "utf8");
      const inner = svg.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
        .replace(/\s*\n\s*/g, "");
      return `<symbol id="${name}" viewBox="0 0 16 16">${inner}</symbol>`;
    }));
  return '<svg xmlns="http://www.w3.org/2000/svg">' +
    "<!-- Bootstrap Icons, The Bootstrap Authors, MIT -->" +
    symbols.join("") + "</svg>\n";
}

/* Written beside and renamed: a reader sees the old file or the new one. */
async function put(path, bytes) {
  const old = await readFile(path).catch(() => null);
  if (old !== null && old.equals(bytes)) {
    return;
  }
  const beside = `${path}.${process.pid}.tmp`;
  await writeFile(beside, bytes);
  await rename(beside, path);
}

async function ship(out, name, text) {
  const raw = Buffer.from(text, "utf8");
  const gzip = gzipSync(raw, { level: 9 });
  const brotli = brotliCompressSync(raw, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  } });
  await put(join(out, name), raw);
  await put(join(out, `${name}.gz`), gzip);
  await put(join(out, `${name}.br`), brotli);
  console.log(`${name.padEnd(12)} ${String(raw.length).padStart(6)} bytes, ` +
    `gzip ${gzip.length}, brotli ${brotli.length}`);
  if (gzip.length > LIMITS[name]) {
    throw new Error(`${name}: ${gzip.length} bytes of gzip, at most ` +
      `${LIMITS[name]} are allowed`);
  }
}

async function main() {
  const out = process.argv[2];
  if (out === undefined) {
    throw new Error("usage: node web/assets.mjs OUT");
  }
  await mkdir(out, { recursive: true });
  const [css, kioskCss, app, htmx, kiosk, worker, sprite, favicon] =
    await Promise.all([
      styles("app.scss"), styles("kiosk.scss"), script("app.ts"),
      script("htmx.ts"), script("kiosk.ts"), script("kiosk_worker.ts"),
      icons(), readFile(join(here, "favicon.svg"), "utf8"),
    ]);
  const files = { "app.css": css, "kiosk.css": kioskCss, "app.js": app,
    "htmx.js": htmx, "kiosk.js": kiosk, "kiosk_worker.js": worker,
    "icons.svg": sprite, "favicon.svg": favicon };
  for (const [name, text] of Object.entries(files)) {
    await ship(out, name, text);
  }
  /* What an earlier build left would be put into the binary as well. */
  for (const name of await readdir(out)) {
    const plain = name.replace(/\.(gz|br)$/, "");
    if (/\.(css|js|svg|tmp)$/.test(plain) && !(plain in files)) {
      await rm(join(out, name));
    }
  }
}

main().catch((error) => {
  console.error(`assets: ${error.message}`);
  process.exitCode = 1;
});
