//! The tree of the world: intents in, scenarios out; and the same by messages.

use super::*;
use crate::app::world::{Addable, Intent, Msg as World, Target, form, plan, tree};
use crate::scenario::{Change, Scenario};

const ACCOUNT: &str = "/accounts/111122223333";
const SOFIA: &str = "/accounts/111122223333/users/Sofia";
const OPERATOR: &str = "/accounts/111122223333/roles/Operator";

fn seed() -> Scenario {
    crate::wire::read_scenario(GALLERY[0].text).unwrap()
}

/// The scenario after an intent, and what is said about it.
fn after(scenario: &Scenario, intent: Intent) -> (Scenario, String) {
    let plan = plan(scenario, &intent).unwrap();
    (scenario.changed(&plan.changes).unwrap(), plan.said)
}

fn add(to: &str, what: Addable) -> Intent {
    Intent::Add(to.into(), what, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into())
}

#[test]
fn everything_can_be_added_twice_and_deleted_again() {
    let with_organization = after(&seed(), add("", Addable::ServiceControl)).0;
    let cases = [
        ("", Addable::Account, "/accounts/444455556666"),
        ("", Addable::ServiceControl, "/organization/serviceControlPolicies/1"),
        ("/organization", Addable::ResourceControl, "/organization/resourceControlPolicies/0"),
        (
            "/organization/serviceControlPolicies/0",
            Addable::Policy,
            "/organization/serviceControlPolicies/0/policies/FullAWSAccess2",
        ),
        (ACCOUNT, Addable::User, "/accounts/111122223333/users/User"),
        (ACCOUNT, Addable::Group, "/accounts/111122223333/groups/Group"),
        (ACCOUNT, Addable::Role, "/accounts/111122223333/roles/Role"),
        (ACCOUNT, Addable::ManagedPolicy, "/accounts/111122223333/managedPolicies/Policy/document"),
        (ACCOUNT, Addable::Resource, "/accounts/111122223333/resources/arn:aws:s3:::bucket"),
        (SOFIA, Addable::Policy, "/accounts/111122223333/users/Sofia/policies/Policy"),
        (SOFIA, Addable::Boundary, "/accounts/111122223333/users/Sofia/boundary"),
        (OPERATOR, Addable::Policy, "/accounts/111122223333/roles/Operator/policies/Policy"),
    ];
    for (to, what, at) in cases {
        let planned = plan(&with_organization, &add(to, what)).unwrap();
        assert_eq!(planned.goes_to, at);
        let once = with_organization.changed(&planned.changes).unwrap();
        if what != Addable::Boundary {
            let (twice, _) = after(&once, add(to, what));
            assert_ne!(twice.write(), once.write());
        }
        let (gone, said) = after(&once, Intent::Delete(at.into()));
        assert!(said.starts_with("Deleted"), "{said}");
        let back = plan(&gone, &Intent::Delete(at.into()));
        assert!(back.is_err(), "it is gone: {at}");
    }
}

#[test]
fn what_is_added_is_a_good_beginning() {
    let seed = seed();
    let organization = after(&after(&seed, add("", Addable::ServiceControl)).0, add("", Addable::ResourceControl)).0;
    let bucket = after(&organization, add(ACCOUNT, Addable::Resource)).0;
    let cases = [
        (ACCOUNT, Addable::Role),
        (ACCOUNT, Addable::ManagedPolicy),
        (SOFIA, Addable::Policy),
        (SOFIA, Addable::Boundary),
        ("/accounts/111122223333/resources/arn:aws:s3:::bucket", Addable::ResourcePolicy),
        ("/organization/serviceControlPolicies/0", Addable::Policy),
        ("/organization/resourceControlPolicies/0", Addable::Policy),
        ("", Addable::ServiceControl),
        ("", Addable::ResourceControl),
    ];
    for (to, what) in cases {
        let (now, _) = after(&bucket, add(to, what));
        let known = bucket.documents();
        let new = |pointer: &str| !known.iter().any(|old| old.pointer == pointer);
        let added: Vec<_> = now.documents().into_iter().filter(|document| new(&document.pointer)).collect();
        assert!(!added.is_empty(), "{what:?}");
        for document in added {
            let errors: Vec<_> = crate::policy::check(&document.text, document.policy_type)
                .findings
                .into_iter()
                .filter(|finding| finding.finding_type == crate::finding::FindingType::Error)
                .map(|finding| finding.details)
                .collect();
            assert!(errors.is_empty(), "{what:?}: {errors:?} in {}", document.text);
        }
    }
}

#[test]
fn a_renamed_user_is_still_the_one_of_the_script_and_texts_stay() {
    let seed = seed();
    let (now, said) = after(&seed, Intent::Rename(SOFIA.into(), "Maria".into()));
    assert_eq!(now.users(), ["arn:aws:iam::111122223333:user/Maria"]);
    assert!(!format!("{:?}", now.script).contains("user/Sofia"));
    let texts =
        |scenario: &Scenario| scenario.documents().into_iter().map(|document| document.text).collect::<Vec<_>>();
    assert_eq!(texts(&seed), texts(&now));
    let naming = texts(&seed).iter().filter(|text| text.contains(":user/Sofia\"")).count();
    assert_eq!(said.contains("still name"), naming > 0, "{said}");
}

#[test]
fn a_renamed_role_and_group_take_along_who_names_them() {
    let (now, _) = after(&seed(), Intent::Rename(OPERATOR.into(), "Stopper".into()));
    assert!(format!("{:?}", now.script).contains("role/Stopper"));
    assert!(!format!("{:?}", now.script).contains("role/Operator"));
    let (now, _) = after(&now, Intent::Rename(format!("{ACCOUNT}/groups/Developers"), "Staff".into()));
    let groups = &now.world.users().next().unwrap().user.groups;
    assert!(groups.contains(&"Staff".to_owned()) && !groups.contains(&"Developers".to_owned()), "{groups:?}");
}

#[test]
fn a_renamed_account_is_renamed_in_arns() {
    let (now, _) = after(&seed(), Intent::Rename(ACCOUNT.into(), "999988887777".into()));
    assert_eq!(now.users(), ["arn:aws:iam::999988887777:user/Sofia"]);
    assert!(!format!("{:?}", now.script).contains("111122223333"));
}

#[test]
fn names_that_cannot_be_are_refused_in_words() {
    for (pointer, name, word) in [
        (SOFIA, "", "needs a name"),
        (SOFIA, "So fia", "a space"),
        (SOFIA, "So/fia", "`/`"),
        (SOFIA, &"x".repeat(65), "at most 64"),
        (ACCOUNT, "12", "twelve digits"),
        ("/accounts/111122223333/groups/Developers", "ec2-admins", "taken"),
    ] {
        let error = plan(&seed(), &Intent::Rename(pointer.into(), name.into())).unwrap_err();
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn a_deleted_role_takes_the_steps_that_need_it() {
    let seed = seed();
    let (now, said) = after(&seed, Intent::Delete(OPERATOR.into()));
    assert!(now.roles().is_empty());
    assert!(now.script.len() < seed.script.len());
    assert!(said.contains("of the script that need"), "{said}");
    let (now, _) = after(&seed, Intent::Delete(SOFIA.into()));
    assert!(now.requests().is_empty(), "all of them were Sofia's");
    let (now, _) = after(&seed, Intent::Delete(ACCOUNT.into()));
    assert!(now.world.accounts.is_empty());
}

#[test]
fn a_deleted_group_and_managed_policy_leave_no_trace() {
    let (now, _) = after(&seed(), Intent::Delete(format!("{ACCOUNT}/groups/Developers")));
    assert!(!now.world.users().next().unwrap().user.groups.contains(&"Developers".to_owned()));
    let (with, _) = after(&seed(), add(ACCOUNT, Addable::ManagedPolicy));
    let arn = "arn:aws:iam::111122223333:policy/Policy";
    let attached = Change::set(format!("{SOFIA}/attached"), vec![arn.into()]);
    let changes = [attached, Change::set(format!("{OPERATOR}/boundary"), arn)];
    let with = with.changed(&changes).unwrap();
    let (gone, said) = after(&with, Intent::Delete(format!("{ACCOUNT}/managedPolicies/Policy/document")));
    assert!(said.contains("and what attached it"), "{said}");
    assert!(said.contains("It was a permissions boundary") && said.contains("may do more"), "{said}");
    assert!(!gone.write().contains(arn));
}

#[test]
fn a_copy_stands_beside_its_original_with_a_device_of_its_own() {
    let (now, _) = after(&seed(), Intent::Duplicate(SOFIA.into()));
    assert_eq!(now.users(), ["arn:aws:iam::111122223333:user/Sofia", "arn:aws:iam::111122223333:user/Sofia2"]);
    let serials: Vec<&str> = now.world.users().map(|user| user.user.mfa[0].serial.as_str()).collect();
    assert_eq!(serials, ["arn:aws:iam::111122223333:mfa/Sofia", "arn:aws:iam::111122223333:mfa/Sofia2"]);
    let groups = format!("{ACCOUNT}/groups/Developers");
    let (now, _) = after(&now, Intent::Duplicate(groups.clone()));
    let names: Vec<&str> = now.world.accounts[0].1.groups.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Developers", "Developers2", "EC2-Admins"]);
    let (now, _) = after(&now, Intent::Move(groups, 1));
    let names: Vec<&str> = now.world.accounts[0].1.groups.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Developers2", "Developers", "EC2-Admins"]);
}

#[test]
fn each_edit_of_the_tree_is_one_step_to_undo() {
    let mut page = Page::open();
    let before = page.model().scenario().write();
    let past = page.model().past.len();
    page.send(Msg::World(World::Wanted(add(ACCOUNT, Addable::User))));
    assert_eq!(page.model().world.chosen.as_deref(), Some("/accounts/111122223333/users/User"));
    assert!(page.model().told().unwrap().text.contains("User"));
    page.send(Msg::World(World::Wanted(Intent::Delete(OPERATOR.into()))));
    assert_eq!(page.model().past.len(), past + 2);
    page.send(Msg::Undo);
    page.send(Msg::Undo);
    assert_eq!(page.model().scenario().write(), before);
    assert_eq!(page.model().world.chosen.as_deref(), Some(ACCOUNT), "the user that was chosen is gone");
}

#[test]
fn a_rename_keeps_what_is_chosen() {
    let mut page = Page::open();
    page.send(Msg::World(World::NameAsked(SOFIA.into())));
    page.send(Msg::World(World::NameTyped("So fia".into())));
    page.send(Msg::World(World::NameSaved));
    let naming = page.model().world.naming.clone().unwrap();
    assert_eq!(naming.text, "So fia");
    assert!(naming.problem.is_some());
    page.send(Msg::World(World::NameTyped("Maria".into())));
    let focus = page.send(Msg::World(World::NameSaved));
    assert!(focus.contains(&Effect::Focus("node-/accounts/111122223333/users/Maria".into())), "{focus:?}");
    assert_eq!(page.model().user, "arn:aws:iam::111122223333:user/Maria");
    assert_eq!(page.outcomes(1)[MFA], Outcome::Allowed);
}

#[test]
fn a_form_changes_the_matrix_and_keeps_what_cannot_be() {
    let mut page = Page::open();
    page.send(Msg::World(World::Chosen(SOFIA.into())));
    let at = format!("{SOFIA}/groups");
    page.send(Msg::World(World::Written(Target::Listed(at, "EC2-Admins".into()), "false".into())));
    assert_ne!(page.outcomes(1)[MFA], Outcome::Allowed);
    page.send(Msg::Undo);
    assert_eq!(page.outcomes(1)[MFA], Outcome::Allowed);
    let seconds = Target::Number(format!("{OPERATOR}/maxSessionDuration"));
    let before = page.model().scenario().write();
    for (typed, word) in [("100", "between 3600 and 43200"), ("an hour", "not a whole number")] {
        page.send(Msg::World(World::Written(seconds.clone(), typed.into())));
        let draft = page.model().world.drafts[&seconds.key()].clone();
        assert_eq!(draft.text, typed);
        assert!(draft.problem.unwrap().contains(word));
        assert_eq!(page.model().scenario().write(), before);
    }
    page.send(Msg::World(World::Written(seconds.clone(), "7200".into())));
    assert!(page.model().scenario().write().contains("\"maxSessionDuration\": 7200"));
    page.send(Msg::World(World::Written(Target::Path(OPERATOR.into()), "/team/".into())));
    assert!(page.model().scenario().roles()[0].ends_with("role/team/Operator"));
    assert!(format!("{:?}", page.model().scenario().script).contains("role/team/Operator"));
    page.send(Msg::World(World::Written(Target::Tags(format!("{SOFIA}/tags")), "team=red\nsite = a=b".into())));
    assert_eq!(page.model().scenario().world.users().next().unwrap().user.tags[1], ("site".into(), "a=b".into()));
}

#[test]
fn every_node_of_the_gallery_has_a_form_or_a_document() {
    let mut page = Page::open();
    for index in 0..GALLERY.len() {
        page.send(Msg::GalleryPicked(index));
        let scenario = page.model().scenario();
        let rows = tree(scenario, page.derived().documents(), None, &Default::default());
        assert!(rows.len() > scenario.documents().len());
        for row in rows {
            assert_eq!(form(scenario, &row.pointer).is_some(), !row.kind.is_document(), "{}", row.pointer);
            assert_eq!(scenario.has_document(&row.pointer), row.kind.is_document(), "{}", row.pointer);
        }
    }
}

#[test]
fn a_new_device_is_where_the_keyboard_goes() {
    let mut page = Page::open();
    for number in 1..3 {
        let focus = page.send(Msg::World(World::Wanted(add(SOFIA, Addable::Device))));
        let serial = format!("field-{SOFIA}/mfa/{number}/serial");
        assert!(focus.contains(&Effect::Focus(serial)), "{focus:?}");
    }
}

#[test]
fn identity_providers_are_one_a_line_and_wrong_ones_stay_with_their_reason() {
    let mut page = Page::open();
    page.send(Msg::World(World::Chosen(ACCOUNT.into())));
    let target = Target::Providers(format!("{ACCOUNT}/identityProviders"));
    let write = |page: &mut Page, text: &str| {
        page.send(Msg::World(World::Written(target.clone(), text.into())));
        page.model().world.drafts.get(&target.key()).and_then(|draft| draft.problem.clone())
    };
    for (text, word) in [
        ("arn:aws:iam::111122223333:role/Operator", "not the ARN of an identity provider"),
        ("arn:aws:iam::444455556666:saml-provider/Corp", "in account 444455556666"),
        ("https://idp.example.com", "neither an ARN nor a host"),
        ("idp.example.com\nidp.example.com", "twice"),
    ] {
        let problem = write(&mut page, text).unwrap();
        assert!(problem.contains(word), "{problem}");
    }
    let saml = "arn:aws:iam::111122223333:saml-provider/Corp";
    assert_eq!(write(&mut page, &format!("{saml}\n\n idp.example.com ")), None);
    let known = |page: &Page| page.model().scenario().world.accounts[0].1.identity_providers.clone();
    assert_eq!(known(&page), [saml, "idp.example.com"]);
    assert_eq!(write(&mut page, ""), None);
    assert!(known(&page).is_empty());
}

#[test]
fn a_rename_says_which_policies_still_name_the_old_arn_and_changes_them_when_asked() {
    let mut page = Page::open();
    page.send(Msg::World(World::NameAsked(OPERATOR.into())));
    page.send(Msg::World(World::NameTyped("Op2".into())));
    page.send(Msg::World(World::NameSaved));
    let told = page.model().told().unwrap().clone();
    assert!(told.text.contains("user Sofia: MayAssumeOperator"), "{}", told.text);
    let before = page.model().past.len();
    page.send(Msg::OfferTaken);
    let text = page.model().scenario().write();
    assert!(!text.contains("role/Operator") && text.contains("role/Op2"), "{text}");
    assert!(page.model().told().unwrap().text.contains("role/Op2"));
    assert_eq!(page.model().told().unwrap().offer, None);
    assert_eq!(page.model().past.len(), before + 1, "one step to undo");
    page.send(Msg::Undo);
    assert!(page.model().scenario().write().contains("role/Operator"));
    page.send(Msg::OfferTaken);
    assert!(page.model().scenario().write().contains("role/Operator"), "an old offer stands no more");
}
