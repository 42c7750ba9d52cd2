// The peers in JavaScript as black boxes, given the work of our own benchmark by what their documentation says. They are
// installed when the benchmark runs, into the folder that IAM_PLAYGROUND_PEERS names, and are no part of the project.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const folder = process.env.IAM_PLAYGROUND_PEERS;
const from = folder && existsSync(folder) ? createRequire(`${folder}/package.json`) : undefined;

/** A package's exports, or nothing where it is not installed. */
async function load(name) {
  try {
    return await import(pathToFileURL(from.resolve(name)));
  } catch {
    return undefined;
  }
}

const cedar = await load("@cedar-policy/cedar-wasm/nodejs");
const simulator = await load("@cloud-copilot/iam-simulate");

/**
 * Cedar, given the identity policies, parsed before, as policies of its own: it knows no other layers.
 * @returns {(() => void) | undefined} one decision
 */
export function cedarDecides(input) {
  if (cedar === undefined) return undefined;
  const { preparsePolicySet, statefulIsAuthorized } = cedar.default ?? cedar;
  const staticPolicies = input.policies.identity.flatMap((policy) => list(policy.Statement)).map(cedarPolicy).join("\n");
  const parsed = preparsePolicySet("bench", { staticPolicies });
  if (parsed.type !== "success") throw new Error(`Cedar does not read the policies: ${JSON.stringify(parsed)}`);
  const call = {
    principal: { type: "User", id: input.principal.arn },
    action: { type: "Action", id: input.action },
    resource: { type: "Resource", id: input.resource },
    context: { ...Object.fromEntries(Object.entries(input.context).map(typed)), action: input.action, resource: input.resource },
    preparsedPolicySetId: "bench",
    entities: [],
  };
  const ask = () => statefulIsAuthorized(call);
  const answer = ask();
  if (answer.response?.decision !== "allow") throw new Error(`Cedar decides otherwise: ${JSON.stringify(answer)}`);
  return ask;
}

/** Numbers are numbers in Cedar. */
const typed = ([key, text]) => [key, /^[0-9]+$/.test(text) ? Number(text) : text];

const list = (one) => (Array.isArray(one) ? one : [one]);

/** A statement in Cedar; only what the benchmark's statements use. */
function cedarPolicy({ Effect, Action, Resource, Condition = {} }) {
  const like = (what, patterns) => `(${list(patterns).map((pattern) => `context.${what} like ${JSON.stringify(pattern)}`).join(" || ")})`;
  const clauses = [like("action", Action), like("resource", Resource)];
  for (const [operator, keys] of Object.entries(Condition)) {
    for (const [key, values] of Object.entries(keys)) {
      const value = `context[${JSON.stringify(key)}]`;
      const compare = {
        Bool: (text) => `${value} == ${JSON.stringify(text)}`,
        StringLike: (text) => `${value} like ${JSON.stringify(text)}`,
        NumericLessThan: (text) => `${value} < ${Number(text)}`,
      }[operator];
      clauses.push(`context has ${JSON.stringify(key)}`, `(${list(values).map(compare).join(" || ")})`);
    }
  }
  return `${Effect === "Deny" ? "forbid" : "permit"}(principal, action, resource) when { ${clauses.join(" && ")} };`;
}

/**
 * iam-simulate by its public API, policies passed each time, without the boundary, whose field its documentation does not name.
 * @returns {Promise<(() => Promise<void>) | undefined>} one call
 */
export async function simulates(input) {
  if (simulator === undefined) return undefined;
  const named = (policies) => policies.map((policy, at) => ({ name: `p${at}`, policy }));
  const simulation = {
    identityPolicies: named(input.policies.identity),
    serviceControlPolicies: (input.policies.serviceControl ?? []).map((level, at) => ({ orgIdentifier: `ou-${at}`, policies: named(level) })),
    resourceControlPolicies: [],
    ...(input.policies.resource ? { resourcePolicy: input.policies.resource } : {}),
    request: {
      action: input.action,
      principal: input.principal.arn,
      resource: { accountId: "111122223333", resource: input.resource },
      contextVariables: input.context,
    },
  };
  const ask = () => simulator.runSimulation(simulation, {});
  const answer = await ask();
  if (answer.overallResult !== "Allowed") throw new Error(`iam-simulate decides otherwise: ${JSON.stringify(answer).slice(0, 500)}`);
  return ask;
}
