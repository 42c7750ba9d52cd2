// What opens over the page and in the editor, looked at by axe: completion, explanations, findings, search, messages,
// dialogs; light and dark, wide and narrow.

import { after, before, test } from "node:test";
import { check } from "./axe.mjs";
import { eventually } from "./eventually.mjs";
import { caretAfter, onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

const inEditor = (page, selector) => page.locator(`policy-editor ${selector}`);

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    const options = { colorScheme, viewport: { width, height: 900 } };
    const toPolicies = async (page) => {
      if (width < 900) await page.getByRole("tab", { name: "Policies" }).click();
    };

    test(`axe finds nothing in what opens in the editor: ${colorScheme}, ${width} px`, async () => {
      await onPage(options, async (page) => {
        await toPolicies(page);
        await caretAfter(page, '"Action"');
        await page.keyboard.press("ControlOrMeta+i");
        await inEditor(page, ".explanation").waitFor();
        await check(page, "an explanation at the caret");
        await page.keyboard.press("Escape");

        await inEditor(page, ".cm-line").filter({ hasText: '"Effect"' }).first().locator("span").first().hover();
        await inEditor(page, ".cm-tooltip-hover .explanation").waitFor();
        await check(page, "an explanation under the pointer");
        await page.mouse.move(2, 2);
        await inEditor(page, ".cm-tooltip-hover").waitFor({ state: "detached" });

        await caretAfter(page, '"ec2:StopInstances');
        await page.keyboard.press("Backspace");
        await page.keyboard.press("Control+Space");
        await inEditor(page, ".cm-tooltip-autocomplete").waitFor();
        await inEditor(page, ".cm-tooltip-autocomplete [aria-selected]").waitFor();
        await check(page, "the list of completions");
        await page.keyboard.press("Escape");

        const wrong = inEditor(page, ".cm-lintRange-error").first();
        await wrong.waitFor();
        await wrong.hover();
        await inEditor(page, ".cm-tooltip-lint").waitFor();
        await check(page, "a finding under the pointer");
        await page.mouse.move(2, 2);
        await inEditor(page, ".cm-tooltip-lint").waitFor({ state: "detached" });
        await inEditor(page, ".cm-content").focus();
        await page.keyboard.press("ControlOrMeta+.");
        await inEditor(page, ".saying").getByText("done").waitFor();
        await check(page, "a message of the editor");

        await page.keyboard.press("ControlOrMeta+f");
        await inEditor(page, ".cm-search").waitFor();
        await page.keyboard.type("ec2");
        await inEditor(page, ".cm-searchMatch").first().waitFor();
        await check(page, "the search");
        await page.keyboard.press("Escape");

        await page.getByRole("button", { name: "Require MFA", exact: true }).click();
        await page.locator(".editor-mfa").waitFor();
        await check(page, "require MFA");
        await eventually.ok(async () => await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
      });
    });

    test(`axe finds nothing in the dialogs: ${colorScheme}, ${width} px`, async () => {
      await onPage(options, async (page) => {
        await page.getByRole("button", { name: "Share a link" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("textbox").waitFor();
        await check(page, "Share");
        await dialog.getByRole("checkbox").check();
        await dialog.getByRole("textbox").waitFor();
        await check(page, "Share, masked");
        await page.keyboard.press("Escape");

        await page.getByRole("button", { name: "Open a scenario" }).click();
        await check(page, "Open");
        await page.getByLabel("Text to open, as JSON or YAML").fill('{"format": "iam-playground/1"}');
        await page.getByRole("dialog").getByRole("button", { name: "Open", exact: true }).click();
        await page.locator("#import-problem .problem").waitFor();
        await check(page, "Open, with a problem");
        await page.keyboard.press("Escape");

        await toPolicies(page);
        await page.getByRole("button", { name: "Add", exact: true }).click();
        await page.locator(".add-choices").getByRole("button", { name: "user", exact: true }).click();
        await page.locator(".notice.told").waitFor();
        await check(page, "what was done, and the form of a new user");
        await page.locator(".world-form").getByLabel("Tags").fill("no tag");
        await page.locator(".world-form h3").click();
        await page.locator(".world-form .field-problem").waitFor();
        await check(page, "a field with a problem");
      });
    });
  }
}
