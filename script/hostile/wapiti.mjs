/* node script/hostile/wapiti.mjs REPORT: what wapiti found; the exit code is
 * 1 if that is anything that is not known to be harmless. */
import { readFile } from "node:fs/promises";

/* A demo has no TLS. Behind it the flag is there: blows.mjs, cookies(). */
const KNOWN = [/^Secure Flag cookie: /];

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
console.log(`wapiti: ${report.infos?.crawled_pages_nbr ?? "?"} pages, ` +
  `${count} findings, ${known} known to be harmless`);
found.slice(0, 40).forEach((line) => console.log(`      ${line}`));
process.exit(count > 0 ? 1 : 0);
