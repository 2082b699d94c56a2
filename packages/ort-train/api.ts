/** Writes API.md: every export of the package's doors with its type and its docstring. `npx tsx packages/ort-train/api.ts` */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The page as it should be: one section a door of package.json, one entry an export in the order of its file. */
export function apiPage(): string {
  const { exports } = JSON.parse(readFileSync(`${here}package.json`, 'utf8')) as {
    exports: Record<string, string>
  }
  const doors = Object.entries(exports).filter(([door]) => !door.includes('*'))
  const program = ts.createProgram(
    doors.map(([, file]) => here + file.slice(2)),
    {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
    },
  )
  const checker = program.getTypeChecker()
  const section = ([door, file]: [string, string]): string => {
    const source = program.getSourceFile(here + file.slice(2))
    const module = source && checker.getSymbolAtLocation(source)
    if (!source || !module) throw new Error(`${file} exports nothing.`)
    const entries = checker.getExportsOfModule(module).map((name) => entry(checker, name))
    return `## ort-train${door.slice(1)}\n\n${docOfFile(source)}\n\n${entries.join('\n\n')}`
  }
  return `# API of ort-train\n\nWritten from the docstrings by \`npx tsx packages/ort-train/api.ts\`.\n\n${doors.map(section).join('\n\n')}\n`
}

function entry(checker: ts.TypeChecker, exported: ts.Symbol): string {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
  const declaration = symbol.declarations?.[0]
  const doc = [text(symbol.getDocumentationComment(checker)), ...symbol.getJsDocTags(checker).map(tagText)]
  return [`### \`${exported.name}\``, declaration && signature(declaration), ...doc]
    .filter(Boolean)
    .join('\n\n')
}

/** The declaration without its body, and a class with its public members alone. */
function signature(declaration: ts.Declaration): string {
  const source = declaration.getSourceFile()
  const whole = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  const code = whole.getText(source)
  if (ts.isFunctionDeclaration(declaration) && declaration.body)
    return fenced(source.text.slice(declaration.getStart(source), declaration.body.getStart(source)))
  if (ts.isClassDeclaration(declaration)) return fenced(classText(declaration, source))
  if (ts.isVariableDeclaration(declaration)) {
    const arrow = declaration.initializer
    if (arrow && ts.isArrowFunction(arrow))
      return fenced(source.text.slice(whole.getStart(source), arrow.equalsGreaterThanToken.getStart(source)))
    return fenced(source.text.slice(whole.getStart(source), arrow?.getStart(source)).replace(/=\s*$/, ''))
  }
  return fenced(code)
}

function classText(declaration: ts.ClassDeclaration, source: ts.SourceFile): string {
  const members = declaration.members.flatMap((member) => {
    const hidden = ts.canHaveModifiers(member)
      ? ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
      : false
    if (hidden || ts.getJSDocTags(member).some((tag) => tag.tagName.text === 'internal')) return []
    const body = 'body' in member ? (member.body as ts.Node | undefined) : undefined
    const from = member.getStart(source, true)
    return [`  ${source.text.slice(from, body ? body.getStart(source) : member.getEnd()).trim()}`]
  })
  return `class ${declaration.name?.text} {\n${members.join('\n')}\n}`
}

function docOfFile(source: ts.SourceFile): string {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source.text)?.[1] ?? ''
  return comment.replace(/^\s*\* ?/gm, '').trim()
}

const fenced = (code: string) => `\`\`\`ts\n${code.trim().replace(/^export /, '')}\n\`\`\``
const text = (parts: readonly ts.SymbolDisplayPart[]) => ts.displayPartsToString([...parts])
const tagText = ({ name, text: parts }: ts.JSDocTagInfo) => `@${name} ${text(parts ?? [])}`

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${here}API.md`, apiPage())
