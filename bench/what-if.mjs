// What-if on the scenarios of the gallery and on the heavy policies: milliseconds a question.

/** The seeds: a step that is denied, what it should end with, and a step for its MFA ages. */
const SEEDS = [
  ["current-account-api", 2, "allowed", 7],
  ["cross-account-delegation", 1, "issued", 4],
  ["resource-based-policy", 1, "allowed", 3],
];

/** @returns the figures by name, as `cargo xtask bench` shows them */
export function whatIfTimes(whatIf, gallery, heavy, rateNow) {
  const large = heavyScenario(heavy);
  const milliseconds = (scenario, question) => 1000 / rateNow(() => whatIf(scenario, question));
  const times = {};
  for (const [name, scenario, denied, to, request] of [
    ...SEEDS.map(([name, ...rest]) => [name, gallery(name), ...rest]),
    ["heavy policies", large, 4, "allowed", 3],
  ]) {
    times[`mfaAge, ${name}`] = milliseconds(scenario, { ask: "mfaAge", step: request });
    times[`flip, ${name}`] = milliseconds(scenario, { ask: "flip", step: denied, to });
  }
  const user = "arn:aws:iam::111122223333:user/Sofia";
  const seed = gallery("current-account-api");
  for (const [name, scenario] of [["current-account-api", seed], ["heavy policies", large]]) {
    times[`sessions, ${name}`] = milliseconds(scenario, { ask: "sessions", user });
    times[`compare, ${name}`] = milliseconds(scenario, { ask: "compare", policies: {}, user });
  }
  times["1,000,000 random requests, current-account-api"] =
    milliseconds(seed, { ask: "sweep", step: 7, random: { seed: 2026, count: 1_000_000 } });
  return times;
}

/** The heavy policies as a scenario: ten policies of one user, a boundary, three levels of the organization, a bucket. */
function heavyScenario(heavy) {
  const { identity, boundary, resource, serviceControl } = heavy.policies;
  const named = (documents) => Object.fromEntries(documents.map((document, at) => [`Policy${at}`, document.document ?? document]));
  const user = "arn:aws:iam::111122223333:user/Sofia";
  const device = "arn:aws:iam::111122223333:mfa/Sofia";
  return {
    format: "iam-playground/1",
    title: "Heavy",
    clock: "2026-03-02T09:00:00Z",
    accounts: {
      111122223333: {
        users: {
          Sofia: {
            policies: named(identity), boundary, tags: { team: "red-1" },
            mfa: [{ serial: device, secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }],
          },
        },
        resources: { "arn:aws:s3:::reports": { policy: resource } },
      },
    },
    organization: {
      serviceControlPolicies: serviceControl.map((documents, level) => ({ level: `Level ${level}`, policies: named(documents) })),
    },
    script: [
      { do: "signIn", id: "keys", principal: user },
      { do: "request", as: "keys", action: heavy.action, resource: heavy.resource },
      { do: "sts", id: "mfa", as: "keys", operation: "GetSessionToken", parameters: { SerialNumber: device, TokenCode: "$current" } },
      { do: "request", as: "mfa", action: heavy.action, resource: heavy.resource },
      { do: "request", as: "keys", action: "kms:Decrypt", resource: "*" },
    ],
  };
}
