/* The sample pages of web/gallery under the same checks as the real ones,
 * then the islands of web/app.ts:
 *
 *   script/assets && node script/browser/gallery.mjs [options of check.mjs] */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, startGallery } from "./gallery-server.mjs";
import { checkIslands } from "./islands.mjs";

const here = dirname(fileURLToPath(import.meta.url));

function run(file, list) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...list],
      { stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 2));
  });
}

async function main() {
  const gallery = await startGallery();
  const folder = await mkdtemp(join(tmpdir(), "xinqiao-gallery-"));
  try {
    const names = (await readdir(join(root, "web/gallery")))
      .filter((name) => name.endsWith(".html")).sort();
    const at = (name) => `/web/gallery/${name}`;
    const plan = {
      first: { path: at("home.html"), bytes: 50000 },
      users: [{ label: "gallery", paths: names.map(at) }],
      noscript: ["say-1.html", "say-2.html", "say-3.html", "track.html",
        "track-login.html", "login.html", "published.html"].map(at),
    };
    const routes = join(folder, "routes.json");
    await writeFile(routes, JSON.stringify(plan));
    const pages = await run(join(here, "check.mjs"),
      [gallery.base, "--routes", routes, ...process.argv.slice(2)]);
    const islands = await checkIslands(gallery);
    process.exitCode = Math.max(pages, islands ? 0 : 1);
  } finally {
    gallery.close();
    await rm(folder, { recursive: true });
  }
}

main().catch((error) => {
  console.error(`gallery: ${error.message}`);
  process.exitCode = 2;
});
