/** A signature in a language that is not judged here: its name and its parameters are kept. */
import type { Found, Parameter } from './pasted.ts'
import { quoted } from './text.ts'

const word = '[\\p{L}_$][\\p{L}\\p{N}_$]{0,99}'
const type =
  '(?:(?:std::)?(?:vector|List|ArrayList|Set|Map|unordered_map)<[^()]{1,80}>|int|long long|long|bool|boolean|string|String|double|float|char|void|(?:struct\\s+)?ListNode|(?:struct\\s+)?TreeNode|Integer)(?:\\[\\])*'
/** A line that declares a function: by the words for it, or by the type of what it returns. */
const signature = new RegExp(
  `^\\s*(?:(?:public|private|protected|static|final|inline|fn|func|fun|def|pub fn)\\s[^()=]{0,200}?(${word})\\s*\\(([^()]{0,400})\\)|${type}(?:\\s*[*&]\\s*|\\s+)(${word})\\s*\\(([^()]{0,400})\\))(\\s*(?:(?:->|:)\\s*[^{;=]{1,80}|const|\\*?[\\w[\\]*.]{1,40}))?\\s*(?:\\{.*|;|=)?$`,
  'u',
)

/** Whether a line declares a function in another language. */
export function isForeign(line: string): boolean {
  return (
    line.length <= 2000 &&
    /^\s*(?:public|private|protected|fn|func|fun|pub fn|def|int|void|bool|long|double|string|String|vector|List|ListNode|TreeNode)\b/.test(
      line,
    ) &&
    signature.test(line)
  )
}

export function foreignSignature(lines: readonly string[], free: (index: number) => boolean): Found | null {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (!free(i) || line.length > 2000) continue
    const found = signature.exec(line)
    const name = found?.[1] ?? found?.[3]
    if (name === undefined || /^(?:main|class|if|for|while|return|switch)$/.test(name)) continue
    const declared = parametersOf(found![2] ?? found![4] ?? '')
    let first = i
    while (
      first > 0 &&
      free(first - 1) &&
      /^\s*(?:(?:public\s+)?class\s+\w+|impl\s+\w+|public\s*:|\/\*\*|\*|\*\/|\/\/|struct\s+\w+\b.*|#include)/.test(
        lines[first - 1]!,
      )
    )
      first--
    const returns = line.slice(0, line.indexOf(name)) + (found![5] ?? '')
    return {
      taken: range(first, bodyEnd(lines, first)),
      understood: [`A function ${name}`],
      notUnderstood: [
        {
          line: i + 1,
          text: quoted(line),
          reason:
            'The signature is in a language that is not judged here. The name is kept; the answer is asked for in JavaScript.',
        },
      ],
      name,
      ...(declared.length > 0 && { parameters: declared.map((each) => each.name) }),
      declared: { parameters: declared, returns },
    }
  }
  return null
}

/** `vector<int>& nums, int target` and `nums []int, target int` and `nums: Vec<i32>`. */
function parametersOf(text: string): Parameter[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= text.length; i++) {
    const char = text[i]
    if (char === '<' || char === '[') depth++
    else if (char === '>' || char === ']') depth--
    else if ((char === ',' && depth === 0) || i === text.length) {
      parts.push(text.slice(from, i).trim())
      from = i + 1
    }
  }
  return parts
    .filter((part) => part !== '' && part !== 'self' && part !== '&self')
    .map((part) => {
      const colon = /^([\p{L}_]\w*)\s*:\s*(.+)$/u.exec(part)
      if (colon) return { name: colon[1]!, type: colon[2]! }
      const go = /^([\p{L}_]\w*)\s+(\[\]\S+|\*\S+|int\d*|string|bool|float64)$/u.exec(part)
      if (go) return { name: go[1]!, type: go[2]! }
      const name = /([\p{L}_]\w*)(?:\[\])*$/u.exec(part)?.[1] ?? part
      return { name, type: part.slice(0, part.length - name.length).trim() }
    })
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/** The line of the closing bracket; the signature's own line where it is never closed. */
function bodyEnd(lines: readonly string[], from: number): number {
  let depth = 0
  let opened = false
  for (let i = from; i < Math.min(lines.length, from + 400); i++) {
    for (const char of lines[i]!.slice(0, 2000)) {
      if (char === '{') opened = true
      depth += char === '{' ? 1 : char === '}' ? -1 : 0
    }
    if (opened && depth <= 0) return i
    if (!opened && i > from + 6) return from
  }
  return from
}
