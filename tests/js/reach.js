// Where a module reaches into the insides of another: `other.part.member`, two levels deep.

import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TOOLS = process.env.TEST_TOOLS || path.join(ROOT, ".tools");
const ts = createRequire(path.join(path.resolve(TOOLS), "package.json"))("typescript");

export const STATIC = path.join(ROOT, "codesign", "widgets", "static");

/** A program of all that a file imports, as `tsc` checks it; `texts` stand in the place of files. */
function programOf(entries, texts) {
  const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const [exists, read] = [host.fileExists, host.readFile];
  host.fileExists = (file) => texts.has(file) || exists(file);
  host.readFile = (file) => texts.get(file) ?? read(file);
  host.getSourceFile = (file, target) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, target, true);
  };
  return ts.createProgram([...entries, path.join(STATIC, "dom.d.ts")], options, host);
}

/** Whether a type has insides: a class of ours, an element, a map or a set. Words, numbers and plain records have none. */
function hasInsides(type, checker) {
  const types = type.types || [type];
  return types.some((one) => isOurs(one) || ["Map", "Set"].includes(one.symbol?.name) || isNode(one, checker));
}

const isNode = (type, checker) =>
  ["addEventListener", "parentNode"].every((name) => checker.getPropertyOfType(type, name));

/** The expression a constant stands for, so that a name for an inside is no way around the rule. */
function meant(node, checker) {
  if (!ts.isIdentifier(node)) return node;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  const isConstant = declaration && ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const;
  if (!isConstant) return node;
  if (ts.isVariableDeclaration(declaration) && declaration.initializer) return meant(declaration.initializer, checker);
  return ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent) ? declaration : node;
}

/** What an expression is a member of: the type of `a` in `a.b`, also where `b` was taken out of `a` before. */
function ownerOf(node) {
  if (ts.isPropertyAccessExpression(node)) return { at: node.expression };
  if (!ts.isBindingElement(node)) return undefined;
  const { initializer } = node.parent.parent;
  return initializer && { at: initializer };
}

const classOf = (node) => ts.findAncestor(node, ts.isClassLike)?.name?.text;

/** Whether a type is a class of our files. */
function isOurs(type) {
  const [declaration] = type.symbol?.declarations || [];
  return Boolean(declaration && ts.isClassLike(declaration) && isStatic(declaration.getSourceFile()));
}

const isStatic = (file) => file.fileName.startsWith(STATIC);

/**
 * The places where a file, of `entries` and all they import, reaches two levels deep into a class of ours: `a.b.c`, where
 * `a` is another of our classes and `b` has insides. The classes named `hubs` hold the parts of a screen together: what
 * they give counts as one level, and so does the way to them.
 */
export function reaches(entries, hubs, texts = new Map()) {
  const program = programOf(entries, texts);
  const checker = program.getTypeChecker();
  const typeOf = (node) => checker.getNonNullableType(checker.getTypeAtLocation(node));
  const isReach = (node) => {
    const owner = ownerOf(meant(node.expression, checker));
    if (!owner || !isOurs(typeOf(owner.at)) || !hasInsides(typeOf(node.expression), checker)) return false;
    const [outer, inner] = [typeOf(owner.at), typeOf(node.expression)].map((type) => type.symbol?.name);
    return outer !== classOf(node) && !hubs.includes(outer) && !hubs.includes(inner);
  };
  const found = [];
  const look = (node, file) => {
    if (ts.isPropertyAccessExpression(node) && isReach(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path.basename(file.fileName)}:${line + 1}: ${node.getText().replace(/\s+/g, "")}`);
    }
    ts.forEachChild(node, (child) => look(child, file));
  };
  for (const file of program.getSourceFiles()) if (isStatic(file) && file.fileName.endsWith(".js")) look(file, file);
  return found;
}
