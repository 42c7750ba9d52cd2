// The main tasks without a pointer.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

/** What has the focus, inside shadow roots too. */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.id || element?.getAttribute("aria-label") || element?.textContent?.trim() || "";
  });

async function tabTo(page, wanted, limit = 60) {
  for (let step = 0; step < limit; step += 1) {
    await page.keyboard.press("Tab");
    if (wanted(await focused(page))) return;
  }
  assert.fail(`Tab never came to ${wanted}`);
}

test("from the editor to the matrix to Why and back, by keys alone", async () => {
  await onPage({}, async (page) => {
    await tabTo(page, (name) => name.includes("policy document"));
    // Tab leaves the editor: it is no trap.
    await tabTo(page, (name) => name === "age-slider");
    await page.keyboard.press("ArrowRight");
    await eventually.equal(async () => await page.getByLabel("MFA age in seconds").inputValue(), "301");
    await tabTo(page, (name) => name.startsWith("cell-"));
    await eventually.equal(() => focused(page), "cell-1-0");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await eventually.equal(() => focused(page), "cell-1-2");
    await page.keyboard.press("ArrowUp");
    await eventually.equal(() => focused(page), "cell-0-2");
    await page.keyboard.press("End");
    await eventually.equal(() => focused(page), "cell-0-4");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const selected = page.locator('[role="gridcell"][aria-selected="true"] button');
    await eventually.equal(() => selected.getAttribute("id"), "cell-1-2");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Space");
    await eventually.equal(() => selected.getAttribute("id"), "cell-1-1");
    await eventually.equal(() => focused(page), "cell-1-1", "choosing a cell does not take the focus away");

    await tabTo(page, (name) => name === "Previous step");
    await page.keyboard.press("Enter");
    await eventually.equal(() => page.locator('[aria-current="step"]').count(), 1);
    await tabTo(page, (name) => name === "Next step");
    await page.keyboard.press("Enter");
    await eventually.equal(() => focused(page), "Next step");
  });
});

test("the tabs of a narrow page", async () => {
  await onPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    const tab = page.getByRole("tab", { name: "Sessions" });
    await tab.focus();
    const seen = [];
    do {
      const before = await focused(page);
      await page.keyboard.press("ArrowRight");
      // The first view that needs the page's second part waits for it.
      await page.waitForFunction((before) => document.activeElement.id !== before, before);
      seen.push(await focused(page));
    } while (seen.at(-1) !== "tab-why" && seen.length < 9);
    assert.ok(seen.includes("tab-compare"), seen);
    await eventually.ok(() => page.getByRole("heading", { name: "Why" }).isVisible());
    for (let step = 0; step <= seen.length; step += 1) await page.keyboard.press("ArrowLeft");
    await eventually.equal(() => focused(page), "tab-policies");
    await eventually.ok(() => page.getByRole("heading", { name: "Policies" }).isVisible());
    await eventually.ok(() => page.locator("policy-editor .cm-content").isVisible());
  });
});

test("the theme is remembered", async () => {
  await onPage({ colorScheme: "light" }, async (page) => {
    const theme = page.getByRole("button", { name: /^Theme/ });
    await theme.press("Enter");
    await theme.press("Enter");
    await eventually.equal(() => theme.getAttribute("aria-label"), "Theme: dark");
    await page.reload();
    await page.waitForFunction(() => performance.getEntriesByName("playground:ready").length > 0);
    await eventually.equal(() => page.evaluate(() => document.documentElement.dataset.theme), "dark");
  });
});
