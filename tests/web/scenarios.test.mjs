// The gallery, and scenarios from outside.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { onPage, policyText, start, stop, verdicts } from "./playground.mjs";

before(start);
after(stop);

const gallery = (name) => readFile(new URL(`../../www/gallery/${name}`, import.meta.url), "utf8");

test("the picker opens the other scenarios", async () => {
  await onPage({}, async (page) => {
    const picker = page.getByLabel("Scenario", { exact: true });
    await picker.selectOption({ label: "MFA protection for cross-account delegation" });
    await eventually.deepEqual(() => verdicts(page, "dynamodb:GetItem"), ["implicit deny", "implicit deny", "implicit deny", "implicit deny", "allowed"]);
    await picker.selectOption({ label: "MFA protection for resources that have resource-based policies" });
    await eventually.equal(async () => (await verdicts(page, "s3:PutObject"))[2], "allowed");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually.equal(() => picker.inputValue(), "0");
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances"))[2], "allowed");
  });
});

test("a scenario is opened from pasted text", async () => {
  await onPage({}, async (page) => {
    await page.getByRole("button", { name: "Open a scenario" }).click();
    const own = JSON.parse(await gallery("resource-based-policy.json"));
    own.title = "My own bucket";
    await page.getByLabel("Text to open, as JSON or YAML").fill(JSON.stringify(own));
    await page.getByRole("dialog").getByRole("button", { name: "Open" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await eventually.match(() => page.getByLabel("Scenario", { exact: true }).evaluate((picker) => picker.selectedOptions[0].textContent), /My own bucket/);
    await eventually.equal(async () => (await verdicts(page, "s3:PutObject")).length, 5);
  });
});

const bad = [
  ["an unknown field", (scenario) => { scenario.accounts["111122223333"].colour = "blue"; }, "/accounts/111122223333/colour"],
  ["a wrong type", (scenario) => { scenario.script[8].seconds = "sixty"; }, "/script/8/seconds"],
  ["an unknown step id", (scenario) => { scenario.script[1].as = "nobody"; }, "/script/1/as"],
  ["a clock that runs backwards", (scenario) => { scenario.script[1].at = "2026-03-02T08:00:00Z"; }, "/script/1/at"],
];

for (const [name, spoil, pointer] of bad) {
  test(`a scenario with ${name} is refused with its place, and nothing is lost`, async () => {
    await onPage({}, async (page) => {
      const policy = await policyText(page);
      const scenario = JSON.parse(await gallery("current-account-api.json"));
      spoil(scenario);
      const text = JSON.stringify(scenario, null, 1);
      await page.getByRole("button", { name: "Open a scenario" }).click();
      await page.getByLabel("Text to open, as JSON or YAML").fill(text);
      await page.getByRole("dialog").getByRole("button", { name: "Open" }).click();
      await page.getByRole("alert").getByText("cannot be opened").waitFor();
      await eventually.equal(() => page.getByRole("alert").locator(".pointer").textContent(), pointer);
      await eventually.equal(() => page.getByLabel("Text to open, as JSON or YAML").inputValue(), text);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await eventually.equal(() => policyText(page), policy);
    });
  });
}

test("a file that is not JSON is refused in words", async () => {
  await onPage({}, async (page) => {
    await page.getByRole("button", { name: "Open a scenario" }).click();
    await page.getByLabel("File", { exact: true }).setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("dear diary") });
    await page.getByRole("alert").getByText("not JSON").waitFor();
    await eventually.equal(() => page.getByLabel("Text to open, as JSON or YAML").inputValue(), "dear diary");
  });
});

test("what is saved opens again", async () => {
  await onPage({}, async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the scenario as a file" }).click()]);
    assert.match(download.suggestedFilename(), /\.json$/);
    const saved = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.deepEqual(saved, JSON.parse(await gallery("current-account-api.json")));
  });
});
