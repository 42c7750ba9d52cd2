//! The rules that explanations refer to, each with the AWS page it rests on.

/// A rule: what it says in a few words, and where AWS says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The number, such as `C5`.
    pub number: &'static str,
    /// What it says.
    pub title: &'static str,
    /// The AWS page.
    pub doc: &'static str,
}

/// All rules, by section and number.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// A rule by its number.
pub fn rule(number: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.number == number)
}

const fn r(number: &'static str, title: &'static str, doc: &'static str) -> Rule {
    Rule { number, title, doc }
}

const RULES: &[Rule] = &[
    r(
        "A1",
        "Kinds of credentials, and the identity each one has",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    r(
        "A2",
        "Keys that every signed request carries",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "A3",
        "Which credentials carry the two MFA keys",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ),
    r(
        "A4",
        "GetSessionToken: who may call it, and for how long",
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html",
    ),
    r(
        "A5",
        "MFA parameters come in pairs, and the device must be the caller's own",
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html",
    ),
    r(
        "A6",
        "GetSessionToken and GetFederationToken need long-term keys; no policy controls GetSessionToken",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html",
    ),
    r(
        "A7",
        "AssumeRole: MFA is checked on the call, not in the session",
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    ),
    r(
        "A8",
        "How long credentials may last",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html",
    ),
    r(
        "A9",
        "An MFA session satisfies a trust policy without a new code",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html",
    ),
    r(
        "A10",
        "GetFederationToken: the calling user's permissions, cut by session policies",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html",
    ),
    r(
        "A11",
        "Source identity, session tags and external id",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    ),
    r("A12", "A code is accepted once", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html"),
    r(
        "A13",
        "What each kind of credentials may call at all",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html",
    ),
    r(
        "A14",
        "SAML and web identity: the trust policy alone decides",
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html",
    ),
    r(
        "A15",
        "Console sign-in makes hidden temporary credentials",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ),
    r(
        "A16",
        "A service acting for its caller",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html",
    ),
    r("A17", "The root user", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html"),
    r(
        "A18",
        "Session policies and their size",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html",
    ),
    r(
        "B1",
        "Shape of a policy document",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    ),
    r("B2", "No key twice", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"),
    r(
        "B3",
        "Version: which language rules hold",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    ),
    r(
        "B4",
        "Id: resource policies only",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_id.html",
    ),
    r(
        "B5",
        "Sid: letters and digits, unique",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
    ),
    r(
        "B6",
        "Effect: Allow or Deny",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html",
    ),
    r(
        "B7",
        "Which elements a type of policy takes",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    ),
    r(
        "B8",
        "Who a principal can be",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
    r(
        "B9",
        "NotPrincipal goes with Deny only",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
    ),
    r(
        "B10",
        "Action and NotAction",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    ),
    r(
        "B11",
        "Resource and NotResource",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    ),
    r(
        "B12",
        "An action matches as a whole, whatever the case",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    ),
    r(
        "B13",
        "A resource matches as a whole, case-sensitively",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    ),
    r(
        "B14",
        "Unknown elements are errors",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ),
    r(
        "B15",
        "Names of condition operators",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r("B16", "Policy variables", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"),
    r(
        "B17",
        "What SCPs and RCPs can say",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
    ),
    r("B18", "Characters and sizes", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"),
    r(
        "B19",
        "Findings about a policy",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ),
    r(
        "C1",
        "All operators and all keys must hold",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html",
    ),
    r(
        "C2",
        "One listed value is enough",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html",
    ),
    r(
        "C3",
        "A negated operator needs all listed values to differ",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html",
    ),
    r(
        "C4",
        "A missing key: positive operators fail, negated ones hold",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C5",
        "IfExists: a missing key holds",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C6",
        "Key names are case-insensitive",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
    ),
    r(
        "C7",
        "String operators",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C8",
        "Numeric operators",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C9",
        "Date operators",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C10",
        "Bool",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C11",
        "BinaryEquals",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C12",
        "IpAddress and NotIpAddress",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C13",
        "ARN operators compare six components one by one",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C14",
        "Null asks whether a key is there",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C15",
        "Empty values",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
    ),
    r(
        "C16",
        "ForAllValues and ForAnyValue",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ),
    r(
        "C17",
        "A list needs a set operator",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ),
    r(
        "C18",
        "Set operators with IfExists",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C19",
        "Values that cannot be read never match",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ),
    r(
        "C20",
        "Variables without a value",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    ),
    r(
        "C21",
        "The operator must fit the type of the key",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
    r(
        "C22",
        "Empty value lists",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    ),
    r(
        "D1",
        "Nothing is allowed unless a policy allows it",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
    ),
    r(
        "D2",
        "An explicit deny ends it",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
    ),
    r(
        "D3",
        "Service control policies must allow at every level",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html",
    ),
    r(
        "D4",
        "Resource control policies only deny",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
    ),
    r(
        "D5",
        "Within one account either side may allow",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html",
    ),
    r(
        "D6",
        "Naming an account only delegates to it",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
    r(
        "D7",
        "Across accounts both sides must allow",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
    ),
    r(
        "D8",
        "Permissions boundaries, and users that a resource policy names",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    ),
    r(
        "D9",
        "A role that a resource policy names",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
    ),
    r(
        "D10",
        "A role session that a resource policy names",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
    ),
    r("D11", "Session policies only narrow", "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html"),
    r(
        "D12",
        "Federated users need a session policy",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html",
    ),
    r(
        "D13",
        "Everyone means everyone",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
    r(
        "D14",
        "Service principals need a resource policy that names them",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
    r(
        "D15",
        "Whom NotPrincipal spares",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
    ),
    r(
        "D16",
        "A role's trust policy must allow",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html",
    ),
    r(
        "D17",
        "A KMS key's policy must allow",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    ),
    r(
        "D18",
        "The order in which layers decide",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
    ),
    r(
        "E1",
        "Allow with Bool Present true: MFA sessions only",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E2",
        "BoolIfExists Present true lets credentials without the key in",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E3",
        "Bool Present false misses credentials without the key",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E4",
        "BoolIfExists Present false catches everything that is not MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E5",
        "Null Present true tests for credentials without the key, not for MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E6",
        "Null Present false tests for temporary credentials, not for MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E7",
        "Null Age true: no MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E8",
        "Null Age false: MFA, however old",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E9",
        "NumericLessThan Age: MFA not too long ago",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E10",
        "NumericLessThanIfExists Age checks nothing without MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E11",
        "NumericGreaterThan Age misses everything without MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E12",
        "NumericGreaterThanIfExists Age: MFA too old, or none",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E13",
        "Present and Age together",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E14",
        "Sparing services that act for their caller",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E15",
        "MFA within dates",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E16",
        "MFA conditions in a role's permission policy never match",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ),
    r(
        "E17",
        "Force MFA, but let users set up their device",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E18",
        "A bucket policy that requires recent MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ),
    r(
        "E19",
        "A bucket policy that requires MFA across accounts",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ),
    r(
        "E20",
        "MFA in a trust policy is checked once",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ),
];
