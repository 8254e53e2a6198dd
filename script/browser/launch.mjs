/* Debian's chromium, kept at home: it reaches the loopback and nothing else,
 * and its profile is a fresh folder that goes with it. */
import { chromium } from "playwright-core";

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic",
  "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-proxy-server",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , " +
    "EXCLUDE localhost"];

export function launch(path) {
  return chromium.launch({ headless: true, args: ARGUMENTS,
    executablePath: path ?? process.env.CHROMIUM ?? "/usr/bin/chromium" });
}
