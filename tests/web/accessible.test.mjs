// WCAG 2.2 AA by axe, wide and narrow, light and dark; and pages that do not scroll sideways.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { check, rest } from "./axe.mjs";
import { caretAfter, onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing: ${colorScheme}, ${width} px`, async () => {
      await onPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        const panes = width < 900 ? ["Policies", "Sessions", "Compare", "Why"] : [""];
        for (const pane of panes) {
          if (pane) await page.getByRole("tab", { name: pane }).click();
          await rest(page);
          for (const more of await page.locator("details:visible > summary").all()) await more.click();
          await check(page, pane);
          if (!pane || pane === "Sessions") {
            for (const box of await page.locator(".kinds").getByRole("checkbox").all()) await box.check();
            await page.locator("#sessions .row-menu").first().click();
            await check(page, "ten kinds, the menu of a request");
            await page.getByRole("button", { name: "Add a request" }).click();
            await page.getByRole("button", { name: "Set a context key" }).click();
            await page.locator(".request-form").getByRole("button", { name: "Add", exact: true }).click();
            await check(page, "the form of a request");
            await page.keyboard.press("Escape");
          }
        }
        const tab = (name) => page.getByRole("tab", { name }).filter({ visible: true }).click();
        await tab("Compare");
        await check(page, "Compare, empty");
        await page.getByRole("button", { name: "Pin the policies as they are" }).click();
        if (width < 900) await tab("Policies");
        await page.locator("policy-editor .cm-content").click();
        await page.keyboard.press("ControlOrMeta+A");
        const statement = { Effect: "Allow", Action: "ec2:*", Resource: "*", Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "100" } } };
        await page.keyboard.insertText(JSON.stringify({ Version: "2012-10-17", Statement: statement }, null, 2));
        await tab("Compare");
        await page.locator(".changed-document").waitFor();
        await check(page, "Compare, one policy edited");
        await page.getByRole("button", { name: "Restore pinned" }).click();
        if (width < 900) await tab("Why");
        await page.locator("#flips").click();
        await page.locator(".flip-way").getByRole("button", { name: "Show" }).first().click();
        await check(page, "what would change this");
        if (width > 900) {
          await caretAfter(page, '"Effect"');
          await page.keyboard.type("::");
          await check(page, "broken JSON");
        }
        await page.getByRole("button", { name: "Open a scenario" }).click();
        await page.getByLabel("Text to open, as JSON or YAML").fill("{}");
        await page.getByRole("dialog").getByRole("button", { name: "Open" }).click();
        await check(page, "import");
      });
    });
  }
}

for (const width of [1440, 1024, 720, 390, 360]) {
  test(`nothing scrolls sideways at ${width} px`, async () => {
    await onPage({ viewport: { width, height: 900 } }, async (page) => {
      for (const pane of width < 900 ? ["Policies", "Sessions", "Compare", "Why"] : [""]) {
        if (pane) {
          await page.getByRole("tab", { name: pane }).click();
          await page.getByRole("tab", { name: pane, selected: true }).waitFor();
        }
        const over = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll(".pane")].map((element) => element.scrollWidth - element.clientWidth));
        assert.ok(over.every((by) => by <= 0), `${pane}: ${over}`);
      }
    });
  });
}

test("nothing moves while the page starts", async () => {
  await onPage({}, async (page) => {
    const shift = await page.evaluate(
      () => new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
    );
    assert.ok(shift < 0.01, `layout shift ${shift}`);
  });
});
