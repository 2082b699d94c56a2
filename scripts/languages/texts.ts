/**
 * The texts of a source file that a person reads: what stands between tags, what a label says, the sentences of a
 * template. A catalogue of a language is keyed by them, and `translated` writes the file in that language.
 *
 * Which literals can be text is a matter of their place in the syntax. That a literal is data all the same (a
 * member of a union, the name of an event) is known by its type alone: the check of the catalogues asks for it
 * (check.ts), the build takes what the catalogue has.
 */
import ts from 'typescript'

/** A hole of a text: `{0}` stands for the first expression of a template. */
const hole = (index: number) => `{${index}}`

export interface Text {
  /** As it is written in the catalogue: white space between tags as the page shows it, holes numbered. */
  key: string
  node: ts.Node
}

export const parse = (file: string, code: string): ts.SourceFile =>
  ts.createSourceFile(
    file,
    code,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )

/** Attributes whose strings are no words for a person. */
const plainAttributes =
  /^(className|id|role|type|key|href|htmlFor|value|style|rel|target|d|points|viewBox|fill|stroke|as|kind|tone|side|lang|dir|inputMode|autoComplete|pattern|accept|method|scope|transform|x|y|preserveAspectRatio|spellCheck|enterKeyHint|data-.*)$|^aria-(live|controls|current|haspopup|describedby|labelledby|owns|activedescendant|orientation|sort|autocomplete|pressed|relevant)$/

/** Functions whose strings are addresses, selectors and names, not words. */
const plainCalls =
  /^(import|require|querySelector(All)?|closest|matches|getElementById|addEventListener|removeEventListener|useMedia|matchMedia|useAction|setAttribute|getAttribute|removeAttribute|setProperty|getPropertyValue|getItem|setItem|removeItem|createElement(NS)?|startsWith|endsWith|includes|indexOf|split|replace(All)?|URL|RegExp|has|get|enum|literal|discriminatedUnion|dispatchEvent|CustomEvent|postMessage|getContext|localeCompare|test|match(All)?)$/

/** The texts of a file in the order in which they stand. */
export function textsOf(source: ts.SourceFile): Text[] {
  const found: Text[] = []
  const visit = (node: ts.Node): void => {
    const key = keyOf(node)
    if (key !== null) found.push({ key, node })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The file with its texts as the catalogue has them; what it does not have stays. */
export function translated(
  source: ts.SourceFile,
  catalogue: Readonly<Record<string, string | null>>,
): string {
  const code = source.text
  /** A node's source, with every text in it replaced. */
  const write = (node: ts.Node, start = node.getStart(source)): string => {
    const key = keyOf(node)
    const words = key === null ? undefined : catalogue[key]
    if (words != null) return replaced(node, words, write)
    let out = ''
    let at = start
    ts.forEachChild(node, (child) => {
      const from = ts.isJsxText(child) ? child.pos : child.getStart(source)
      if (from < at) return
      out += code.slice(at, from) + write(child, from)
      at = child.end
    })
    return out + code.slice(at, node.end)
  }
  return code.slice(0, source.getStart(source)) + write(source, source.getStart(source))
}

/** Null for what no person reads. */
function keyOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return spoken(shownText(node.text))
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return isPlain(node) ? null : spoken(node.text)
  if (ts.isTemplateExpression(node))
    return isPlain(node)
      ? null
      : spoken(node.head.text + node.templateSpans.map(({ literal }, i) => hole(i) + literal.text).join(''))
  return null
}

/** What has letters of a word in it (holes are none), and the signs between the parts of a sentence. */
const spoken = (text: string): string | null =>
  isSigns(text) || /\p{L}{2}|(^|[^\p{L}])[aA]($|[^\p{L}])/u.test(text.replaceAll(/\{\d+\}/g, ' '))
    ? text
    : null

/** A text of signs alone: a language may have others for it, and need not. */
export const isSigns = (text: string): boolean => /^[.,;:]\s?$|^\s[–(]\s?$|^\)[.,;:]?\s?$/.test(text)

/** What stands between tags, as React shows it: a line end and the white space about it are one space inside, nothing at the ends. */
export function shownText(text: string): string {
  const lines = text.split(/\r\n|\n|\r/)
  return lines
    .map((line, i) => {
      const begun = i === 0 ? line : line.replace(/^[ \t]+/, '')
      return i === lines.length - 1 ? begun : begun.replace(/[ \t]+$/, '')
    })
    .filter((line) => line !== '')
    .join(' ')
    .replaceAll('&nbsp;', '\u00a0')
}

function isPlain(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent))
    return true
  if (ts.isExternalModuleReference(parent) || ts.isTaggedTemplateExpression(parent)) return true
  if (ts.isJsxAttribute(parent)) return isPlainAttribute(parent)
  if (ts.isPropertyAssignment(parent) && parent.name === node) return true
  if (ts.isElementAccessExpression(parent) || ts.isCaseClause(parent) || ts.isPropertySignature(parent))
    return true
  if (ts.isBinaryExpression(parent) && comparisons.has(parent.operatorToken.kind)) return true
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const called = parent.expression
    const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText()
    if (plainCalls.test(name)) return true
  }
  for (let at: ts.Node = parent; ; at = at.parent) {
    if (ts.isJsxAttribute(at)) return isPlainAttribute(at)
    if (ts.isStatement(at) || ts.isSourceFile(at) || ts.isJsxElement(at) || ts.isFunctionLike(at))
      return false
    if (
      ts.isPropertyAssignment(at) &&
      /^(className|style|id|key|role|type|kind|href)$/.test(at.name.getText())
    )
      return true
  }
}

/** A component of ours may be named for a person, a field of a form is named for a program. */
function isPlainAttribute(attribute: ts.JsxAttribute): boolean {
  const name = attribute.name.getText()
  if (name !== 'name') return plainAttributes.test(name)
  const { tagName } = attribute.parent.parent
  return /^[a-z]/.test(tagName.getText()) || tagName.getText() === 'Icon'
}

const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.GreaterThanToken,
])

function replaced(node: ts.Node, words: string, write: (node: ts.Node) => string): string {
  if (ts.isJsxText(node)) return `{${JSON.stringify(words)}}`
  if (ts.isTemplateExpression(node)) {
    const holes = node.templateSpans.map(({ expression }) => write(expression))
    const escaped = words.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&')
    return '`' + escaped.replaceAll(/\{(\d+)\}/g, (_, i: string) => '${' + holes[Number(i)]! + '}') + '`'
  }
  const text = JSON.stringify(words)
  return ts.isJsxAttribute(node.parent) ? `{${text}}` : text
}

/** The holes of a text, sorted: a translation has the same ones, each once. */
export const holesOf = (key: string): string[] => [...key.matchAll(/\{\d+\}/g)].map(([each]) => each).sort()
