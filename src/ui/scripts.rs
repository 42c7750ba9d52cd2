//! The page's own scripts, as the application calls them.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./soon.js")]
extern "C" {
    /// Fetches the second part of the page's module, if it is not there.
    pub fn second() -> Promise;
    /// Comes true at the first sign of somebody, or after a moment.
    pub fn somebody() -> Promise;
    /// Fetches the editor, if it is not there.
    pub fn editor() -> Promise;
    /// Has a call answered beside the page: the answer as JSON text, or the error.
    pub fn ask(function: &str, first: &str, second: &str) -> Promise;
    /// Whether the editor is there.
    #[wasm_bindgen(js_name = hasEditor)]
    pub fn has_editor() -> bool;
}

#[wasm_bindgen(raw_module = "./link.js")]
extern "C" {
    /// Makes a link's fragment.
    pub fn pack(scenario: &str, choices: &str) -> Promise;
    /// Reads a link's fragment: `{ scenario, choices }`, or `undefined` where it is none of ours.
    pub fn unpack(fragment: &str) -> Promise;
}

#[wasm_bindgen(raw_module = "./memory.js")]
extern "C" {
    /// What the page opens with.
    pub fn opened() -> JsValue;
    /// Keeps the work of this tab.
    pub fn keep(number: u32, title: &str, scenario: &str, choices: &str, untouched: bool) -> Promise;
    /// Earlier work: `{ scenario, choices }`, or `undefined`.
    pub fn recent(id: &str) -> JsValue;
}

#[wasm_bindgen(raw_module = "./clipboard.js")]
extern "C" {
    /// Puts a text into the clipboard.
    pub fn copy(text: &str) -> Promise;
}
