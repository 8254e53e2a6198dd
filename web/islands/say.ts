/* The few sentences that scripts say, in the language of the page. */
const english = document.documentElement.lang.startsWith("en");

export function say(chinese: string, inEnglish: string): string {
  return english ? inEnglish : chinese;
}

/* One polite voice for screen readers; made when first needed. */
let voice: HTMLElement | null = null;

export function announce(sentence: string): void {
  if (voice === null) {
    voice = document.createElement("p");
    voice.className = "visually-hidden";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = sentence;
}
