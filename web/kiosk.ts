/* The terminal in a station: what its pages do better with a script.
 *
 * Without one each key of the pad sends the form, steps are anchors, and a
 * meta refresh leads back; with one nothing is left behind sooner, and the
 * loss of the server is told before words are lost. */
import { startHand } from "./islands/kiosk_hand";
import { startIdle } from "./islands/kiosk_idle";
import { startLook } from "./islands/kiosk_look";
import { startPad } from "./islands/kiosk_pad";
import { startSteps } from "./islands/kiosk_steps";
import { startUnsent } from "./islands/kiosk_unsent";
import { startVoice } from "./islands/kiosk_voice";
import { startRead } from "./islands/read";
import { startSend } from "./islands/send";

document.documentElement.classList.add("js");
startUnsent();
startSend();
startRead();
startIdle();
startPad();
startSteps();
startLook();
void startVoice();
void startHand();

if ("serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/kiosk/sw.js", { scope: "/kiosk" })
    .catch(() => undefined);
  if (document.body.dataset.home !== undefined) {
    void navigator.serviceWorker.ready.then((found) =>
      found.active?.postMessage("keep"));
  }
}
