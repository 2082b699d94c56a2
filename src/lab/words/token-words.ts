/** The words beside the bars of the token in focus, and what the live region says of it: from the scene alone. */
import type { LossConfig, TeacherConfig } from '../../sdpo/config.ts'
import { negligibleCredit } from '../reading/credit.ts'
import { logRatio, widestGap } from '../run/log-ratio.ts'
import type { Scene } from '../state/scene.ts'
import { signed } from '../text/format.ts'
import { plain, type Phrase } from '../text/phrase.ts'
import { tokenText } from '../text/token.ts'
import {
  creditPhrase,
  grpoPhrase,
  leftOutPhrase,
  maskedBarsPhrase,
  maskedPhrase,
  mixPhrase,
  movePhrase,
  readersPhrase,
  sameWeightsPhrase,
  sameWordsPhrase,
  swappedPhrase,
} from './words.ts'

export interface TokenWordsConfig {
  loss: LossConfig
  teacher: TeacherConfig
}

/** Paragraphs beside the bars; none while there are no bars. */
export function tokenWords(
  scene: Scene,
  { loss: { lambda, tokens }, teacher }: TokenWordsConfig,
  pieceOf: (id: number) => string,
): Phrase[] {
  const { attempt, position, mode, reading, token, step, credit } = scene
  if (!attempt || !position || token === null) return []
  const own = logRatio(position)
  const here = credit?.[token] ?? null
  if (mode === 'grpo') {
    if (attempt.advantage === null) return [['GRPO has no number for this attempt yet.']]
    return [
      grpoPhrase(attempt.verdict?.reward ?? 0, step?.groupMean ?? 0, attempt.advantage),
      ['What the self-teacher thinks is not used.'],
    ]
  }
  if (scene.masked) {
    const gap = widestGap(attempt.positions)
    return attempt.passed ? [maskedPhrase(true), maskedBarsPhrase(teacher, gap)] : [maskedPhrase(false)]
  }
  if (reading?.sameWords) {
    const gap = widestGap(reading.positions)
    const note: Phrase[] = reading.note === '' ? [] : [[reading.note]]
    return gap < negligibleCredit
      ? [sameWordsPhrase(gap, reading.sameWeights), ...note]
      : [sameWordsPhrase(gap), creditPhrase(position, pieceOf, 'To the teacher'), ...note]
  }
  const largest =
    reading?.positions != null && reading.positions.every((p) => p.divergence <= position.divergence)
  const words: Phrase[] = []
  if (reading?.swappedFrom != null)
    words.push(swappedPhrase(reading.swappedFrom, attempt.credit?.[token] ?? null, own))
  else if (reading?.sameWeights) words.push(sameWeightsPhrase)
  if (mode === 'mix' && attempt.advantage !== null && here !== null)
    words.push(mixPhrase(lambda, attempt.advantage, own))
  words.push(creditPhrase(position, pieceOf), readersPhrase(position, largest))
  if (scene.left && tokens) words.push(leftOutPhrase(tokens))
  const moved = scene.after ? movePhrase(position.student[0]!, scene.after[0]) : null
  return moved ? [...words, moved] : words
}

/** In place of the bars, where there are none. */
export function noBarsPhrase({ masked, attempt, reading }: Scene): Phrase {
  if (masked) return maskedPhrase(attempt?.passed === true)
  if (reading?.status === 'failed') return ['No bars: the teacher has not read this attempt so.']
  if (reading?.status === 'asked') return ['The teacher is re-reading.']
  return ['The bars appear when the self-teacher has re-read this attempt.']
}

/** What a screen reader is told of the token in focus. */
export function tokenSaid(scene: Scene, words: readonly Phrase[]): string {
  const { attempt, token, credit } = scene
  if (!attempt || token === null) return ''
  const here = credit?.[token] ?? null
  const name = tokenText(attempt.pieces[token] ?? '').bare
  return `${name}: ${here === null ? 'credit not known yet' : `credit ${signed(here)}`}. ${words.map(plain).join(' ')}`
}
