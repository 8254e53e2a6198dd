/* Speaking instead of typing, only where the browser itself understands
 * (nothing that was said leaves the machine); else there is no button. */
import { announce, say } from "./say";

interface Heard extends Event {
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
  resultIndex: number;
}

interface Listener extends EventTarget {
  lang: string;
  processLocally: boolean;
  continuous: boolean;
  start(): void;
  stop(): void;
}

interface ListenerKind {
  new (): Listener;
  available?: (what: object) => Promise<string>;
}

function setPressed(button: HTMLButtonElement, on: boolean): void {
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? say("停止", "Stop") : say("用嘴说", "Speak");
}

function offer(kind: ListenerKind, field: HTMLTextAreaElement,
  lang: string): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn k-btn";
  setPressed(button, false);
  const listener = new kind();
  listener.lang = lang;
  listener.processLocally = true;
  listener.continuous = true;
  listener.addEventListener("result", (event) => {
    const heard = event as Heard;
    for (let i = heard.resultIndex; i < heard.results.length; i += 1) {
      const result = heard.results[i];
      if (result?.isFinal) {
        field.value = (field.value + (result[0]?.transcript ?? ""))
          .slice(0, field.maxLength);
      }
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  listener.addEventListener("end", () => setPressed(button, false));
  listener.addEventListener("error", () => announce(
    say("没有听清，请用键盘。", "Not understood; please type.")));
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") === "true";
    if (on) {
      listener.stop();
    } else {
      listener.start();
    }
    setPressed(button, !on);
  });
  field.after(button);
}

export async function startVoice(): Promise<void> {
  const field = document.querySelector<HTMLTextAreaElement>(
    "textarea[data-speak]");
  const kind = (window as unknown as Record<string, ListenerKind>)
    .SpeechRecognition;
  if (field === null || kind?.available === undefined) {
    return;
  }
  const lang = document.documentElement.lang.startsWith("en")
    ? "en-US" : "zh-CN";
  const found = await kind.available({ langs: [lang], processLocally: true })
    .catch(() => "");
  if (found === "available") {
    offer(kind, field, lang);
  }
}
