// The main tasks without a pointer.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
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
    await tabTo(page, (name) => name.startsWith("cell-"));
    assert.equal(await focused(page), "cell-1-0");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "cell-1-2");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(page), "cell-0-2");
    await page.keyboard.press("End");
    assert.equal(await focused(page), "cell-0-4");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const selected = page.locator('[role="gridcell"][aria-selected="true"] button');
    assert.equal(await selected.getAttribute("id"), "cell-1-2");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Space");
    assert.equal(await selected.getAttribute("id"), "cell-1-1");
    assert.equal(await focused(page), "cell-1-1", "choosing a cell does not take the focus away");

    await tabTo(page, (name) => name === "age-slider");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.getByLabel("MFA age in seconds").inputValue(), "301");

    await tabTo(page, (name) => name === "Previous step");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator('[aria-current="step"]').count(), 1);
    await tabTo(page, (name) => name === "Next step");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "Next step");
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
    assert.ok(await page.getByRole("heading", { name: "Why" }).isVisible());
    for (let step = 0; step <= seen.length; step += 1) await page.keyboard.press("ArrowLeft");
    assert.equal(await focused(page), "tab-policies");
    assert.ok(await page.getByRole("heading", { name: "Policies" }).isVisible());
    assert.ok(await page.locator("policy-editor .cm-content").isVisible());
  });
});

test("the theme is remembered", async () => {
  await onPage({ colorScheme: "light" }, async (page) => {
    const theme = page.getByRole("button", { name: /^Theme/ });
    await theme.press("Enter");
    await theme.press("Enter");
    assert.equal(await theme.getAttribute("aria-label"), "Theme: dark");
    await page.reload();
    await page.waitForFunction(() => performance.getEntriesByName("playground:ready").length > 0);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  });
});
