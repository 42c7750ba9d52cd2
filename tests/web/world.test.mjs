// The world as a tree: added to, renamed, copied, deleted and brought back.

import { after, before, test } from "node:test";
import { check } from "./axe.mjs";
import { eventually } from "./eventually.mjs";
import { onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

const tree = (page) => page.locator("#policies .documents");
const row = (page, name) => tree(page).getByRole("button", { name, exact: true });

async function menu(page, name, item) {
  await row(page, name).first().focus();
  await page.keyboard.press("Shift+F10");
  await tree(page).locator(".row-actions").getByRole("button", { name: item, exact: true }).click();
}

test("a policy is copied, renamed by keys, deleted, and each is undone", async () => {
  await onPage({}, async (page) => {
    const names = async () => (await tree(page).locator(".document .name, .document strong").allTextContents()).map((text) => text.trim());
    const before = await names();
    await menu(page, "LookAtInstances", "Duplicate");
    await eventually.equal(async () => (await names()).length, before.length + 1);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await eventually.deepEqual(() => names(), before);
    await row(page, "LookAtInstances").focus();
    await page.keyboard.press("F2");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Reading");
    await page.keyboard.press("Enter");
    await row(page, "Reading").waitFor();
    await row(page, "Reading").focus();
    await page.keyboard.press("Delete");
    await row(page, "Reading").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).first().click();
    await row(page, "Reading").waitFor();
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the tree and its menus: ${colorScheme}, ${width} px`, async () => {
      await onPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        if (width < 900) await page.getByRole("tab", { name: "Policies" }).click();
        await row(page, "LookAtInstances").focus();
        await page.keyboard.press("Shift+F10");
        await check(page, "the menu of a policy");
        await page.keyboard.press("Escape");
        await tree(page).getByRole("button", { name: /^user Sofia/ }).click();
        await check(page, "the form of a user");
        await eventually.ok(async () => await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
      });
    });
  }
}
