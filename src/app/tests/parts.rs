//! The page before the second part of its module is there.

use super::*;

fn in_parts() -> App {
    let (app, effects) = App::open(Theme::Auto, Opening { in_parts: true, ..Opening::default() }).unwrap();
    assert!(effects.is_empty(), "nothing is asked before anybody could understand the answer: {effects:?}");
    app
}

#[test]
fn messages_wait_for_the_part_and_are_done_in_their_order() {
    let mut app = in_parts();
    assert_eq!(app.send(Msg::TabChosen(Tab::Script)), [Effect::FetchSecond]);
    assert_eq!(app.send(Msg::ScriptStepChosen(2)), [], "it is on its way");
    assert_eq!((app.model().tab, app.model().subject), (Tab::Sessions, Subject::Cell));

    let effects = app.send(Msg::SecondCame(Ok(())));
    assert_eq!((app.model().tab, app.model().subject), (Tab::Script, Subject::Step(2)));
    assert!(!app.derived().script().cards.is_empty());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(_))), "and what was not asked is asked");
    assert!(effects.contains(&Effect::ToTop(Pane::Why)));
}

#[test]
fn what_the_first_part_does_does_not_wait() {
    let mut app = in_parts();
    app.send(Msg::Exported);
    app.send(Msg::AgeChosen(4_000));
    let typed = app.derived().documents()[0].document.pointer.clone();
    app.send(Msg::Typed { pointer: typed, text: "{}".to_owned() });
    assert_eq!(app.model().age, 4_000);
    assert_eq!(app.model().scenario().documents()[0].text.as_ref(), "{}");
    let kept = app.send(Msg::KeepNow);
    assert!(matches!(kept.as_slice(), [Effect::Keep { .. }]), "what was typed is kept in any case: {kept:?}");
}

#[test]
fn a_part_that_cannot_come_is_told_and_asked_for_again() {
    let mut app = in_parts();
    assert_eq!(app.send(Msg::SecondWanted), [Effect::FetchSecond]);
    app.send(Msg::SecondCame(Err("It could not be fetched.".to_owned())));
    assert_eq!(app.model().notice, None, "nobody waited for it");

    assert_eq!(app.send(Msg::ShareOpened), [Effect::FetchSecond]);
    app.send(Msg::SecondCame(Err("It could not be fetched.".to_owned())));
    assert!(app.model().notice.as_ref().is_some_and(|notice| notice.message.starts_with("It could not be fetched.")));
    assert_eq!(app.model().share, None);

    assert_eq!(app.send(Msg::ShareOpened), [Effect::FetchSecond]);
    let effects = app.send(Msg::SecondCame(Ok(())));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Pack { .. })));
    assert!(app.model().share.is_some());
}

#[test]
fn every_scenario_of_the_gallery_opens_with_the_first_part_alone() {
    for index in 0..GALLERY.len() {
        let mut app = in_parts();
        assert!(!app.send(Msg::GalleryPicked(index)).contains(&Effect::FetchSecond));
        assert_eq!(app.model().tab, Tab::Sessions, "the other views need the second part");
        assert_eq!(app.model().subject, Subject::Cell);
    }
}
