//! The fields of each call, with what a reader should know of them.

use super::form::{Field, Input};
use super::values::Kind;
use super::words::title;
use crate::scenario::Scenario;
use crate::sts::{Operation, PUBLIC_PROVIDERS};

/// `$current`, as the form shows it.
const CURRENT: &str = "$current";

pub(super) fn parameter(scenario: &Scenario, operation: Operation, name: &'static str) -> Field {
    let text = |label, suggestions, hint: &str| Field::line("", label, suggestions, hint);
    let (place, field) = match name {
        "DurationSeconds" => (
            "parameters/DurationSeconds",
            Field {
                kind: Kind::Number,
                ..text(
                    "Duration in seconds",
                    Vec::new(),
                    match operation {
                        Operation::GetSessionToken => "900 to 129600; 43200 when it is empty. Root: at most 3600.",
                        Operation::GetFederationToken => "900 to 129600; 43200 when it is empty.",
                        Operation::AssumeRole => {
                            "900 up to the role's maximum; 3600 when it is empty. Role chaining: at most 3600."
                        }
                        _ => "900 up to the role's maximum; 3600 when it is empty.",
                    },
                )
            },
        ),
        "SerialNumber" => (
            "parameters/SerialNumber",
            text("MFA device", serials(scenario), "Its serial; leave it empty to call without MFA."),
        ),
        "TokenCode" => (
            "parameters/TokenCode",
            text(
                "Code",
                vec![CURRENT.to_owned()],
                "Six digits, or $current for what the device shows at that moment. A code works once.",
            ),
        ),
        "RoleArn" => ("parameters/RoleArn", text("Role", scenario.roles(), "The ARN of the role to assume.")),
        "RoleSessionName" => {
            ("parameters/RoleSessionName", text("Session name", Vec::new(), "2 to 64 letters, digits or _+=,.@-"))
        }
        "Name" => {
            ("parameters/Name", text("Name of the federated user", Vec::new(), "2 to 32 letters, digits or _+=,.@-"))
        }
        "PrincipalArn" => {
            let (providers, hint) = providers(scenario, true);
            ("parameters/PrincipalArn", text("SAML provider", providers, &format!("Its ARN. {hint}")))
        }
        "ExternalId" => {
            ("parameters/ExternalId", text("External id", Vec::new(), "As the trust policy asks for it.").further())
        }
        "SourceIdentity" => (
            "parameters/SourceIdentity",
            text("Source identity", Vec::new(), "Stays with every session made from this one.").further(),
        ),
        "ProviderId" => {
            ("parameters/ProviderId", text("Provider id", Vec::new(), "For OAuth 2.0 access tokens only.").further())
        }
        "SAMLAssertion" => (
            "parameters/SAMLAssertion",
            text("SAML assertion", Vec::new(), "Never read: the fields below say what it would.").further(),
        ),
        "WebIdentityToken" => (
            "parameters/WebIdentityToken",
            text("Token", Vec::new(), "Never read: the fields below say what it would.").further(),
        ),
        "Policy" => (
            "parameters/Policy",
            Field::lines(
                "",
                "Session policy",
                "JSON; the session may do what this and the identity's policies both allow.",
            )
            .further(),
        ),
        "PolicyArns" => (
            "parameters/PolicyArns",
            Field { kind: Kind::Arns, ..Field::lines("", "Managed session policies", "One ARN a line.") }.further(),
        ),
        "Tags" => (
            "parameters/Tags",
            Field { kind: Kind::Tags, ..Field::lines("", "Session tags", "One a line: team = blue.") }.further(),
        ),
        _ => (
            "parameters/TransitiveTagKeys",
            Field { kind: Kind::List, ..Field::lines("", "Transitive tag keys", "One a line.") }.further(),
        ),
    };
    Field { place, ..field }
}

/// What the provider vouches for: claims of a SAML assertion, or of a web identity token.
pub(super) fn federation(scenario: &Scenario, operation: Operation) -> Vec<Field> {
    let saml = operation == Operation::AssumeRoleWithSaml;
    let (providers, hint) = providers(scenario, saml);
    let by_kind = |assertion: &'static str, token: &'static str| if saml { assertion } else { token };
    // The call itself says it where the provider is one of web identities.
    let name =
        saml.then(|| Field::line("federation/sessionName", "Session name in the assertion", Vec::new(), "").further());
    let mut fields = vec![
        Field::line(
            "federation/provider",
            "Identity provider",
            providers,
            &format!(
                "{} {hint}",
                by_kind("Its ARN, as the account has it.", "Its ARN or host, as the account has it.")
            ),
        ),
        Field::line("federation/subject", "Subject", Vec::new(), "Whom the provider vouches for."),
        Field::line(
            "federation/audience",
            "Audience",
            Vec::new(),
            by_kind("For whom the assertion is.", "For whom the token is: the client id of an application."),
        )
        .further(),
        Field {
            kind: Kind::Context,
            ..Field::lines(
                "federation/claims",
                "Further claims",
                by_kind(
                    "One key a line, with its prefix: saml:iss = https://idp.example.com.",
                    "One key a line, with its prefix: idp.example.com:amr = authenticated.",
                ),
            )
        }
        .further(),
        Field {
            kind: Kind::Map,
            ..Field::lines(
                "federation/tags",
                by_kind("Tags in the assertion", "Tags in the token"),
                "One a line: team = blue.",
            )
        }
        .further(),
        Field {
            kind: Kind::List,
            ..Field::lines(
                "federation/transitiveTagKeys",
                by_kind("Transitive tag keys in the assertion", "Transitive tag keys in the token"),
                "One a line.",
            )
        }
        .further(),
        Field::line(
            "federation/sourceIdentity",
            by_kind("Source identity in the assertion", "Source identity in the token"),
            Vec::new(),
            "",
        )
        .further(),
        Field::line("federation/notOnOrAfter", "Session ends by", Vec::new(), "A time such as 2026-03-02T17:00:00Z.")
            .further(),
    ];
    fields.extend(name);
    fields
}

/// The steps before this one that could lend their credentials.
pub(super) fn signer(scenario: &Scenario, index: usize) -> Field {
    let mut choices = vec![(String::new(), "nobody (unsigned)".to_owned())];
    for step in scenario.script.iter().take(index) {
        if let (Some(id), "signIn" | "sts") = (&step.common.id, step.kind.name()) {
            choices.push((id.clone(), format!("{id}: {}", title(step))));
        }
    }
    Field { input: Input::Choice(choices), ..Field::line("as", "With the credentials of", Vec::new(), "") }
}

pub(super) fn principals(scenario: &Scenario) -> Vec<String> {
    let roots = scenario.world.accounts.iter().map(|(id, _)| format!("arn:aws:iam::{id}:root"));
    scenario.users().into_iter().chain(roots).collect()
}

fn serials(scenario: &Scenario) -> Vec<String> {
    scenario
        .world
        .users()
        .flat_map(|user| user.user.mfa.iter().map(|device| device.serial.clone()).collect::<Vec<_>>())
        .collect()
}

/// The providers that a call can name, and where to add one if there is none.
fn providers(scenario: &Scenario, saml: bool) -> (Vec<String>, &'static str) {
    let known = scenario.world.accounts.iter().flat_map(|(_, account)| account.identity_providers.clone());
    let mut providers: Vec<String> = known.filter(|provider| provider.contains(":saml-provider/") == saml).collect();
    let hint = match (providers.is_empty(), saml) {
        (true, true) => "No account has a SAML provider yet: add one in Policies, by the menu of the account.",
        (true, false) => "No account has an OIDC provider yet: add one in Policies, by the menu of the account.",
        (false, _) => "",
    };
    if !saml {
        providers.extend(PUBLIC_PROVIDERS.iter().map(|host| (*host).to_owned()));
    }
    (providers, hint)
}

pub(super) fn scenario_resources(scenario: &Scenario) -> Vec<String> {
    let known =
        scenario.world.accounts.iter().flat_map(|(_, account)| account.resources.iter().map(|(arn, _)| arn.clone()));
    std::iter::once("*".to_owned()).chain(known).chain(scenario.roles()).collect()
}
