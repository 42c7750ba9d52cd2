// What somebody brings: account details, policies, files that are dropped, and what cannot be read.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { check } from "./axe.mjs";
import { eventually } from "./eventually.mjs";
import { onPage, policyText, start, stop } from "./playground.mjs";

before(start);
after(stop);

const details = JSON.stringify({
  UserDetailList: [{ UserName: "Anaya", Arn: "arn:aws:iam::444455556666:user/Anaya", GroupList: ["Devs"], AttachedManagedPolicies: [{ PolicyName: "X", PolicyArn: "arn:aws:iam::aws:policy/X" }] }],
  GroupDetailList: [{ GroupName: "Devs", Arn: "arn:aws:iam::444455556666:group/Devs", GroupPolicyList: [{ PolicyName: "Look", PolicyDocument: encodeURIComponent(JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ec2:Describe*", Resource: "*" }] })) }] }],
  RoleDetailList: [],
  Policies: [],
});
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "ec2:StopInstances", Resource: "*" }] });
const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const field = (page) => page.getByLabel("Text to open, as JSON or YAML");
// The picker shows whose work it is.
const title = (page, text = "Account 444455556666") => page.locator("option[value=own]", { hasText: text });

async function dialog(page) {
  await page.getByRole("button", { name: "Open a scenario" }).click();
  await page.getByRole("dialog").waitFor();
}

/** Drops a file on an element, as a person would drag it there. */
async function drop(page, selector, name, text) {
  const data = await page.evaluateHandle(([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "application/json" }));
    return data;
  }, [name, text]);
  await page.dispatchEvent(selector, "dragover", { dataTransfer: data });
  await eventually.equal(() => page.evaluate(() => document.documentElement.hasAttribute("data-drop")), true);
  await page.dispatchEvent(selector, "drop", { dataTransfer: data });
  await eventually.equal(() => page.evaluate(() => document.documentElement.hasAttribute("data-drop")), false);
}

test("account details by paste: said first, then opened, then undone", async () => {
  await onPage({}, async (page) => {
    await dialog(page);
    await field(page).fill(details);
    await page.getByText("1 user, 1 group, 0 roles, 0 managed policies.").waitFor();
    await page.getByText("it grants nothing until you add it").waitFor();
    await page.getByRole("button", { name: "Open the account" }).click();
    await title(page).waitFor({ state: "attached" });
    await eventually.match(() => page.locator("#sessions").innerText(), /ec2:DescribeInstances/);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await title(page).waitFor({ state: "detached" });
  });
});

test("account details by file, and dropped on the page", async () => {
  for (const way of ["file", "drop"]) {
    await onPage({}, async (page) => {
      if (way === "file") {
        await dialog(page);
        await page.getByLabel("File", { exact: true }).setInputFiles(file("details.json", details));
      } else {
        await drop(page, "#why", "details.json", details);
      }
      await page.getByText("The details of an account").waitFor();
      await page.getByRole("button", { name: "Open the account" }).click();
      await title(page).waitFor({ state: "attached" });
    });
  }
});

test("a policy goes to a chosen place, by the keyboard alone", async () => {
  await onPage({}, async (page) => {
    await page.getByRole("button", { name: "Open a scenario" }).focus();
    await page.keyboard.press("Enter");
    await field(page).focus();
    await page.keyboard.insertText(policy);
    await page.locator("#import-place").waitFor();
    await page.keyboard.press("Tab");
    await eventually.equal(() => page.evaluate(() => document.activeElement.id), "import-place");
    await page.keyboard.type("group EC2");
    await eventually.match(() => page.locator("#import-place option:checked").textContent(), /group EC2-Admins/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("NoStopping");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await eventually.equal(() => page.evaluate(() => document.activeElement.textContent), "Add the policy");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.locator("#policies").getByText("NoStopping").first().waitFor();
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await page.locator("#policies").getByText("NoStopping").first().waitFor({ state: "detached" });
  });
});

test("what was pasted is there again after Escape", async () => {
  await onPage({}, async (page) => {
    await dialog(page);
    await field(page).fill(policy.slice(0, -1));
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await dialog(page);
    await eventually.equal(() => field(page).inputValue(), policy.slice(0, -1));
  });
});

test("a scenario from scratch has a device with a secret of its own", async () => {
  const secrets = new Set();
  for (let time = 0; time < 2; time += 1) {
    await onPage({}, async (page) => {
      await dialog(page);
      await page.getByRole("button", { name: "Start from scratch" }).click();
      await title(page, "New scenario").waitFor({ state: "attached" });
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the scenario as a file" }).click()]);
      const text = await (await import("node:fs/promises")).readFile(await download.path(), "utf8");
      const { secret } = JSON.parse(text).accounts["111122223333"].users.User.mfa[0];
      assert.match(secret, /^[A-Z2-7]{32}$/);
      secrets.add(secret);
    });
  }
  assert.equal(secrets.size, 2);
});

test("a policy in the YAML of a template is read, and stays as it was pasted until it is opened", async () => {
  const yaml = "Resources:\n  Reader:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: reader\n      PolicyDocument:\n        Version: 2012-10-17\n        Statement:\n          - Effect: Allow\n            Action: [s3:GetObject]\n            Resource: 'arn:aws:s3:::reports/*' # all\n";
  for (const colorScheme of ["light", "dark"]) {
    await onPage({ colorScheme }, async (page) => {
      await dialog(page);
      await field(page).fill(yaml);
      await page.getByRole("status").getByText("A policy document.").waitFor();
      await page.getByText("Wrote the YAML as JSON and took the policy out of what was around it.").waitFor();
      await eventually.equal(() => field(page).inputValue(), yaml);
      await check(page, "a policy in YAML");
      await page.getByRole("dialog").getByRole("button", { name: "Add the policy" }).click();
      await eventually.deepEqual(async () => JSON.parse(await policyText(page)).Statement, [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::reports/*" }]);
    });
  }
});

const scenarioWith = (user) => JSON.stringify({ format: "iam-playground/1", title: "T", clock: "2026-03-02T09:00:00Z", accounts: { 111122223333: { users: { A: user } } }, script: [] });

test("the place of what is wrong is told in words, with its pointer beside them", async () => {
  await onPage({}, async (page) => {
    await dialog(page);
    await field(page).fill(scenarioWith({ colour: "red" }));
    await page.getByRole("dialog").getByRole("button", { name: "Open", exact: true }).click();
    const problem = page.locator("#import-problem");
    await eventually.match(() => problem.textContent(), /account 111122223333, user A, colour: /);
    const pointer = problem.locator(".pointer", { hasText: "/accounts/111122223333/users/A/colour" });
    const size = (locator) => locator.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    await eventually.ok(async () => (await size(pointer)) < (await size(problem.locator(".place"))), "the pointer is in small type");
    await eventually.doesNotMatch(() => problem.textContent(), /`/, "names are drawn as code");
  });
});

test("what cannot be read is said, and the text stays", async () => {
  const broken = JSON.stringify({ UserDetailList: [{ Arn: "arn:aws:iam::444455556666:user/A" }] });
  const large = "x".repeat(5 * 1024 * 1024);
  for (const [text, says] of [["dear diary", "not JSON"], [broken, "first user: UserName is missing"], [scenarioWith({ mfa: [{ serial: "arn:aws:iam::111122223333:mfa/A" }] }), "account 111122223333, user A, first MFA device: secret is missing"], ['{"a": 1}', "neither a scenario"], [large, "not JSON"]]) {
    await onPage({}, async (page) => {
      await dialog(page);
      await field(page).fill(text);
      await page.getByRole("dialog").getByRole("button", { name: "Open", exact: true }).click();
      await page.locator("#import-problem").getByText(says).waitFor();
      await eventually.equal(async () => (await field(page).inputValue()).length, text.length);
    });
  }
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`the dialog is accessible: ${colorScheme}, ${width} px`, async () => {
      await onPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        await dialog(page);
        await check(page, "empty");
        await field(page).fill(details);
        await check(page, "details");
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/details-${colorScheme}-${width}.png` });
        await field(page).fill(policy);
        await check(page, "policy");
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/policy-${colorScheme}-${width}.png` });
        await field(page).fill("{");
        await page.getByRole("dialog").getByRole("button", { name: "Open", exact: true }).click();
        await check(page, "problem");
        await eventually.ok(async () => await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      });
    });
  }
}
