/* Large type and contrast at once, without asking for the page anew: what
 * was typed stays, and an answer that has no address is not lost. The server
 * hears of it for the pages that come. */
import { say } from "./say";

const LOOKS: Record<string, { on: string; off: string; words: () => string[] }> = {
  elder: { on: "elder", off: "plain",
    words: () => [say("大字", "Large"), say("标准", "Normal")] },
  contrast: { on: "contrast", off: "calm",
    words: () => [say("高对比", "Contrast"), say("普通", "Plain")] },
};

export function startLook(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest<HTMLAnchorElement>("a[data-look]");
    const name = link?.dataset.look ?? "";
    const look = LOOKS[name];
    if (!link || look === undefined) {
      return;
    }
    event.preventDefault();
    const on = document.documentElement.classList.toggle(name);
    const words = link.querySelector("span");
    if (words !== null) {
      words.textContent = look.words()[on ? 1 : 0] ?? "";
    }
    const to = on ? look.on : look.off;
    void fetch(`/kiosk/look?to=${to}`, { redirect: "manual" })
      .catch(() => undefined);
  });
}
