// Text with code in it, as elements: never as HTML.

/** A block of paragraphs; words in backticks are code. */
export function prose(paragraphs) {
  const block = document.createElement("div");
  block.className = "prose";
  for (const paragraph of paragraphs) {
    const p = document.createElement("p");
    paragraph.split("`").forEach((part, index) => {
      if (part === "") return;
      if (index % 2 === 0) return p.append(part);
      const code = document.createElement("code");
      code.textContent = part;
      p.append(code);
    });
    block.append(p);
  }
  return block;
}
