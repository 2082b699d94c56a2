/** Which earlier code blocks a block needs: those that define a name it uses and does not define. */
import type { Language } from '../../problems/problem.ts'
import type { Block } from './fences.ts'

const DEFINES = {
  python:
    /^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]{0,80})?=(?!=)|^import[ \t]+(\w+)|^from[ \t]+[\w.]+[ \t]+import[ \t]+(\w+)/gm,
  javascript:
    /^(?:export[ \t]+)?(?:async[ \t]+)?(?:function[ \t*]+|class[ \t]+|(?:const|let|var)[ \t]+)([\w$]+)/gm,
} as const satisfies Record<Language, RegExp>

const defined = (code: string, language: Language) =>
  new Set(
    [...code.matchAll(DEFINES[language])].map((found) => found.slice(1).find((name) => name !== undefined)!),
  )
const used = (code: string) => new Set(code.match(/[A-Za-z_$][\w$]*/g) ?? [])

/** The code of block `at` behind that of the blocks it needs, in order; `name` is what it is asked for. */
export function withNeeds(
  blocks: readonly Block[],
  at: number,
  name: string | null,
  language: Language,
): { code: string; taken: number } {
  let code = blocks[at]!.code
  let taken = 0
  for (let i = at - 1; i >= 0 && i >= at - 12; i--) {
    const earlier = blocks[i]!.code
    const gives = defined(earlier, language)
    const has = defined(code, language)
    if (name !== null && gives.has(name)) continue
    const wants = used(code)
    if (![...gives].some((each) => wants.has(each) && !has.has(each))) continue
    code = `${earlier}\n${code}`
    taken++
  }
  return { code, taken }
}
