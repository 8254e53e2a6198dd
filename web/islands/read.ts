/* Reading aloud: a button with data-read="#main" reads that part of the page
 * with the voice of the device, and stops when pressed again. */
import { say } from "./say";

const pieceMax = 160;

/* Long texts fall silent half-way in some browsers; sentences do not. */
function pieces(text: string): string[] {
  const found = text.match(/[^。！？；.!?\n]+[。！？；.!?]?/g) ?? [];
  return found.map((piece) => piece.trim().slice(0, pieceMax))
    .filter((piece) => piece !== "");
}

function setPressed(button: HTMLElement, reading: boolean): void {
  button.setAttribute("aria-pressed", String(reading));
  const words = button.querySelector("span") ?? button;
  words.textContent = reading
    ? say("停止朗读", "Stop reading")
    : say("朗读", "Read aloud");
}

function read(button: HTMLElement): void {
  const part = document.querySelector<HTMLElement>(
    button.dataset.read || "#main");
  const texts = pieces(part?.innerText ?? "");
  setPressed(button, true);
  texts.forEach((text, index) => {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = document.documentElement.lang || "zh-CN";
    words.rate = 0.9;
    if (index === texts.length - 1) {
      words.onend = () => setPressed(button, false);
    }
    speechSynthesis.speak(words);
  });
}

export function startRead(): void {
  const buttons = document.querySelectorAll<HTMLElement>("[data-read]");
  const voices = window.speechSynthesis;
  /* A device may know the way to speak and have no voice for it. */
  const offer = (): void => buttons.forEach((button) =>
    (button.hidden = (voices?.getVoices().length ?? 0) === 0));
  offer();
  if (!voices) {
    return;
  }
  voices.addEventListener?.("voiceschanged", offer);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest<HTMLElement>("[data-read]");
    if (!button) {
      return;
    }
    const reading = button.getAttribute("aria-pressed") === "true";
    speechSynthesis.cancel();
    if (reading) {
      setPressed(button, false);
    } else {
      read(button);
    }
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
