// <policy-editor>: one policy document in CodeMirror, inside a shadow root.
//
// The shadow root is what lets CodeMirror's style sheets in: there it uses adoptedStyleSheets, which the page's
// content security policy allows.
//
//   value         the text, exactly as typed (also the line endings)
//   label         the accessible name
//   diagnostics   [{ from, to, severity: "error" | "warning" | "info", message }]
//   marks         [{ from, to, kind: "deciding" | "context" }], shown without moving the focus
//   readonly      boolean
//   reveal()      scrolls to the marks
//   `change`      event, after the user changed the text
//   `point`       event with detail { place, from, to, caret }: where the pointer (place null: nowhere) or the caret is,
//                 and the extent of the property whose name it is in
//
// Offsets count UTF-16 units of `value`.

import { EditorState, Compartment, Annotation } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { setDiagnostics } from "@codemirror/lint";
import { extensions } from "./extensions.js";
import { highlight, setMarks } from "./marks.js";
import { pointing } from "./pointing.js";

const fromOutside = Annotation.define();

class PolicyEditor extends HTMLElement {
  static observedAttributes = ["label", "readonly"];

  #view = null;
  #attributes = new Compartment();
  #separator = "\n";
  #value = "";
  #diagnostics = [];
  #marks = [];

  constructor() {
    super();
    this.attachShadow({ mode: "open", delegatesFocus: true });
  }

  connectedCallback() {
    for (const name of ["value", "diagnostics", "marks"]) this.#upgrade(name);
    if (this.#view) return;
    this.#view = new EditorView({
      state: this.#state(),
      root: this.shadowRoot,
      parent: this.shadowRoot,
      dispatchTransactions: (transactions, view) => this.#dispatch(transactions, view),
    });
    this.#show();
  }

  disconnectedCallback() {
    this.#view?.destroy();
    this.#view = null;
  }

  attributeChangedCallback() {
    this.#view?.dispatch({ effects: this.#attributes.reconfigure(this.#named()) });
  }

  get value() {
    return this.#value;
  }

  set value(text) {
    text = String(text);
    if (text === this.#value) return;
    this.#value = text;
    this.#marks = [];
    this.#diagnostics = [];
    // A new document: its own undo history, and no scroll position of the old one.
    this.#view?.setState(this.#state());
  }

  get diagnostics() {
    return this.#diagnostics;
  }

  set diagnostics(list) {
    this.#diagnostics = list ?? [];
    if (!this.#view) return;
    const { state } = this.#view;
    const diagnostics = this.#diagnostics.map((item) => ({ ...this.#range(item), severity: item.severity, message: item.message }));
    this.#view.dispatch(setDiagnostics(state, diagnostics));
  }

  get marks() {
    return this.#marks;
  }

  set marks(list) {
    this.#marks = list ?? [];
    if (!this.#view) return;
    const ranges = this.#marks.map((item) => ({ ...this.#range(item), kind: item.kind })).filter((range) => range.from < range.to);
    this.#view.dispatch({ effects: setMarks.of(ranges) });
  }

  /** Scrolls to the marks; the focus stays where it is. */
  reveal() {
    if (!this.#view) return;
    const { ranges } = this.#view.state.field(highlight);
    const first = ranges.find((range) => range.kind === "deciding") ?? ranges[0];
    if (first) this.#view.dispatch({ effects: EditorView.scrollIntoView(first.from, { y: "nearest", yMargin: 48 }) });
  }

  /** For tests: the text that the marks cover. */
  get markedText() {
    const { state } = this.#view;
    return state.field(highlight).ranges.map(({ from, to }) => state.sliceDoc(from, to));
  }

  focus() {
    this.#view?.focus();
  }

  // Frameworks may set properties before the element is defined.
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  #named() {
    const readonly = this.hasAttribute("readonly");
    return [
      EditorState.readOnly.of(readonly),
      EditorView.editable.of(!readonly),
      EditorView.contentAttributes.of({ "aria-label": this.getAttribute("label") ?? "Policy document", tabindex: "0", spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
    ];
  }

  #state() {
    // CodeMirror splits lines at every kind of line break; the one that the text uses is what joins them again.
    this.#separator = /\r\n/.test(this.#value) ? "\r\n" : "\n";
    return EditorState.create({
      doc: this.#value,
      extensions: [
        this.#attributes.of(this.#named()),
        EditorState.lineSeparator.of(this.#separator),
        pointing((places, caret) => this.#point(places, caret)),
        extensions,
      ],
    });
  }

  #dispatch(transactions, view) {
    view.update(transactions);
    const typed = transactions.some((transaction) => transaction.docChanged && !transaction.annotation(fromOutside));
    if (!typed) return;
    this.#value = view.state.sliceDoc();
    this.dispatchEvent(new Event("change"));
  }

  #point(places, caret) {
    const { doc } = this.#view.state;
    const outside = (position) => (this.#separator.length === 2 ? position + doc.lineAt(position).number - 1 : position);
    const [place, from, to] = places?.map(outside) ?? [null, null, null];
    this.dispatchEvent(new CustomEvent("point", { detail: { place, from, to, caret } }));
  }

  #show() {
    this.diagnostics = this.#diagnostics;
    this.marks = this.#marks;
    this.reveal();
  }

  // Inside CodeMirror every line break counts as one.
  #range({ from, to }) {
    const length = this.#view.state.doc.length;
    const place = (offset) => {
      if (this.#separator.length === 2) offset -= (this.#value.slice(0, offset).match(/\r\n/g) ?? []).length;
      return Math.max(0, Math.min(offset, length));
    };
    const start = place(from);
    return { from: start, to: Math.max(start, place(to)) };
  }
}

customElements.define("policy-editor", PolicyEditor);
