/** The line that names the function to be written, in the languages that sites show it in. */
import type { Found, PasteReader } from './pasted.ts'

const word = '[\\p{L}_$][\\p{L}\\p{N}_$]{0,99}'
const script = new RegExp(
  `^\\s*(?:export\\s+(?:default\\s+)?)?(?:async\\s+)?function\\s*\\*?\\s*(${word})\\s*(\\([^()]{0,500}\\))|^\\s*(?:export\\s+)?(?:var|const|let)\\s+(${word})\\s*=\\s*(?:async\\s+)?(?:function\\s*)?(\\([^()]{0,500}\\))`,
  'u',
)
const other = new RegExp(
  `^\\s*(?:public|private|static|fn|func|pub fn)\\s[^()=]{0,200}?(${word})\\s*\\(|^\\s*(?:vector<[^()]{1,80}>|int|long long|long|bool|boolean|string|String|double|void|ListNode\\*?|TreeNode\\*?)(?:\\[\\])*\\s*[*&]?\\s*(${word})\\s*\\([^()]{0,300}\\)\\s*(?:\\{|$)`,
  'u',
)
const doc = /^\s*(?:\/\*\*|\*|\*\/|\/\/)/

/** Types are of no use in the sandbox, and a small model reads them as noise. */
const bare = (parameters: string) =>
  parameters
    .replace(/\?/g, '')
    .replace(/:\s*[^,()]+/g, '')
    .replace(/\s+/g, ' ')

export const readSignature: PasteReader = (lines, free) => {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (!free(i) || line.length > 2000) continue
    const found = script.exec(line)
    if (found) {
      const [name, inside] = [found[1] ?? found[3]!, bare(found[2] ?? found[4]!)]
      const end = bodyEnd(lines, i)
      const body = lines.slice(i, end + 1).join('\n')
      const written = /\breturn\b|=>\s*[^\s{]/.test(body)
      const result: Found = {
        taken: [...docAbove(lines, i), ...range(i, end)],
        understood: [
          `The JavaScript function ${name}`,
          ...(written ? ['Its body, kept as the reference solution'] : []),
        ],
        notUnderstood: [],
        name,
        signature: `${name}${inside}`,
        parameters: inside
          .slice(1, -1)
          .split(',')
          .map((each) => each.replace(/=.*$/, '').replace('...', '').trim())
          .filter((each) => each !== ''),
        language: 'javascript',
        ...(written && { solution: body.trim() }),
      }
      return result
    }
    const foreign = other.exec(line)
    const name = foreign?.[1] ?? foreign?.[2]
    if (name !== undefined && !/^(?:main|class|if|for|while)$/.test(name)) {
      return {
        taken: range(i, bodyEnd(lines, i)),
        understood: [`A function ${name}`],
        notUnderstood: [
          {
            line: i + 1,
            text: line.trim().slice(0, 80),
            reason:
              'The signature is in a language that is not judged here. The name is kept; the answer is asked for in JavaScript.',
          },
        ],
        name,
      }
    }
  }
  return null
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/** The line of the closing bracket; the signature's own line where it is never closed. */
function bodyEnd(lines: readonly string[], from: number): number {
  let depth = 0
  for (let i = from; i < Math.min(lines.length, from + 400); i++) {
    for (const char of lines[i]!.slice(0, 2000)) depth += char === '{' ? 1 : char === '}' ? -1 : 0
    if (depth <= 0) return i
  }
  return from
}

function docAbove(lines: readonly string[], at: number): number[] {
  let first = at
  while (first > 0 && doc.test(lines[first - 1]!)) first--
  return first === at ? [] : range(first, at - 1)
}
