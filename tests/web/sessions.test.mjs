// The matrix as a thing to edit: requests, their context, the kinds of credentials, the flip points on the slider.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { check } from "./axe.mjs";
import { eventually } from "./eventually.mjs";
import { cell, onPage, start, stop, verdicts } from "./playground.mjs";

before(start);
after(stop);

const rows = (page) => page.locator(".matrix tbody tr:not(.below)");
const action = (page) => page.getByRole("combobox", { name: "Action" });
const resource = (page) => page.getByRole("combobox", { name: "Resource" });
/** The focus follows the drawing. */
const focusOn = (page, id) => page.locator(`#${id}:focus`).waitFor();

/** A request, typed by keys alone. */
async function fill(page, name, arn) {
  await action(page).fill(name);
  await resource(page).fill(arn);
}

test("a request is added by keys alone, after a mistake, and undone", async () => {
  await onPage({}, async (page) => {
    const before = await rows(page).count();
    await page.getByRole("button", { name: "Add a request" }).press("Enter");
    await focusOn(page, "request-action");
    const suggested = await page.locator("#request-actions option").evaluateAll((options) => options.map((option) => option.value));
    assert.ok(suggested.includes("ec2:TerminateInstances"), suggested);

    await page.keyboard.type("ec2:Terminate*");
    // However soon it is remarked, Tab leads to the next field.
    await page.locator(".remark").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("*");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("is not an action").waitFor();
    await focusOn(page, "request-action");
    await eventually.equal(() => action(page).inputValue(), "ec2:Terminate*", "what was typed stays");
    await eventually.equal(() => rows(page).count(), before);

    await page.keyboard.press("Backspace");
    await page.keyboard.type("Instances");
    await page.keyboard.press("Enter");
    await eventually.equal(() => rows(page).count(), before + 1);
    await focusOn(page, "add-request");
    await eventually.equal(async () => (await verdicts(page, "ec2:TerminateInstances"))[2], "allowed");
    await eventually.match(() => page.locator("#announcer").textContent(), /ec2:TerminateInstances, new in the list/);
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually.equal(() => rows(page).count(), before);
    // By keys, wherever nothing is typed.
    await page.locator("#cell-0-0").focus();
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await eventually.equal(() => rows(page).count(), before + 1);
    await page.keyboard.press("ControlOrMeta+z");
    await eventually.equal(() => rows(page).count(), before);
    // A text field has its own.
    const age = page.getByLabel("MFA age in seconds");
    await age.fill("42");
    await page.keyboard.press("ControlOrMeta+y");
    await eventually.equal(() => rows(page).count(), before);
  });
});

test("Escape closes the form and the menu, and the focus goes back", async () => {
  await onPage({}, async (page) => {
    await page.getByRole("button", { name: "Add a request" }).click();
    await focusOn(page, "request-action");
    await page.keyboard.press("Escape");
    await focusOn(page, "add-request");
    const menu = page.getByRole("button", { name: /^Change ec2:StopInstances/ });
    await menu.press("Enter");
    await focusOn(page, "request-edit");
    await page.keyboard.press("Escape");
    await eventually.ok(async () => await menu.evaluate((button) => button === document.activeElement));
    // Arrow keys in the form move the caret, not the cell.
    await menu.press("Enter");
    await page.keyboard.press("Enter");
    await action(page).press("Home");
    await action(page).press("ArrowDown");
    await focusOn(page, "request-action");
  });
});

test("a request is edited with a context, duplicated and deleted", async () => {
  await onPage({}, async (page) => {
    const count = await rows(page).count();
    const menu = (name) => page.getByRole("button", { name: new RegExp(`^Change ${name}`) });
    await menu("ec2:StopInstances").click();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("button", { name: "Set a context key" }).click();
    await page.keyboard.type("aws:MultiFactorAuthPresent");
    await page.getByRole("textbox", { name: "Value" }).fill("true");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances"))[0], "allowed", "the access key says now that there was MFA");
    await page.locator(".matrix").getByText("aws:MultiFactorAuthPresent = true").waitFor();
    await eventually.equal(() => rows(page).count(), count);

    await menu("ec2:StopInstances").click();
    await page.getByRole("button", { name: "Duplicate" }).click();
    await page.getByRole("button", { name: "Remove the setting of aws:MultiFactorAuthPresent" }).click();
    await page.locator(".request-form").getByRole("button", { name: "Add", exact: true }).click();
    await eventually.equal(() => rows(page).count(), count + 1);

    await menu("ec2:StopInstances").first().click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await eventually.equal(() => rows(page).count(), count);
    const told = page.getByRole("status").filter({ hasText: "Deleted: ec2:StopInstances" });
    await told.getByRole("button", { name: "Undo" }).click();
    await eventually.equal(() => rows(page).count(), count + 1);
    await told.waitFor({ state: "detached" }).catch(() => assert.fail("the message goes when it is no longer true"));
  });
});

test("all ten kinds of credentials can be shown", async () => {
  await onPage({}, async (page) => {
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances")).length, 5);
    await page.getByText("5 of 10 kinds shown").click();
    for (const box of await page.locator(".kinds").getByRole("checkbox").all()) await box.check();
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances")).length, 10);
    await eventually.deepEqual(() => verdicts(page, "ec2:StopInstances"), [
      "implicit deny", "implicit deny", "allowed", "implicit deny", "implicit deny",
      "implicit deny", "implicit deny", "allowed", "allowed", "implicit deny",
    ]);
    const over = await page.locator(".pane-sessions").evaluate((pane) => pane.scrollWidth - pane.clientWidth);
    assert.ok(over <= 0, "the table scrolls in its own room");
    // The last column is reached by keys, and explained.
    await cell(page, "ec2:StopInstances", 0).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.locator(".question").getByText("GetFederationToken").waitFor();
    for (const box of (await page.locator(".kinds").getByRole("checkbox").all()).slice(1)) await box.uncheck();
    await eventually.ok(() => page.locator(".kinds").getByRole("checkbox").first().isDisabled(), "one kind stays");
    await page.locator(".question").getByText("Access key").waitFor();
  });
});

test("flip points are drawn on the slider, and pull it", async () => {
  await onPage({}, async (page) => {
    const picker = page.getByLabel("Scenario", { exact: true });
    await picker.selectOption({ label: "MFA protection for cross-account delegation" });
    await cell(page, "dynamodb:GetItem", 0).waitFor();
    await picker.selectOption({ label: "MFA protection for API operations in the current account" });
    await cell(page, "ec2:StopInstances", 0).waitFor();
    await page.locator("policy-editor .cm-content").click();
    await page.keyboard.press("ControlOrMeta+A");
    const age = { NumericLessThan: { "aws:MultiFactorAuthAge": "1937" } };
    await page.keyboard.insertText(JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "ec2:*", Resource: "*", Condition: age } }));
    const slider = page.getByRole("slider", { name: "MFA age" });
    const [tick, box] = [await page.locator(".flip-points line").evaluate((line) => line.getBoundingClientRect().x), await slider.boundingBox()];
    await eventually.equal(() => page.locator(".flip-points line").count(), 1);
    // Let go a little beside the tick.
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(tick + 2, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await eventually.equal(async () => await page.getByLabel("MFA age in seconds").inputValue(), "1937");
    const thumb = await slider.evaluate((input) => 8 + (input.value / input.max) * (input.clientWidth - 16));
    assert.ok(Math.abs(box.x + thumb - tick) <= 1.5, `the thumb stands on the tick: ${box.x + thumb}, ${tick}`);
  });
});

test("on a phone a request is added and its menu opened", async () => {
  await onPage({ viewport: { width: 360, height: 780 }, hasTouch: true }, async (page) => {
    await page.getByRole("button", { name: "Add a request" }).tap();
    await fill(page, "ec2:RebootInstances", "*");
    await page.locator(".request-form").getByRole("button", { name: "Add", exact: true }).tap();
    await page.getByRole("button", { name: /^Change ec2:RebootInstances/ }).tap();
    await page.getByRole("button", { name: "Delete", exact: true }).waitFor();
    await eventually.ok(async () => (await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0);
  });
});

const remark = (page, words) => page.locator(".remark", { hasText: words });

test("an unknown action is remarked when its field is left, mended with one click, and no hindrance", async () => {
  await onPage({}, async (page) => {
    const before = await rows(page).count();
    await page.getByRole("button", { name: "Add a request" }).press("Enter");
    await focusOn(page, "request-action");
    await page.keyboard.type("ec2:StopInstance");
    const unknown = remark(page, "no action StopInstance");
    await unknown.waitFor({ state: "attached" });
    await eventually.ok(() => unknown.isHidden(), "it may be only half typed");
    await page.keyboard.press("Tab");
    await focusOn(page, "request-resource");
    await unknown.waitFor();
    await eventually.ok(() => page.getByRole("status").filter({ hasText: "no action StopInstance" }).count(), "it is spoken");
    await check(page, "a remark in the form");

    await unknown.getByRole("button", { name: "ec2:StopInstances" }).click();
    await focusOn(page, "request-action");
    await eventually.equal(() => action(page).inputValue(), "ec2:StopInstances");
    await unknown.waitFor({ state: "detached" });

    // What can be nothing else is remarked at once.
    await action(page).fill("ec2:StopInst*");
    await remark(page, "exactly one action").getByRole("button", { name: "ec2:StopInstances" }).waitFor();
    await action(page).fill("ec2:StopInstence");
    await remark(page, "no action StopInstence").waitFor();
    await resource(page).fill("arn:aws:ec2:us-east-1:111122223333:instance/*");
    await remark(page, "exactly one resource").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".request-form").waitFor({ state: "detached" });
    await eventually.equal(() => rows(page).count(), before + 1, "the request runs all the same");
    const told = page.getByRole("status").filter({ hasText: "no action StopInstence" });
    await told.getByRole("button", { name: "Make it ec2:StopInstances" }).click();
    await rows(page).last().getByText("instance/*").waitFor();
    await eventually.ok(async () => (await verdicts(page, "ec2:StopInstances")).includes("allowed"));
  });
});

test("a service that is fetched when it is named is known by its actions too", async () => {
  await onPage({}, async (page) => {
    await page.getByRole("button", { name: "Add a request" }).click();
    await fill(page, "braket:CreateJobb", "*");
    await remark(page, "no action CreateJobb").getByRole("button", { name: "braket:CreateJob" }).waitFor();
  });
});

async function showAllKinds(page) {
  await page.locator(".kinds summary").click();
  for (const box of await page.locator(".kinds input").all()) if (!(await box.isChecked())) await box.check();
  await page.locator(".kinds summary").click();
}

test("a matrix with more columns than there is room for says so at its edge, and its last cell is reached by keys", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await onPage({ viewport: { width: 1200, height: 900 }, colorScheme }, async (page) => {
      const room = page.locator(".matrix-room");
      const strip = async () => {
        // Only what is behind the cells.
        await room.locator("table").evaluate((table) => (table.style.opacity = 0));
        const { x, y, width } = await room.boundingBox();
        const picture = await page.screenshot({ clip: { x: x + width - 8, y: y + 40, width: 8, height: 8 }, animations: "disabled" });
        await room.locator("table").evaluate((table) => (table.style.opacity = ""));
        return picture.toString("base64");
      };
      const plain = await strip();
      await showAllKinds(page);
      await eventually.ok(async () => await room.evaluate((element) => element.scrollWidth > element.clientWidth), "there is more than fits");
      await eventually.notEqual(() => strip(), plain, `${colorScheme}: the edge is in shade`);

      await page.locator("#cell-1-0").focus();
      await page.keyboard.press("End");
      await focusOn(page, "cell-1-9");
      const seen = (id) =>
        page.locator(id).evaluate((element) => {
          const [cell, room, head] = [element, element.closest(".matrix-room"), element.closest("tr").querySelector("th")].map((each) => each.getBoundingClientRect());
          return cell.left >= head.right && cell.right <= room.right + 1;
        });
      await eventually.ok(() => seen("#cell-1-9"), "the last cell is in sight");
      await eventually.equal(() => strip(), plain, `${colorScheme}: nothing more is to come`);
      await page.keyboard.press("Home");
      await focusOn(page, "cell-1-0");
      await eventually.ok(() => seen("#cell-1-0"), "the first cell is not under the request");
      await check(page, `ten kinds, ${colorScheme}`);
    });
  }
});
