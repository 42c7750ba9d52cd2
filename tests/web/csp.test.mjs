// The content security policy allows what the page needs, and that is little.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types iam-playground-worker",
];

test("the policy is this one, and the worker starts under it", async () => {
  await onPage({}, async (page) => {
    assert.equal(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content"), policy.join("; "));
    // onPage sees that nothing was stopped.
    await page.getByText("No findings").waitFor();
    assert.equal(page.workers().length, 1);
    assert.match(page.workers()[0].url(), /\/worker\.js$/);
  });
});
