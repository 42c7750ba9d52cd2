// Pinned policies beside the edited ones.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { caretAfter, onPage, policyText, start, stop, verdicts } from "./playground.mjs";

before(start);
after(stop);

const PRESENT = '"aws:MultiFactorAuthPresent": "true"\n        }';
const LIMIT = ', "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}';
const compare = (page) => page.getByRole("tab", { name: "Compare" }).filter({ visible: true });
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function pinAndEdit(page) {
  await compare(page).click();
  await button(page, "Pin the policies as they are").click();
  await caretAfter(page, PRESENT);
  await page.keyboard.type(LIMIT);
}

test("pin, edit, and see what the edit changes, at which age, and who decides", async () => {
  await onPage({}, async (page) => {
    await pinAndEdit(page);
    await page.getByText("5 policies pinned, 1 changed since.").waitFor();
    await page.getByText("At this age no verdict changes; at other ages some do").waitFor();
    const lines = page.locator(".changed-document .diff-line.new");
    await eventually.equal(() => lines.count(), 1);
    await eventually.match(() => lines.textContent(), /MultiFactorAuthAge/);
    await eventually.equal(() => page.locator(".changed-band").count(), 1);

    await page.locator(".changed-band").getByRole("button", { name: "from 3600 s on" }).click();
    await page.getByText("1 newly denied").waitFor();
    const change = page.locator(".change-group li");
    await eventually.match(() => change.textContent(), /was.*allowed.*StopAndTerminateWithMfa, statement 1.*is.*implicit deny.*no identity-based policy allows it/);
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances"))[2], "implicit deny");
    await eventually.equal(() => page.locator(".cell.changed").count(), 1);
    await eventually.match(() => page.locator(".cell.changed").textContent(), /was allowed, is /);

    await change.getByRole("button").click();
    await page.locator("#why .question").getByText("GetSessionToken + MFA").waitFor();
  });
});

test("back to the pinned policies, swapped and unpinned, by keys alone, and all of it undone", async () => {
  await onPage({}, async (page) => {
    const before = await policyText(page);
    await pinAndEdit(page);
    await page.getByLabel("MFA age in seconds").fill("7200");
    const edited = await policyText(page);
    await button(page, "Swap").press("Enter");
    await page.getByText("1 newly allowed").waitFor();
    await eventually.equal(() => policyText(page), before);
    await button(page, "Swap").press("Enter");
    await page.getByText("1 newly denied").waitFor();
    await button(page, "Restore pinned").press("Enter");
    await page.getByText("Nothing has changed since the policies were pinned.").waitFor();
    await eventually.equal(() => policyText(page), before);
    await page.getByRole("status").filter({ hasText: "The policies are as they were pinned" }).getByRole("button", { name: "Undo" }).press("Enter");
    await eventually.equal(() => policyText(page), edited);
    await button(page, "Unpin").press("Enter");
    await button(page, "Pin the policies as they are").waitFor();
    await eventually.equal(() => page.evaluate(() => document.activeElement.id), "compare-pin");
    await eventually.equal(() => policyText(page), edited, "the edit stays");
  });
});

test("the pinned copy survives a reload", async () => {
  await onPage({}, async (page) => {
    await pinAndEdit(page);
    await page.getByText("5 policies pinned, 1 changed since.").waitFor();
    await page.waitForTimeout(600);
    await page.reload();
    await page.waitForFunction(() => performance.getEntriesByName("playground:ready").length > 0);
    await page.getByText("5 policies pinned, 1 changed since.").waitFor();
  });
});

test("half-typed JSON keeps the last comparison, dimmed", async () => {
  await onPage({}, async (page) => {
    await pinAndEdit(page);
    await page.getByLabel("MFA age in seconds").fill("7200");
    await page.getByText("1 newly denied").waitFor();
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.type("::");
    await page.locator("#sessions .stale").first().waitFor();
    await eventually.ok(() => page.getByText("1 newly denied").isVisible());
  });
});

test("on a phone, without scrolling sideways", async () => {
  await onPage({ viewport: { width: 360, height: 780 } }, async (page) => {
    await compare(page).click();
    await button(page, "Pin the policies as they are").click();
    await page.getByRole("tab", { name: "Policies" }).filter({ visible: true }).click();
    await caretAfter(page, PRESENT);
    await page.keyboard.type(LIMIT);
    await compare(page).click();
    await page.locator(".changed-document").waitFor();
    await eventually.ok(async () => (await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0);
  });
});
