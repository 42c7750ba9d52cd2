// Looks at a page with axe: WCAG 2.2 AA and axe's best practices. The script comes in through the debugger, which the
// page's content security policy does not concern.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { late } from "./late.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Waits until the page has not changed for a moment. What goes away while axe looks at it cannot be named. */
export function rest(page) {
  return page.evaluate(atRest, 150 + late);
}

// In the page.
function atRest(moment) {
  return new Promise((resolve) => {
    let timer;
    const watcher = new MutationObserver(again);
    const done = () => {
      watcher.disconnect();
      resolve();
    };
    function again() {
      clearTimeout(timer);
      timer = setTimeout(done, moment);
    }
    const roots = [document, ...[...document.querySelectorAll("policy-editor")].map((editor) => editor.shadowRoot)];
    for (const root of roots) watcher.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });
    setTimeout(done, 3_000);
    again();
  });
}

/** Fails when axe finds something; `where` says what was being looked at. */
export async function check(page, where) {
  await page.evaluate(axe);
  await rest(page);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), tags);
  const found = violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).slice(0, 5).join(" | ")}`);
  assert.deepEqual(found, []);
}
