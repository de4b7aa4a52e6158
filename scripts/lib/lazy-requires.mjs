import ts from 'typescript';

/**
 * Rewrites compiled CommonJS so that what it requires is brought in when it is first used, not when the file is read:
 *
 *     const fs_1 = require("node:fs");          →   let fs_1_; const get_fs_1 = () => (fs_1_ ??= require("node:fs"));
 *     (0, fs_1.readFileSync)(path)              →   (0, (get_fs_1()).readFileSync)(path)
 *     exports.Errors = __importStar(require(…)) →   a getter
 *
 * oclif needs a tenth of itself to run a command; this is worth about 15 ms of every start (docs/decisions/0001).
 */
export function lazyRequires(code, fileName) {
  const file = ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest, true);
  const edits = [];
  const names = new Set();

  for (const statement of file.statements) {
    const declared = requiredConst(statement, file);
    if (declared !== undefined) {
      const {name, value} = declared;
      names.add(name);
      edits.push([
        statement.getStart(),
        statement.end,
        `let ${name}_; const get_${name} = () => (${name}_ ??= ${value});`,
      ]);
      continue;
    }
    const exported = requiredExport(statement, file);
    if (exported !== undefined) {
      const {name, value} = exported;
      const getter = `let ${name}_; Object.defineProperty(exports, "${name}", {enumerable: true, configurable: true, get: () => (${name}_ ??= ${value})});`;
      edits.push([statement.getStart(), statement.end, getter]);
    }
  }

  const visit = (node) => {
    if (ts.isIdentifier(node) && names.has(node.text) && !isNameOnly(node)) {
      const prefix = ts.isShorthandPropertyAssignment(node.parent) ? `${node.text}: ` : '';
      // The outer parentheses matter: `new get().Parser()` would construct `get()`.
      edits.push([node.getStart(), node.end, `${prefix}(get_${node.text}())`]);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) if (requiredConst(statement, file) === undefined) visit(statement);

  let text = code;
  for (const [start, end, by] of edits.sort(([a], [b]) => b - a)) text = text.slice(0, start) + by + text.slice(end);
  return text;
}

/** `const x = require("y")`, also wrapped in a helper, also as `var`, which is how TypeScript writes re-exports. */
function requiredConst(statement, file) {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return undefined;
  const [{name, initializer}] = statement.declarationList.declarations;
  if (!ts.isIdentifier(name) || initializer === undefined || !isRequire(initializer)) return undefined;
  return {name: name.text, value: initializer.getText(file)};
}

/** `exports.X = __importStar(require("y"))` */
function requiredExport(statement, file) {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const {left, right} = statement.expression;
  if (!ts.isPropertyAccessExpression(left) || left.expression.getText(file) !== 'exports' || !isRequire(right))
    return undefined;
  return {name: left.name.text, value: right.getText(file)};
}

function isRequire(node) {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const [first] = node.arguments;
  if (node.expression.text === 'require') return first !== undefined && ts.isStringLiteral(first);
  return /^__import(Star|Default)$/.test(node.expression.text) && first !== undefined && isRequire(first);
}

/** True where the identifier is a property's name and not a use of the variable. */
function isNameOnly(node) {
  const {parent} = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node) ||
    (ts.isPropertyDeclaration(parent) && parent.name === node)
  );
}
