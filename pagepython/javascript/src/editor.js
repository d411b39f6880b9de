// @ts-check
// CodeMirror for a few lines of Python, in the page's colours.
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import {
  bracketMatching,
  delimitedIndent,
  getIndentation,
  HighlightStyle,
  indentNodeProp,
  indentOnInput,
  indentUnit,
  LRLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser } from "@lezer/python";

const python = LRLanguage.define({
  name: "python",
  parser: parser.configure({
    props: [
      indentNodeProp.add({
        "TupleExpression ParamList ArgList ParenthesizedExpression ComprehensionExpression": delimitedIndent({
          closing: ")",
        }),
        "DictionaryExpression SetExpression": delimitedIndent({ closing: "}" }),
        ArrayExpression: delimitedIndent({ closing: "]" }),
        "String FormatString": () => null,
        "Body Script": (context) => indentAfterColon(context),
      }),
    ],
  }),
  languageData: {
    closeBrackets: { brackets: ["(", "[", "{", "'", '"'] },
    commentTokens: { line: "#" },
    indentOnInput: /^\s*([}\])]|else:|elif |except |finally:)$/,
  },
});

/** A line after one that ends in a colon is deeper; after return, less deep. @param {import("@codemirror/language").TreeIndentContext} context */
function indentAfterColon(context) {
  const { doc } = context.state,
    line = doc.lineAt(context.pos),
    broken = context.simulatedBreak === context.pos;
  let before = broken ? line.text.slice(0, context.pos - line.from) : "";
  for (let n = line.number - 1; !before.trim() && n > 0; n--) before = doc.line(n).text;
  const lead = /^\s*/.exec(before)?.[0].length ?? 0;
  if (/:\s*(#.*)?$/.test(before)) return lead + context.unit;
  return /^\s*(return|pass|raise|break|continue)\b/.test(before) ? Math.max(0, lead - context.unit) : lead;
}

const colours = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword],
    class: "py-keyword",
  },
  { tag: [tags.string, tags.special(tags.string)], class: "py-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "py-number" },
  { tag: tags.comment, class: "py-comment" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "py-definition" },
]);

/** Tab brings a line to the depth it should have; where it has it, Tab moves on as everywhere in the page. @type {import("@codemirror/view").Command} */
function tab(view) {
  const { state } = view,
    { head, empty } = state.selection.main,
    line = state.doc.lineAt(head);
  const lead = /^\s*/.exec(line.text)?.[0].length ?? 0,
    wanted = getIndentation(state, line.from) ?? lead;
  if (!empty || head > line.from + lead || lead >= wanted) return false;
  view.dispatch({
    changes: { from: line.from, to: line.from + lead, insert: " ".repeat(wanted) },
    selection: { anchor: line.from + wanted },
  });
  return true;
}

/**
 * @param {HTMLElement} parent @param {string} source @param {{name: string, submit: () => void, run: () => void, changed?: () => void}} given
 */
export function createEditor(parent, source, { name, submit, run, changed }) {
  const done = (/** @type {() => void} */ act) => () => {
    act();
    return true;
  };
  const keys = [
    { key: "Ctrl-Enter", mac: "Cmd-Enter", run: done(submit) },
    { key: "Ctrl-Enter", run: done(submit) },
    { key: "Shift-Enter", run: done(run) },
    { key: "Tab", run: tab },
    { key: "Mod-]", run: indentMore },
    { key: "Mod-[", run: indentLess },
  ];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        Prec.high(keymap.of(keys)),
        lineNumbers(),
        history(),
        drawSelection(),
        EditorState.allowMultipleSelections.of(true),
        indentOnInput(),
        bracketMatching(),
        indentUnit.of("    "),
        python,
        syntaxHighlighting(colours),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": name,
          "aria-multiline": "true",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed?.();
        }),
      ],
    }),
  });
  return {
    get source() {
      return view.state.doc.toString();
    },
    set source(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    /** The cursor where the answer goes: the dots, else the end. */
    focus() {
      const text = view.state.doc.toString(),
        dots = text.lastIndexOf("...");
      view.dispatch({ selection: dots >= 0 ? { anchor: dots, head: dots + 3 } : { anchor: text.length } });
      view.focus();
    },
    end: () => view.destroy(),
  };
}
