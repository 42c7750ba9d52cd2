// The editor's search: how many matches there are, and what they look like.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { onPage, policyText, start, stop } from "./playground.mjs";

before(start);
after(stop);

const found = (page) => page.locator('policy-editor .cm-search [role="status"]').textContent();

async function search(page, words) {
  await page.keyboard.press("ControlOrMeta+f");
  await page.locator("policy-editor .cm-search").waitFor();
  await page.keyboard.type(words);
}

const toTheStart = async (page) => {
  await page.locator("policy-editor .cm-content").focus();
  await page.keyboard.press("ControlOrMeta+Home");
};

test("the search says how many matches there are, and which one is selected", async () => {
  await onPage({}, async (page) => {
    const all = (await policyText(page)).match(/ec2/gi).length;
    assert.ok(all > 1);
    await toTheStart(page);
    await search(page, "ec2");
    await eventually.equal(() => found(page), `${all} matches`);
    for (let number = 1; number <= all; number += 1) {
      await page.keyboard.press("Enter");
      await eventually.equal(() => found(page), `${number} of ${all}`);
    }
    await page.keyboard.press("Enter");
    await eventually.equal(() => found(page), `1 of ${all}`);
    await page.keyboard.type("ec2:Stop");
    await eventually.match(() => found(page), /^1 (match|of 1)$/);
    await page.keyboard.type("Nothing");
    await eventually.equal(() => found(page), "No matches");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Backspace");
    await eventually.equal(() => found(page), "");
  });
});

test("a pattern that is none is said to be none", async () => {
  await onPage({}, async (page) => {
    await toTheStart(page);
    await search(page, "ec2[");
    await page.getByLabel("Regular expression").check();
    await eventually.equal(() => found(page), "Not a regular expression");
  });
});

test("no more than a thousand matches are counted", async () => {
  await onPage({}, async (page) => {
    await toTheStart(page);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(JSON.stringify({ Statement: ["q ".repeat(1200)] }));
    await search(page, "q ");
    await eventually.equal(() => found(page), "1,000+ matches");
  });
});

for (const colorScheme of ["light", "dark"]) {
  test(`a match stands out from the step that is explained, and the selected one from the others: ${colorScheme}`, async () => {
    await onPage({ colorScheme }, async (page) => {
      await page.locator("policy-editor").evaluate((editor) => {
        const from = editor.value.indexOf("ec2");
        editor.marks = [{ from: from - 1, to: editor.value.lastIndexOf("ec2") + 8, kind: "deciding" }];
      });
      await toTheStart(page);
      await search(page, "ec2");
      await page.keyboard.press("Enter");
      await page.locator("policy-editor .cm-searchMatch-selected").waitFor();
      const looks = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector("policy-editor");
        // What is painted over all the others behind the letters.
        const painted = (element) => {
          for (const inner of [...element.querySelectorAll("*")].reverse().concat(element)) {
            const { backgroundColor } = getComputedStyle(inner);
            if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor;
          }
        };
        const look = (selector) => {
          const element = shadowRoot.querySelector(selector);
          return { background: painted(element), outline: getComputedStyle(element).outlineStyle };
        };
        return { mark: look(".mark-deciding:not(.cm-searchMatch *)"), match: look(".cm-searchMatch:not(.cm-searchMatch-selected)"), selected: look(".cm-searchMatch-selected") };
      });
      assert.equal(new Set(Object.values(looks).map(({ background }) => background)).size, 3, JSON.stringify(looks));
      assert.equal(looks.match.outline, "solid");
      assert.equal(looks.selected.outline, "solid");
    });
  });
}
