/** The token in focus: paired bars of both readers, and what they say in words and one number. */
import { useMemo } from 'react'
import {
  barsAt,
  favouriteOther,
  historyAt,
  negligibleCredit,
  type CreditMode,
} from '../../lab/reading/credit.ts'
import { signed } from '../../lab/text/format.ts'
import { selectConfig, selectPiece, selectWhole } from '../../lab/state/selectors.ts'
import {
  creditPhrase,
  grpoPhrase,
  swappedPhrase,
  maskedBarsPhrase,
  maskedPhrase,
  mixPhrase,
  movePhrase,
  readersPhrase,
  sameWeightsPhrase,
  sameWordsPhrase,
} from '../../lab/words/words.ts'
import { plain, type Phrase as Words } from '../../lab/text/phrase.ts'
import type { LossConfig, TeacherConfig } from '../../sdpo/config.ts'
import { logRatio, widestGap } from '../../lab/run/log-ratio.ts'
import { tokenTime } from '../../lab/reading/through-time.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Formula, type FormulaName } from '../maths/Formula.tsx'
import { tokenText } from '../../lab/text/token.ts'
import { useMedia } from '../parts/useMedia.ts'
import type { Scene } from '../scene.ts'
import { BarLegend, PairedBars, pullRows } from './PairedBars.tsx'
import { Phrase } from './Phrase.tsx'
import { TimeLegend, TimeMap } from './TimeMap.tsx'
import { TokenHistory } from './TokenHistory.tsx'
import './PinnedToken.css'

export function PinnedToken({ scene }: { scene: Scene }) {
  const { attempt, token, position, credit, mode, reading } = scene
  const steps = useLabState((s) => selectWhole(s).steps)
  const lambda = useLabState((s) => selectConfig(s).loss.lambda)
  const teacher = useLabState((s) => selectConfig(s).teacher)
  const loss = useLabState((s) => selectConfig(s).loss)
  const low = useMedia('(max-height: 940px) and (min-width: 1181px)')
  const lab = useLab()
  const pieceOf = useLabState(selectPiece)

  const sampled = position?.ids[0]
  const rival = position && favouriteOther(position)
  const points = useMemo(
    () =>
      attempt && token !== null && position && rival !== null
        ? historyAt(steps, attempt.tokens.slice(0, token), [position.ids[0]!, rival])
        : [],
    [attempt, token, position, rival, steps],
  )

  const showHistory = mode !== 'grpo' && points.length > 1 && reading?.status === 'own'
  const throughTime = useLabState((s) => s.throughTime) && showHistory
  const time = useMemo(
    () =>
      throughTime && attempt && token !== null && sampled !== undefined
        ? tokenTime(steps, attempt.tokens.slice(0, token), sampled, low ? 4 : 6, attempt.attempt)
        : null,
    [throughTime, attempt, token, sampled, steps, low],
  )

  if (!attempt || token === null) return null
  const name = tokenText(attempt.pieces[token] ?? '').bare
  if (!position) {
    return (
      <section className="pinned empty" aria-label="Pinned token">
        <p>
          {scene.masked ? (
            <Phrase words={maskedPhrase(attempt.passed === true)} />
          ) : reading?.status === 'failed' ? (
            'No bars: the teacher has not read this attempt so.'
          ) : reading?.status === 'asked' ? (
            'The teacher is re-reading.'
          ) : (
            'The bars appear when the self-teacher has re-read this attempt.'
          )}
        </p>
      </section>
    )
  }

  const here = credit?.[token] ?? null
  const rows = barsAt(position, scene.after ?? undefined, low ? 4 : 6)
  const words = paragraphs(scene, here, lambda, teacher, pieceOf)
  const said = `${name}: ${here === null ? 'credit not known yet' : `credit ${signed(here)}`}. ${words.map(plain).join(' ')}`
  return (
    <section className="pinned" aria-label="Pinned token">
      <div className="pinned-bars">
        <div className="pinned-bars-head">
          {time ? <TimeLegend /> : <BarLegend after={scene.after !== null} teacherUnused={mode === 'grpo'} />}
          {!time && <GradientButton />}
        </div>
        {time && <TimeMap time={time} at={attempt.step} pieceOf={pieceOf} />}
        {!time && (
          <PairedBars
            rows={rows}
            pieceOf={pieceOf}
            showAfter={scene.after !== null}
            teacherUnused={mode === 'grpo'}
            pulls={scene.pulls && pullRows(scene.pulls, rows)}
            onBranch={(id) => lab.branches.add(token, id)}
          />
        )}
        {showHistory && (
          <TokenHistory
            points={points}
            names={[name, tokenText(pieceOf(rival!)).bare]}
            steps={Math.max(steps.length, points.at(-1)!.step)}
            at={attempt.step}
            act={<TimeButton />}
          />
        )}
      </div>
      <div className="pinned-words">
        <h3>
          {mode === 'grpo' ? 'Advantage of' : 'Credit of'} <code>{name}</code>
        </h3>
        <p
          className={`pinned-number ${here === null || Math.abs(here) < 0.005 ? '' : mode === 'grpo' ? 'neutral' : here > 0 ? 'up' : 'down'}`}
        >
          {here === null ? '…' : signed(here)}
        </p>
        {words.map((phrase, i) => (
          <p key={i}>
            <Phrase words={phrase} />
          </p>
        ))}
        {scene.pulls && mode !== 'mix' && (
          <p className="pull-formula">
            <Formula name={pullFormula(mode, loss)} />
          </p>
        )}
      </div>
      <p className="quiet" aria-live="polite">
        {scene.token === scene.pinned ? said : ''}
      </p>
    </section>
  )
}

/** What the pull is under the loss in force (lab/gradient.ts). */
function pullFormula(mode: CreditMode, { distillation }: LossConfig): FormulaName {
  if (mode === 'grpo' || !('alpha' in distillation)) return 'tokenPull'
  const { alpha } = distillation
  return alpha === 0 ? 'forwardPull' : alpha === 1 ? 'reversePull' : 'mixedPull'
}

function GradientButton() {
  const { label, pressed, perform } = useAction('gradient')
  return (
    <button
      type="button"
      className="link-button gradient-button"
      aria-label={label}
      aria-pressed={pressed}
      title={`${label} (D)`}
      onClick={perform}
    >
      Gradient
    </button>
  )
}

function TimeButton() {
  const { label, pressed, perform } = useAction('through-time')
  return (
    <button
      type="button"
      className="link-button"
      aria-label={`Heatmap: ${label.toLowerCase()}`}
      aria-pressed={pressed}
      title={`${label} (H)`}
      onClick={perform}
    >
      Heatmap
    </button>
  )
}

function paragraphs(
  scene: Scene,
  here: number | null,
  lambda: number,
  teacher: TeacherConfig,
  pieceOf: (id: number) => string,
): Words[] {
  const { attempt, position, mode, reading, token, step } = scene
  if (!attempt || !position || token === null) return []
  const own = logRatio(position)
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
    const note: Words[] = reading.note === '' ? [] : [[reading.note]]
    return gap < negligibleCredit
      ? [sameWordsPhrase(gap, reading.sameWeights), ...note]
      : [sameWordsPhrase(gap), creditPhrase(position, pieceOf, 'To the teacher'), ...note]
  }
  const largest =
    reading?.positions != null && reading.positions.every((p) => p.divergence <= position.divergence)
  const words: Words[] = []
  if (reading?.swappedFrom != null)
    words.push(swappedPhrase(reading.swappedFrom, attempt.credit?.[token] ?? null, own))
  else if (reading?.sameWeights) words.push(sameWeightsPhrase)
  if (mode === 'mix' && attempt.advantage !== null && here !== null)
    words.push(mixPhrase(lambda, attempt.advantage, own))
  words.push(creditPhrase(position, pieceOf), readersPhrase(position, largest))
  const moved = scene.after ? movePhrase(position.student[0]!, scene.after[0]) : null
  return moved ? [...words, moved] : words
}
