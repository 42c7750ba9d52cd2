// The keyboard keeps its place: whatever a button does, the focus is somewhere sensible afterwards.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

/** What has the focus once the page has come to rest. */
const focused = (page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    const element = document.activeElement;
    return element.id || element.getAttribute("aria-label") || element.tagName;
  });

/** Presses a button by the keyboard until it has nothing more to do. */
async function exhaust(page, button) {
  await button.focus();
  for (let press = 0; press < 40 && (await button.getAttribute("aria-disabled")) !== "true"; press += 1) {
    await page.keyboard.press("Enter");
    await page.evaluate(() => new Promise(requestAnimationFrame));
    if ((await button.count()) && (await button.isDisabled())) break;
  }
  await eventually.ok(() => button.isDisabled(), "there is an end to it");
  // Once more: nothing is left to do, and nothing happens.
  await page.keyboard.press("Enter");
  await eventually.ok(async () => await button.evaluate((element) => element === document.activeElement), "the focus is where it was");
}

test("a button that has nothing left to do keeps the focus", async () => {
  await onPage({}, async (page) => {
    const why = page.getByRole("region", { name: "Why" });
    await exhaust(page, why.getByRole("button", { name: "Next step" }));
    await exhaust(page, why.getByRole("button", { name: "Previous step" }));
    await eventually.match(() => why.getByRole("status").textContent(), /step 1 of/);

    await page.getByRole("tab", { name: "Script" }).click();
    await exhaust(page, page.getByRole("button", { name: "to the next step" }));
    await exhaust(page, page.getByRole("button", { name: "to the next expiry" }));
    const time = await page.locator(".clock-time").textContent();
    assert.doesNotMatch(time, /1970/, "a button without a goal leaves the clock alone");

    await page.getByRole("button", { name: "Change step 2" }).click();
    await page.getByRole("button", { name: "Duplicate" }).click();
    await exhaust(page, page.getByRole("button", { name: "Undo" }));
    await exhaust(page, page.getByRole("button", { name: "Redo" }));
  });
});

test("a new step has the focus, one that only waits too", async () => {
  await onPage({}, async (page) => {
    await page.getByRole("tab", { name: "Script" }).click();
    await page.locator(".step-card").first().waitFor();
    const steps = await page.locator(".step-card").count();
    await page.getByRole("button", { name: "Add a step at the end" }).press("Enter");
    await page.getByRole("button", { name: /^Wait\s*time passes/ }).press("Enter");
    await page.keyboard.press("Enter");
    await page.locator(`#step-${steps}`).waitFor();
    await eventually.equal(() => focused(page), `step-${steps}`);
    await eventually.equal(() => page.locator(`#step-${steps}`).getAttribute("aria-disabled"), "true");
  });
});

test("after a step was deleted, the one in its place has the focus; after the last, the way to add one", async () => {
  await onPage({}, async (page) => {
    await page.getByRole("tab", { name: "Script" }).click();
    const remove = async (number) => {
      await page.getByRole("button", { name: `Change step ${number}`, exact: true }).press("Enter");
      await page.getByRole("button", { name: "Delete" }).press("Enter");
    };
    await remove(3);
    await eventually.equal(() => focused(page), "step-2");
    for (let left = await page.locator(".step-card").count(); left > 0; left = await page.locator(".step-card").count()) {
      await remove(1);
      await page.waitForFunction((before) => document.querySelectorAll(".step-card").length < before, left);
      if (await page.locator(".step-card").count()) await eventually.equal(() => focused(page), "step-0");
    }
    await eventually.equal(() => focused(page), "step-add-0");
  });
});

test("a dialog gives the focus back to the button that opened it, however it closes", async () => {
  const policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}';
  await onPage({}, async (page) => {
    const open = page.getByRole("button", { name: "Open a scenario" });
    const dialog = page.getByRole("dialog", { name: "Open" });
    const shows = async () => {
      await open.press("Enter");
      await dialog.waitFor();
    };
    const gone = async (how) => {
      await dialog.waitFor({ state: "detached" });
      await eventually.equal(() => focused(page), "Open a scenario", how);
    };
    await shows();
    await page.keyboard.press("Escape");
    await gone("Escape");
    await shows();
    await dialog.getByRole("button", { name: "Cancel" }).press("Enter");
    await gone("Cancel");
    await shows();
    await dialog.getByRole("textbox", { name: /Text to open/ }).fill(policy);
    await dialog.getByRole("button", { name: "Add the policy" }).press("Enter");
    await gone("a policy was added");
    await shows();
    await dialog.getByRole("button", { name: "Start from scratch" }).press("Enter");
    await gone("from scratch");

    const share = page.getByRole("button", { name: "Share a link" });
    await share.press("Enter");
    await page.getByRole("dialog", { name: "Share" }).getByRole("button", { name: "Close" }).press("Enter");
    await page.getByRole("dialog", { name: "Share" }).waitFor({ state: "detached" });
    await eventually.equal(() => focused(page), "Share a link");
  });
});
