// Takes pictures of every view: node screenshots.mjs ADDRESS CHROMIUM FOLDER README-PICTURE

import { join } from "node:path";
import { chromium } from "playwright-core";

const [address, executablePath, folder, readme] = process.argv.slice(2);
const SIZES = [[1440, 900], [1024, 768], [390, 844]];

const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

async function open(width, height, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName("playground:ready").length > 0);
  await page.locator("policy-editor .cm-content").waitFor({ state: "attached" });
  await page.mouse.move(1, 1); // the sign of somebody that the worker waits for
  await page.waitForTimeout(1_500);
  return page;
}

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of SIZES) {
    const page = await open(width, height, colorScheme);
    const take = (name) => page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    for (const tab of await page.getByRole("tab").all()) {
      if (!(await tab.isVisible())) continue;
      await tab.click();
      await page.waitForTimeout(250);
      await take((await tab.textContent()).trim().toLowerCase());
    }
    for (const [name, button] of [["share", "Share a link"], ["open", "Open a scenario"]]) {
      await page.getByRole("button", { name: button }).click();
      await page.waitForTimeout(250);
      await take(name);
      await page.keyboard.press("Escape");
    }
    await page.close();
  }
}

// For the README: an age limit is typed, and the age stands at its border.
const page = await open(1440, 900, "light");
await page.locator("policy-editor").evaluate((editor) => {
  const text = editor.value.replace('"aws:MultiFactorAuthPresent": "true"\n        }', '"aws:MultiFactorAuthPresent": "true"\n        },\n        "NumericLessThan": {\n          "aws:MultiFactorAuthAge": "3600"\n        }');
  editor.value = text;
  editor.dispatchEvent(new Event("change"));
});
await page.getByRole("gridcell").nth(7).getByRole("button").click();
const age = page.getByRole("spinbutton").first();
await age.fill("3600");
await page.waitForTimeout(800);
await page.locator("policy-editor").evaluate((editor) => editor.reveal());
await age.blur();
await page.waitForTimeout(200);
await page.screenshot({ path: readme });
await browser.close();
