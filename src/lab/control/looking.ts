/** What is looked at, and how: the attempt and token in focus, the rule of credit, and what the self-teacher is given. */
import { selectFocus, selectLenders } from '../state/selectors.ts'
import type { Desk } from '../state/desk.ts'
import type { CreditMode, Grain } from '../reading/credit.ts'
import type { Hindsight } from '../reading/hindsight.ts'

export interface LookingControls {
  focusAttempt(attempt: number): void
  /** Pin a token of the focused attempt; null unpins (the most telling one is shown). */
  pinToken(token: number | null): void
  hoverToken(token: number | null): void
  setCreditMode(mode: CreditMode): void
  setGrain(grain: Grain): void
  setHindsight(change: Partial<Hindsight>): void
  /** Rewrite an attempt's feedback by hand; null restores the judge's. */
  editFeedback(attempt: number, text: string | null): void
  /** Give the teacher of the focused attempt the next one's feedback in its place (lent.ts): a control. Null gives back its own. */
  lendFeedback(lender: number | null): void
  /** The attempt in rows, one for each rule of credit. */
  setCompare(compare: boolean): void
  /** The token through time, in place of its bars. */
  setThroughTime(throughTime: boolean): void
  /** The dot of the presentation. */
  setPointer(pointer: boolean): void
  /** The gradient beside the bars; null shows it with the update. */
  setGradient(gradient: boolean | null): void
}

export function lookingControls(desk: Desk): LookingControls {
  const setHindsight = (change: Partial<Hindsight>) =>
    desk.set({ hindsight: { ...desk.state.hindsight, ...change } })
  const editFeedback = (attempt: number, text: string | null) => {
    const edited = { ...desk.state.hindsight.edited }
    if (text === null) delete edited[attempt]
    else edited[attempt] = text
    const { [attempt]: _, ...lent } = desk.state.hindsight.lent
    setHindsight({ edited, lent })
  }
  return {
    focusAttempt(attempt) {
      if (selectFocus(desk.state).attempt?.attempt === attempt && desk.state.focus.attempt === attempt) return
      desk.set({ focus: { attempt, token: null, hovered: null } })
    },
    pinToken(token) {
      const { attempt } = selectFocus(desk.state)
      if (attempt) desk.set({ focus: { ...desk.state.focus, attempt: attempt.attempt, token } })
    },
    hoverToken(token) {
      if (desk.state.focus.hovered !== token) desk.set({ focus: { ...desk.state.focus, hovered: token } })
    },
    setCreditMode: (creditMode) => desk.set({ creditMode }),
    setGrain: (grain) => desk.set({ grain }),
    setHindsight,
    editFeedback,
    lendFeedback(lender) {
      const { attempt } = selectFocus(desk.state)
      if (!attempt) return
      const lenders = selectLenders(desk.state)
      const chosen = lender === null ? undefined : lenders[lender % lenders.length]
      if (!chosen) return editFeedback(attempt.attempt, null)
      editFeedback(attempt.attempt, chosen.text)
      setHindsight({ feedback: true, lent: { ...desk.state.hindsight.lent, [attempt.attempt]: chosen.from } })
    },
    setCompare: (compare) => desk.set({ compare }),
    setThroughTime: (throughTime) => desk.set({ throughTime }),
    setPointer: (pointer) => desk.set({ pointer }),
    setGradient: (gradient) => desk.set({ gradient, throughTime: false }),
  }
}
