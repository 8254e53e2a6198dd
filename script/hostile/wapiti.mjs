/* node script/hostile/wapiti.mjs REPORT: what wapiti found; the exit code is
 * 1 if that is anything that is not known to be harmless. */
import { readFile } from "node:fs/promises";

/* A demo has no TLS. Behind it the flag is there (blows.mjs, cookies()), and
 * the proxy says Strict-Transport-Security (doc/DEPLOY.md). Browsers have
 * given up X-XSS-Protection; the policy of content stands in its place. */
const KNOWN = [/^Secure Flag cookie: /, /Strict-Transport-Security/,
  /X-XSS-Protection/];

/* The liaison comes with a bearer token, which no other site can send: her
 * POSTs need no token of a form. The stranger's do. */
if (/liaison/.test(process.argv[2])) {
  KNOWN.push(/^Cross Site Request Forgery: /);
}

const report = JSON.parse(await readFile(process.argv[2], "utf8"));
const found = [];
let count = 0;
let known = 0;
for (const kind of ["vulnerabilities", "anomalies"]) {
  for (const [name, list] of Object.entries(report[kind] ?? {})) {
    for (const one of list) {
      const line = `${name}: ${one.method} ${one.path} ${one.info}`;
      if (KNOWN.some((pattern) => pattern.test(line))) {
        known++;
        continue;
      }
      count++;
      found.push(line);
    }
  }
}
const log = await readFile(process.argv[2].replace(/json$/, "log"), "utf8");
const pages = /found (\d+) URLs/.exec(log)?.[1] ?? "no";
console.log(`wapiti: ${pages} pages and forms, ` +
  `${count} findings, ${known} known to be harmless`);
found.slice(0, 40).forEach((line) => console.log(`      ${line}`));
process.exit(count > 0 ? 1 : 0);
