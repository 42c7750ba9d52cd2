// Questions to the engine beside the page: in a worker, or, where the browser gives none, in the page itself.
//
//   ask(name, first, second)       the answer as a value; `first` and `second` are values too
//   askText(name, first, second)   the answer as JSON text; `first` and `second` are JSON text, "" for none
//
// Both answer with a promise, rejected with an Error whose `path` is a JSON pointer where the question was wrong.

const waiting = new Map();
let last = 0;
let other;

export async function ask(name, first, second) {
  const text = (value) => (value === undefined ? "" : JSON.stringify(value));
  return JSON.parse(await askText(name, text(first), text(second)));
}

export function askText(name, first, second = "") {
  last += 1;
  const number = last;
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject, question: { number, name, first, second } });
    other ??= start();
    other.then((side) => side.ask({ number, name, first, second })).catch((error) => fail(number, error));
  });
}

// A side that is gone answers nothing more; the next question starts another one.
function gone(error) {
  other = undefined;
  for (const number of [...waiting.keys()]) fail(number, error);
}

function fail(number, error) {
  take({ number, error: { path: "", message: String(error?.message ?? error) } });
}

function take({ number, text, error }) {
  const question = waiting.get(number);
  waiting.delete(number);
  if (!question) return;
  if (error) question.reject(Object.assign(new Error(error.message), { path: error.path }));
  else question.resolve(text);
}

// Resolves to the side that answers; it is known only when it has said that it is ready.
async function start() {
  try {
    return await startWorker();
  } catch {
    return startHere();
  }
}

function startWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(policy ? policy.createScriptURL(url.href) : url, { type: "module" });
    let ready = false;
    worker.onerror = (event) => {
      event.preventDefault();
      const error = new Error(event.message || "The worker could not be started.");
      worker.terminate();
      if (ready) gone(error);
      else reject(error);
    };
    worker.onmessage = ({ data }) => {
      if (!data.ready) return take(data);
      ready = true;
      resolve({ ask: (question) => worker.postMessage(question) });
    };
  });
}

async function startHere() {
  try {
    const { answer } = await import("./answer.js");
    return { ask: async (question) => take(await answer(question)) };
  } catch (error) {
    // Where that fails, the next question tries again.
    other = undefined;
    throw error;
  }
}

const url = new URL("./worker.js", import.meta.url);

// The page allows this one policy, once, and this one script.
const policy = globalThis.trustedTypes?.createPolicy("iam-playground-worker", {
  createScriptURL(text) {
    if (text !== url.href) throw new TypeError("no script but the worker's");
    return text;
  },
});
