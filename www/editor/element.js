// <policy-editor>: one policy document in CodeMirror, inside a shadow root.
//
// The shadow root is what lets CodeMirror's style sheets in: there it uses adoptedStyleSheets, which the page's
// content security policy allows.
//
//   value         the text, exactly as typed (also the line endings)
//   document      which document it is, set before its text: coming back to one brings its undo history back, as long
//                 as its text is the same
//   label         the accessible name
//   diagnostics   [{ from, to, severity: "error" | "warning" | "info", message, fixes?: [{ title, edits: [{ start, end, text }] }] }]
//   marks         [{ from, to, kind: "deciding" | "context" }], shown without moving the focus
//   readonly      boolean
//   policyType    what the document is attached to, as `checkPolicy` names it
//   facts         what the scenario has that a policy may name, as JSON text: see src/wire/assist.rs
//   reveal()      scrolls to the marks
//   edit(edits)   makes edits, as one thing to undo
//   run(command)  "complete", "explain", "find", "findings", "fix", "format", or "requireMfa" with a number of seconds, or none
//   `change`      event, after the user changed the text
//   `findings`    event: the list of findings is asked for by keys, there the one with this index
//   `undo` `redo` events: asked for by keys, in a text that has no history of its own
//   `failed`      event with the sentence to show as `detail`: what was asked for could not be done
//   `point`       event with detail { place, from, to, caret }: where the pointer (place null: nowhere) or the caret is,
//                 and the extent of the property whose name it is in
//
// Offsets count UTF-16 units of `value`.

import { EditorState, Compartment, Annotation } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { historyField, redoDepth, undoDepth } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { extensions } from "./extensions.js";
import { highlight, setMarks } from "./marks.js";
import { pointing } from "./pointing.js";
import { line, plain } from "./prose.js";

const fromOutside = Annotation.define();

// The histories of documents that are not shown at the moment, each with the text that it led to.
const histories = new Map();
const KEPT = 50;
const kept = { history: historyField };

class PolicyEditor extends HTMLElement {
  static observedAttributes = ["label", "readonly"];

  policyType = "identity";
  facts = "";
  #view = null;
  #help = null;
  #pointer = null;
  #helpers = new Compartment();
  #attributes = new Compartment();
  #separator = "\n";
  #document = "";
  #turned = false;
  #value = "";
  #diagnostics = [];
  #marks = [];

  constructor() {
    super();
    this.attachShadow({ mode: "open", delegatesFocus: true });
  }

  connectedCallback() {
    for (const name of ["document", "value", "diagnostics", "marks", "policyType", "facts"]) this.#upgrade(name);
    if (this.#view) return;
    this.addEventListener("pointermove", (event) => (this.#pointer = event));
    this.addEventListener("pointerleave", () => (this.#pointer = null));
    for (const sign of ["focusin", "pointerenter"]) this.addEventListener(sign, () => this.#loadHelp().catch(() => {}), { once: true });
    this.#view = new EditorView({
      state: this.#state(),
      root: this.shadowRoot,
      parent: this.shadowRoot,
      dispatchTransactions: (transactions, view) => this.#dispatch(transactions, view),
    });
    this.#furnish();
  }

  disconnectedCallback() {
    this.#remember();
    this.#view?.destroy();
    this.#view = null;
  }

  attributeChangedCallback() {
    this.#view?.dispatch({ effects: this.#attributes.reconfigure(this.#named()) });
  }

  get document() {
    return this.#document;
  }

  set document(name) {
    if (name === this.#document) return;
    this.#remember();
    this.#document = String(name);
    this.#turned = true;
  }

  get value() {
    return this.#value;
  }

  set value(text) {
    text = String(text);
    if (text === this.#value && !this.#turned) return;
    this.#turned = false;
    this.#value = text;
    // Another document, or changed from outside: its own undo history, and no scroll position of what was there.
    this.#marks = [];
    this.#diagnostics = [];
    this.#view?.setState(this.#state());
  }

  #remember() {
    if (!this.#view) return;
    const { state } = this.#view;
    histories.delete(this.#document);
    if (undoDepth(state) + redoDepth(state) === 0) return;
    histories.set(this.#document, state.toJSON(kept));
    if (histories.size > KEPT) histories.delete(histories.keys().next().value);
  }

  get diagnostics() {
    return this.#diagnostics;
  }

  set diagnostics(list) {
    this.#diagnostics = list ?? [];
    if (!this.#view) return;
    const { state } = this.#view;
    const diagnostics = this.#diagnostics.map((item, index) => ({
      ...this.#range(item),
      index,
      severity: item.severity,
      message: plain(item.message),
      renderMessage: () => line(item.message),
      actions: this.hasAttribute("readonly") ? [] : (item.fixes ?? []).map(({ title, edits }) => ({ name: plain(title), apply: () => this.edit(edits, `${title}: done.`) })),
    }));
    this.#view.dispatch(setDiagnostics(state, diagnostics));
  }

  get marks() {
    return this.#marks;
  }

  set marks(list) {
    this.#marks = list ?? [];
    if (!this.#view) return;
    const ranges = this.#marks.map((item) => ({ ...this.#range(item), kind: item.kind })).filter((range) => range.from < range.to);
    // Mostly they have moved along with what was typed; another update would have the browser lay the page out once more.
    if (!isSame(this.#view.state.field(highlight).ranges, ranges)) this.#view.dispatch({ effects: setMarks.of(ranges) });
  }

  /** Scrolls to the marks; the focus stays where it is. */
  reveal() {
    if (!this.#view) return;
    const { ranges } = this.#view.state.field(highlight);
    const first = ranges.find((range) => range.kind === "deciding") ?? ranges[0];
    if (first) this.#view.dispatch({ effects: EditorView.scrollIntoView(first.from, { y: "nearest", yMargin: 48 }) });
  }

  /** Makes edits of the text as one thing to undo, and says so. */
  edit(edits, said) {
    const text = this.#value;
    return this.#withHelp(({ edit }) => text === this.#value && edit(this.#view, this.#host, edits, said));
  }

  /** Runs a command of the editor at its caret. */
  run(command, seconds) {
    return this.#withHelp(({ [command]: run }) => {
      if (command !== "find") this.#view.focus();
      return run(this.#view, this.#host, seconds);
    });
  }

  /** For tests: the text that the marks cover. */
  get markedText() {
    const { state } = this.#view;
    return state.field(highlight).ranges.map(({ from, to }) => state.sliceDoc(from, to));
  }

  focus() {
    this.#view?.focus();
  }

  // What help.js needs of the element.
  #host = ((element) => ({
    get value() {
      return element.#value;
    },
    get findings() {
      return element.#diagnostics.length;
    },
    toFinding: (index) => element.dispatchEvent(new CustomEvent("findings", { detail: index })),
    within: (offset) => element.#place(offset),
    outside: (position) => element.#outside(position),
    question: (position) => ({
      offset: element.#outside(position),
      type: element.policyType,
      ...(element.facts ? { facts: JSON.parse(element.facts) } : {}),
    }),
  }))(this);

  // Where it fails, the next call tries again.
  #loadHelp() {
    this.#help ??= import("./help.js").then(
      (module) => {
        this.#view?.dispatch({ effects: this.#helpers.reconfigure(module.help(this.#host)) });
        this.#help.module = module;
        this.#pointAgain();
        return module;
      },
      (error) => {
        this.#help = null;
        throw error;
      },
    );
    return this.#help;
  }

  // What somebody asked for, or why it cannot be had.
  async #withHelp(run) {
    let help;
    try {
      help = await this.#loadHelp();
      if (this.#view) await run(help);
    } catch (error) {
      if (help && this.#view) help.say(this.#view, `This could not be done: ${error.message}`, true);
      else this.dispatchEvent(new CustomEvent("failed", { detail: "The editor's help could not be loaded. Try again when you are online." }));
    }
  }

  // A pointer that already rests on a word is told about it.
  #pointAgain() {
    if (!this.#pointer) return;
    const { clientX, clientY } = this.#pointer;
    const there = this.shadowRoot.elementFromPoint(clientX, clientY);
    there?.dispatchEvent(new MouseEvent("mousemove", { clientX, clientY, bubbles: true, composed: true }));
  }

  // Keys that work even before help.js has arrived.
  #keys() {
    const run = (command) => () => {
      this.run(command);
      return true;
    };
    return keymap.of([
      { key: "Ctrl-Space", run: run("complete"), preventDefault: true },
      { key: "Mod-.", run: run("fix"), preventDefault: true },
      { key: "Mod-f", run: run("find"), preventDefault: true },
      { key: "Mod-i", run: run("explain"), preventDefault: true },
      { key: "Mod-Shift-m", run: run("findings"), preventDefault: true },
      { key: "Shift-Alt-f", run: run("format"), preventDefault: true },
    ]);
  }

  // Whoever has undone all of the text's own history is not led on into that of the page.
  #beyond(what) {
    return ({ state }) => {
      if (undoDepth(state) + redoDepth(state) === 0) this.dispatchEvent(new Event(what));
      return true;
    };
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
    const config = {
      doc: this.#value,
      extensions: [
        this.#attributes.of(this.#named()),
        EditorState.lineSeparator.of(this.#separator),
        this.#keys(),
        pointing((places, caret) => this.#point(places, caret)),
        extensions,
        keymap.of([
          { key: "Mod-z", run: this.#beyond("undo") },
          { key: "Mod-y", run: this.#beyond("redo") },
          { key: "Mod-Shift-z", run: this.#beyond("redo") },
        ]),
        this.#helpers.of(this.#help?.module?.help(this.#host) ?? []),
      ],
    };
    const known = histories.get(this.#document);
    return known?.doc === this.#value ? EditorState.fromJSON(known, config, kept) : EditorState.create(config);
  }

  #dispatch(transactions, view) {
    view.update(transactions);
    const typed = transactions.some((transaction) => transaction.docChanged && !transaction.annotation(fromOutside));
    if (!typed) return;
    this.#value = view.state.sliceDoc();
    this.dispatchEvent(new Event("change"));
    const paste = transactions.find((transaction) => transaction.isUserEvent("input.paste"));
    if (paste) this.#withHelp(({ cleanPaste }) => cleanPaste(view, paste));
  }

  #point(places, caret) {
    const [place, from, to] = places?.map((position) => this.#outside(position)) ?? [null, null, null];
    this.dispatchEvent(new CustomEvent("point", { detail: { place, from, to, caret } }));
  }

  #furnish() {
    this.diagnostics = this.#diagnostics;
    this.marks = this.#marks;
    this.reveal();
  }

  #range({ from, to }) {
    const start = this.#place(from);
    return { from: start, to: Math.max(start, this.#place(to)) };
  }

  // Inside CodeMirror every line break counts as one.
  #place(offset) {
    if (this.#separator.length === 2) offset -= (this.#value.slice(0, offset).match(/\r\n/g) ?? []).length;
    return Math.max(0, Math.min(offset, this.#view.state.doc.length));
  }

  #outside(position) {
    return this.#separator.length === 2 ? position + this.#view.state.doc.lineAt(position).number - 1 : position;
  }
}

function isSame(marks, others) {
  const other = ({ from, to, kind }, index) => from !== others[index].from || to !== others[index].to || kind !== others[index].kind;
  return marks.length === others.length && !marks.some(other);
}

customElements.define("policy-editor", PolicyEditor);
