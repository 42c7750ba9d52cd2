// The same in Node: the engine is ready as soon as this is imported.

import "./node.js";

export * from "./aws-sdk.js";
