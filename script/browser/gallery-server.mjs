/* Serves web/gallery and build/web on a free port of the loopback, with the
 * house's Content-Security-Policy. A POST is counted, takes its time as a
 * real one would, and leads to the slip (to the form with errors if the
 * field `title` is shorter than four characters). */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const postTakesMs = 400;
const TYPES = { ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
  ".js": "text/javascript; charset=utf-8" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self'; connect-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

function allowed(path) {
  return (path.startsWith("/web/gallery/") ||
    path.startsWith("/build/web/")) && extname(path) in TYPES;
}

let posts = 0;

async function answerPost(request, response) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  const form = new URLSearchParams(Buffer.concat(parts).toString("utf8"));
  posts += 1;
  await new Promise((resolve) => setTimeout(resolve, postTakesMs));
  const short = (form.get("title") ?? "long enough").length < 4;
  response.writeHead(303, { Location: short
    ? "/web/gallery/say-1-errors.html" : "/web/gallery/slip.html" });
  response.end();
}

async function answer(request, response) {
  if (request.method === "POST") {
    await answerPost(request, response);
    return;
  }
  const path = normalize(new URL(request.url, "http://x").pathname);
  const file = join(root, path);
  const packed = allowed(path)
    ? await readFile(`${file}.br`).catch(() => null) : null;
  const bytes = packed ?? (allowed(path)
    ? await readFile(file).catch(() => null) : null);
  if (bytes === null) {
    response.writeHead(404, { "Content-Type": "text/plain" });
    response.end("none\n");
    return;
  }
  response.writeHead(200, { "Content-Type": TYPES[extname(path)],
    "Content-Security-Policy": POLICY,
    ...(packed ? { "Content-Encoding": "br" } : {}) });
  response.end(bytes);
}

/* { base, posts(), close() } */
export async function startGallery() {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { base: `http://127.0.0.1:${server.address().port}`,
    posts: () => posts,
    close: () => {
      server.close();
      server.closeAllConnections();
    } };
}
