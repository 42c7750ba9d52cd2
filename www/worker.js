// The worker's side of desk.js.

import { answer } from "./answer.js";

self.onmessage = async ({ data }) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    self.postMessage({ number: data.number, error: { path: "", message: String(error?.message ?? error) } });
  }
};
self.postMessage({ ready: true });
