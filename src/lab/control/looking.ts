/** What is looked at, and how: the attempt and token in focus, the rule of credit, and what the self-teacher is given. */
import type { WhatIfKind } from '../../engine/protocol.ts'
import { selectFocus, selectLenders } from '../state/selectors.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import type { CreditMode } from '../reading/credit.ts'
import type { Hindsight } from '../reading/hindsight.ts'

export interface LookingControls {
  focusAttempt(attempt: number): void
  /** Pin a token of the focused attempt; null unpins (the most telling one is shown). */
  pinToken(token: number | null): void
  hoverToken(token: number | null): void
  setCreditMode(mode: CreditMode): void
  setHindsight(change: Partial<Hindsight>): void
  /** Rewrite an attempt's feedback by hand; null restores the judge's. */
  editFeedback(attempt: number, text: string | null): void
  /** Give the teacher of the focused attempt the next one's feedback in its place (swapped-feedback.ts): a control. Null gives back its own. */
  lendFeedback(lender: number | null): void
  /** The attempt in rows, one for each rule of credit. */
  setCompare(compare: boolean): void
  /** The token through time, in place of its bars. */
  setThroughTime(throughTime: boolean): void
  /** What the self-teacher could have read instead; null closes it. */
  setWhatIf(whatIf: WhatIfKind | null): void
  /** The dot of the presentation. */
  setPointer(pointer: boolean): void
  /** The gradient beside the bars; null shows it with the update, where nothing plays. */
  setGradient(gradient: boolean | null): void
}

export class Looking implements LookingControls {
  constructor(private readonly handle: StoreHandle) {}

  focusAttempt(attempt: number): void {
    const { state } = this.handle
    if (selectFocus(state).attempt?.attempt === attempt && state.focus.attempt === attempt) return
    this.handle.set({ focus: { attempt, token: null, hovered: null } })
  }

  pinToken(token: number | null): void {
    const { attempt } = selectFocus(this.handle.state)
    if (attempt) this.handle.set({ focus: { ...this.handle.state.focus, attempt: attempt.attempt, token } })
  }

  hoverToken(hovered: number | null): void {
    const { focus } = this.handle.state
    if (focus.hovered !== hovered) this.handle.set({ focus: { ...focus, hovered } })
  }

  setCreditMode(creditMode: CreditMode): void {
    this.handle.set({ creditMode })
  }

  setHindsight(change: Partial<Hindsight>): void {
    this.handle.set({ hindsight: { ...this.handle.state.hindsight, ...change } })
  }

  editFeedback(attempt: number, text: string | null): void {
    const { hindsight } = this.handle.state
    const edited = { ...hindsight.edited }
    if (text === null) delete edited[attempt]
    else edited[attempt] = text
    const { [attempt]: _, ...swapped } = hindsight.swapped
    this.setHindsight({ edited, swapped })
  }

  lendFeedback(lender: number | null): void {
    const { attempt } = selectFocus(this.handle.state)
    if (!attempt) return
    const lenders = selectLenders(this.handle.state)
    const chosen = lender === null ? undefined : lenders[lender % lenders.length]
    if (!chosen) return this.editFeedback(attempt.attempt, null)
    this.editFeedback(attempt.attempt, chosen.text)
    const { swapped } = this.handle.state.hindsight
    this.setHindsight({ feedback: true, swapped: { ...swapped, [attempt.attempt]: chosen.from } })
  }

  setCompare(compare: boolean): void {
    this.handle.set({ compare })
  }

  setThroughTime(throughTime: boolean): void {
    this.handle.set({ throughTime })
  }

  setWhatIf(whatIf: WhatIfKind | null): void {
    this.handle.set({ whatIf })
  }

  setPointer(pointer: boolean): void {
    this.handle.set({ pointer })
  }

  setGradient(gradient: boolean | null): void {
    this.handle.set({ gradient, throughTime: false })
  }
}
