// The Script view: the steps on their time line, changed by forms and by keys, and the clock with the MFA device.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { check } from "./axe.mjs";
import { eventually } from "./eventually.mjs";
import { caretAfter, onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

async function openScript(page) {
  await page.getByRole("tab", { name: "Script" }).locator("visible=true").click();
  await page.locator(".timeline").waitFor();
}

const steps = (page) => page.locator(".timeline .step-card");
const title = (page, index) => page.locator(`#step-${index}`);
const signs = async (page) => (await page.locator(".step-head .sign").allTextContents()).map((text) => text.trim());

async function menu(page, index, action) {
  await page.locator(`#step-menu-${index}`).click();
  await page.locator(".row-actions").getByRole("button", { name: action, exact: true }).click();
}

async function add(page, index, what) {
  await page.locator(`#step-add-${index}`).click();
  await page.locator(".new-steps").getByRole("button", { name: what }).first().click();
}

test("a step is explained, and leads to its words in the policy", async () => {
  await onPage({}, async (page) => {
    await openScript(page);
    await title(page, 4).click();
    await eventually.match(() => page.locator("#why").textContent(), /with the credentials of plain/);
    await eventually.equal(() => title(page, 4).getAttribute("aria-current"), "step");
    await eventually.deepEqual(async () => await page.locator("policy-editor").evaluate((editor) => editor.markedText.length > 0), true);
    await title(page, 3).click();
    await eventually.match(() => page.locator("#why").textContent(), /sts:GetSessionToken/);
    await eventually.match(() => page.locator("#why .verdict-sign").textContent(), /issued/);
  });
});

test("a session with the code that the device shows, and the same code once more", async () => {
  await onPage({}, async (page) => {
    await openScript(page);
    await page.getByRole("button", { name: "+5 min" }).click();
    const code = (await page.locator(".code-shown").getAttribute("aria-label")).replace("Code ", "");
    const before = await steps(page).count();
    await page.getByRole("button", { name: "Use this code" }).click();
    const form = page.locator(".step-form");
    await eventually.equal(() => form.getByLabel("Code", { exact: true }).inputValue(), code);
    await form.getByLabel("Name of this step").fill("fresh");
    await form.getByRole("button", { name: "Add" }).click();
    await eventually.equal(() => steps(page).count(), before + 1);
    await eventually.match(() => steps(page).last().textContent(), /GetSessionToken with a code\s*fresh.*issued/);
    await page.getByText("fresh has already used this code").waitFor();
    await page.getByRole("button", { name: "Use this code" }).click();
    await form.getByRole("button", { name: "Add" }).click();
    await eventually.match(() => steps(page).last().textContent(), /refused/);

    await add(page, before + 2, "Request");
    await form.getByLabel("With the credentials of").selectOption("fresh");
    await form.getByLabel("Action").fill("ec2:StopInstances");
    await form.getByRole("button", { name: "Add" }).click();
    await eventually.match(() => steps(page).last().textContent(), /allowed/);

    // Twelve hours later the session has ended.
    await add(page, before + 2, "Wait");
    await form.getByLabel("Seconds").fill("43200");
    await form.getByRole("button", { name: "Add" }).click();
    await eventually.match(() => steps(page).last().textContent(), /refused[\s\S]*Expired[\s\S]*had expired/);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await eventually.match(() => steps(page).last().textContent(), /allowed/);
  });
});

test("every operation has a form, and what is wrong stays in its field", async () => {
  await onPage({}, async (page) => {
    await openScript(page);
    const end = await steps(page).count();
    const form = page.locator(".step-form");
    for (const name of ["GetSessionToken", "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken", "GetCallerIdentity"]) {
      await page.locator(`#step-add-${end}`).click();
      await page.locator(".new-step", { has: page.locator("strong", { hasText: new RegExp(`^${name}$`) }) }).click();
      await form.waitFor();
      await page.keyboard.press("Escape");
      await form.waitFor({ state: "detached" });
    }
    await menu(page, 3, "Edit");
    await form.getByLabel("Duration in seconds").fill("soon");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("not a whole number").waitFor();
    await eventually.equal(async () => await form.getByLabel("Duration in seconds").inputValue(), "soon");
    await form.getByLabel("Duration in seconds").fill("3600");
    await eventually.match(() => form.textContent(), /1 h/);
    await form.getByRole("button", { name: "Save" }).click();
    await eventually.match(() => steps(page).nth(3).textContent(), /for 1 h/);
  });
});

test("steps are moved, copied, deleted and brought back by keys alone", async () => {
  await onPage({}, async (page) => {
    await openScript(page);
    const before = await signs(page);
    await title(page, 1).focus();
    await page.keyboard.press("Alt+ArrowUp");
    const alert = page.getByRole("alert").filter({ hasText: "cannot stand there" });
    await alert.waitFor();
    await title(page, 1).focus();
    await page.keyboard.press("Alt+ArrowDown");
    await page.locator("#step-2:focus").filter({ hasText: "DescribeInstances" }).waitFor();
    await page.keyboard.press("Alt+ArrowUp");
    await page.locator("#step-1:focus").filter({ hasText: "DescribeInstances" }).waitFor();
    await eventually.deepEqual(() => signs(page), before);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("#step-edit:focus").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    // One more; the wait has no sign.
    await steps(page).nth(before.length + 1).waitFor();
    await page.keyboard.press("ControlOrMeta+z");
    await steps(page).nth(before.length + 1).waitFor({ state: "detached" });
    await eventually.equal(() => steps(page).count(), before.length + 1);
    await eventually.deepEqual(() => signs(page), before);
    await menu(page, 0, "Delete");
    await page.getByText("used its credentials").waitFor();
    await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
    await eventually.deepEqual(() => signs(page), before);
  });
});

test("a step is dragged to another place", async () => {
  await onPage({ viewport: { width: 1440, height: 1600 } }, async (page) => {
    await openScript(page);
    // What the worker says of the whole scenario stands above the steps, and moves them when it comes.
    await page.getByRole("list", { name: "About this scenario" }).waitFor();
    const grip = steps(page).nth(1).locator(".step-grip");
    // The card is not what is dragged: what it says can be selected.
    assert.notEqual(await steps(page).nth(1).locator(".step-body").evaluate((body) => getComputedStyle(body).userSelect), "none");
    const target = await steps(page).nth(2).boundingBox();
    await grip.hover();
    await page.mouse.down();
    await page.mouse.move(target.x + 40, target.y + target.height - 30, { steps: 5 });
    await page.mouse.move(target.x + 40, target.y + target.height - 8, { steps: 5 });
    await page.locator(".moment.drop-here").waitFor();
    await page.mouse.up();
    await page.locator("#step-2", { hasText: "DescribeInstances" }).waitFor();
    await eventually.equal(() => page.locator(".drop-here").count(), 0);
  });
});

test("an expectation is met until a policy changes, and says why not", async () => {
  await onPage({}, async (page) => {
    await openScript(page);
    await page.getByText("All 9 expectations are met.").waitFor();
    await caretAfter(page, '"ec2:StopInstances');
    await page.keyboard.type("Now");
    await page.getByText(/of 9 expectations (is|are) not met/).waitFor();
    const unmet = page.locator(".step-expected.unmet").first();
    await eventually.match(() => unmet.textContent(), /expected: allowed/);
    await page.getByRole("button", { name: "Expect the current outcomes" }).click();
    await page.getByText(/All \d+ expectations are met\./).waitFor();
    await menu(page, 1, "Remove the expectation");
    await eventually.equal(() => steps(page).nth(1).locator(".step-expected").count(), 0);
  });
});

test("a step is copied as a command of the AWS CLI", async () => {
  await onPage({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await openScript(page);
    await menu(page, 6, "As AWS CLI");
    await eventually.match(() => page.locator("#step-command").textContent(), /aws sts get-session-token[\s\S]*--serial-number/);
    await page.locator(".command").getByRole("button", { name: "Copy" }).click();
    await page.getByText("Copied.").waitFor();
    await eventually.match(() => page.evaluate(() => navigator.clipboard.readText()), /get-session-token/);
    await page.locator(".command").getByRole("button", { name: "Close" }).click();
    await menu(page, 2, "As AWS CLI");
    await eventually.match(() => page.locator("#step-command").textContent(), /aws ec2 stop-instances --instance-ids i-0abc1234def567890/);
  });
});

test("the clock runs second by second, and says so only to the eye", async () => {
  await onPage({}, async (page) => {
    await openScript(page);
    const words = page.locator(".countdown-words");
    await eventually.equal(() => words.textContent(), "30 s left");
    await page.getByRole("button", { name: "Let the clock run" }).click();
    await page.getByText("28 s left").waitFor();
    await eventually.equal(() => page.locator("#announcer").textContent(), "");
    await page.getByRole("button", { name: "Stop the clock" }).click();
    const stopped = await words.textContent();
    await page.waitForTimeout(1300);
    await eventually.equal(() => words.textContent(), stopped);
    await page.getByRole("button", { name: "to the next expiry" }).click();
    await page.getByText(/expired 0 s ago/).first().waitFor();
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the script: ${colorScheme}, ${width} px`, async () => {
      await onPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        await openScript(page);
        await check(page, "the time line");
        await page.locator("#step-menu-3").click();
        await check(page, "the menu of a step");
        await page.locator("#step-edit").click();
        await page.getByRole("button", { name: "More fields" }).click();
        await check(page, "a form");
        await page.keyboard.press("Escape");
        await page.locator("#step-add-2").click();
        await check(page, "what can be added");
        await eventually.ok(async () => await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
      });
    });
  }
}

test("nothing scrolls sideways in the script at 360 px", async () => {
  await onPage({ viewport: { width: 360, height: 800 } }, async (page) => {
    await openScript(page);
    await page.locator("#step-menu-3").click();
    await page.locator("#step-edit").click();
    await eventually.ok(async () => await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
  });
});

test("an identity provider is added to the account, and its users get a role session", async () => {
  await onPage({ viewport: { width: 1440, height: 1200 } }, async (page) => {
    await page.getByRole("button", { name: "Change account 111122223333" }).click();
    await page.getByRole("button", { name: "Add SAML provider" }).click();
    const providers = page.getByLabel("Identity providers");
    await providers.waitFor();
    await eventually.ok(async () => await providers.evaluate((field) => field === document.activeElement), "the keyboard is where the provider is");
    const provider = "arn:aws:iam::111122223333:saml-provider/Corp";
    await providers.fill(provider);
    await page.getByRole("button", { name: "trust policy" }).first().click();
    await page.locator("policy-editor").locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Federated: provider }, Action: "sts:AssumeRoleWithSAML" }],
    }));
    await openScript(page);
    const end = await steps(page).count();
    await add(page, end, "AssumeRoleWithSAML");
    const form = page.locator(".step-form");
    await eventually.equal(() => form.getByLabel("Identity provider").inputValue(), provider);
    const wide = await form.getByLabel("Role", { exact: true }).evaluate((field) => field.scrollWidth <= field.clientWidth);
    assert.ok(wide, "the role's name is in sight");
    await form.getByRole("button", { name: "Add" }).click();
    await eventually.match(() => steps(page).last().textContent(), /AssumeRoleWithSAML.*issued/);
  });
});

test("the clock goes back, and a problem of a form is said at its field", async () => {
  await onPage({}, async (page) => {
    await openScript(page);
    await eventually.equal(() => page.locator(".timeline [aria-current]").count(), 1, "the step that Why explains");
    const time = page.locator(".clock-time");
    const start = await time.textContent();
    await page.getByRole("button", { name: "+1 h" }).click();
    await title(page, 3).click();
    await page.getByRole("button", { name: "to step 4" }).click();
    await eventually.equal(() => time.textContent(), start, "step 4 is at the start");
    await page.getByRole("button", { name: "+1 h" }).click();
    await page.getByRole("button", { name: "to the start" }).click();
    await eventually.equal(() => time.textContent(), start);
    await menu(page, 3, "Edit");
    const form = page.locator(".step-form");
    const name = form.getByLabel("Name of this step");
    await name.fill("");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("It needs a name").waitFor();
    await eventually.equal(() => name.getAttribute("aria-invalid"), "true");
    await eventually.ok(async () => await name.evaluate((field) => field === document.activeElement));
    await eventually.doesNotMatch(() => form.textContent(), /\/script\//);
  });
});
