/**
 * Holds the catalogues against the sources: which texts a language lacks, which of its entries nothing uses any
 * more, and which lose or repeat what stands in a hole. Types tell a text from the name of something: a literal
 * whose place takes one of a few strings is data.
 */
import path from 'node:path'
import ts from 'typescript'
import { isTranslated, type Catalogue, type Plain } from './catalogues.ts'
import { holesOf, isSigns, textsOf } from './texts.ts'

/** Texts by file, as they stand; a file's name is without `src/`. */
export type TextsByFile = ReadonlyMap<string, readonly string[]>

/** Every text of the page's files by the type checker's word. Takes seconds: it reads the whole program. */
export function textsOfPage(root: string): TextsByFile {
  const { options, fileNames } = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(String(messageText))
      },
    },
  )!
  const nameOf = (file: string) => path.relative(root, file).split(path.sep).join('/')
  const files = fileNames.filter((file) => isTranslated(nameOf(file)))
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()
  const found = new Map<string, readonly string[]>()
  for (const file of files) {
    const texts = textsOf(program.getSourceFile(file)!)
      .filter(({ node }) => !isData(checker, node))
      .map(({ key }) => key)
    if (texts.length > 0) found.set(nameOf(file).slice('src/'.length), [...new Set(texts)])
  }
  return found
}

function isData(checker: ts.TypeChecker, node: ts.Node): boolean {
  if (ts.isJsxText(node)) return false
  const wanted = checker.getContextualType(node as ts.Expression)
  if (!wanted) return false
  const strings = (wanted.isUnion() ? wanted.types : [wanted]).filter(
    ({ flags }) => flags & ts.TypeFlags.StringLike,
  )
  return (
    strings.length > 0 &&
    strings.every(({ flags }) => flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.TemplateLiteral))
  )
}

export interface Faults {
  missing: string[]
  unused: string[]
  /** Holes that a translation lacks, repeats or invents. */
  holes: string[]
}

export function faultsOf(
  texts: TextsByFile,
  plain: Plain,
  catalogues: ReadonlyMap<string, Catalogue>,
): Faults {
  const faults: Faults = { missing: [], unused: [], holes: [] }
  for (const [file, keys] of texts) {
    const none = plain[file] ?? []
    if (none === '*') continue
    const catalogue = catalogues.get(file) ?? {}
    for (const key of keys)
      if (!Object.hasOwn(catalogue, key) && !none.includes(key) && !isSigns(key))
        faults.missing.push(`${file}: ${key}`)
  }
  for (const [file, catalogue] of catalogues)
    for (const [key, words] of Object.entries(catalogue)) {
      if (!texts.get(file)?.includes(key)) faults.unused.push(`${file}: ${key}`)
      else if (holesOf(key).join() !== holesOf(words).join()) faults.holes.push(`${file}: ${key} → ${words}`)
    }
  for (const [file, none] of Object.entries(plain)) {
    if (none === '*' ? !texts.has(file) : false) faults.unused.push(`${file}, in plain.json`)
    if (none !== '*')
      for (const key of none)
        if (!texts.get(file)?.includes(key)) faults.unused.push(`${file}: ${key}, in plain.json`)
  }
  return faults
}
