// The editor helps: completion, explanations, fixes, layout, search, clean paste, and MFA as the right condition. All of
// it by keyboard, as a person does it.

import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { caretAfter, onPage, policyText, start, stop, verdicts } from "./playground.mjs";

before(start);
after(stop);

// A list that is out of date, while the next one is on its way, takes no keys.
const options = (page) => page.locator("policy-editor .cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled) li");
const saying = (page) => page.locator("policy-editor .saying");

/** Chooses a completion by its whole name. */
async function choose(page, label) {
  const name = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
  const wanted = options(page).filter({ has: page.locator(".cm-completionLabel", { hasText: name }) });
  await wanted.waitFor();
  // A list that has just opened takes no keys yet, so that nobody chooses by accident.
  await page.waitForTimeout(150);
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await wanted.getAttribute("aria-selected")) === "true") break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}

/** Puts a text in the place of the whole policy, by pasting. */
async function paste(page, text) {
  await page.locator("policy-editor .cm-content").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    const content = document.querySelector("policy-editor").shadowRoot.querySelector(".cm-content");
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

test("an action, an operator and an MFA key are completed while typing", async () => {
  await onPage({}, async (page) => {
    await paste(page, '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow"\n    }\n  ]\n}');
    await caretAfter(page, '"Allow"');
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Space");
    await choose(page, "Action");
    await page.keyboard.type("StopIns");
    await choose(page, "ec2:StopInstances");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Space");
    await choose(page, "Resource");
    await choose(page, "*");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Space");
    await choose(page, "Condition");
    await page.keyboard.type("Bo");
    await choose(page, "Bool");
    await page.keyboard.type("Multi");
    await choose(page, "aws:MultiFactorAuthPresent");
    await choose(page, "true");
    await eventually.deepEqual(async () => JSON.parse(await policyText(page)).Statement, [
      { Effect: "Allow", Action: "ec2:StopInstances", Resource: "*", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
    ]);
    await eventually.deepEqual(() => verdicts(page, "ec2:StopInstances"), ["implicit deny", "implicit deny", "allowed", "implicit deny", "implicit deny"]);
  });
});

test("the data of a service that is not built in arrives when a policy names it", async () => {
  await onPage({}, async (page) => {
    await caretAfter(page, '"ec2:StopInstances');
    for (let letter = 0; letter < "ec2:StopInstances".length; letter += 1) await page.keyboard.press("Backspace");
    const arrived = page.waitForResponse(/\/services\/glue\.txt$/);
    await page.keyboard.type("glue:GetJ");
    await arrived;
    // Whoever goes on typing finds it.
    await page.waitForTimeout(300);
    await page.keyboard.type("o");
    await choose(page, "glue:GetJobRun");
    await eventually.match(() => policyText(page), /"glue:GetJobRun",/);
    await caretAfter(page, "glue:GetJobRun");
    await page.keyboard.type("Now");
    await page.locator(".finding", { hasText: "glue:GetJobRunNow" }).waitFor();
  });
});

test("a word is explained under the pointer, and at the caret", async () => {
  await onPage({}, async (page) => {
    const key = page.locator("policy-editor .cm-line", { hasText: "aws:MultiFactorAuthPresent" }).getByText("aws:MultiFactorAuthPresent").first();
    // A hand never holds still: the first move is what loads the help.
    await key.hover();
    await page.waitForTimeout(500);
    await key.hover({ position: { x: 40, y: 8 } });
    const card = page.locator("policy-editor .explanation");
    await card.getByText("Only temporary credentials can have it").waitFor();
    await eventually.match(() => card.getByRole("link").getAttribute("href"), /#condition-keys-multifactorauthpresent$/);
    await page.mouse.move(900, 20);
    await card.waitFor({ state: "detached" });
    await caretAfter(page, '"Boo');
    await page.keyboard.press("ControlOrMeta+i");
    await card.getByText("A request without the key does not match.").waitFor();
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
  });
});

test("a finding is mended by its button, and by a key", async () => {
  await onPage({}, async (page) => {
    const before = await policyText(page);
    const misspell = async () => {
      await caretAfter(page, '"ec2:StopInstances');
      await page.keyboard.press("Backspace");
      await page.keyboard.press("Escape");
    };
    await misspell();
    const fix = page.getByRole("button", { name: "Write ec2:StopInstances" });
    await fix.and(page.locator(":enabled")).focus();
    await page.keyboard.press("Enter");
    await saying(page).getByText("done").waitFor();
    await eventually.equal(() => policyText(page), before);
    await misspell();
    await fix.and(page.locator(":enabled")).waitFor();
    await page.keyboard.press("ControlOrMeta+.");
    await page.waitForFunction((text) => document.querySelector("policy-editor").value === text, before);
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+z");
    await eventually.notEqual(() => policyText(page), before);
  });
});

test("the policy is laid out; a broken one stays as it is", async () => {
  await onPage({}, async (page) => {
    const before = await policyText(page);
    await paste(page, JSON.stringify(JSON.parse(before)));
    await page.keyboard.press("Shift+Alt+F");
    await page.waitForFunction((text) => document.querySelector("policy-editor").value === text, before);
    await caretAfter(page, '"Effect"');
    await page.keyboard.type("::");
    const broken = await policyText(page);
    await page.getByRole("button", { name: "Format" }).click();
    await saying(page).getByText(/stays as it is: .* line 5/).waitFor();
    await eventually.equal(() => policyText(page), broken);
  });
});

test("requiring MFA within an hour flips the matrix, in the Allow", async () => {
  await onPage({}, async (page) => {
    await caretAfter(page, '"Effect"');
    await page.getByRole("button", { name: "Require MFA", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("or within").press("Enter");
    await saying(page).getByText("Statement 1 allows for 3600 seconds after MFA.").waitFor();
    await eventually.match(() => policyText(page), /"NumericLessThan": \{\n\s+"aws:MultiFactorAuthAge": "3600"/);
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances"))[2], "allowed");
    const age = page.getByLabel("MFA age in seconds");
    await age.fill("3600");
    await age.press("Enter");
    await eventually.equal(async () => (await verdicts(page, "ec2:StopInstances"))[2], "implicit deny");
  });
});

test("requiring MFA writes the other condition into a Deny", async () => {
  await onPage({}, async (page) => {
    await paste(page, '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"ec2:Stop*","Resource":"*"}]}');
    await caretAfter(page, '"Deny"');
    await page.getByRole("button", { name: "Require MFA", exact: true }).click();
    await page.getByRole("button", { name: "MFA at any time" }).click();
    await saying(page).getByText("Statement 2 denies whatever comes without MFA.").waitFor();
    await eventually.match(() => policyText(page), /"Condition":\{"BoolIfExists":\{"aws:MultiFactorAuthPresent":"false"\}\}\}\]\}$/);
    await eventually.deepEqual(async () => (await verdicts(page, "ec2:StopInstances")).slice(0, 3), ["explicit deny", "explicit deny", "allowed"]);
  });
});

test("a policy that was pasted from a string is taken out of it; undo gives the paste back", async () => {
  await onPage({}, async (page) => {
    const policy = await policyText(page);
    const escaped = JSON.stringify(JSON.stringify(JSON.parse(policy), null, 2));
    await paste(page, escaped);
    await saying(page).getByText("took the policy out of a string").waitFor();
    await eventually.deepEqual(async () => JSON.parse(await policyText(page)), JSON.parse(policy));
    await page.keyboard.press("ControlOrMeta+z");
    await eventually.equal(() => policyText(page), escaped);
  });
});

test("text is found, and replaced", async () => {
  await onPage({}, async (page) => {
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+f");
    await page.locator("policy-editor").getByRole("textbox", { name: "Find" }).fill("TerminateInstances");
    await page.locator("policy-editor").getByRole("textbox", { name: "Replace" }).fill("RebootInstances");
    await page.locator("policy-editor").getByRole("button", { name: "Replace all" }).click();
    await eventually.match(() => policyText(page), /ec2:RebootInstances/);
    await page.keyboard.press("Escape");
    await page.locator("policy-editor .cm-search").waitFor({ state: "detached" });
  });
});

test("names in backticks are drawn as code, wherever the editor speaks", async () => {
  await onPage({}, async (page) => {
    await caretAfter(page, '"ec2:StopInstances');
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Escape");
    const underlined = page.locator("policy-editor .cm-lintRange-error").first();
    await underlined.waitFor();
    await underlined.hover();
    const tooltip = page.locator("policy-editor .cm-tooltip-lint");
    await tooltip.locator("code", { hasText: /^ec2:StopInstance$/ }).waitFor();
    await eventually.doesNotMatch(() => tooltip.textContent(), /`/);
    await tooltip.getByRole("button", { name: "Write ec2:StopInstances" }).waitFor();
    await page.mouse.move(5, 5);

    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+.");
    await saying(page).locator("code", { hasText: "ec2:StopInstances" }).waitFor();
    await eventually.doesNotMatch(() => saying(page).textContent(), /`/);
  });
});

test("the findings are reached by keys, the one at the caret first", async () => {
  await onPage({}, async (page) => {
    const text = await policyText(page);
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+Shift+M");
    await saying(page).getByText("There are no findings").waitFor();

    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(text.replace("ec2:StopInstances", "ec2:StopInstence").replace("aws:MultiFactorAuthPresent", "aws:MultiFactorAuthPresen"));
    await page.locator("#finding-1").waitFor();
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    await caretAfter(page, "aws:MultiFactorAuthPresen");
    await page.keyboard.press("ControlOrMeta+Shift+M");
    await eventually.match(() => focused(), /MultiFactorAuthPresen/);
    await caretAfter(page, "ec2:StopInstence");
    await page.keyboard.press("ControlOrMeta+Shift+M");
    await eventually.match(() => focused(), /StopInstence/);
    await page.keyboard.press("Tab");
    await eventually.match(() => focused(), /Write/, "its fix is next");
  });
});

test("the first word that the pointer rests on is explained, though the help arrives only then", async () => {
  await onPage({}, async (page) => {
    const { x, y, width, height } = await page.locator("policy-editor .cm-line", { hasText: '"Effect"' }).first().locator("span").first().boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.locator("policy-editor .explanation").waitFor();
  });
});

test("where the editor's help does not come, the page says so, and the next click tries again", async () => {
  await onPage({ block: "**/editor-help.js" }, async (page) => {
    const button = page.getByRole("button", { name: "Format", exact: true });
    await button.click();
    await page.getByText("The editor's help could not be loaded").waitFor();
    await page.unroute("**/editor-help.js");
    await button.click();
    await saying(page).waitFor();
  });
});
