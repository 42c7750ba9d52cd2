// Assertions about what a person sees: asked again until they hold, for whatever a page shows comes when it comes.

import assert from "node:assert/strict";

const PATIENCE = 10_000; // milliseconds, of machines that do much else
const PAUSE = 40;

/**
 * `node:assert`, with a function in the place of the actual value: read again until the assertion holds, or fails with
 * what it found last. `await eventually.equal(() => rows(page).count(), 3)`.
 */
export const eventually = new Proxy(assert, {
  get: (_, name) => async (read, ...rest) => {
    for (const end = Date.now() + PATIENCE; ; await new Promise((resolve) => setTimeout(resolve, PAUSE))) {
      try {
        return assert[name](await read(), ...rest);
      } catch (error) {
        // Half of an answer may be no JSON yet, or lack what is read of it.
        if (Date.now() > end || error.name === "TimeoutError") throw error;
      }
    }
  },
});
