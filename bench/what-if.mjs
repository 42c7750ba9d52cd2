// What-if on a scenario of the gallery and on the heavy policies: milliseconds a question.

/** @returns the figures by name, as `cargo xtask bench` shows them */
export function whatIfTimes(whatIf, seed, heavy, rateNow) {
  const large = heavyScenario(heavy);
  const user = "arn:aws:iam::111122223333:user/Sofia";
  const milliseconds = (scenario, question) => 1000 / rateNow(() => whatIf(scenario, question));
  const times = {};
  for (const [name, scenario, denied, request] of [["seed scenario", seed, 2, 7], ["heavy policies", large, 4, 3]]) {
    times[`mfaAge, ${name}`] = milliseconds(scenario, { ask: "mfaAge", step: request });
    times[`flip, ${name}`] = milliseconds(scenario, { ask: "flip", step: denied, to: "allowed" });
    times[`sessions, ${name}`] = milliseconds(scenario, { ask: "sessions", user });
    times[`compare, ${name}`] = milliseconds(scenario, { ask: "compare", policies: {}, user });
  }
  times["1,000,000 random requests, seed scenario"] =
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
