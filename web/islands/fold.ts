/* A folded form that came back with something wrong is opened, so that the
 * summary inside it can be seen. */
export function startFold(): void {
  for (const wrong of document.querySelectorAll("details .form-errors")) {
    const fold = wrong.closest("details");
    if (fold !== null) {
      fold.open = true;
    }
  }
}
