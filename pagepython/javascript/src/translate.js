// @ts-check
// Python 3 into what MicroPython takes, line by line: f-strings, stars in displays, positional-only marks,
// comparisons with a plain number on the left, slices with a step, fields of data classes.
import { parser } from "@lezer/python";

/** @typedef {import("@lezer/common").SyntaxNode} Node */

const METHODS = new Set(
  "format ljust rjust zfill title capitalize casefold removeprefix removesuffix istitle swapcase expandtabs isnumeric isidentifier sort translate maketrans".split(
    " ",
  ),
);
const ORDER = new Set(["<", ">", "<=", ">="]);
const PLAIN = new Set(["Number", "String", "ContinuedString", "FormatString"]);

/** @param {Node} node */
function children(node) {
  const out = [];
  for (let at = node.firstChild; at; at = at.nextSibling) out.push(at);
  return out;
}

class Translator {
  /** @param {string} source @param {{show?: boolean, compare?: boolean, lenient?: boolean}} options */
  constructor(source, options) {
    this.source = source;
    this.options = options;
    /** @type {{at: number, to: number, text: string, order: number}[]} */
    this.edits = [];
  }

  /** @param {Node} node */
  text(node) {
    return this.source.slice(node.from, node.to);
  }

  /** Where several begin or end at one place, the one of the larger order is outside. @param {number} at @param {string} text @param {number} [order] below 0 it opens, above it closes */
  insert(at, text, order = 0) {
    this.edits.push({ at, to: at, text, order });
  }

  /** @param {number} at @param {number} to @param {string} text */
  replace(at, to, text) {
    this.edits.push({ at, to, text, order: 0 });
  }

  /** What stands between two places once everything in it is translated. @param {number} from @param {number} to */
  piece(from, to) {
    const inner = this.edits.filter((e) => e.at >= from && e.to <= to);
    // at one place what closes comes first, then what opens, then what is replaced
    const turn = (/** @type {typeof inner[0]} */ e) => (e.to > e.at ? 2 : e.order > 0 ? 0 : 1);
    inner.sort((a, b) => a.at - b.at || turn(a) - turn(b) || a.order - b.order);
    let out = "",
      at = from;
    for (const e of inner) {
      if (e.at < at) continue;
      out += this.source.slice(at, e.at) + e.text;
      at = e.to;
    }
    return out + this.source.slice(at, to);
  }

  /** @param {Node} node */
  walk(node) {
    if (node.name === "FormatString") {
      this.formatString(node);
      return;
    }
    if (node.name === "MatchStatement")
      throw new SyntaxError(
        `line ${this.line(node.from)}: match is not in the page's Python; if, elif and else are. In the notebook it works.`,
      );
    for (const child of children(node)) this.walk(child);
    const visit = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this))[node.name];
    if (typeof visit === "function") visit.call(this, node);
  }

  /** @param {number} at */
  line(at) {
    return this.source.slice(0, at).split("\n").length;
  }

  /** `f"a{x:.2f}"` becomes `__f("a", (x, "", ".2f"))`. @param {Node} node */
  formatString(node) {
    const head = /^([a-zA-Z]*)("""|'''|"|')/.exec(this.text(node));
    if (!head) return;
    const prefix = head[1].replace(/[fF]/, ""),
      quote = head[2],
      start = node.from + head[0].length,
      end = node.to - quote.length;
    const parts = /** @type {string[]} */ ([]);
    const word = (/** @type {number} */ from, /** @type {number} */ to) => {
      const raw = this.source.slice(from, to).replace(/\{\{/g, "{").replace(/\}\}/g, "}");
      if (raw) parts.push(`${prefix}${quote}${raw}${quote}`);
    };
    let at = start;
    for (const part of children(node)) {
      if (part.name !== "FormatReplacement") continue;
      word(at, part.from);
      parts.push(this.replacement(part, `${prefix}${quote}`, quote, parts));
      at = part.to;
    }
    word(at, end);
    this.edits = this.edits.filter((e) => e.at < node.from || e.to > node.to);
    this.replace(node.from, node.to, `__f(${parts.join(", ")})`);
  }

  /** @param {Node} part @param {string} _open @param {string} _close @param {string[]} parts */
  replacement(part, _open, _close, parts) {
    let from = part.from + 1,
      to = part.to - 1,
      conversion = "",
      spec = "''";
    for (const child of children(part)) {
      if (child.name === "FormatConversion") {
        conversion = this.text(child)[1];
        to = Math.min(to, child.from);
      } else if (child.name === "FormatSelfDoc") {
        to = Math.min(to, child.from);
        if (child.to > child.from) {
          const shown = /^\s*/.exec(this.source.slice(child.to));
          parts.push(JSON.stringify(this.source.slice(from, child.to) + (shown?.[0] ?? "")));
          if (!conversion) conversion = "r";
        }
      } else if (child.name === "FormatSpec") {
        to = Math.min(to, child.from);
        spec = this.spec(child);
        if (conversion === "r" && !/![rsa]$/.test(this.source.slice(part.from, child.from))) conversion = "";
      } else this.walk(child);
    }
    const expression = this.piece(from, to).trim();
    return `((${expression}), '${conversion}', ${spec})`;
  }

  /** @param {Node} node */
  spec(node) {
    const parts = /** @type {string[]} */ ([]);
    let at = node.from + 1;
    for (const child of children(node)) {
      if (child.name !== "FormatReplacement") continue;
      if (child.from > at) parts.push(JSON.stringify(this.source.slice(at, child.from)));
      parts.push(`__f(${this.replacement(child, '"', '"', parts)})`);
      at = child.to;
    }
    if (node.to > at) parts.push(JSON.stringify(this.source.slice(at, node.to)));
    return parts.join(" + ") || "''";
  }

  /** @param {Node} node */
  ContinuedString(node) {
    const parts = children(node);
    if (!parts.some((p) => p.name === "FormatString")) return;
    this.insert(node.from, "(", -1);
    parts.slice(1).forEach((p) => this.insert(p.from, "+ ", -1));
    this.insert(node.to, ")", 1);
  }

  /** @param {Node} node */
  ArrayExpression(node) {
    this.display(node, "__list(");
  }

  /** @param {Node} node */
  SetExpression(node) {
    this.display(node, "__set(");
  }

  /** @param {Node} node */
  TupleExpression(node) {
    this.display(node, "__tuple(");
  }

  /** A dict that keeps its order, as Python's does. @param {Node} node */
  DictionaryExpression(node) {
    const parts = children(node);
    this.replace(node.from, node.from + 1, "__dict(");
    this.replace(node.to - 1, node.to, ")");
    parts.forEach((part, k) => {
      if (part.name === "**") {
        this.replace(part.from, part.to, "*__items(");
        this.insert(parts[k + 1].to, ")", 40);
      }
      if (part.name !== ":") return;
      this.insert(parts[k - 1].from, "(", -40);
      this.replace(part.from, part.to, ",");
      this.insert(parts[k + 1].to, ")", 40);
    });
  }

  /** @param {Node} node */
  DictionaryComprehensionExpression(node) {
    const parts = children(node),
      colon = parts.find((p) => p.name === ":");
    if (!colon) return;
    this.replace(node.from, node.from + 1, "__dict(*[(");
    this.replace(colon.from, colon.to, ",");
    this.insert(/** @type {Node} */ (colon.nextSibling).to, ")", 40);
    this.replace(node.to - 1, node.to, "])");
  }

  /** @param {Node} node @param {string} call */
  display(node, call) {
    if (!children(node).some((c) => c.name === "*") || this.isTarget(node)) return;
    this.replace(node.from, node.from + 1, call);
    this.replace(node.to - 1, node.to, ")");
  }

  /** Is this to the left of =, or of in after for? @param {Node} node @returns {boolean} */
  isTarget(node) {
    const parent = node.parent;
    if (!parent) return false;
    if (parent.name === "AssignStatement" || parent.name === "UpdateStatement")
      return children(parent).some((c) => (c.name === "AssignOp" || c.name === "UpdateOp") && c.from >= node.to);
    if (parent.name === "DeleteStatement") return true;
    if (parent.name === "ForStatement") return children(parent).some((c) => c.name === "in" && c.from >= node.to);
    return (
      ["TupleExpression", "ArrayExpression", "ParenthesizedExpression"].includes(parent.name) && this.isTarget(parent)
    );
  }

  /** @param {Node} node */
  ParamList(node) {
    let at = node.from;
    for (const part of [...children(node), null]) {
      const gap = /\//.exec(this.source.slice(at, part ? part.from : node.to));
      const slash = gap ? at + gap.index : part && this.text(part) === "/" ? part.from : -1;
      if (slash >= 0) {
        const before = /,\s*$/.exec(this.source.slice(node.from, slash));
        this.replace(slash - (before?.[0].length ?? 0), slash + 1, "");
        return;
      }
      at = part ? part.to : at;
    }
  }

  /** float(x), map(float, …): where a number of NumPy may come in; isinstance(x, a | b). @param {Node} node */
  CallExpression(node) {
    const callee = node.firstChild,
      first = node.lastChild?.firstChild?.nextSibling,
      last = node.lastChild?.lastChild?.prevSibling;
    if (
      callee &&
      /^(isinstance|issubclass)$/.test(this.text(callee)) &&
      last?.name === "BinaryExpression" &&
      /^[\w.| \n]+$/.test(this.text(last))
    )
      this.replace(last.from, last.to, `(${this.text(last).split("|").join(",")})`);
    if (callee?.name === "VariableName" && this.text(callee) === "dict" && node.lastChild)
      this.keywords(callee, node.lastChild);
    if (callee?.name === "VariableName" && /^(float|str)$/.test(this.text(callee)))
      this.replace(callee.from, callee.to, `__${this.text(callee)}`);
    if (callee && this.text(callee) === "map" && first?.name === "VariableName" && this.text(first) === "float")
      this.replace(first.from, first.to, "__float");
  }

  /** dict(a=1, b=2) keeps its order, too. @param {Node} callee @param {Node} list */
  keywords(callee, list) {
    const parts = children(list).slice(1, -1),
      names = parts.filter((_, k) => parts[k + 1]?.name === "AssignOp");
    if (
      !parts.length ||
      parts.some((p) => p.name === "*" || p.name === "**") ||
      names.length !== parts.filter((p) => p.name === ",").length + Number(parts[parts.length - 1].name !== ",")
    ) {
      this.replace(callee.from, callee.to, "__dict_of");
      return;
    }
    this.replace(callee.from, callee.to, "__dict");
    parts.forEach((p, k) => {
      if (p.name !== "AssignOp") return;
      this.replace(parts[k - 1].from, p.to, `("${this.text(parts[k - 1])}", `);
      this.insert(parts[k + 1].to, ")", 40);
    });
  }

  /** @param {Node} node */
  BinaryExpression(node) {
    const sign = node.firstChild?.nextSibling;
    if (sign && this.text(sign) === "%" && /String$/.test(node.firstChild?.name ?? "")) {
      this.insert(node.from, "__percent(", -30);
      this.replace(sign.from, sign.to, ",");
      this.insert(node.to, ")", 30);
    }
    if (this.options.compare === false) return;
    const op = children(node).find((c) => c.name === "CompareOp");
    if (!op || !ORDER.has(this.text(op))) return;
    const left = node.firstChild,
      right = node.lastChild;
    if (!left || !right || (left.name === "BinaryExpression" && children(left).some((c) => c.name === "CompareOp"))) {
      const middle = left && children(left)[2];
      if (middle) {
        this.insert(middle.from, "__n(", -2);
        this.insert(middle.to, ")", 2);
      }
      return;
    }
    // 0 < 1 < x: the middle will be asked too, so even two plain numbers are
    const chained =
      node.parent?.name === "BinaryExpression" && children(node.parent).some((c) => c.name === "CompareOp");
    if (PLAIN.has(left.name) && PLAIN.has(right.name) && !chained) return;
    this.insert(left.from, "__n(", -35);
    this.insert(left.to, ")", 35);
  }

  /** What belongs to the notebook alone is left out. @param {Node} node */
  ImportStatement(node) {
    if (
      !/^(from|import)\s+(matplotlib|glm_core\.(notebook|exercises(?!\._)))\b/.test(this.text(node)) ||
      /import\s+check\b/.test(this.text(node))
    )
      return;
    const lines = this.text(node).split("\n").length;
    this.replace(node.from, node.to, `pass${"\n".repeat(lines - 1)}`);
  }

  /** A page's imports come one by one: what is not here spoils no other. @param {Node} script */
  lenient(script) {
    for (const node of children(script)) {
      if (node.name !== "ImportStatement" || this.edits.some((e) => e.at === node.from)) continue;
      const [, module, list] = /^from\s+([\w.]+)\s+import\s+\(?([\s\S]*?)\)?$/.exec(this.text(node)) ?? [];
      const parts = list
        ? list
            .split(",")
            .map((n) => n.trim())
            .filter(Boolean)
            .map((n) => `from ${module} import ${n}`)
        : [this.text(node)];
      this.replace(
        node.from,
        node.to,
        parts.map((part) => `\ntry:\n    ${part}\nexcept (ImportError, AttributeError):\n    pass\n`).join(""),
      );
    }
  }

  /** `X: TypeAlias = …` says something to type checkers alone. @param {Node} node */
  AssignStatement(node) {
    const parts = children(node),
      kind = parts.find((p) => p.name === "TypeDef");
    if (!kind || !/:\s*TypeAlias$/.test(this.text(kind))) return;
    this.edits = this.edits.filter((e) => e.at < node.from || e.to > node.to);
    this.replace(node.from, node.to, `${this.text(parts[0])} = None`);
  }

  /** `a *= b` in place: MicroPython asks an object for += and -= alone. @param {Node} node */
  UpdateStatement(node) {
    const parts = children(node),
      at = parts.findIndex((p) => p.name === "UpdateOp"),
      op = this.text(parts[at]).slice(0, -1);
    if (at !== 1 || op === "+" || op === "-" || !["VariableName", "MemberExpression"].includes(parts[0].name)) return;
    const target = this.text(parts[0]);
    this.replace(parts[at].from, parts[at].to, `= __inplace("${op}", ${target},`);
    this.insert(parts[at + 1].from, "(", -20);
    this.insert(parts[parts.length - 1].to, "))", 20);
  }

  /** @param {Node} node */
  MemberExpression(node) {
    const parts = children(node),
      colons = parts.filter((p) => p.name === ":").length,
      last = parts[parts.length - 1];
    if (colons === 2 && !parts.some((p) => p.name === ",") && last.name === "]" && !this.isTarget(node)) {
      this.insert(parts[0].from, "__stepped(", -3);
      this.insert(parts[0].to, ")", 3);
    }
    if (last.name === "PropertyName" && METHODS.has(this.text(last)) && !this.isTarget(node))
      this.method(node, parts, last);
  }

  /** `s.zfill(3)` becomes `__method(s, "zfill")(3)`. @param {Node} _node @param {Node[]} parts @param {Node} last */
  method(_node, parts, last) {
    this.insert(parts[0].from, "__method(", -4);
    this.replace(parts[1].from, last.to, `, "${this.text(last)}")`);
  }

  /** Fields of a data class: MicroPython forgets annotations. @param {Node} node */
  ClassDefinition(node) {
    const body = children(node).find((c) => c.name === "Body");
    if (!body) return;
    const fields = children(body).filter(
      (c) =>
        c.name === "AssignStatement" &&
        children(c).some((p) => p.name === "TypeDef") &&
        !/:\s*ClassVar/.test(this.text(c)),
    );
    if (!fields.length) return;
    const names = fields.map((c) => JSON.stringify(this.text(/** @type {Node} */ (c.firstChild))));
    this.insert(fields[0].from, `__fields__ = (${names.join(", ")},); `, -5);
  }

  /** A name for what a cell ends in. @param {Node} script */
  showLast(script) {
    const last = children(script)
      .filter((c) => c.name !== "Comment")
      .pop();
    if (!last) return;
    const statement =
      last.name === "StatementGroup"
        ? children(last)
            .filter((c) => c.name !== ";")
            .pop()
        : last;
    if (statement?.name !== "ExpressionStatement" || /;\s*$/.test(this.text(last))) return;
    const end = statement.lastChild ? statement.lastChild.to : statement.to;
    this.insert(statement.from, "__show((", -90);
    this.insert(end, "))", 90);
  }

  run() {
    const tree = parser.parse(this.source);
    this.walk(tree.topNode);
    if (this.options.lenient) this.lenient(tree.topNode);
    if (this.options.show) this.showLast(tree.topNode);
    return this.piece(0, this.source.length);
  }
}

/** @param {string} source @param {{show?: boolean, compare?: boolean, lenient?: boolean}} [options] */
export function translate(source, options = {}) {
  return new Translator(source.replace(/\r\n?/g, "\n"), options).run();
}

/** A module of our own made small: no comments, no docstrings. @param {string} source */
export function slim(source) {
  const edits = /** @type {{at: number, to: number, text: string}[]} */ ([]);
  parser.parse(source).iterate({
    enter(ref) {
      const { name, from, to, node } = ref;
      if (name === "Comment") edits.push({ at: from, to, text: "" });
      if (
        name !== "ExpressionStatement" ||
        node.firstChild?.name !== "String" ||
        (node.parent?.name !== "Body" && node.parent?.name !== "Script")
      )
        return;
      const alone =
        children(/** @type {Node} */ (node.parent)).filter((c) => c.name !== ":" && c.name !== "Comment").length === 1;
      edits.push({ at: from, to: node.firstChild.to, text: alone ? "pass" : "0" });
    },
  });
  edits.sort((a, b) => b.at - a.at);
  let out = source;
  for (const e of edits) out = out.slice(0, e.at) + e.text + out.slice(e.to);
  return out
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n")
    .replace(/^( +)/gm, (s) => " ".repeat(s.length / 4 || 1));
}

/**
 * What a source defines at its top: the names in order, functions without a body, and of each function how it is called,
 * its parameters as [name, kind, default as a text] and its docstring as a text.
 * @param {string} source
 */
export function about(source) {
  const names = /** @type {string[]} */ ([]),
    empty = /** @type {string[]} */ ([]),
    signatures =
      /** @type {Record<string, {names: string[], defaults: number, open: boolean, parameters: ReturnType<typeof parametersOf>, doc: string}>} */ ({});
  const text = (/** @type {Node} */ n) => source.slice(n.from, n.to);
  /** @param {Node[]} parts of a list of parameters */
  const parametersOf = (parts) =>
    parts.flatMap((p, k) => {
      if (p.name !== "VariableName" || p.prevSibling?.name === "AssignOp") return [];
      const next = parts[k + 1]?.name === "TypeDef" ? k + 2 : k + 1,
        kinds = /** @type {Record<string, string>} */ ({ "*": "VAR_POSITIONAL", "**": "VAR_KEYWORD" });
      return [
        [
          text(p),
          kinds[p.prevSibling?.name ?? ""] ?? "POSITIONAL_OR_KEYWORD",
          parts[next]?.name === "AssignOp" ? translate(text(parts[next + 1])) : "",
        ],
      ];
    });
  /** @param {Node} node */
  function definition(node) {
    const title = children(node).find((c) => c.name === "VariableName"),
      body = children(node).find((c) => c.name === "Body");
    if (!title) return;
    names.push(text(title));
    if (node.name !== "FunctionDefinition" || !body) return;
    const said = children(body).filter((c) => c.name !== ":" && c.name !== "Comment");
    if (
      said.every(
        (c) =>
          c.name === "PassStatement" ||
          /^return(\s+(None|\.\.\.))?;?$/.test(text(c).trim()) ||
          (c.name === "ExpressionStatement" && (text(c).trim() === "..." || c.firstChild?.name === "String")),
      )
    )
      empty.push(text(title));
    const list = children(node).find((c) => c.name === "ParamList"),
      parts = list ? children(list) : [];
    const star = parts.findIndex((p) => p.name === "*" || p.name === "**"),
      plain = star < 0 ? parts : parts.slice(0, star);
    signatures[text(title)] = {
      names: plain.filter((p) => p.name === "VariableName" && p.prevSibling?.name !== "AssignOp").map(text),
      defaults: plain.filter((p) => p.name === "AssignOp").length,
      open: parts.some((p) => p.name === "*" && p.nextSibling?.name === "VariableName"),
      parameters: parametersOf(parts),
      doc: /String$/.test(said[0]?.firstChild?.name ?? "") ? text(/** @type {Node} */ (said[0].firstChild)) : "",
    };
  }
  for (const node of children(parser.parse(source).topNode)) {
    if (node.name === "FunctionDefinition" || node.name === "ClassDefinition") definition(node);
    else if (node.name === "DecoratedStatement" && node.lastChild) definition(node.lastChild);
    else if (node.name === "AssignStatement" && node.firstChild?.name === "VariableName")
      names.push(text(node.firstChild));
  }
  return { names, empty, signatures };
}
