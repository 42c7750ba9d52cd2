// What would change an answer: found beside the page, applied with one click, undone with one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { cell, onPage, policyText, start, stop, verdicts } from "./playground.mjs";

before(start);
after(stop);

const why = (page) => page.getByRole("region", { name: "Why" });
const section = (page) => why(page).getByRole("button", { name: "What would change this" });
const ways = (page) => page.locator(".flip-way");
const way = (page, words) => ways(page).filter({ hasText: words });

test("a policy is changed with one click and changed back with one", async () => {
  await onPage({}, async (page) => {
    await cell(page, "ec2:StopInstances", 3).click();
    await eventually.equal(() => ways(page).count(), 0, "closed at first");
    await section(page).click();
    const drop = way(page, "Drop the condition");
    await drop.getByRole("button", { name: "Show" }).click();
    await eventually.match(() => drop.locator(".diff-line.gone").allTextContents().then((lines) => lines.join("\n")), /aws:MultiFactorAuthPresent/);
    await drop.getByRole("button", { name: "Apply" }).click();
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances"))[3], "allowed");
    await eventually.doesNotMatch(() => policyText(page), /Condition/, "the changed policy is in the editor");
    await why(page).locator(".verdict-sign").getByText("allowed").waitFor();
    await eventually.match(() => page.locator("#announcer").textContent(), /ec2:StopInstances with AssumeRole: allowed/);
    const told = page.getByRole("status").filter({ hasText: "Drop the condition" });
    await told.getByRole("button", { name: "Undo" }).click();
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances"))[3], "implicit deny");
    await eventually.match(() => policyText(page), /Condition/);
  });
});

test("by keys alone: other credentials are a way too", async () => {
  await onPage({}, async (page) => {
    await cell(page, "ec2:StopInstances", 0).focus();
    await page.keyboard.press("Enter");
    await section(page).focus();
    await page.keyboard.press("Enter");
    await way(page, "Call GetSessionToken").waitFor();
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement.textContent)) === "Go there") break;
    }
    await page.keyboard.press("Enter");
    const selected = page.locator('[role="gridcell"][aria-selected="true"] button');
    await eventually.equal(() => selected.getAttribute("id"), "cell-1-2");
    await eventually.equal(async () => (await selected.locator(".word").textContent()).trim(), "allowed");
    await page.getByRole("status").filter({ hasText: "Now looking at GetSessionToken + MFA" }).waitFor();
    await eventually.equal(() => page.evaluate(() => document.activeElement.id), "flips");
  });
});

test("what is allowed: what would deny it, in either way", async () => {
  await onPage({}, async (page) => {
    await cell(page, "ec2:DescribeInstances", 0).click();
    await section(page).click();
    await way(page, "Ask for MFA in statement 1 of LookAtInstances").waitFor();
    await way(page, "Remove the policy LookAtInstances, which only allows.").waitFor();
    await page.getByRole("button", { name: "explicit deny", exact: true }).click();
    await way(page, "denies ec2:DescribeInstances").getByRole("button", { name: "Apply" }).click();
    await eventually.equal(async () => (await verdicts(page, "ec2:DescribeInstances"))[0], "explicit deny");
  });
});

test("a session that cannot be made: what would make the call go through", async () => {
  await onPage({}, async (page) => {
    await page.getByLabel("Scenario", { exact: true }).selectOption({ label: "MFA protection for cross-account delegation" });
    await cell(page, "dynamodb:GetItem", 3).click();
    await why(page).getByRole("button", { name: /^What would get AssumeRole issued/ }).click();
    await way(page, "current code with the AssumeRole call").getByRole("button", { name: "Go there" }).click();
    const selected = page.locator('[role="gridcell"][aria-selected="true"] button');
    await eventually.equal(() => selected.getAttribute("id"), "cell-0-4");
  });
});

test("the search goes on beside the page while somebody types", async () => {
  await onPage({}, async (page) => {
    await section(page).click();
    await ways(page).first().waitFor();
    await page.locator("policy-editor .cm-content").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("\n\n\n  \n\n", { delay: 5 });
    await page.waitForFunction(() => document.querySelectorAll(".flip-way .button:not([aria-disabled='true'])").length > 3);
    // Broken: the changes would be of another text.
    await page.keyboard.type("x");
    await page.locator("#why .stale").first().waitFor();
    await eventually.equal(() => page.locator(".flip-buttons .button:not(.quiet):not([aria-disabled='true'])").count(), 0);
  });
});

test("what can be wished for stands clear of the heading and of the list", async () => {
  for (const width of [1440, 960]) {
    await onPage({ viewport: { width, height: 900 } }, async (page) => {
      await section(page).click();
      await ways(page).first().waitFor();
      const edges = (locator) => locator.evaluate((element) => element.getBoundingClientRect());
      const choices = page.getByRole("group", { name: "Wanted outcome" }).getByRole("button");
      const [heading, first, last, list] = await Promise.all([edges(section(page)), edges(choices.first()), edges(choices.last()), edges(ways(page).first())]);
      assert.ok(first.top - heading.bottom >= 8, `${first.top - heading.bottom} px below the heading`);
      assert.ok(list.top - last.bottom >= 8, `${list.top - last.bottom} px above the list`);
    });
  }
});
