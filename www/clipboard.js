// The clipboard, which a browser may refuse or not have.

/** Puts a text into it. */
export async function copy(text) {
  await navigator.clipboard.writeText(text);
}
