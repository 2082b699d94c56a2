/** The token in focus: paired bars of both readers, and what they say in words and one number. */
import { useMemo, type ReactNode } from 'react'
import { barsAt, favouriteOther, historyAt, type CreditMode } from '../../lab/reading/credit.ts'
import { signed } from '../../lab/text/format.ts'
import { selectConfig, selectPiece, selectWhole } from '../../lab/state/selectors.ts'
import { noBarsPhrase, tokenSaid, tokenWords } from '../../lab/words/token-words.ts'
import { pointwiseClipOf, type LossConfig } from '../../sdpo/config.ts'
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

/** `aside` stands over the words; `recorded`: there is no model that could go on from another token. */
export function PinnedToken(props: { scene: Scene; aside?: ReactNode; recorded?: boolean }) {
  const { scene, aside, recorded } = props
  const { attempt, token, position, credit, mode, reading } = scene
  const steps = useLabState((s) => selectWhole(s).steps)
  const config = useLabState(selectConfig)
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
          <Phrase words={noBarsPhrase(scene)} />
        </p>
        {aside}
      </section>
    )
  }

  const here = credit?.[token] ?? null
  const rows = barsAt(position, scene.after ?? undefined, low ? 4 : 6)
  const words = tokenWords(scene, config, pieceOf)
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
            onBranch={recorded ? undefined : (id) => lab.branches.add(token, id)}
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
        {aside}
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
        {scene.pulls &&
          !scene.left &&
          mode !== 'mix' &&
          pointwiseClipOf(config.loss.distillation) === null && (
            <p className="pull-formula">
              <Formula name={pullFormula(mode, config.loss)} />
            </p>
          )}
      </div>
      <p className="quiet" aria-live="polite">
        {scene.token === scene.pinned ? tokenSaid(scene, words) : ''}
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
