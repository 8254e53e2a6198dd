/* [data-copy="text"] copies it; [data-print] prints the page. */
import { announce, say } from "./say";

const shownMs = 2500;

/* Words live in a <span> where the button has an icon beside them. */
function flash(button: HTMLElement, words: string): void {
  const shown = button.querySelector("span") ?? button;
  const before = button.dataset.words ?? shown.textContent ?? "";
  button.dataset.words = before;
  shown.textContent = words;
  announce(words);
  window.setTimeout(() => (shown.textContent = before), shownMs);
}

/* A page on plain http has no navigator.clipboard; the old way serves. */
function copyOldWay(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

async function onClick(event: MouseEvent): Promise<void> {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-print]")) {
    window.print();
    return;
  }
  const button = target?.closest<HTMLElement>("[data-copy]");
  if (button) {
    const copied = await copy(button.dataset.copy ?? "");
    flash(button, copied
      ? say("已复制", "Copied")
      : say("请手工抄写", "Please write it down"));
  }
}

export function startCopy(): void {
  document.addEventListener("click", (event) => void onClick(event));
}
