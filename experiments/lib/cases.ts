/** Files of cases: what a person pastes, and responses that must pass or must fail, in blocks headed by `=== KIND note`. */

const kinds = ['PROBLEM', 'DRAFT', 'SAYS', 'UNREADY', 'RIGHT', 'WRONG'] as const
type Kind = (typeof kinds)[number]

/** What is expected of one input. */
export interface Expectation {
  /**
   * `RIGHT`, `WRONG`: a response that must pass, must fail. `SAYS`: words that the page says of the
   * paste. `UNREADY`: no problem is made of it before more is filled in, and these words say why.
   */
  kind: Exclude<Kind, 'PROBLEM' | 'DRAFT'>
  note: string
  text: string
}

export interface CaseFile {
  /** What is pasted. */
  pasted: string
  /** Fields of the draft that the person then fills in, as JSON; null where nothing is. */
  filledIn: Record<string, unknown> | null
  expectations: Expectation[]
}

const head = new RegExp(`^=== (${kinds.join('|')})\\b[ \\t]*(.*)$`)

/** @throws SyntaxError where the fields that are filled in are no JSON */
export function readCases(text: string): CaseFile {
  const blocks: { kind: Kind | null; note: string; lines: string[] }[] = [{ kind: null, note: '', lines: [] }]
  for (const line of text.split('\n')) {
    const found = head.exec(line)
    if (found) blocks.push({ kind: found[1] as Kind, note: found[2]!.trim(), lines: [] })
    else blocks.at(-1)!.lines.push(line)
  }
  const file: CaseFile = { pasted: blocks[0]!.lines.join('\n'), filledIn: null, expectations: [] }
  for (const { kind, note, lines } of blocks.slice(1)) {
    const body = lines.join('\n').replace(/\n+$/, '')
    switch (kind) {
      case 'PROBLEM':
        file.pasted = body
        break
      case 'DRAFT':
        file.filledIn = JSON.parse(body) as Record<string, unknown>
        break
      case 'SAYS':
      case 'UNREADY':
        file.expectations.push({ kind, note, text: (body || note).trim() })
        break
      case 'RIGHT':
      case 'WRONG':
        file.expectations.push({ kind, note, text: body })
        break
      case null:
        break
      default:
        kind satisfies never
    }
  }
  return file
}
