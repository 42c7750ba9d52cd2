// Text with code in it, as elements: never as HTML.

/** A line of text; words in backticks are code. */
export function line(text) {
  const words = document.createElement("span");
  words.className = "prose";
  return fill(words, text);
}

/** A block of paragraphs of such lines. */
export function prose(paragraphs) {
  const block = document.createElement("div");
  block.className = "prose";
  for (const paragraph of paragraphs) block.append(fill(document.createElement("p"), paragraph));
  return block;
}

/** The same where only plain text can stand. */
export function plain(text) {
  return text.replaceAll("`", "");
}

function fill(element, text) {
  text.split(/`([^`]+)`/).forEach((part, index) => {
    if (part === "") return;
    if (index % 2 === 0) return element.append(part);
    const code = document.createElement("code");
    code.textContent = part;
    element.append(code);
  });
  return element;
}
