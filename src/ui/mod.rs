//! The page: components that draw what [`iam_playground::app`] says, and one root that passes messages on.

mod age;
mod bands;
mod browser;
mod compare;
mod context;
mod diff;
mod editor;
mod editor_bar;
mod findings;
mod flips;
mod import;
mod keys;
mod kinds;
mod matrix;
mod notice;
mod parts;
mod policies;
mod remarks;
mod requests;
mod script;
mod scripts;
mod sessions;
mod share;
mod signs;
mod storage;
mod text;
mod top;
mod tree;
mod why;
mod world;

use iam_playground::app::{App, Effect, Msg, Pane, Tab};
use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

use notice::{notice, told};
use policies::PoliciesPane;
use sessions::SessionsPane;
use signs::not_yet;
use top::{Top, tabs, views};
use why::WhyPane;

/// Shows the page; `www/boot.js` calls it when all is there that it opens with.
#[wasm_bindgen(js_name = showPage)]
pub fn show_page() {
    browser::watch_for_failure();
    browser::mount::<Page>();
}

struct Page {
    app: App,
    dispatch: Callback<Msg>,
}

impl Component for Page {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        #[expect(clippy::expect_used, reason = "a test reads every scenario of the gallery")]
        let (app, effects) =
            App::open(browser::stored_theme(), storage::opening()).expect("the gallery's first scenario can be read");
        let page = Self { app, dispatch: ctx.link().callback(|msg| msg) };
        page.carry_out(effects);
        browser::watch_for_somebody(&page.dispatch);
        storage::watch(&page.dispatch);
        import::watch(&page.dispatch);
        keys::watch(&page.dispatch);
        browser::watch_focus();
        page
    }

    fn update(&mut self, _ctx: &Context<Self>, msg: Msg) -> bool {
        let effects = self.app.send(msg);
        self.carry_out(effects);
        true
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        browser::keep_focus();
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let (model, derived, dispatch) = (self.app.model(), self.app.derived(), &self.dispatch);
        html! {
            <div class="frame">
                    <Top origin={model.work.origin} edited={model.work.edited} title={model.scenario().title.clone()} theme={model.theme} recents={model.recents.clone()} kept={model.kept.clone()}
                        can_undo={!model.past.is_empty()} can_redo={!model.future.is_empty()} dispatch={dispatch.clone()} />
                <main class="body">
                { tabs(model.sheet(), dispatch) }
                <div class="panes">
                    { self.pane(Pane::Policies, html! {
                        <PoliciesPane documents={derived.documents().clone()} scenario={model.work.scenario.clone()} world={model.world.clone()} shown={derived.document().cloned()} marks={derived.marks().to_vec()}
                            reveal={model.reveal} finding={model.finding} dispatch={dispatch.clone()} />
                    }) }
                    { self.pane(Pane::Sessions, html! {
                        <>
                            <div class="pane-head views-head"><h2 class="hidden" id="sessions-title">{ model.tab.name() }</h2>{ views(model.tab, dispatch) }{ not_yet(derived.stale()) }</div>
                            <div id="view" role="tabpanel" aria-labelledby={format!("view-{}", model.tab.id())}>{ self.tab() }</div>
                        </>
                    }) }
                    { self.pane(Pane::Why, html! {
                        <WhyPane why={derived.why().clone()} ways={derived.ways().clone()} flips={model.flips.clone()} step={derived.step().map(str::to_owned)} pointed={derived.pointed().map(str::to_owned)}
                            turned={model.turned.clone()} walked={model.walked} followed={model.followed} playing={model.playing.is_some()} stale={derived.stale()} dispatch={dispatch.clone()} />
                    }) }
                </div>
                </main>
                <div class="hidden" role="status" aria-live="polite" id="announcer">{ derived.announcement().to_owned() }</div>
                { notice(model.notice.as_ref(), dispatch) }
                { told(model.told().filter(|_| model.notice.is_none()), dispatch) }
                if let Some(share) = &model.share {
                    { parts::share_dialog(share, dispatch) }
                }
                if let Some(import) = &model.import {
                    { parts::import_dialog(import, dispatch) }
                }
            </div>
        }
    }
}

impl Page {
    fn carry_out(&self, effects: Vec<Effect>) {
        browser::keep_for_failure(self.app.model());
        for effect in effects {
            browser::carry_out(effect, &self.dispatch);
        }
    }

    fn tab(&self) -> Html {
        let (model, derived, dispatch) = (self.app.model(), self.app.derived(), &self.dispatch);
        match model.tab {
            Tab::Script => parts::script(model, derived, dispatch).unwrap_or_default(),
            Tab::Compare => parts::compare(model, derived, dispatch).unwrap_or_default(),
            Tab::Sessions => html! {
                <SessionsPane summary={model.scenario().summary.clone()} users={model.scenario().users()} roles={model.scenario().roles()}
                    user={model.user.clone()} role={model.role.clone()} age={model.age} age_text={model.age_text.clone()}
                    matrix={derived.matrix().clone()} bands={derived.bands().clone()} bands_kind={derived.bands_kind()} asks_for_age={derived.asks_for_age()} without_device={model.user_without_device()}
                    kinds={model.kinds.clone()} requests={model.requests.clone()} suggestions={derived.suggestions().clone()}
                    cell={model.cell} cursor={model.cursor} disputed={derived.disputed().clone()} stale={derived.stale()} dispatch={dispatch.clone()} />
            },
        }
    }

    fn pane(&self, pane: Pane, inside: Html) -> Html {
        html! {
            <section class={classes!("pane", format!("pane-{}", pane.id()))} id={pane.id()} aria-labelledby={format!("{}-title", pane.id())}
                data-open={(self.app.model().pane == pane).to_string()}>
                { inside }
            </section>
        }
    }
}

/// `aria-disabled` for a button that has nothing to do at the moment. It stays in the tab order: a button that is
/// `disabled` while it has the focus would drop it, and the keyboard would start again at the top of the page.
fn idle(idle: bool) -> Option<&'static str> {
    idle.then_some("true")
}

/// A callback for the events that a message comes of.
fn when<E: 'static, T: 'static>(send: &Callback<T>, read: impl Fn(E) -> Option<T> + 'static) -> Callback<E> {
    let send = send.clone();
    Callback::from(move |event| {
        if let Some(message) = read(event) {
            send.emit(message);
        }
    })
}
