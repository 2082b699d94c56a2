/** Which names a problem may give to functions, parameters and tools: identifiers of the language that calls them. */
import type { Language } from '../problems/problem.ts'
import { ProblemError } from './problem-error.ts'

const IDENTIFIER = {
  javascript: /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u,
  python: /^[\p{ID_Start}_]\p{ID_Continue}*$/u,
} as const
const words = (text: string) => new Set(text.split(' '))
const RESERVED = {
  javascript: words(
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface package private protected public arguments eval',
  ),
  python: words(
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield',
  ),
} as const
const LANGUAGE_NAMES = { javascript: 'JavaScript', python: 'Python' } as const satisfies Record<
  Language,
  string
>

/** Throws a `ProblemError` where `name` is no identifier of the language; `what` is what it would name. */
export function checkName(name: string, what: string, language: Language): void {
  if (IDENTIFIER[language].test(name) && !RESERVED[language].has(name)) return
  throw new ProblemError(
    `"${name}" cannot name a ${what}.`,
    `It is not a ${LANGUAGE_NAMES[language]} identifier.`,
    'Use letters, digits and _ only, not starting with a digit.',
  )
}
