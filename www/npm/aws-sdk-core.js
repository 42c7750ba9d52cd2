// What the clients of aws-sdk.js are made of: the SDK's manners, without a network.

/** No request is made that a middleware could change; what is added is kept, so that it can be found and removed. */
class MiddlewareStack {
  #entries = [];

  add(middleware, options = {}) {
    this.#entries.push({ middleware, ...options });
  }

  addRelativeTo(middleware, options) {
    this.add(middleware, options);
  }

  use(plugin) {
    plugin.applyToStack(this);
  }

  applyToStack(stack) {
    for (const { middleware, ...options } of this.#entries) stack.add(middleware, options);
  }

  clone() {
    return this.concat(new MiddlewareStack());
  }

  concat(from) {
    const both = new MiddlewareStack();
    both.use(this);
    both.use(from);
    return both;
  }

  remove(wanted) {
    return this.#keep(({ middleware, name, aliases }) => middleware !== wanted && name !== wanted && !aliases?.includes(wanted));
  }

  removeByTag(tag) {
    return this.#keep(({ tags }) => !tags?.includes(tag));
  }

  #keep(test) {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter(test);
    return this.#entries.length < before;
  }

  identify() {
    return this.#entries.map(({ name }) => name ?? "anonymous");
  }

  identifyOnResolve() {
    return false;
  }

  resolve(handler) {
    return handler;
  }
}

export class Client {
  middlewareStack = new MiddlewareStack();

  constructor(config) {
    const region = config?.region ?? "us-east-1";
    this.config = { ...config, region: async () => (typeof region === "function" ? region() : region) };
  }

  /** Answers a command, by a promise or to a callback. */
  send(command, optionsOrCallback, callback) {
    const called = typeof optionsOrCallback === "function";
    const answer = answerTo(command, called ? undefined : optionsOrCallback);
    const done = called ? optionsOrCallback : callback;
    if (done === undefined) return answer;
    // As with the SDK, what a callback throws is nobody's.
    answer.then((output) => done(null, output), (error) => done(error)).catch(() => {});
    return undefined;
  }

  destroy() {}
}

async function answerTo(command, options) {
  if (typeof command?.answer !== "function") {
    throw new TypeError("iam-playground answers its own SimulateCustomPolicyCommand and ValidatePolicyCommand only");
  }
  // A request can still be aborted in the turn that sent it.
  await undefined;
  if (options?.abortSignal?.aborted) throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
  // As the SDK has it, what is null is not sent.
  return command.answer(Object.fromEntries(Object.entries(command.input).filter(([, value]) => value !== null)));
}

export class Command {
  middlewareStack = new MiddlewareStack();

  constructor(input) {
    this.input = input ?? {};
  }
}

/** What the service answers beside the result. */
export function metadata(httpStatusCode = 200) {
  return { httpStatusCode, requestId: "00000000-0000-0000-0000-000000000000", attempts: 1, totalRetryDelay: 0 };
}

/** An error as the SDK throws it. */
export class ServiceException extends Error {
  constructor({ name, message, $fault, $metadata }) {
    super(message);
    this.name = name;
    this.$fault = $fault;
    this.$metadata = $metadata;
  }
}

/**
 * Page after page of a command's answers.
 * @param {typeof Client} Client
 * @param {typeof Command} Command
 * @param {string} inputToken
 * @param {string} outputToken
 * @param {string} size
 */
export function paginator(Client, Command, inputToken, outputToken, size) {
  return async function* paginate(config, input, ...options) {
    if (!(config.client instanceof Client)) throw new Error(`Invalid client, expected instance of ${Client.name}`);
    let token = config.startingToken ?? input[inputToken];
    for (;;) {
      const command = new Command({ ...input, [inputToken]: token, [size]: input[size] ?? config.pageSize });
      const page = await config.client.send(command, ...options);
      yield page;
      const before = token;
      token = page[outputToken];
      if (!token || (config.stopOnSameToken && token === before)) return undefined;
    }
  };
}

/** A value that is not what it should be, for a message; whatever it is, no code of its own runs. */
export function show(value) {
  return typeof value === "string" ? `\`${value}\`` : value === null || value === undefined ? String(value) : `a ${typeof value}`;
}

/** Where the lines of a text begin: a place is found without reading the text again. */
export class Lines {
  #starts = [0];

  constructor(text) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** Lines count from 1, columns from 0. */
  place(offset) {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#starts[low] };
  }
}

/**
 * A page of a list: where it begins, as a token says, and where it ends. What is wrong is told to `refuse`, which throws.
 * @param {number} length
 * @param {{ token: string | undefined, size: number, most: number }} asked
 * @param {(what: "token" | "size") => never} refuse
 */
export function pageOf(length, { token, size, most }, refuse) {
  if (!Number.isInteger(size) || size < 1 || size > most) refuse("size");
  const start = token === undefined ? 0 : typeof token === "string" ? Number(token) : NaN;
  if (!Number.isInteger(start) || start < 0 || start > length) refuse("token");
  return { start, end: Math.min(start + size, length) };
}
