/**
 * A response without its thinking. Chat templates of reasoning models open the thinking in the prompt, so the response
 * may hold the end of it alone: what stands before that is thinking too. Thinking that never ends is all there is.
 */

const NAMES = 'think|thinking|thought|thoughts|reasoning|reflection|scratchpad|seed:think'
const MARK = new RegExp(
  `(?<open><(?:${NAMES})>|\\u25c1think\\u25b7|\\[THINK\\]|<\\|begin_of_thought\\|>|<\\|channel\\|>analysis<\\|message\\|>|<\\|START_THINKING\\|>)` +
    `|(?<close></(?:${NAMES})>|\\u25c1/think\\u25b7|\\[/THINK\\]|<\\|end_of_thought\\|>|<\\|channel\\|>final<\\|message\\|>|<\\|END_THINKING\\|>)`,
  'gi',
)
/** Marks of turns that a template adds and a model may write. */
const TURNS =
  /<\|(?:im_end|eot_id|end|endoftext|end_of_text|return|begin_of_solution|end_of_solution|START_RESPONSE|END_RESPONSE)\|>|<\/s>\s*$|<end_of_turn>/g

export function withoutThinking(text: string): string {
  let kept = ''
  let at = 0
  let depth = 0
  for (const found of text.matchAll(MARK)) {
    // In quotes a tag is spoken of, and no tag.
    if (/["'`]/.test(text[found.index - 1] ?? '') && /["'`]/.test(text[found.index + found[0].length] ?? ''))
      continue
    if (found.groups!['open'] !== undefined) {
      if (depth === 0) kept += text.slice(at, found.index)
      depth++
    } else {
      if (depth === 0) kept = ''
      depth = 0
    }
    at = found.index + found[0].length
  }
  return (depth > 0 ? kept : kept + text.slice(at)).replace(TURNS, '')
}
